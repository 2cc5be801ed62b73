/// Trains as written: what they may be, the fleets of which they are made up, and what they carry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caravan/scenario/scenario.hpp"

#include "scenario/given.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {

struct ConsistDraft {
  std::string id;
  Mark mark;
  network::TrackGauge gauge;
  std::vector<std::string> countries;
  std::vector<std::string> commodities;
  int capacity_teu = 0;
  int wagons = 0;
  double length_m = 0;
  std::optional<double> acceleration;
  std::optional<double> braking;
  std::optional<int> plugs;
  std::optional<Name> fleet;
};

/// One of the places, or lists of places, that may be taken, with its share.
struct Choice {
  Names places;
  std::optional<double> share;  ///< absent: the rest
  Mark mark;
};

/// When the units of a fleet go back, and where to.
struct ReturnDraft {
  std::optional<Given<std::vector<Choice>>> to;
  std::optional<Name> choose;
  Given<int> when;
  int priority = 0;
  std::optional<int> leave;
  Entries<std::string, int> wants;
  Entries<std::string, std::string> from;
};

struct FleetDraft {
  std::string id;
  Mark mark;
  std::optional<Given<std::vector<network::TrackGauge>>> wagons;
  std::optional<Given<Names>> locomotives;
  std::optional<Given<Names>> crews;
  std::string type;
  std::optional<Given<Law>> change;
  std::optional<Given<Duration>> duty;
  std::optional<Given<Names>> changes_at;
  Given<Entries<std::string, int>> stock;
  Law turn_round = law::Constant{0};
  Entries<std::string, Law> turn_round_at;
  std::optional<Given<ReturnDraft>> back;
};

/// What is particular about a commodity.
struct GoodsDraft {
  std::string id;
  Mark mark;
  bool own_terminals = false;
  bool powered = false;
  std::optional<Duration> spoils_after;
};

}  // namespace caravan::scenario
