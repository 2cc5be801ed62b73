/// Experiments as written: replications, sweeps, and what a file is held to.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caravan/scenario/expect.hpp"
#include "caravan/scenario/scenario.hpp"
#include "caravan/scenario/sweep.hpp"

#include "scenario/given.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {

struct ReplicationDraft {
  std::optional<Given<int>> times;
  std::optional<Given<Replication::Until>> until;
  Given<int> at_least{10, {}};
  Given<int> at_most{200, {}};
  double confidence = 0.95;
  bool find_warm_up = false;
};

/// The values of one variable of a sweep: a list, or from one to another.
struct VaryDraft {
  std::string path;
  Mark mark;  ///< of the path
  std::vector<Sweep::Value> values;
  std::optional<Sweep::Span> span;
  Mark at;  ///< of what is given
};

struct SweepDraft {
  Given<std::vector<VaryDraft>> vary;
  Given<std::pair<Sweep::Points, std::size_t>> points;
  Names skip;
  std::optional<int> replications;
  Names measures;
  std::optional<Sweep::Best> best;
};

struct GateDraft {
  std::string id;
  Mark mark;
  std::optional<Name> measure;
  std::optional<Given<Amount>> at_most;
  std::optional<Given<Amount>> at_least;
  std::optional<Given<std::vector<Given<Amount>>>> between;
  std::optional<Name> not_worse_than;
  std::optional<Name> unchanged_from;
  std::optional<Given<Amount>> margin;
  std::optional<Name> fingerprint;
};

struct ExpectDraft {
  double alpha = 0.01;
  Given<int> at_least{10, {}};
  Given<int> at_most{100, {}};
  std::vector<GateDraft> gates;
};

}  // namespace caravan::scenario
