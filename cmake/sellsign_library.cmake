# How the folders become libraries. A folder that exists is a folder that is built: nobody keeps lists of files.

# sellsign_lay_batches(FILES NAME): says which files are compiled together (unity builds). GCC reads the large headers once
# for a batch, which makes a cold build several times as fast. Folders stay whole and follow one another until a
# batch holds SELLSIGN_BATCH files, so that a new file moves few others.
function(sellsign_lay_batches files name)
  set(folders "")
  foreach(file IN LISTS files)
    get_filename_component(folder ${file} DIRECTORY)
    list(APPEND folders ${folder})
  endforeach()
  list(REMOVE_DUPLICATES folders)
  set(batch 0)
  set(held 0)
  foreach(folder IN LISTS folders)
    set(here ${files})
    list(FILTER here INCLUDE REGEX "^${folder}/[^/]*$")
    list(LENGTH here count)
    math(EXPR sum "${held} + ${count}")
    if(sum GREATER SELLSIGN_BATCH AND held GREATER 0)
      math(EXPR batch "${batch} + 1")
      set(held 0)
    endif()
    foreach(file IN LISTS here)
      if(held EQUAL SELLSIGN_BATCH)
        math(EXPR batch "${batch} + 1")
        set(held 0)
      endif()
      set_source_files_properties(${file} PROPERTIES UNITY_GROUP ${name}_${batch})
      math(EXPR held "${held} + 1")
    endforeach()
  endforeach()
endfunction()

# sellsign_batches(target files): compiles a target's files in batches.
function(sellsign_batches target)
  if(SELLSIGN_BATCH GREATER 1)
    sellsign_lay_batches("${ARGN}" ${target})
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  endif()
endfunction()

# sellsign_library(name [MORE...]): a static library of every source below the current folder, and of what is generated.
function(sellsign_library name)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS *.cpp)
  add_library(${name} STATIC ${files} ${ARGN})
  target_link_libraries(${name} PUBLIC sellsign_options)
  sellsign_batches(${name} ${files})
endfunction()
