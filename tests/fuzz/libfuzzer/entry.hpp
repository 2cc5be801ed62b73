/// How libFuzzer reaches a target: what is wrong ends the program, so that the input is kept.
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/targets.hpp"

namespace caravan::scenario::fuzz {

inline int run(std::string (*target)(std::string_view), unsigned char const* bytes,
               std::size_t size) {
  auto const fault = target({reinterpret_cast<char const*>(bytes), size});
  if (fault.empty()) return 0;
  std::fprintf(stderr, "%s\n", fault.c_str());
  std::abort();
}

}  // namespace caravan::scenario::fuzz
