/// What a run has counted. Plain data: times in milliseconds, sums exact.
///
/// Lead times count loads created at or after the warm-up and delivered before the horizon.
/// Resource times and waits count the time from the warm-up to the horizon. The audit covers the
/// whole run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/core/hash.hpp"
#include "caravan/core/time.hpp"
#include "caravan/model/entity.hpp"
#include "caravan/model/expenses.hpp"
#include "caravan/model/stage.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::model {

/// Loads of one class from one place to another.
struct RelationResult {
  scenario::PlaceId from;
  scenario::PlaceId to;
  bool by_truck = false;
  std::string service_class;             ///< empty = none was named
  std::int64_t created = 0;              ///< whole run
  std::int64_t delivered = 0;            ///< whole run
  std::int64_t turned_away = 0;          ///< whole run
  std::int64_t on_time = 0;              ///< of `lead_times`, those within their due time
  std::int64_t with_due = 0;             ///< of `lead_times`, those that had a due time
  std::int64_t perishable = 0;           ///< of `lead_times`, those that can spoil
  std::int64_t spoiled = 0;              ///< of these, those that took too long
  std::vector<std::int64_t> lead_times;  ///< milliseconds, ascending
  std::vector<std::int64_t> lateness;  ///< lead time less due time of those that had one, ascending
  std::vector<std::int64_t> stage_sums;  ///< by stage: milliseconds over the loads of `lead_times`
  std::optional<Expenses> expenses;      ///< if the scenario has costs or energy
};

/// A measured part of the way.
struct TransitResult {
  std::string name;
  std::vector<std::int64_t> times;  ///< milliseconds, ascending; of loads created after the warm-up
};

/// Time spent waiting or working, by place and stage, since the warm-up.
struct PlaceStage {
  scenario::PlaceId place;  ///< of a link: its nearer end, where the wait began
  StageId stage;
  std::int64_t train_ms = 0;
  std::int64_t load_ms = 0;
};

/// How long pieces of work waited for servers, since the warm-up; those included that had not to
/// wait. Percentiles are known to within 0.4 %.
struct WaitResult {
  double share = 0;  ///< of those that came, who had to wait; who gave up is one of them
  double mean_ms = 0;
  double sd_ms = 0;
  Duration p90;
  Duration p95;
  Duration p99;
};

/// Something that others wait for: tracks, cranes, an activity, a line.
struct ResourceResult {
  enum class Kind : std::uint8_t {
    tracks,
    handling_tracks,
    cranes,
    activity,
    line,
    wagons,  ///< then as `scenario::Fleet::Kind`
    locomotives,
    crews,
    staff,
    bays,  ///< for the exchange of bogies
    gauge_changers,
    shunting_engines,
  };
  std::string name;
  Kind kind = Kind::activity;
  scenario::PlaceId place;  ///< of a line: its first end
  int capacity = 1;
  double utilisation = 0;     ///< busy share of the open time in order, 0 to 1
  double out_of_order = 0;    ///< share of all its time under repair, 0 to 1
  bool breaks_down = false;   ///< whether it can be out of order
  double blocked = 0;         ///< activities and staff: share of the time held, but not at work
  WaitResult waits;           ///< activities and staff
  std::int64_t served = 0;    ///< of cranes: lifts
  std::int64_t waits_ms = 0;  ///< waiting of trains, trucks and loads for it
  double mean_queue = 0;
  std::int64_t greatest_queue = 0;
  double growth_per_week = 0;  ///< of the queue; 0 unless growth is certain
  Mark mark;
};

/// What one lane of an activity did, since the warm-up.
struct LaneResult {
  scenario::ActivityId activity;
  std::string name;          ///< of the lane
  std::int64_t pieces = 0;   ///< of work that began
  std::int64_t time_ms = 0;  ///< that they take
};

/// A terminal that changes carriers. Where trains keep their load the units are those aboard.
struct TerminalResult {
  scenario::TerminalId terminal;
  std::int64_t trains_in = 0;  ///< whole run
  std::int64_t trains_out = 0;
  std::int64_t units = 0;  ///< loads that changed carriers, onto whatever goes on
  std::int64_t lifts = 0;
  std::int64_t direct = 0;         ///< units lifted straight from train to train
  std::int64_t wagons = 0;         ///< whose bogies were exchanged, or that were shunted
  double mean_trains_waiting = 0;  ///< since the warm-up: for tracks, activities, the line
  std::int64_t greatest_trains_waiting = 0;
  std::int64_t trains_waiting_at_end = 0;
  double mean_yard_teu = 0;               ///< the bonded yard included
  std::optional<double> mean_bonded_teu;  ///< of its bonded yard, if it has one
  std::optional<double> mean_plugged;     ///< loads at plugs of the yard, if they are limited
  std::int64_t greatest_plugged = 0;
};

