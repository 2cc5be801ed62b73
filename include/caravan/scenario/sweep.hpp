/// What a scenario wants to have varied: the values to try, and what counts as best.
///
/// A sweep is made of points. Each is the scenario with one value for every variable, and is run as
/// often as all others. Values are YAML on one line, as `--set` takes them. The key `sweep` is no
/// part of the hash of a scenario: it says what is asked, not what moves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"

namespace caravan::scenario {

/// One value at a dotted path, and where a user wrote it.
struct Setting {
  std::string path;
  std::string value;
  Mark at;
};

struct Sweep {
  static constexpr std::size_t kMostPoints = 100'000;

  enum class Points : std::uint8_t {
    grid,            ///< every value of each variable with every value of the others
    list,            ///< the first values of all, the second values of all…
    latin_hypercube  ///< so many points, spread evenly over each variable
  };
  struct Value {
    std::string text;
    Mark at;
  };
  /// Any value between two.
  struct Span {
    double from = 0;
    double to = 0;
    std::string unit;  ///< may be empty
  };
  struct Variable {
    std::string path;
    std::vector<Value> values;  ///< empty if it has a span
    std::optional<Span> span;
    Mark at;
  };
  enum class Relation : std::uint8_t { equal, unequal, less, at_most, more, at_least };
  /// `PATH < 8 h`, `PATH = PATH`.
  struct Condition {
    std::size_t variable = 0;
    Relation relation = Relation::equal;
    std::optional<std::size_t> other;  ///< a variable
    std::string value;                 ///< if it is no variable
  };
  /// A point is skipped if all conditions of one of these hold.
  using Skip = std::vector<Condition>;
  /// How runs are added until the best is known.
  enum class Procedure : std::uint8_t {
    kn,   ///< Kim and Nelson: to all that may be the best; needs `within`
    ocba  ///< optimal computing budget allocation: where they tell most
  };
  struct Best {
    std::string measure;
    std::optional<double> within;  ///< in the unit of the measure: less than this does not matter
    double confidence = 0.95;
    int at_most = 1000;  ///< replications of a point
    Procedure by = Procedure::kn;

    [[nodiscard]] bool adds_runs() const { return within || by == Procedure::ocba; }
  };

  std::vector<Variable> variables;  ///< by path
  Points points = Points::grid;
  std::size_t number = 0;  ///< of the points of a Latin hypercube
  std::vector<Skip> skip;
  std::optional<int> replications;    ///< of each point
  std::vector<std::string> measures;  ///< names or their beginnings; empty = all
  std::optional<Best> best;
  Mark at;
};

/// Whether a point with these values, one for each variable, is skipped.
[[nodiscard]] bool skipped(Sweep const& sweep, std::vector<std::string> const& values);

}  // namespace caravan::scenario
