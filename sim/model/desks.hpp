/// Desks: where activities are done.
///
/// An activity is servers × time, on a train, its wagons, units or consignments, or on a truck. A
/// desk has hours, breakdowns, a queue with a discipline, and may serve in batches. Officers
/// (staff) may man several desks: a desk is taken first, then the officers, who are held only while
/// they work, so nobody who holds officers waits for anything.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caravan/engine/process.hpp"

#include "model/slots.hpp"
#include "model/world.hpp"

namespace caravan::model {

/// Where something comes from and goes to around one place; none at the end of a journey.
struct Passage {
  scenario::PlaceId from;
  scenario::PlaceId place;
  scenario::PlaceId to;
};

/// Work that is to be expected at a place: for estimates, not for the run itself.
struct Prospect {
  scenario::ActivityId activity;
  engine::Server const* server = nullptr;  ///< who does it
  double pieces = 0;                       ///< of one that comes, on average
  double each_ms = 0;                      ///< work of a piece, on average
  double free_ms = 0;                      ///< until all are done, if nobody else is there
};

class Desks {
 public:
  struct Expected {  ///< one who will come by this way
    scenario::Way const* way = nullptr;
    std::size_t leg = 0;
    scenario::ServiceId service;
    scenario::FlowId flow;
    double units = 1;
    double wagons = 1;
    std::string const* commodity = nullptr;
  };
  struct Stop {
    bool arrival = false;
    bool departure = false;
    bool held = false;  ///< the work that holds units
  };
  explicit Desks(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Does the activities of a place that concern the whole train, in order. `arrival` and
  /// `departure` say which of the two kinds are due.
  engine::Task visit(Train& train, Passage passage, bool arrival, bool departure);
  /// Whether there is any work at `place`: most places of a large map have none, and need not be
  /// looked at.
  [[nodiscard]] bool works_at(scenario::PlaceId place) const { return works_at_[place.number()]; }
  /// Does the activities of a place on a truck, in order. Stops with `turned_away` set at a full
  /// queue that does not let it wait outside. The truck stands at its last desk until it drives on.
  engine::Task visit(Load& truck, Passage passage, bool arrival, bool departure);
  /// Whether they have any work for the train there, luck aside.
  [[nodiscard]] bool await(Train const& train, Passage passage) const;
  /// The train or truck sets out for `passage.place`: what is declared ahead is put to the desks
  /// there.
  void declare(Train& train, Passage passage);
  void declare(Load& truck, Passage passage);
  /// Does the activities that hold a load unit in the yard, in order.
  engine::Task hold(Load& unit, Passage passage);
  /// Draws whether `unit` is chosen for an activity that holds it at this place.
  [[nodiscard]] bool chosen_to_hold(Load const& unit, Passage passage) const;
  /// The work that awaits `who` at a place, in order.
  [[nodiscard]] std::vector<Prospect> ahead(Expected const& who, Passage passage, Stop stop) const;
  /// What the lanes did since the warm-up.
  [[nodiscard]] std::vector<LaneResult> lanes() const;

 private:
  struct Round {  // one batch
    explicit Round(engine::Engine& engine) : done{engine, "its batch"} {}
    std::vector<Train*> trains;
    std::vector<Load*> loads;
    bool begun = false;
    engine::Signal done;
    [[nodiscard]] std::size_t size() const { return trains.size() + loads.size(); }
    void add(Train& train) { trains.push_back(&train); }
    void add(Load& load) { loads.push_back(&load); }
  };
  struct Ahead {  // what one activity does on a train or truck that is still on its way
    explicit Ahead(engine::Engine& engine) : changed{engine, "its declaration"} {}
    scenario::ActivityId activity;
    int left = 0;  // pieces not yet done
    bool begun = false;
    engine::Signal changed;
  };
  using AheadRef = std::shared_ptr<Ahead>;
  struct Desk {
    scenario::ActivityId id;
    scenario::Activity const* activity = nullptr;
    std::unique_ptr<engine::Server> server;  // none: only its staff counts
    engine::Server* staff = nullptr;
    std::unique_ptr<engine::Server> places;  // at the desk and in its queue, if limited
    std::vector<LaneResult> lanes;
    std::size_t month = 0;  // of the cap, and how many were taken in it
    int taken = 0;
    std::shared_ptr<Round> open_round;
    std::vector<std::shared_ptr<Round>> rounds;  // all there were, to be used again
    std::uint64_t purpose = 0;
    std::uint64_t purpose_after = 0;
    std::uint64_t purpose_declared = 0;
    std::uint64_t purpose_selected = 0;
    std::uint64_t purpose_patience = 0;
    bool called = false;                      // of servers on call: they are here, or on their way
    SelectionPolicy const* select = nullptr;  // none: by chance
    std::unique_ptr<Slots> slots;             // if trucks book them
  };
  struct Piece {  // of what comes, before it is selected
    Tag who;
    std::uint32_t part = 0;  // of the parts of a train
    bool of_several = false;
    std::string const* commodity = nullptr;
  };
  struct Job {  // one piece of work
    Duration time;
    std::size_t lane = 0;
    std::uint32_t part = 0;  // of the parts of a train
  };
  struct Subject {  // what the filter of an activity looks at
    network::Carrier carrier;
    scenario::ServiceId service;
    scenario::FlowId flow;
    std::string const* commodity = nullptr;
    scenario::PlaceId begins;  // its way, or the train's leg
    scenario::PlaceId ends;
  };

  /// Whether it is done on arrival, or before departure, as it is now.
  [[nodiscard]] static bool is_due(scenario::Activity const& activity, bool arrival,
                                   bool departure) {
    return activity.when == scenario::Activity::When::arrival ? arrival : departure;
  }
  [[nodiscard]] bool concerns(scenario::Activity const& activity, Subject const& subject,
                              Passage passage) const;
  [[nodiscard]] std::size_t parts_of(Train const& train, scenario::Activity const& activity,
                                     Passage passage) const;
  [[nodiscard]] std::size_t units_of(Train const& train, scenario::Activity const& activity,
                                     Passage passage) const;
  [[nodiscard]] bool concerns_unit(Train const& train, Load const& load,
                                   scenario::Activity const& activity, Passage passage) const;
  [[nodiscard]] Subject subject_of(Train const& train) const;
  [[nodiscard]] Subject subject_of(Load const& load, std::size_t leg) const;
  [[nodiscard]] Subject subject_held(Load const& load, Passage passage) const;
  [[nodiscard]] std::vector<std::string const*> commodities_of(Train const& train,
                                                               scenario::Activity const& activity,
                                                               std::size_t parts,
                                                               Passage passage) const;
  [[nodiscard]] static Piece piece_of(Load const& load);
  [[nodiscard]] bool selected(Desk const& desk, Piece const& piece, engine::Stream& stream) const;
  [[nodiscard]] std::optional<Job> draw(Desk const& desk, Piece const& piece,
                                        engine::Stream& stream) const;
  [[nodiscard]] static Duration draw_time(Desk const& desk, std::size_t lane,
                                          engine::Stream& stream);
  [[nodiscard]] Duration slowed(Duration time, Desk const& desk) const;
  void build_staff();
  void build(Desk& desk);
  [[nodiscard]] Tag holder_at(Desk const& desk) const;
  [[nodiscard]] static engine::Claim claim_of(Train const& train, Duration work);
  [[nodiscard]] static engine::Claim claim_of(Load const& load, Duration work);

  engine::Task serve(Train& train, Desk& desk, std::size_t parts, Passage passage);
  engine::Task serve_jobs(Train& train, Desk& desk, std::vector<Job> const& jobs);
  [[nodiscard]] std::vector<Job> jobs_of(Train const& train, Desk const& desk, std::size_t parts,
                                         Passage passage) const;
  [[nodiscard]] bool declared(Tag who, Desk const& desk, std::uint32_t part) const;
  template <class Mover>
  void put_ahead(Mover& mover, Desk& desk, Job job);
  engine::Process work_ahead(Desk& desk, Job job, engine::Claim claim, AheadRef ahead);
  [[nodiscard]] AheadRef ahead_of(Tag who, scenario::ActivityId activity) const;
  template <class Mover>
  engine::Task await_rest(Mover& mover, Desk& desk, AheadRef ahead);
  engine::Process serve_part(Train& train, Desk& desk, Job job);
  engine::Task queue_up(Load& truck, Desk& desk);
  void step_up(Load& truck, Desk const& desk, engine::Lease place);
  [[nodiscard]] bool under_cap(Desk& desk) const;
  engine::Task await_slot(Load& truck, Desk& desk);
  [[nodiscard]] Duration time_to(Load const& truck, Passage passage) const;
  SimTime book_slot(Load const& truck, Desk& desk, SimTime ready);
  template <class Mover>
  engine::Task work_on(Mover& mover, Desk& desk, Job job);
  template <class Mover>
  engine::Task work_and_follow(Mover& mover, Desk& desk, Job job);
  template <class Mover>
  engine::Task at_desk(Mover& mover, Desk& desk, Job job);
  template <class Mover>
  engine::Task in_batch(Mover& mover, Desk& desk, Job job);
  template <class Mover>
  engine::Task alone_at_desk(Mover& mover, Desk& desk, Job job, std::shared_ptr<Round> round);
  [[nodiscard]] Duration patience_of(Train const& train, Desk const& desk) const;
  [[nodiscard]] Duration patience_of(Load const& truck, Desk const& desk) const;
  void leave(Load& truck);
  void leave(Train const& train);
  void call(Desk& desk);
  engine::Process come(Desk& desk, Duration notice);
  void begin_work(Train& train, Desk const& desk, std::size_t lane);
  void begin_work(Load& load, Desk const& desk, std::size_t lane);
  void begin_work(Round& round, Desk const& desk, std::size_t lane);
  [[nodiscard]] StageId work_stage(Desk const& desk, std::size_t lane, bool parts) const;
  void count_piece(Desk& desk, Job const& job);
  [[nodiscard]] engine::Claim staff_claim(Desk const& desk, engine::Claim claim) const;
  void queue_again(Train& train, Desk const& desk);
  void queue_again(Load& load, Desk const& desk);
  void begin_samples(Train& train, Desk const& desk);
  void begin_samples(Load& load, Desk const& desk);
  void show_samples(Train& train, Desk const& desk);
  void end_samples(Train& train);
  void end_samples(Load& load);
  void end_part(Train& train, Desk const& desk);
  [[nodiscard]] std::shared_ptr<Round> new_round(Desk& desk);
  [[nodiscard]] Duration closed_part(Account const& account, Desk const& desk) const;

  World& world_;
  Table<scenario::StaffId, std::unique_ptr<engine::Server>> staff_;
  Table<scenario::ActivityId, Desk> desks_;
  std::vector<AheadRef> aheads_;                     // all there were, to be used again
  std::map<Tag, std::vector<AheadRef>> on_the_way_;  // by train or truck
  std::vector<bool> works_at_;                       // by place
};

}  // namespace caravan::model
