/// When trains, trucks and loads set out.
#pragma once

#include <cstdint>
#include <vector>

#include "caravan/engine/process.hpp"
#include "caravan/engine/random.hpp"

#include "model/world.hpp"

namespace caravan::model {

class Departures {
 public:
  explicit Departures(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

 private:
  struct Plan {  // of a service or a flow
    SourceId source;
    scenario::Departures const* departures = nullptr;
    std::vector<scenario::Way> const* ways = nullptr;
    Regimes const* closures = nullptr;
    scenario::ServiceId service;
    scenario::FlowId flow;
    Duration stands;  // at a terminal before it departs
  };

  void begin(Plan const& plan);
  engine::Process timetable(Plan const& plan);
  engine::Process renewal(Plan const& plan);
  engine::Process late(Plan const& plan, std::uint32_t number, SimTime departs, Duration delay);
  /// Departure `number` is due now, or its train stands from now on: cancelled, delayed, or set
  /// out.
  void set_out(Plan const& plan, std::uint32_t number, SimTime departs);
  void set_out_now(Plan const& plan, std::uint32_t number, SimTime departs);
  void set_out_loads(Plan const& plan, Tag tag, scenario::Way const& way);
  engine::Process held_back(LoadRow row);
  void begin_way(LoadRow row);
  [[nodiscard]] scenario::Way const& choose_way(Plan const& plan, Tag tag) const;

  World& world_;
  std::vector<Plan> plans_;
};

/// The instant at which `gap` of operational time has passed since `from`: the season runs at its
/// factor, so that a factor of 2 halves the gap. Never, if the factor stays 0.
[[nodiscard]] SimTime after_gap(StepFunction<double> const& season, SimTime from, Duration gap);

}  // namespace caravan::model
