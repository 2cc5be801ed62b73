/// Demand as written: services, flows, their seasons, and what is there when the run begins.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "caravan/scenario/scenario.hpp"

#include "scenario/draft_trains.hpp"
#include "scenario/given.hpp"
#include "scenario/values.hpp"
#include "scenario/values_dates.hpp"

namespace caravan::scenario {

/// Factors on a rate by month, 1 = January.
using Months = Entries<int, double>;
/// A season: its own factors, or the name of one.
using SeasonDraft = std::variant<Months, Name>;
struct NamedSeasonDraft {
  std::string id;
  Mark mark;
  Months months;
};

/// Whose loads a flow brings back.
struct ReturnsDraft {
  Names services;
  Names flows;
  double share = 1;
  Law after = law::Constant{0};
};

/// What services and flows have in common.
struct DemandDraft {
  std::string id;
  Mark mark;
  Name from;
  std::optional<Given<std::vector<Choice>>> to;
  std::optional<Given<std::vector<Choice>>> via;
  std::optional<Name> choose;
  Names avoid;
  bool block_train = false;
  std::optional<Given<std::vector<Given<WeeklyTime>>>> departs;
  std::optional<Given<Law>> every;
  std::optional<Given<double>> rate_per_ms;
  std::optional<Given<std::string>> trace;
  std::optional<Given<std::string>> due_at;
  std::optional<Given<ReturnsDraft>> returns;  ///< of flows
  std::optional<Given<SeasonDraft>> season;
  std::optional<Given<Entries<int, double>>> weekdays;  ///< by weekday, 0 = Monday
  Law delay = law::Constant{0};
  int unit_teu = 2;
  int priority = 0;
  double speed_mps = 0;
  std::string commodity;
  std::string service_class;
  std::optional<Duration> due;
};

/// A service whose trains are waited for, which is the id.
struct ConnectionDraft {
  std::string id;
  Mark mark;
  std::optional<Name> at;
  std::optional<Duration> lead;
  Duration transfer;
  std::optional<Duration> at_most;
};

struct ServiceDraft : DemandDraft {
  std::optional<Name> consist;
  Law units = law::Constant{0};
  bool takes_waiting = false;
  std::optional<Given<Duration>> stands;
  std::optional<Given<Duration>> latest;
  int consignment_units = 0;
  std::vector<ConnectionDraft> waits_for;
};

struct FlowDraft : DemandDraft {
  Given<std::vector<Choice>> by;  ///< `rail`, `truck`, or both with shares
  Law group = law::Constant{1};
};

/// A stretch of the way whose time is measured.
struct TransitDraft {
  std::string id;
  Mark mark;
  Names from;
  Names to;
};

/// What is there when the run begins: names of tables.
struct InitialDraft {
  std::optional<Given<std::string>> trains;
  std::optional<Given<std::string>> loads;
  std::optional<Given<std::string>> stock;
  bool counted = false;
};

}  // namespace caravan::scenario
