/// Work as written: terminals, activities, and the staff who do it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caravan/scenario/scenario.hpp"

#include "scenario/draft_map.hpp"
#include "scenario/given.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {

struct BreakdownsDraft {
  Law up = law::Constant{0};
  Law down = law::Constant{0};
  bool only_busy = false;
};

/// `1435 mm to 1520 mm`, or with `and` both ways.
struct ChangeDraft {
  Carrier from;
  Carrier to;
  bool both_ways = false;
};

struct FormationDraft {
  double open_at = 0;
  Duration oldest;
  double least = 0;
  std::optional<Name> choose;
};

struct TerminalDraft {
  std::string id;
  Mark mark;
  Name at;
  std::vector<Given<ChangeDraft>> changes;
  Names commodities;
  TracksByGauge tracks;
  std::optional<Terminal::Means> by;
  Given<int> cranes;
  Given<Law> lift;
  std::optional<Given<int>> bays;
  std::optional<Given<int>> changers;
  std::optional<Given<int>> engines;
  std::optional<Given<Law>> time;
  Law positioning = law::Constant{0};
  std::optional<Name> hours;
  AtClosing at_closing = AtClosing::finish;
  std::optional<BreakdownsDraft> breakdowns;
  std::optional<Given<int>> yard_teu;
  std::optional<Given<int>> bonded_teu;
  std::optional<Given<int>> plugs;
  std::optional<Name> crane_order;
  Given<FormationDraft> form;
};

struct FilterDraft {
  std::optional<network::Mode> mode;
  std::optional<network::TrackGauge> gauge;
  Names from_country;
  Names to_country;
  Names services;
  Names flows;
  Names commodities;
  std::vector<Activity::Traffic> traffic;
};

struct LaneDraft {
  std::string id;
  Mark mark;
  std::optional<double> share;  ///< absent: the rest
  Law time = law::Constant{0};
};

struct MonthlyCapDraft {
  int most = 0;
  Name over;
};

struct SlotsDraft {
  double rate_per_ms = 0;
  Duration notice;
  Duration grace;
  double no_shows = 0;
  std::optional<Name> choose;
};

struct StaffDraft {
  std::string id;
  Mark mark;
  int count = 1;
  Discipline discipline = Discipline::fifo;
  std::optional<Name> hours;
  AtClosing at_closing = AtClosing::finish;
  std::optional<BreakdownsDraft> breakdowns;
};

struct ActivityDraft {
  std::string id;
  Mark mark;
  Given<int> servers;
  std::optional<Given<Law>> time;
  std::optional<Given<std::vector<LaneDraft>>> lanes;
  std::optional<Activity::Again> again;
  std::optional<Activity::Laboratory> laboratory;
  std::optional<Given<MonthlyCapDraft>> cap;
  std::optional<Given<SlotsDraft>> slots;
  std::optional<Given<Activity::OnCall>> on_call;
  std::optional<Given<Law>> patience;
  std::optional<Given<double>> declared;
  std::optional<Name> staff;
  std::optional<Given<int>> desks;
  Given<int> needs;
  Given<int> priority;
  Activity::Per per = Activity::Per::train;
  double share = 1;
  std::optional<Given<Entries<std::string, double>>> risk;
  std::optional<Name> select;
  Activity::When when = Activity::When::arrival;
  bool holds_unit = false;
  Discipline discipline = Discipline::fifo;
  std::optional<Name> hours;
  Given<AtClosing> at_closing;
  std::optional<Given<BreakdownsDraft>> breakdowns;
  FilterDraft filter;
  Given<int> batch;
  Duration batch_wait;
  std::optional<Given<int>> queue_limit;
  Activity::WhenFull when_full = Activity::WhenFull::block;
};

}  // namespace caravan::scenario
