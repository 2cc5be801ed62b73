#include "caravan/experiment/gate.hpp"

#include <algorithm>
#include <cmath>

#include "caravan/core/contract.hpp"
#include "caravan/experiment/estimate.hpp"

namespace caravan::experiment {

namespace {

using scenario::Amount;
using scenario::Gate;

/// The values of replications in which all was observed that is compared.
struct Pairs {
  std::vector<double> values;
  std::vector<double> base;
};

Pairs pairs_of(Sample const& sample) {
  Pairs pairs;
  bool const alone = sample.base.empty();
  expects(alone || sample.base.size() >= sample.values.size(), "every replication has its pair");
  for (std::size_t i = 0; i < sample.values.size(); ++i) {
    if (!sample.values[i] || (!alone && !sample.base[i])) continue;
    pairs.values.push_back(*sample.values[i]);
    pairs.base.push_back(alone ? 0 : *sample.base[i]);
  }
  return pairs;
}

/// The mean of one condition, and how surely it is known.
struct MeanKnown {
  double mean = 0;
  std::optional<double> half_width;
  bool skewed = false;
};

MeanKnown known(Pairs const& pairs, double factor, double bound, double tail) {
  std::vector<double> values;
  for (std::size_t i = 0; i < pairs.values.size(); ++i) {
    values.push_back(pairs.values[i] - factor * pairs.base[i] - bound);
  }
  auto const found = estimate(std::move(values), 1 - 2 * tail);
  return {found.mean, found.half_width, found.skewed};
}

/// Replications that are needed, besides `n`, for an interval that just does not reach `distance`.
std::optional<std::size_t> more_for(double half_width, double distance, std::size_t n) {
  if (distance == 0) return std::nullopt;
  constexpr double kMost = 1e9;
  double const ratio = half_width / distance;
  double const wanted = std::ceil(static_cast<double>(n) * ratio * ratio);
  auto const all = static_cast<std::size_t>(std::min(wanted, kMost));
  return std::max(all, n + 1) - n;
}

/// A margin as an edge: `sign` is 1 above what it is compared with, -1 below.
std::optional<Edge> margin_edge(Amount const& margin, double sign, std::string_view unit) {
  constexpr double kPercent = 100;
  if (margin.unit == "%") return Edge{1 + sign * margin.number / kPercent, 0, sign > 0};
  auto const size = margin.in(unit);
  if (!size) return std::nullopt;
  return Edge{1, sign * *size, sign > 0};
}

}  // namespace

std::optional<std::vector<Edge>> edges_of(Gate const& gate, std::string_view unit,
                                          bool more_is_better) {
  std::vector<std::optional<Edge>> edges;
  auto const bound = [&](Amount const& amount, bool upper) {
    auto const value = amount.in(unit);
    edges.push_back(value ? std::optional{Edge{0, *value, upper}} : std::nullopt);
  };
  switch (gate.kind) {
    case Gate::Kind::at_most:
      bound(gate.high, true);
      break;
    case Gate::Kind::at_least:
      bound(gate.low, false);
      break;
    case Gate::Kind::between:
      bound(gate.low, false);
      bound(gate.high, true);
      break;
    case Gate::Kind::not_worse_than:
      edges.push_back(margin_edge(gate.margin, more_is_better ? -1 : 1, unit));
      break;
    case Gate::Kind::unchanged_from:
      edges.push_back(margin_edge(gate.margin, -1, unit));
      edges.push_back(margin_edge(gate.margin, 1, unit));
      break;
    case Gate::Kind::fingerprint:
      break;
  }
  std::vector<Edge> all;
  for (auto const& edge : edges) {
    if (!edge) return std::nullopt;
    all.push_back(*edge);
  }
  return all;
}

Judgement judge(std::vector<Edge> const& edges, Sample const& sample, double tail) {
  expects(!edges.empty(), "a gate on a measure has an edge");
  auto const pairs = pairs_of(sample);
  Judgement result;
  result.n = pairs.values.size();
  if (result.n == 0) return result;
  bool const alone = sample.base.empty();
  auto const shown = known(pairs, alone ? 0 : 1, 0, tail);
  result.mean = known(pairs, 0, 0, tail).mean;
  result.base = alone ? 0 : result.mean - shown.mean;
  result.difference = shown.mean;
  result.half_width = shown.half_width;
  result.skewed = shown.skewed;
  bool all_hold = true;
  std::optional<std::size_t> more = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    auto const found = known(pairs, edges[i].factor, edges[i].bound, tail);
    double const beyond = edges[i].upper ? found.mean : -found.mean;
    result.beyond = i == 0 ? beyond : std::max(result.beyond, beyond);
    if (!found.half_width) return result;
    if (beyond - *found.half_width > 0) result.verdict = Verdict::fail;
    if (beyond + *found.half_width <= 0) continue;
    all_hold = false;
    auto const own = more_for(*found.half_width, beyond, result.n);
    more = own && more ? std::optional{std::max(*own, *more)} : std::nullopt;
  }
  if (all_hold) result.verdict = Verdict::pass;
  if (result.verdict == Verdict::undecided) result.more = more;
  return result;
}

std::vector<std::size_t> looks_of(std::size_t at_least, std::size_t at_most) {
  expects(at_least >= Estimate::kFewestForInterval && at_most >= at_least,
          "verdicts need an interval");
  std::vector<std::size_t> looks;
  for (auto n = at_least; n < at_most; n += (n + 1) / 2) looks.push_back(n);
  looks.push_back(at_most);
  return looks;
}

double spent_at(std::vector<std::size_t> const& looks, std::size_t look, double alpha) {
  auto const share = [&](std::size_t i) {
    return std::sqrt(static_cast<double>(looks[i]) / static_cast<double>(looks.back()));
  };
  return alpha * (share(look) - (look == 0 ? 0 : share(look - 1)));
}

}  // namespace caravan::experiment