constexpr std::int64_t kMostParts = 1500;
/// A run is told over time by parts of equal length: so long that there are at most `kMostParts`,
/// but of no more than a day. Days are whole numbers of them.
[[nodiscard]] Duration part_of_run(scenario::Clock const& clock);

/// Units of a fleet that stand ready at one place, and the trains that wait for them.
struct FleetStockResult {
  scenario::PlaceId place;
  std::int64_t at_start = 0;
  std::int64_t at_end = 0;
  std::int64_t least = 0;                  ///< whole run
  double mean = 0;                         ///< since the warm-up
  std::int64_t trains = 0;                 ///< that took units here; whole run
  SimTime short_since = SimTime::never();  ///< the first train that had to wait began to; or never
  std::int64_t waits_ms = 0;               ///< of trains, since the warm-up
  std::int64_t waiting_at_end = 0;         ///< trains
  std::int64_t greatest_queue = 0;
};

/// Wagons with trains and turning round, on one of the track gauges of a fleet that has several.
struct FleetGaugeResult {
  network::TrackGauge gauge;
  double mean = 0;  ///< since the warm-up
  std::int64_t at_end = 0;
};

/// A fleet. Ready units of all places, with trains, turning round and as passengers are all of it.
struct FleetResult {
  scenario::FleetId fleet;
  std::int64_t size = 0;
  std::int64_t with_trains_at_end = 0;  ///< empty trains on their way back included
  std::int64_t turning_round_at_end = 0;
  std::int64_t as_passengers_at_end = 0;  ///< crews on their way back
  std::int64_t overtime = 0;              ///< times that a crew was on duty too long; whole run
  std::int64_t returns = 0;               ///< trains that went back by themselves; whole run
  std::vector<FleetStockResult> places;   ///< by place
  std::vector<FleetGaugeResult> in_use;   ///< by track gauge; none if it has only one
  /// Units that do not stand ready, times milliseconds, in each `part_of_run`.
  std::vector<std::int64_t> in_use_ms;
};

/// One time that a closure lasted, and what came of it. Trains and loads are those that wait, for
/// whatever reason, where it holds them up: at the place, at both ends of the link, where the
/// activity or terminal is, at the origin of what is held back, or at all places before the one
/// towards which nothing may go.
struct ClosureResult {
  scenario::ClosureId closure;
  Interval when;
  std::vector<scenario::PlaceId> places;  ///< where it holds them up; in order
  bool has_queue = false;                 ///< false if it only cancels
  bool of_trucks = false;            ///< the queue is of trucks: it closes roads or their desks
  std::int64_t waiting_before = 0;   ///< at its begin, or on average before if that is more
  std::int64_t greatest_trains = 0;  ///< until `recovered`
  std::int64_t greatest_loads = 0;   ///< not under way on a train: trucks too
  std::int64_t cancelled = 0;        ///< departures
  std::int64_t held = 0;             ///< trains, and loads by themselves, held where they begin
  /// The first instant after its end at which no more of them wait than before; never() if that is
  /// not before it comes again, nor before the run ends.
  SimTime recovered = SimTime::never();
};

/// The books of the whole run: what must hold exactly.
struct Audit {
  std::vector<std::string> broken;  ///< empty = audit ok
  [[nodiscard]] bool ok() const { return broken.empty(); }
};

struct Fingerprints {
  Fingerprint order;  ///< who did what, in which order
  Fingerprint time;   ///< and when
};

/// One side of a stall, for people.
struct StallLine {
  Tag who;
  std::string waits_for;
  SimTime since;
  std::vector<Tag> held_by;
  Mark mark;  ///< the object waited for
};

enum class End : std::uint8_t { horizon, stalled, interrupted };

struct RunResult {
  End end = End::horizon;
  SimTime ended_at;
  std::uint64_t events = 0;
  std::int64_t trains_started = 0;  ///< whole run
  std::int64_t trains_ended = 0;
  std::int64_t departures_cancelled = 0;
  std::int64_t loads_created = 0;
  std::int64_t loads_delivered = 0;
  std::int64_t loads_turned_away = 0;
  std::int64_t loads_inside = 0;          ///< at the end
  std::vector<RelationResult> relations;  ///< by from, to, truck, class
  std::optional<Expenses> expenses;       ///< of all relations
  std::vector<TransitResult> transits;    ///< by name
  std::vector<PlaceStage> waits;          ///< by place, stage; rows of zeros left out
  std::vector<ResourceResult> resources;  ///< by name
  std::vector<LaneResult> lanes;          ///< by activity, lane; of activities with lanes
  std::vector<TerminalResult> terminals;  ///< by id
  std::vector<FleetResult> fleets;        ///< by id
  std::vector<ClosureResult> closures;    ///< that began, by id and begin
  Stages stages;
  Table<SourceId, Source> sources;
  Audit audit;
  Fingerprints fingerprints;
  std::vector<StallLine> stall;  ///< the circle, or all who wait
  bool stall_is_circle = false;
};

}  // namespace caravan::model
