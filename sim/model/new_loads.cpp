#include "model/new_loads.hpp"

#include <variant>

#include "model/deliveries.hpp"
#include "model/terminals.hpp"

namespace caravan::model {

namespace {

/// The lead time that was promised; the greatest if none was.
Duration due_of(Birth const& birth, scenario::Demand const& demand, bool by_trace) {
  using Timetable = scenario::Departures::Timetable;
  auto const* const timetable = std::get_if<Timetable>(&demand.departures.pattern);
  if (by_trace && timetable != nullptr && !timetable->due.empty()) {
    return timetable->due[birth.tag.number - 1] - birth.at;
  }
  return demand.due.value_or(Duration::max());
}

}  // namespace

LoadRow new_load(World& world, Birth const& birth) {
  auto const row = world.new_load(birth.tag, birth.stage, birth.place, birth.at);
  auto& load = world.loads[row];
  load.service = birth.service;
  load.flow = birth.flow;
  auto const& demand = demand_of(load, world.scenario);
  auto const source =
      birth.service.valid() ? world.source_of(birth.service) : world.source_of(birth.flow);
  load.way = birth.way;
  load.way_number =
      world.terminals->way_number(source, static_cast<std::size_t>(birth.way - demand.ways.data()));
  load.teu = demand.unit_teu;
  load.priority = demand.priority;
  load.commodity = &demand.commodity;
  load.due = due_of(birth, demand, birth.tag.source == source);
  auto const* const goods = goods_of(load, world.scenario);
  load.powered = goods != nullptr && goods->powered;
  world.deliveries->created(load);
  return row;
}

scenario::Demand const& demand_of(Load const& load, scenario::Scenario const& scenario) {
  if (load.service.valid()) {
    return scenario.services[load.service];
  }
  return scenario.flows[load.flow];
}

scenario::Goods const* goods_of(Load const& load, scenario::Scenario const& scenario) {
  auto const goods = demand_of(load, scenario).goods;
  return goods.valid() ? &scenario.goods[goods] : nullptr;
}

}  // namespace caravan::model
