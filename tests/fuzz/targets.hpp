/// What fuzzers call: each takes any bytes, and checks what must hold whatever they are.
///
/// A target returns what is wrong, in words, or nothing. It is called by libFuzzer (`./dev fuzz`)
/// and, with mutations of what is in the tree, by a test.
#pragma once

#include <string>
#include <string_view>

namespace caravan::scenario::fuzz {

/// A scenario file: it is refused with messages that a terminal may show, or it loads, and what
/// `show --resolved` prints of it loads to the same scenario.
[[nodiscard]] std::string scenario_file(std::string_view bytes);
/// A `--set` flag, and the same as an overlay's `change`, on a sound scenario.
[[nodiscard]] std::string set_flag(std::string_view bytes);
/// A table: every row is as wide as the header.
[[nodiscard]] std::string table(std::string_view bytes);
/// One value, as every kind there is: quantities, dates, hours, coordinates, laws. What is read is
/// finite and within its range.
[[nodiscard]] std::string value(std::string_view bytes);

struct Target {
  char const* name;
  std::string (*run)(std::string_view bytes);
};
inline constexpr Target kTargets[]{
    {"scenario", scenario_file}, {"set", set_flag}, {"table", table}, {"value", value}};

}  // namespace caravan::scenario::fuzz
