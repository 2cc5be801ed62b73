/// Terminals: where loads change trains, box by box.
///
/// A train that ends its leg here stands on a handling track; cranes take its loads off one by one,
/// straight onto an onward train if one stands there with room (a direct lift), else into the yard.
/// Loads with the same next leg form a group. An onward train is ordered when enough of its load is
/// at hand, and leaves when full or when its oldest load has waited the limit.
#pragma once

#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "caravan/engine/process.hpp"
#include "caravan/engine/store.hpp"

#include "model/desks.hpp"
#include "model/handling_tracks.hpp"
#include "model/resources.hpp"
#include "model/world.hpp"

namespace caravan::model {

struct Yard;

/// Loads at one place that go on by the same leg.
struct Group {
  explicit Group(engine::Engine& engine) : changed{engine, "loads for its group"} {}
  SourceId source;  ///< names its trains: `altynkol>brest`
  network::Leg const* leg = nullptr;
  int priority = 0;
  Yard* yard = nullptr;  ///< of the terminal here; none where loads begin without one
  scenario::Consist const* consist = nullptr;
  scenario::Terminal::Formation formation;
  FormingPolicy const* forming = nullptr;  ///< none: by the rules of its formation
  bool taken_by_service = false;           ///< a planned train takes these loads: none is formed
  std::deque<LoadRow> ready;               ///< wait for a train, longest first
  int ready_teu = 0;
  int expected_teu = 0;   ///< still on trains under the cranes
  int committed_teu = 0;  ///< room on trains that are ordered and not yet full
  /// The least unit, so that a train is full when less room is left.
  int unit_teu = std::numeric_limits<int>::max();
  std::uint32_t trains = 0;  ///< formed so far
  engine::Signal changed;
  /// Loads of all priorities then wait for the same trains, first come first served.
  [[nodiscard]] bool taken_at_terminal() const { return taken_by_service && yard != nullptr; }
};

/// The running state of a terminal.
struct Yard {
  explicit Yard(engine::Engine& engine) : call{engine, "work for the cranes"} {}
  scenario::TerminalId id;
  scenario::Terminal const* terminal = nullptr;
  std::unique_ptr<HandlingTracks> tracks;
  std::unique_ptr<engine::Server> cranes;  ///< or shunting engines
  std::unique_ptr<engine::Store> room;     ///< free TEU; absent = without limit
  std::unique_ptr<engine::Store> bonded;   ///< free TEU of the bonded yard; absent = there is none
  std::unique_ptr<engine::Store> plugs;    ///< free ones for powered loads; absent = without limit
  std::vector<Train*> unloading;           ///< in the order of work
  std::vector<Train*> loading;
  CranePolicy const* order = nullptr;  ///< none: onward trains first
  engine::Signal call;                 ///< for cranes that have nothing to do
  Queue at_cranes;  ///< units on trains beside the cranes, their lift not yet begun; lifts done
  Level yard_teu;
  Level bonded_teu;
  Level plugged;  ///< loads with a plug
  std::int64_t trains_in = 0;
  std::int64_t trains_out = 0;
  std::int64_t units = 0;
  std::int64_t direct = 0;
  std::int64_t wagons = 0;
  [[nodiscard]] bool by_cranes() const { return terminal->by == scenario::Terminal::Means::cranes; }
};

/// Whether a load needs a plug and the train has none left.
[[nodiscard]] bool lacks_plug(Train const& train, Load const& load);

class Terminals {
 public:
  explicit Terminals(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Takes the load off a train that has ended its leg at a place with a terminal for it.
  engine::Task unload(Train& train);
  /// Takes in a load that came by truck or ship, or that begins its way here.
  void take_in(LoadRow row);
  /// Puts waiting loads of this leg on a planned train, first come first served, until it is full.
  void fill(Train& train);
  /// Lets a planned train stand at the terminal of its origin until it departs, and loads it with
  /// what waits there.
  engine::Task stand(Train& train);
  /// Number of way `index` of a source among all ways.
  [[nodiscard]] std::size_t way_number(SourceId source, std::size_t index) const {
    return first_way_[source.number()] + index;
  }
  /// A load that waited here goes on by truck or ship.
  void leave_yard(LoadRow row);
  /// What is to be expected at the terminal before leg `leg`.
  [[nodiscard]] TransferProspect ahead(scenario::Way const& way, std::size_t leg) const;
  [[nodiscard]] std::vector<TerminalResult> results() const;

 private:
  struct Job {  // one lift
    enum class Kind : std::uint8_t { none, direct, to_yard, from_yard };
    Kind kind = Kind::none;
    LoadRow load;
    Train* from = nullptr;
    Train* to = nullptr;
  };

  void build(scenario::TerminalId id);
  void build_groups();
  void build_way(scenario::Way const& way, std::size_t first_leg, scenario::Demand const& demand);
  [[nodiscard]] Group* group_for(scenario::Way const& way, std::size_t leg,
                                 scenario::Demand const& demand);
  [[nodiscard]] Group& new_group(scenario::Way const& way, std::size_t leg, int priority,
                                 scenario::Consist const* consist);
  [[nodiscard]] bool taken_by_service(network::Leg const& leg, Yard const* yard) const;
  [[nodiscard]] Group& group_of(Load const& load) const;
  [[nodiscard]] Yard* yard_of(Load const& load) const;
  [[nodiscard]] Yard* yard_before(scenario::Way const& way, std::size_t leg) const;
  [[nodiscard]] Passage passage_of(Load const& load) const;

  engine::Process crane(Yard& yard, std::uint32_t number);
  [[nodiscard]] Job find_job(Yard& yard);
  [[nodiscard]] Job unloading_job(Yard& yard, Train& train);
  [[nodiscard]] Job job_for(Yard& yard, Train& train, LoadRow row);
  [[nodiscard]] Job chosen_job(Yard& yard, std::uint32_t crane);
  [[nodiscard]] std::vector<Job> jobs(Yard& yard);
  [[nodiscard]] Lift lift_of(Job const& job) const;
  [[nodiscard]] Train* open_train(Yard& yard, Group const& group, Load const& load) const;
  [[nodiscard]] LoadRow next_for(Train const& train, Group const& group) const;
  void begin_lift(Yard& yard, Job const& job);
  void end_lift(Yard& yard, Job const& job);
  void set_blocked(Yard& yard, Train& train, bool blocked);

  void expect_loads(Train const& train);
  void offer_loads(Yard& yard, Train& train);
  void arrive_in_yard(Yard& yard, LoadRow row);
  engine::Process wait_for_room(LoadRow row);
  [[nodiscard]] static engine::Store* room_for(Yard const& yard, Load const& load);
  void enter_yard(Yard& yard, Load& load);
  [[nodiscard]] static engine::Store* plugs_for(Yard const& yard, Load const& load);
  void plug_in(Yard& yard, Load& load);
  void unplug(Yard& yard, Load& load);
  engine::Process hold(LoadRow row);
  void make_ready(LoadRow row);
  void tell(Group& group);
  void tell_trains(Group const& group);
  void put_aboard(Train& train, LoadRow row, SimTime waited_from);
  void take_aboard(Group& group, Train& train);

  engine::Process form_trains(Group& group);
  [[nodiscard]] bool should_order(Group const& group) const;
  [[nodiscard]] SimTime order_time(Group const& group) const;
  [[nodiscard]] static double least_teu(Group const& group);
  [[nodiscard]] SimTime chosen_time(Group const& group, Train const* train) const;
  [[nodiscard]] SimTime leaving_time(Group const& group, Train const& train) const;
  void order_train(Group& group);
  engine::Process onward(Group& group, Train& train);
  engine::Task lift_off(Yard& yard, Train& train);
  engine::Task sort_wagons(Yard& yard, Train& train);
  void couple_wagons(Group& group);
  engine::Task load_up(Group& group, Train& train);
  [[nodiscard]] Group* group_for(Train const& train);
  void begin_standing(Train& train, StageId stage);
  void open(Group& group, Train& train);
  void close(Group& group, Train& train);
  [[nodiscard]] bool complete(Group const& group, Train const& train) const;

  World& world_;
  std::vector<std::unique_ptr<Yard>> yards_;  // by id
  std::deque<Group> groups_;                  // in the order of services, flows, ways, legs
  struct Start {                              // where a load stands before a leg
    Yard* yard = nullptr;
    Group* group = nullptr;
  };
  std::vector<std::vector<Start>> starts_;  // by number of way, leg
  std::vector<std::size_t> first_way_;      // by source
};

}  // namespace caravan::model
