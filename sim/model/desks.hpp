/// Desks: where activities are done.
///
/// An activity is servers × time, on a train, its wagons, units or consignments, or on a truck. A
/// desk has hours, breakdowns, a queue with a discipline, and may serve in batches.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "caravan/engine/process.hpp"

#include "model/world.hpp"

namespace caravan::model {

/// Where something comes from and goes to around one place; none at the end of a journey.
struct Passage {
  scenario::PlaceId from;
  scenario::PlaceId place;
  scenario::PlaceId to;
};

class Desks {
 public:
  explicit Desks(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Does the activities of a place that concern the whole train, in order. `arrival` and
  /// `departure` say which of the two kinds are due.
  engine::Task visit(Train& train, Passage passage, bool arrival, bool departure);
  /// Does the activities of a place on a truck, in order. Stops with `turned_away` set at a full
  /// queue that does not let it wait outside. The truck stands at its last desk until it drives on.
  engine::Task visit(Load& truck, Passage passage, bool arrival, bool departure);
  /// Does the activities that hold a load unit in the yard, in order.
  engine::Task hold(Load& unit, Passage passage);
  /// Draws whether `unit` is chosen for an activity that holds it at this place.
  [[nodiscard]] bool chosen_to_hold(Load const& unit, Passage passage) const;

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
  struct Desk {
    scenario::ActivityId id;
    scenario::Activity const* activity = nullptr;
    std::unique_ptr<engine::Server> server;
    std::unique_ptr<engine::Server> places;  // at the desk and in its queue, if limited
    std::shared_ptr<Round> open_round;
    std::vector<std::shared_ptr<Round>> rounds;  // all there were, to be used again
    std::uint64_t purpose = 0;
  };
  struct Subject {  // what the filter of an activity looks at
    network::Carrier carrier;
    scenario::ServiceId service;
    scenario::FlowId flow;
    std::string const* commodity = nullptr;
  };

  [[nodiscard]] bool concerns(scenario::Activity const& activity, Subject const& subject,
                              Passage passage) const;
  [[nodiscard]] std::size_t parts_of(Train const& train, scenario::Activity const& activity,
                                     Passage passage) const;
  [[nodiscard]] std::size_t units_of(Train const& train, scenario::Activity const& activity,
                                     Passage passage) const;
  [[nodiscard]] Subject subject_of(Train const& train) const;
  [[nodiscard]] Subject subject_of(Load const& load, std::size_t leg) const;
  [[nodiscard]] Subject subject_held(Load const& load, Passage passage) const;
  [[nodiscard]] std::optional<Duration> draw(Desk const& desk, engine::Stream& stream) const;
  [[nodiscard]] Duration slowed(Duration time, Desk const& desk) const;
  void build(Desk& desk);

  engine::Task serve(Train& train, Desk& desk, std::size_t parts);
  engine::Process serve_part(Train& train, Desk& desk, Duration time);
  engine::Task queue_up(Load& truck, Desk& desk);
  template <class Mover>
  engine::Task at_desk(Mover& mover, Desk& desk, Duration time);
  template <class Mover>
  engine::Task alone_at_desk(Mover& mover, Desk& desk, Duration time, std::shared_ptr<Round> round);
  void begin_work(Train& train, Desk const& desk);
  void begin_work(Load& load, Desk const& desk);
  void begin_work(Round& round, Desk const& desk);
  [[nodiscard]] std::shared_ptr<Round> new_round(Desk& desk);
  [[nodiscard]] Duration closed_part(Account const& account, Desk const& desk) const;

  World& world_;
  Table<scenario::ActivityId, Desk> desks_;
};

}  // namespace caravan::model
