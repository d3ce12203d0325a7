# How the folders become libraries. A folder that exists is a folder that is built: nobody keeps lists of files.

# sellsign_sources(RESULT): every .cpp below the current folder. Each sub-folder is compiled in batches (unity builds):
# GCC reads the large headers once for a batch, which makes a cold build about three times as fast.
function(sellsign_sources result)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS *.cpp)
  set(folders "")
  foreach(file IN LISTS files)
    get_filename_component(folder ${file} DIRECTORY)
    list(APPEND folders ${folder})
  endforeach()
  list(REMOVE_DUPLICATES folders)
  foreach(folder IN LISTS folders)
    file(RELATIVE_PATH group ${PROJECT_SOURCE_DIR} ${folder})
    string(REPLACE "/" "_" group ${group})
    set(count 0)
    foreach(file IN LISTS files)
      get_filename_component(home ${file} DIRECTORY)
      if(home STREQUAL folder)
        math(EXPR batch "${count} / ${SELLSIGN_BATCH}")
        set_source_files_properties(${file} PROPERTIES UNITY_GROUP ${group}_${batch})
        math(EXPR count "${count} + 1")
      endif()
    endforeach()
  endforeach()
  set(${result} ${files} PARENT_SCOPE)
endfunction()

# sellsign_batches(target): compiles a target's files in the batches that sellsign_sources laid.
function(sellsign_batches target)
  if(SELLSIGN_BATCH GREATER 1)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  endif()
endfunction()

# sellsign_library(name [MORE...]): a static library of every source below the current folder, and of what is generated.
function(sellsign_library name)
  sellsign_sources(files)
  add_library(${name} STATIC ${files} ${ARGN})
  target_link_libraries(${name} PUBLIC sellsign_options)
  sellsign_batches(${name})
endfunction()
