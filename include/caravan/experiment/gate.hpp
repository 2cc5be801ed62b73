/// The verdict on one gate from the values of replications: pass, fail, or not decided yet.
///
/// What a gate allows has one or two edges. Each edge is a straight condition on means, of which
/// Student's interval is made; a gate passes when the intervals of all its edges lie on the allowed
/// side, and fails when one lies wholly beyond. `docs/explanation/statistics.md` says how
/// the probability of false alarms is kept below what was promised.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "caravan/scenario/expect.hpp"

namespace caravan::experiment {

enum class Verdict : std::uint8_t { pass, fail, undecided };

/// What is allowed: the mean of x - factor · base - bound is not above 0, or not below.
struct Edge {
  double factor = 0;  ///< of what it is compared with; 0 = with nothing
  double bound = 0;
  bool upper = true;  ///< not above
};

/// The edges of a gate on a measure in `unit`; `more_is_better` matters to `not_worse_than` alone.
/// Nothing if an amount cannot be expressed in that unit.
[[nodiscard]] std::optional<std::vector<Edge>> edges_of(scenario::Gate const& gate,
                                                        std::string_view unit, bool more_is_better);

/// Values by replication; absent where nothing was observed. `base` is empty if there is none.
struct Sample {
  std::vector<std::optional<double>> values;
  std::vector<std::optional<double>> base;
};

struct Judgement {
  Verdict verdict = Verdict::undecided;
  std::size_t n = 0;  ///< replications, or pairs
  double mean = 0;
  double base = 0;                   ///< mean of what it is compared with
  double difference = 0;             ///< mean - base
  std::optional<double> half_width;  ///< of the mean, or of the difference; absent below 3
  /// How far the mean lies outside of what is allowed; below 0 inside.
  double beyond = 0;
  /// About so many more replications would decide; absent if it is decided, or none would.
  std::optional<std::size_t> more;
  bool skewed = false;
};

/// `tail`: the probability with which each interval may miss on each side.
[[nodiscard]] Judgement judge(std::vector<Edge> const& edges, Sample const& sample, double tail);

/// The numbers of replications at which verdicts are looked for: from `at_least` on, each half as
/// many again as the one before, up to `at_most`.
[[nodiscard]] std::vector<std::size_t> looks_of(std::size_t at_least, std::size_t at_most);

/// The part of `alpha` that is spent at look number `look`: together, by look i, alpha · √(n_i /
/// n_last). Of the family of Kim and DeMets 1987, with exponent 1/2.
[[nodiscard]] double spent_at(std::vector<std::size_t> const& looks, std::size_t look,
                              double alpha);

}  // namespace caravan::experiment
