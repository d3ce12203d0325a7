# For what the system does not have: upstream's release archives, each with its SHA-256. Nothing is fetched before it is missing.
include(FetchContent)

set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)  # so that the options below reach the older projects
set(CMAKE_POLICY_VERSION_MINIMUM 3.5)  # so that CMake 4 still takes them
set(JSON_Install ON)                   # what the installed client links is installed with it
set(HTTPLIB_REQUIRE_OPENSSL ON)
set(RE2_BUILD_TESTING OFF)
set(BENCHMARK_ENABLE_TESTING OFF)
set(BENCHMARK_ENABLE_INSTALL OFF)
set(BENCHMARK_ENABLE_WERROR OFF)

FetchContent_Declare(nlohmann_json SYSTEM
  URL https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz
  URL_HASH SHA256=d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d)
FetchContent_Declare(CLI11 SYSTEM
  URL https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.3.2.tar.gz
  URL_HASH SHA256=aac0ab42108131ac5d3344a9db0fdf25c4db652296641955720a4fbe52334e22)
FetchContent_Declare(httplib SYSTEM
  URL https://github.com/yhirose/cpp-httplib/archive/refs/tags/v0.12.5.tar.gz
  URL_HASH SHA256=b488f3fa9c6bf35608c3d9a5b69be52e016bbf2fbfe67e5ee684eadb2655493e)
FetchContent_Declare(re2 SYSTEM
  URL https://github.com/google/re2/archive/refs/tags/2022-06-01.tar.gz
  URL_HASH SHA256=f89c61410a072e5cbcf8c27e3a778da7d6fd2f2b5b1445cd4f4508bee946ab0f)
FetchContent_Declare(llhttp
  URL https://github.com/nodejs/llhttp/archive/refs/tags/release/v8.1.0.tar.gz
  URL_HASH SHA256=9da0d23453e8e242cf3b2bc5d6fb70b1517b8a70520065fcbad6be787e86638e
  SOURCE_SUBDIR sources_only)  # no such folder: its sources are compiled here, its own CMakeLists.txt is not used
FetchContent_Declare(Catch2 SYSTEM
  URL https://github.com/catchorg/Catch2/archive/refs/tags/v2.13.10.tar.gz
  URL_HASH SHA256=d54a712b7b1d7708bc7a819a8e6e47b2fde9536f487b89ccbca295072a7d9943)
FetchContent_Declare(benchmark SYSTEM
  URL https://github.com/google/benchmark/archive/refs/tags/v1.7.1.tar.gz
  URL_HASH SHA256=6430e4092653380d9dc4ccb45a1e2dc9259d581f4866dc0759713126056bc1d7)

# sellsign_fetch(name debian_package): says what to install instead, then fetches.
macro(sellsign_fetch name debian_package)
  message(STATUS "${name} is not installed (Debian's package is ${debian_package}): fetching upstream's archive")
  FetchContent_MakeAvailable(${name})
endmacro()

# sellsign_find(name version target debian_package): the system's package, else upstream's archive.
macro(sellsign_find name version target debian_package)
  find_package(${name} ${version} QUIET)
  if(NOT TARGET ${target})
    sellsign_fetch(${name} ${debian_package})
  endif()
endmacro()
