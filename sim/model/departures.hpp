/// When trains, trucks and loads set out.
#pragma once

#include <cstdint>
#include <vector>

#include "caravan/engine/process.hpp"
#include "caravan/engine/random.hpp"

#include "model/way_choices.hpp"
#include "model/world.hpp"

namespace caravan::model {

class Departures {
 public:
  explicit Departures(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// A load has been delivered: what it was carried in may set out again.
  void delivered(Load const& load);
  /// Those that were chosen to come back are those that set out and those that will.
  [[nodiscard]] bool returns_add_up() const { return chosen_ == came_back_ + away_; }

 private:
  struct Plan {  // of a service or a flow
    SourceId source;
    scenario::Departures const* departures = nullptr;
    std::vector<scenario::Way> const* ways = nullptr;
    Regimes const* closures = nullptr;
    scenario::ServiceId service;
    scenario::FlowId flow;
    Duration stands;             // at a terminal before it departs
    std::uint32_t returned = 0;  // came back so far
  };

  void begin(Plan const& plan);
  engine::Process timetable(Plan const& plan);
  engine::Process renewal(Plan const& plan);
  engine::Process come_back(Plan& plan, Duration after);
  engine::Process late(Plan const& plan, std::uint32_t number, SimTime planned, Duration delay);
  /// Departure `number` is due now, or its train stands from now on: cancelled, delayed, or set
  /// out.
  void set_out(Plan const& plan, std::uint32_t number, SimTime planned);
  void set_out_now(Plan const& plan, std::uint32_t number, SimTime planned, SimTime departs);
  void set_out_loads(Plan const& plan, Tag tag, scenario::Way const& way);
  engine::Process held_back(LoadRow row);
  void begin_way(LoadRow row);
  [[nodiscard]] scenario::Way const& choose_way(Plan const& plan, Tag tag) const;
  [[nodiscard]] std::size_t draw_way(Plan const& plan, Tag tag) const;

  World& world_;
  WayChoices choices_;
  std::vector<Plan> plans_;
  Table<SourceId, std::vector<std::size_t>> back_;  // plans of what comes back, by whose loads
  std::int64_t chosen_ = 0;
  std::int64_t came_back_ = 0;
  std::int64_t away_ = 0;
};

/// The instant at which `gap` of operational time has passed since `from`: the season runs at its
/// factor, so that a factor of 2 halves the gap. Never, if the factor stays 0.
[[nodiscard]] SimTime after_gap(StepFunction<double> const& season, SimTime from, Duration gap);

}  // namespace caravan::model
