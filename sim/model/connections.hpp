/// Connections: trains that wait, where they set out, for trains of other services.
///
/// A train waits for one of each service that it names: the last that was to set out, by plan, so
/// long before it as that needs to come. Cancelled ones are not waited for. It waits as long as
/// they are late, or for so long at the most, and holds neither wagons nor tracks meanwhile, unless
/// it stands at a terminal and is loaded. Who is waited for is known by name, so a circle of trains
/// that wait for each other is found at once and reported (docs/decisions/0008).
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "caravan/engine/process.hpp"

#include "model/world.hpp"

namespace caravan::model {

class Connections {
 public:
  explicit Connections(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }
  /// Whether the scenario has any: the rest is asked only then.
  [[nodiscard]] bool any() const { return !feeders_.empty(); }

  /// A train of `service` is due to set out at `planned`, which may be now or later; for one
  /// service in this order.
  void announce(scenario::ServiceId service, Tag who, SimTime planned);
  /// It has been made, and `process` moves it. It may go where nobody waits for it.
  void set_out(Train const& train, engine::ProcessId process);
  /// A train has come to `place`.
  void arrive(Train const& train, scenario::PlaceId place);
  /// Waits until `train` has its connections.
  engine::Task wait(Train& train);
  /// The line of the scenario that made trains wait for what has this name.
  [[nodiscard]] Mark mark_of(std::string const& name) const;

 private:
  struct Expected {  // one that somebody may wait for
    SimTime planned;
    Tag who;
    engine::ProcessId process;
    SimTime came = SimTime::never();
    bool over = false;               // it has come, or never will
    engine::Server* gate = nullptr;  // its own until it comes, if somebody waits for it
    engine::Lease closed;
  };
  struct Feeder {  // trains of one service, as they come to one place
    scenario::ServiceId service;
    scenario::PlaceId place;
    std::string name;
    Mark mark;
    std::deque<Expected> trains;                         // by planned time
    std::vector<std::unique_ptr<engine::Server>> gates;  // all there were, to be used again
  };
  struct Link {  // of a service to a feeder
    scenario::Connection const* connection = nullptr;
    std::size_t feeder = 0;
  };
  [[nodiscard]] std::size_t feeder_of(scenario::Connection const& connection);
  [[nodiscard]] static Expected* find(Feeder& feeder, Tag who);
  [[nodiscard]] static Expected* last_before(Feeder& feeder, SimTime planned);
  [[nodiscard]] engine::Server& gate_before(Feeder& feeder, Expected& other);
  void release(Expected& one, SimTime came);
  void stay(Train& train, StageId stage, Tag holder);
  engine::Task wait_for(Train& train, Feeder& feeder, scenario::Connection const& connection,
                        SimTime since);

  World& world_;
  std::deque<Feeder> feeders_;                                         // one never moves
  Table<scenario::ServiceId, std::vector<Link>> links_;                // of who waits
  Table<scenario::ServiceId, std::vector<std::size_t>> feeders_from_;  // of who is waited for
};

}  // namespace caravan::model
