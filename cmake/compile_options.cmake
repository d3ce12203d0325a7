# One interface target that carries how everything of ours is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# -O3 makes the mock no faster than -O2 and every build slower (bench/build_time, bench/instructions).
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(sellsign_options INTERFACE)
target_include_directories(sellsign_options INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>)
target_compile_options(sellsign_options INTERFACE $<BUILD_INTERFACE:$<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wconversion>>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlapping copies in operator+(const char*, std::string) that are not there (GCC bug 105651).
  target_compile_options(sellsign_options INTERFACE $<BUILD_INTERFACE:$<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # In a batch a source file is an included one: GCC then takes its private types for those of a header.
  target_compile_options(sellsign_options INTERFACE $<BUILD_INTERFACE:$<$<COMPILE_LANGUAGE:CXX>:-Wno-subobject-linkage>>)
  # GCC takes the value of an empty std::optional for one that is read (GCC bug 80635).
  target_compile_options(sellsign_options INTERFACE $<BUILD_INTERFACE:$<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>>)
endif()
if(SELLSIGN_WERROR)
  target_compile_options(sellsign_options INTERFACE $<BUILD_INTERFACE:$<$<COMPILE_LANGUAGE:CXX>:-Werror>>)
endif()
if(SELLSIGN_SANITIZE)
  # For the whole folder, because options of a target that take some of it back have to stand behind it.
  add_compile_options(-fno-omit-frame-pointer
    "$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${SELLSIGN_SANITIZE};-fno-sanitize-recover=all>")
  target_link_options(sellsign_options INTERFACE -fsanitize=${SELLSIGN_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND SELLSIGN_SANITIZE MATCHES "address")
    target_link_options(sellsign_options INTERFACE -no-pie)  # a program starts in half the time: nothing is relocated
  endif()
endif()

include(sellsign_library)
