# Compiler settings and dependencies, the same for every layer.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Kind of build" FORCE)
endif()

option(CARAVAN_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(CARAVAN_SLOW_TESTS "Build the test programs that take minutes too" ON)
set(CARAVAN_TEST_OPTIONS "" CACHE STRING "Further compiler options for the tests, not for what they test")
option(CARAVAN_BENCH "Build the benchmarks (wants Google Benchmark)" OFF)
option(CARAVAN_FUZZ "Build the fuzzers (wants clang)" OFF)
option(CARAVAN_WERROR "Treat warnings as errors (on in the presets for developers)" OFF)
option(CARAVAN_LTO "Optimise core, engine and model across their files (on in release)" OFF)
set(CARAVAN_PROFILE "" CACHE STRING "record: runs leave a profile in the build folder; use: optimise by it (g++)")
option(CARAVAN_COVERAGE "Count which lines of the layers are run (wants g++)" OFF)
set(CARAVAN_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=address,undefined")

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# cmake/caravanConfig.cmake.in finds the same again for those who link to an installed Caravan.
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(date REQUIRED)
find_package(SQLite3 3.34 REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
if(TARGET yaml-cpp::yaml-cpp AND NOT TARGET yaml-cpp)
  add_library(yaml-cpp ALIAS yaml-cpp::yaml-cpp)  # the name changed in 0.8
endif()

# Everything compiled here is compiled with these.
add_library(caravan_options INTERFACE)
target_compile_features(caravan_options INTERFACE cxx_std_20)
target_compile_options(caravan_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  # g++ 12 warns of overlaps inside std::string that cannot be (GCC bug 105651)
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  -ffp-contract=off  # the same bits with and without fused multiply-add
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>  # libstdc++ 12's stable_sort; g++ still warns of ours
  $<$<BOOL:${CARAVAN_WERROR}>:-Werror>)
# Some hundred bytes are cleared by plain stores: x86's `rep stos`, which g++ 12 takes for them, starts too slowly.
include(CheckCXXCompilerFlag)
set(clear_by_stores -mmemset-strategy=unrolled_loop:256:noalign,libcall:-1:noalign)
check_cxx_compiler_flag(${clear_by_stores} CARAVAN_CLEARS_BY_STORES)
if(CARAVAN_CLEARS_BY_STORES)
  target_compile_options(caravan_options INTERFACE $<$<CONFIG:Release>:${clear_by_stores}>)
endif()
# For the layers that an event passes through, measured in docs/explanation/speed.md: they are optimised across
# their files (and hold ordinary code too, so that others can link them without this), and what is called is put
# in where it is called more readily than g++ does by itself.
add_library(caravan_event_path INTERFACE)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(caravan_event_path INTERFACE $<$<CONFIG:Release>:
    --param=max-inline-insns-auto=200 --param=max-inline-insns-single=400 --param=inline-unit-growth=200>)
  if(CARAVAN_LTO)
    target_compile_options(caravan_event_path INTERFACE -flto=auto -ffat-lto-objects)
    target_link_options(caravan_options INTERFACE -flto=auto)
  endif()
endif()
if(CARAVAN_PROFILE STREQUAL "record")
  target_compile_options(caravan_options INTERFACE -fprofile-generate=${CMAKE_BINARY_DIR}/profile)
  target_link_options(caravan_options INTERFACE -fprofile-generate=${CMAKE_BINARY_DIR}/profile)
elseif(CARAVAN_PROFILE STREQUAL "use")
  # What no run came through is optimised as ever, not made small.
  target_compile_options(caravan_options INTERFACE
    -fprofile-use=${CMAKE_BINARY_DIR}/profile -fprofile-partial-training -Wno-missing-profile)
endif()
# Counts lines, of code as it is written: for the layers, and for tests of those whose headers hold code.
# Warnings are for the other builds: g++ has some only where sources are compiled as one.
# Threads may lose a count among many, never the only one.
add_library(caravan_counted INTERFACE)
if(CARAVAN_COVERAGE)
  target_compile_options(caravan_counted INTERFACE --coverage -O0 -w)
  target_link_options(caravan_options INTERFACE --coverage)
endif()
if(CARAVAN_SANITIZE)
  # A finding ends the program, or a test would pass over it.
  target_compile_options(caravan_options INTERFACE
    -fsanitize=${CARAVAN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(caravan_options INTERFACE -fsanitize=${CARAVAN_SANITIZE})
endif()
