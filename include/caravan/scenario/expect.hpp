/// What a scenario is expected to yield: its gates.
///
/// A gate holds a measure of the scenario against a bound, against another scenario, or against
/// what was measured once (a baseline), or holds the answer as a whole by its fingerprint. The key
/// `expect` is no part of the hash of a scenario: it says what is asked, not what moves. It speaks
/// of the file in which it stands: a scenario that extends another has no part in its gates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"

namespace caravan::scenario {

/// A number and its unit as written: `18 d`, `90 %`, `0.5`.
struct Amount {
  double number = 0;
  std::string unit;  ///< may be empty
  /// `18 d`
  [[nodiscard]] std::string text() const;
  /// In the unit of a measure: `18 d` is 432 in `h`. A bare number is in that unit already, unless
  /// it is a time, a speed or a rate. Nothing if it cannot be expressed so.
  [[nodiscard]] std::optional<double> in(std::string_view measure_unit) const;
};

struct Gate {
  enum class Kind : std::uint8_t {
    at_most,
    at_least,
    between,
    not_worse_than,
    unchanged_from,
    fingerprint
  };
  /// What a gate against a baseline names instead of a file.
  static constexpr std::string_view kBaseline = "baseline";

  std::string id;
  Kind kind = Kind::at_most;
  std::string measure;      ///< none of a fingerprint
  Amount low;               ///< of `at_least` and `between`
  Amount high;              ///< of `at_most` and `between`
  std::string against;      ///< `baseline`, or the file of a scenario, as the program opens it
  Amount margin;            ///< `%`: of what it is compared with
  std::string fingerprint;  ///< empty: not known yet
  Mark at;                  ///< of the id
  Mark bound;               ///< of what is expected
  Mark named;               ///< of the measure

  /// It is decided by one run, without luck.
  [[nodiscard]] bool exact() const { return kind == Kind::fingerprint; }
  [[nodiscard]] bool compares() const {
    return kind == Kind::not_worse_than || kind == Kind::unchanged_from;
  }
  [[nodiscard]] bool needs_baseline() const { return compares() && against == kBaseline; }
};

struct Expectations {
  double alpha = 0.01;  ///< probability of any false alarm, at most
  int at_least = 10;    ///< runs before the first verdict
  int at_most = 100;
  std::vector<Gate> gates;  ///< by id
  Mark at;
};

}  // namespace caravan::scenario
