/// Loads as they come into the world: what a load has from its service or flow.
#pragma once

#include "model/world.hpp"

namespace caravan::model {

/// What a load sets out as, before anything has happened to it.
struct Birth {
  Tag tag;
  scenario::ServiceId service;  ///< either it sets out with this,
  scenario::FlowId flow;        ///< or it belongs to this
  scenario::Way const* way = nullptr;
  StageId stage;
  scenario::PlaceId place;
  SimTime at;
};

/// A new load, counted as created.
LoadRow new_load(World& world, Birth const& birth);

/// The service or flow of a load.
[[nodiscard]] scenario::Demand const& demand_of(Load const& load,
                                                scenario::Scenario const& scenario);
/// What is particular about what it carries; null if nothing is.
[[nodiscard]] scenario::Goods const* goods_of(Load const& load, scenario::Scenario const& scenario);

}  // namespace caravan::model
