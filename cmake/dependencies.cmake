# System packages first, else upstream's archives. Each dependency becomes one target here, so that nothing else knows
# where it came from.
include(fetch)
find_package(Threads REQUIRED)
find_package(OpenSSL 1.1.1 REQUIRED)
find_package(ZLIB REQUIRED)
sellsign_find(nlohmann_json 3.11 nlohmann_json::nlohmann_json nlohmann-json3-dev)
sellsign_find(CLI11 2.1 CLI11::CLI11 libcli11-dev)

# cpp-httplib: Debian's is a compiled library known to pkg-config only; upstream's installs a CMake package.
find_package(httplib 0.11 QUIET)
find_package(PkgConfig QUIET)
if(NOT TARGET httplib::httplib AND PkgConfig_FOUND)
  pkg_check_modules(httplib QUIET IMPORTED_TARGET cpp-httplib>=0.11)
  if(TARGET PkgConfig::httplib)
    add_library(httplib::httplib ALIAS PkgConfig::httplib)
  endif()
endif()
if(NOT TARGET httplib::httplib)
  sellsign_fetch(httplib libcpp-httplib-dev)
endif()

# RE2: Debian's is known to pkg-config only; upstream's installs a CMake package.
find_package(re2 QUIET)
if(NOT TARGET re2::re2 AND PkgConfig_FOUND)
  pkg_check_modules(re2 QUIET IMPORTED_TARGET re2)
  if(TARGET PkgConfig::re2)
    add_library(re2::re2 ALIAS PkgConfig::re2)
  endif()
endif()
if(NOT TARGET re2::re2)
  sellsign_fetch(re2 libre2-dev)
endif()

# llhttp: Debian's node-llhttp holds the generated C sources, and so does upstream's release archive.
find_path(LLHTTP_INCLUDE_DIR llhttp.h PATHS /usr/share/include/llhttp /usr/include/llhttp)
find_path(LLHTTP_SOURCE_DIR llhttp.c PATHS /usr/share/llhttp)
if(NOT LLHTTP_INCLUDE_DIR OR NOT LLHTTP_SOURCE_DIR)
  sellsign_fetch(llhttp node-llhttp)
  set(LLHTTP_INCLUDE_DIR ${llhttp_SOURCE_DIR}/include)
  set(LLHTTP_SOURCE_DIR ${llhttp_SOURCE_DIR}/src)
endif()
add_library(sellsign_llhttp STATIC ${LLHTTP_SOURCE_DIR}/llhttp.c ${LLHTTP_SOURCE_DIR}/api.c ${LLHTTP_SOURCE_DIR}/http.c)
target_include_directories(sellsign_llhttp SYSTEM PUBLIC $<BUILD_INTERFACE:${LLHTTP_INCLUDE_DIR}>)
