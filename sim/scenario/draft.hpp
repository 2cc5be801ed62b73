/// A scenario as written: typed and in base units, but with names where `Scenario` has ids.
///
/// The binder fills drafts from the merged YAML tree; the resolver turns them into a `Scenario`.
/// Every value that a later pass may complain about keeps its mark.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caravan/scenario/expect.hpp"
#include "caravan/scenario/scenario.hpp"
#include "caravan/scenario/sweep.hpp"

#include "scenario/given.hpp"
#include "scenario/values.hpp"
#include "scenario/values_dates.hpp"

namespace caravan::scenario {

struct ClockDraft {
  Given<LocalDateTime> start;
  Given<std::string> zone;
  Given<Duration> run;
  Given<Duration> warm_up;
  Mark mark;
};

struct TracksDraft {
  int count = 1;
  double length_m = 0;
};
using TracksByGauge = Entries<network::TrackGauge, TracksDraft>;

struct BreakdownsDraft {
  Law up = law::Constant{0};
  Law down = law::Constant{0};
  bool only_busy = false;
};

struct PlaceDraft {
  std::string id;
  Mark mark;
  std::optional<network::Position> at;
  std::string country;
  std::optional<Given<std::string>> zone;
  TracksByGauge tracks;
  Names activities;
};

/// Sailings or paths from one end: at set times, or at equal intervals from the start of the run.
struct SailingsDraft {
  std::vector<Given<WeeklyTime>> at;
  std::optional<Duration> every;
};
using SailingsByEnd = Entries<std::string, SailingsDraft>;

/// Paths of a line: so many a day, or a timetable for both ends, or one for each end.
using PathsDraft = std::variant<double, std::vector<Given<WeeklyTime>>, SailingsByEnd>;

/// Opening hours of one day of the week: open in each range.
struct HoursDraft {
  Weekdays days{};
  std::vector<DayHours> ranges;
  Mark mark;
};

struct CalendarDraft {
  std::string id;
  Mark mark;
  bool always = false;
  std::optional<Given<std::string>> zone;
  std::vector<HoursDraft> hours;
  std::vector<DateSpan> closed;
};

/// Hours in which a line is taken: written here, or those of a calendar.
using PossessionsDraft = std::variant<std::string, CalendarDraft>;

struct LinkDraft {
  std::string id;
  Mark mark;
  Given<Names> between;
  std::optional<Given<network::TrackGauge>> rail;
  bool road = false;
  bool sea = false;
  bool air = false;
  std::optional<Given<double>> length_m;
  std::optional<Given<double>> speed_mps;
  std::optional<Given<Duration>> time;
  bool single_track = false;
  std::optional<Given<std::variant<int, std::vector<Given<double>>>>> loops;
  int loop_tracks = 2;
  std::optional<Name> dispatch;
  std::optional<Given<int>> batch;
  std::optional<Given<Duration>> headway;
  std::optional<Given<PathsDraft>> paths;
  std::optional<Given<PossessionsDraft>> possessions;
  Law running_factor = law::Constant{1};
  int room = 0;
  std::optional<Given<SailingsByEnd>> sailings;
  int slots_teu = 0;
};

struct ConsistDraft {
  std::string id;
  Mark mark;
  network::TrackGauge gauge;
  std::vector<std::string> countries;
  int capacity_teu = 0;
  int wagons = 0;
  double length_m = 0;
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
  std::optional<Given<Fleet::Return::Choose>> choose;
  Given<int> when;
  int priority = 0;
  std::optional<int> leave;
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

struct ServiceDraft : DemandDraft {
  std::optional<Name> consist;
  Law units = law::Constant{0};
  bool takes_waiting = false;
  std::optional<Given<Duration>> stands;
  int consignment_units = 0;
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

struct ClosureDraft {
  std::string id;
  Mark mark;
  Names of;
  std::optional<Given<LocalDateTime>> from;
  std::optional<Given<LocalDateTime>> until;
  std::optional<Given<Law>> every;
  std::optional<Given<Law>> lasts;
  std::optional<Given<std::vector<int>>> months;  ///< 1 = January
  Given<double> left;
  std::optional<Given<double>> time;
  std::optional<Given<double>> share;
  std::optional<Given<double>> speed_mps;  ///< then it is a slow order
  std::optional<Given<double>> over_m;
  Given<double> at_m;
  std::optional<Name> towards;
  std::optional<Given<Names>> coming_by;
  std::optional<Given<Closure::Holds>> holds;
  std::optional<Given<bool>> departures_held;
};

/// What is there when the run begins: names of tables.
struct InitialDraft {
  std::optional<Given<std::string>> trains;
  std::optional<Given<std::string>> loads;
  bool counted = false;
};

/// A rate such as `0.45 USD/TEU-km`; the currency is empty if it is not of money.
struct RateDraft {
  double value = 0;
  std::string currency;
};
/// One rate, or rates by name with one for the others.
struct RatesDraft {
  Entries<std::string, RateDraft> named;
  std::optional<Given<RateDraft>> others;
};
using GivenRates = std::optional<Given<RatesDraft>>;

/// What costs, energy and emissions each have.
struct CarriageDraft {
  GivenRates rail;
  GivenRates road;
  GivenRates sea;
  GivenRates air;
  GivenRates lift;
};

struct CostsDraft : CarriageDraft {
  std::string currency;
  GivenRates storage;
  Duration free_storage;
  GivenRates waiting;
  GivenRates value_of_time;
};

struct EmissionsDraft : CarriageDraft {
  GivenRates plug;
};

struct EnergyDraft : CarriageDraft {
  GivenRates mass;
  GivenRates plug;
  EmissionsDraft emissions;
};

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

struct ScenarioDraft {
  std::string schema;
  std::string extends;
  std::string name;
  std::string about;
  std::uint64_t seed = 1;
  ClockDraft clock;
  std::vector<PlaceDraft> places;
  std::vector<LinkDraft> links;
  std::vector<ConsistDraft> consists;
  std::vector<FleetDraft> fleets;
  std::vector<GoodsDraft> goods;
  std::vector<TerminalDraft> terminals;
  std::vector<ActivityDraft> activities;
  std::vector<StaffDraft> staff;
  std::vector<ServiceDraft> services;
  std::vector<FlowDraft> flows;
  std::vector<NamedSeasonDraft> seasons;
  std::vector<TransitDraft> transits;
  std::vector<CalendarDraft> calendars;
  std::vector<ClosureDraft> closures;
  std::optional<Given<InitialDraft>> initial;
  std::optional<CostsDraft> costs;
  std::optional<EnergyDraft> energy;
  std::optional<Given<ReplicationDraft>> replicate;
  std::optional<Given<SweepDraft>> sweep;
  std::optional<Given<ExpectDraft>> expect;
};

}  // namespace caravan::scenario
