#!/usr/bin/env bash
# libcxx.sh FOLDER: what the program is linked to, built with libc++ into FOLDER/lib from the sources of
# Debian's own packages, and FOLDER/options, what CMake is to be told, an option a line.
#
# Debian's libraries pass the strings of libstdc++ in their calls, which libc++ has not: a program with
# libc++ needs libraries of its own. (SQLite and zlib are C.)
set -euo pipefail
mkdir -p "$1"
folder=$(cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ ! -e $folder/options ]] || exit 0

compiler=clang++-19
# Boost 1.74 derives from std::unary_function, which C++17 took out; std::jthread is behind a switch in libc++ 19.
flags="-stdlib=libc++ -fexperimental-library -D_LIBCPP_ENABLE_CXX17_REMOVED_UNARY_BINARY_FUNCTION"
cmake=(cmake -G Ninja -D CMAKE_BUILD_TYPE=Release -D CMAKE_CXX_COMPILER="$compiler" -D CMAKE_CXX_FLAGS="$flags"
       -D CMAKE_INSTALL_PREFIX="$folder")

# Sources, by lists of our own: those of the system stay as they are.
mkdir -p "$folder/sources/lists"
cd "$folder/sources"
echo 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main' >list
apt=(apt-get -q -o Dir::Etc::sourcelist="$PWD/list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$PWD/lists"
     -o Dir::Cache="$PWD")
"${apt[@]}" update
"${apt[@]}" source --download-only yaml-cpp howardhinnant-date boost1.74
for package in yaml-cpp howardhinnant-date boost1.74; do
  mkdir -p "$package"
  part=()
  [[ $package != boost* ]] || part=(--wildcards '*/libs/program_options/src/*')
  tar -xf "$package"_*.orig.tar.xz -C "$package" --strip-components=1 "${part[@]}"
done

"${cmake[@]}" -S yaml-cpp -B yaml-cpp/build -D YAML_CPP_BUILD_TESTS=OFF -D YAML_CPP_BUILD_TOOLS=OFF
cmake --build yaml-cpp/build --target install
"${cmake[@]}" -S howardhinnant-date -B howardhinnant-date/build -D BUILD_TZ_LIB=ON -D USE_SYSTEM_TZ_DB=ON \
  -D COMPILE_WITH_C_LOCALE=ON
cmake --build howardhinnant-date/build --target install
cd boost1.74/libs/program_options/src
rm winmain.cpp  # Windows alone
# shellcheck disable=SC2086
"$compiler" $flags -O2 -w -c ./*.cpp
ar rcs "$folder/lib/libboost_program_options.a" ./*.o

cat >"$folder/options" <<OPTIONS
-DCMAKE_CXX_FLAGS=$flags -include $here/libcxx_numbers.hpp
-DCMAKE_PREFIX_PATH=$folder
-DBoost_NO_BOOST_CMAKE=ON
-DBoost_PROGRAM_OPTIONS_LIBRARY_RELEASE=$folder/lib/libboost_program_options.a
OPTIONS
