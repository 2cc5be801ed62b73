/// The stories of trains: from the departure track over every line and place to the end of the leg.
#pragma once

#include "caravan/engine/process.hpp"

#include "model/desks.hpp"
#include "model/world.hpp"

namespace caravan::model {

class Trains {
 public:
  explicit Trains(World& world) : world_{world} {}
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Departure number `number` of a planned service. Where its trains stand at a terminal it is
  /// placed there now, and departs at `departs`, which is `planned` and any delay.
  void depart(scenario::ServiceId service, std::uint32_t number, scenario::Way const& way,
              SimTime planned, SimTime departs);
  /// Takes a loaded train from where it stands, the place before travel `first`, through its leg,
  /// and those by which it goes on with its load aboard, and ends it.
  engine::Task run(Train& train, std::size_t first = 0);

  /// How fast a train may be at the end of the line to stop `stop` of its leg, so that it can stop
  /// there or further on, where it is to: at the end of its leg, where an activity awaits it, where
  /// it takes or gives up a locomotive or crew. Elsewhere it passes without a stop.
  [[nodiscard]] double exit_speed(Train const& train, std::size_t stop) const;

 private:
  [[nodiscard]] bool is_to_stop(Train const& train, std::size_t stop) const;
  engine::Process planned(Train& train, scenario::Way const& way);
  engine::Task over_lines(Train& train, std::size_t first);
  void load_up(Train& train, scenario::Way const& way);
  void give_up_load(Train& train);
  [[nodiscard]] Passage passage(Train const& train, std::size_t stop) const;
  /// The passage that follows on `here`, which is at `stop`.
  [[nodiscard]] Passage after(Train const& train, Passage here, std::size_t stop) const;

  World& world_;
};

}  // namespace caravan::model
