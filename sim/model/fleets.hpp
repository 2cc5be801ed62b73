/// Fleets: of wagons, locomotives and crews there are only so many.
///
/// A train takes its wagons before it is given any track, and gives them up where it gives up its
/// load; there they turn round and stand ready for the next train. Trains wait for units of one
/// fleet at one place in the order of priority, then of coming. Who waits for wagons holds nothing
/// that others wait for, so an empty stock is a shortage and never a lock.
///
/// Locomotives and crews work lines. A train takes one before it leaves a place over their first
/// line, when its work there is done, and gives it up when it stands where the next line is not
/// theirs. A crew is relieved where it could not reach the next place of change within its duty.
///
/// A closure of a fleet withholds units that stand ready; those with trains go on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "caravan/engine/process.hpp"
#include "caravan/engine/store.hpp"

#include "model/course.hpp"
#include "model/world.hpp"

namespace caravan::model {

class Fleets {
 public:
  explicit Fleets(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Units of which a table says where they stand when the run begins go back from there, if
  /// enough of them are idle, once the trains of that instant have taken theirs.
  void begin_where_they_are();
  /// A train is there when the run begins, on `link` or at a place: with its wagons, and on a line
  /// with the locomotive and crew that work it. They are beyond the stocks of the fleets.
  void bring(Train& train, scenario::LinkId link);
  /// Waits for the wagons of a train where it is formed.
  engine::Task couple(Train& train);
  /// Gives up the wagons of a train that has ended its leg.
  void uncouple(Train& train);
  /// The wagons of a train stand on another track gauge from here on.
  void change_gauge(Train const& train, network::TrackGauge from, network::TrackGauge to);
  /// A train found nothing to carry: its wagons are ready again where they stand.
  void dissolve(Train& train);
  /// Whether some line needs locomotives or crews of a fleet.
  [[nodiscard]] bool work_lines() const { return work_lines_; }
  /// Stop number `stop` of its leg, at `place`: gives up what does not work the next line.
  void arrive(Train& train, scenario::PlaceId place, std::size_t stop);
  /// Whether a locomotive or crew is taken or given up between two lines.
  [[nodiscard]] bool change_between(scenario::LinkId before, scenario::LinkId next) const;
  /// Takes what the next line needs.
  engine::Task man(Train& train, scenario::PlaceId place, std::size_t stop);
  /// Of the time that `load` has waited for an onward train, the part in which `train`, which now
  /// takes it, waited for wagons is a wait for those.
  void explain_wait(Load& load, Train const& train);

  /// Notes the queues of this instant; called once a day from the warm-up on, between events.
  void look();
  /// Everyone who waits for ever waits for wagons: a shortage, not a lock.
  [[nodiscard]] bool only_short(engine::StallReport const& stall) const;
  [[nodiscard]] std::vector<FleetResult> results() const;
  [[nodiscard]] std::vector<ResourceResult> resources() const;
  [[nodiscard]] std::vector<std::string> broken_accounts() const;
  /// The line of the scenario that made the stock of this name.
  [[nodiscard]] Mark mark_of(std::string const& name) const;

 private:
  struct Stock {  // units ready at one place, and who waits for them
    Stock(engine::Engine& engine, network::TrackGauge gauge, std::string const& name, int units,
          int own_units, SimTime warm_up);
    engine::Store store;
    network::TrackGauge gauge;  // on which they stand
    std::string name;
    int own = 0;                // that belong here
    int at_start = 0;           // ready
    std::int64_t withheld = 0;  // of those ready: not in `store`
    Level ready;
    std::int64_t least = 0;
    Level queue;
    std::deque<SimTime> waiting;  // since when, longest first
    std::int64_t asked = 0;       // units that they wait for
    SimTime short_since = SimTime::never();
    std::int64_t served = 0;
    std::int64_t waits_ms = 0;  // of those served, since the warm-up
  };
  struct Homeward {             // to one of the places to which units go back
    SourceId source;            // of trains that go there
    std::uint32_t returns = 0;  // so far
    std::int64_t expected = 0;  // units that turn round there, or are on their way back to there
  };
  struct Pool {
    scenario::FleetId id;
    scenario::Fleet const* fleet = nullptr;
    std::map<scenario::PlaceId, Stock> stocks;
    std::int64_t size = 0;  // stocks, and what trains brought that are there at the start
    std::int64_t ready = 0;
    std::int64_t with_trains = 0;
    std::int64_t turning_round = 0;
    std::int64_t as_passengers = 0;               // crews on their way back
    std::int64_t to_withhold = 0;                 // by closures
    std::int64_t withheld = 0;                    // of all that stand ready
    std::int64_t overtime = 0;                    // duties that were too long
    std::map<network::TrackGauge, Level> in_use;  // if they run on several
    Course use;                                   // of units that do not stand ready
    std::vector<Homeward> homes;                  // as in the rule of return
    HomePolicy const* choose = nullptr;           // to which of them units go
    scenario::Consist empties;                    // a train that goes back
    Level queue{SimTime::start()};                // at all places
    std::vector<std::int32_t> daily;
  };

  void build(scenario::FleetId id);
  [[nodiscard]] Tag helper_of(Pool const& pool);
  [[nodiscard]] Stock& stock_at(Pool& pool, scenario::PlaceId place);
  engine::Task take(Train& train, Pool& pool, scenario::PlaceId place, int units, StageId wait);
  void expect_at_home(Pool& pool, scenario::PlaceId place, int units);
  void end_return(Train const& train, Pool& pool, scenario::PlaceId place, int units);
  void give_up(Tag who, Pool& pool, scenario::PlaceId place, int units);
  engine::Process turn_round(Pool& pool, scenario::PlaceId place, int units, Duration time);
  void make_ready(Pool& pool, scenario::PlaceId place, int units);
  engine::Process close(Pool& pool, Regimes const& regimes);
  void withhold(Pool& pool, Stock& stock, std::int64_t units);
  void withhold_everywhere(Pool& pool);
  void hand_out(Pool& pool);
  void send_back(Pool& pool, scenario::PlaceId place);
  [[nodiscard]] Home outlook_of(Pool& pool, scenario::Fleet::WayBack const& way);
  [[nodiscard]] scenario::Fleet::WayBack const& choose_way_back(Pool& pool, scenario::PlaceId from);
  void set_out_back(Pool& pool, Tag tag, scenario::Fleet::WayBack const& way);
  engine::Process go_back(Train& train);
  engine::Process go_back_at_start(Pool& pool);
  engine::Process go_back_as_passengers(Pool& pool, scenario::Fleet::WayBack const& way);
  void give_up(Train& train, Taken& taken, scenario::PlaceId place);
  engine::Task change(Train& train, Taken& taken, scenario::FleetId id, scenario::PlaceId place);
  [[nodiscard]] bool must_be_relieved(Train const& train, scenario::PlaceId place,
                                      std::size_t stop) const;
  void count(Pool& pool, Stock& stock, int ready);
  [[nodiscard]] std::int64_t waits_of(Stock const& stock) const;
  [[nodiscard]] FleetStockResult result_of(scenario::PlaceId place, Stock const& stock) const;

  World& world_;
  Table<scenario::FleetId, Pool> pools_;
  bool work_lines_ = false;
  Table<scenario::LinkId, scenario::FleetId> locomotives_;  // that work a line, or none
  Table<scenario::LinkId, scenario::FleetId> crews_;
};

}  // namespace caravan::model
