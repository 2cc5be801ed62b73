// The groups of loads at a terminal: which loads go on together, and with which train.

#include <algorithm>

#include "model/terminals.hpp"

namespace caravan::model {

using network::Mode;

void Terminals::build_groups() {
  for (auto const& service : world_.scenario.services) {
    first_way_.push_back(starts_.size());
    for (auto const& way : service.ways) {
      build_way(way, 1, service);
    }
  }
  for (auto const& flow : world_.scenario.flows) {
    first_way_.push_back(starts_.size());
    for (auto const& way : flow.ways) {
      build_way(way, 0, flow);
    }
  }
  for (auto& group : groups_) {
    if (!group.taken_by_service) {
      Tag const tag{Tag::Kind::helper, group.source, 0, 0};
      world_.engine.spawn_background(tag.packed(), form_trains(group));
    }
  }
}

void Terminals::build_way(scenario::Way const& way, std::size_t first_leg,
                          scenario::Demand const& demand) {
  auto& starts = starts_.emplace_back(way.legs.size());
  for (std::size_t leg = first_leg; leg < way.legs.size(); ++leg) {
    if (leg > 0 && scenario::goes_on(way.legs[leg - 1], world_.scenario)) {
      continue;  // they come with their train and go on with it
    }
    starts[leg].yard = yard_before(way, leg);
    starts[leg].group = group_for(way, leg, demand);
  }
}

/// The group of loads that go on by this leg; none for a leg by road, sea or air.
Group* Terminals::group_for(scenario::Way const& way, std::size_t leg,
                            scenario::Demand const& demand) {
  auto const& next = way.legs[leg];
  if (next.carrier.mode != Mode::rail) {
    return nullptr;
  }
  auto* const yard = yard_before(way, leg);
  auto const id = scenario::consist_for(next, demand.commodity, world_.scenario);
  auto const* const consist = id.valid() ? &world_.scenario.consists[id] : nullptr;
  auto const found = std::find_if(groups_.begin(), groups_.end(), [&](Group const& group) {
    auto const same_train = group.taken_by_service || group.consist == consist;
    auto const alike = group.priority == demand.priority && same_train;
    auto const together = alike || group.taken_at_terminal();
    return group.yard == yard && together && *group.leg == next;
  });
  auto& group = found != groups_.end() ? *found : new_group(way, leg, demand.priority, consist);
  group.unit_teu = std::min(group.unit_teu, demand.unit_teu);
  return &group;
}

Group& Terminals::new_group(scenario::Way const& way, std::size_t leg, int priority,
                            scenario::Consist const* consist) {
  auto const& next = way.legs[leg];
  auto const& places = world_.network.places();
  auto* const yard = yard_before(way, leg);
  auto name = (yard != nullptr ? yard->terminal->name : places[next.from].name) + '>' +
              places[next.to].name;
  auto const same = std::count_if(groups_.begin(), groups_.end(), [&](Group const& group) {
    auto const& other = world_.sources[group.source].name;
    return other == name || other.starts_with(name + '~');
  });
  if (same > 0) {
    name += '~' + std::to_string(same + 1);
  }
  auto& group = groups_.emplace_back(world_.engine);
  group.source = world_.add_source(Source::Kind::onward, std::move(name));
  group.leg = &next;
  group.priority = priority;
  group.yard = yard;
  group.consist = consist;
  group.formation = yard != nullptr
                        ? yard->terminal->formation
                        : scenario::Terminal::Formation{1.0, Duration::hours(24), 0, {}};
  group.forming = forming_named(group.formation.choose, world_.policies);
  group.taken_by_service = taken_by_service(next, yard);
  return group;
}

bool Terminals::taken_by_service(network::Leg const& leg, Yard const* yard) const {
  auto const& services = world_.scenario.services;
  auto const at = yard != nullptr ? yard->id : scenario::TerminalId::none();
  return std::any_of(services.begin(), services.end(), [&](scenario::Service const& service) {
    return service.takes_waiting && (yard == nullptr || service.loads_at == at) &&
           std::any_of(service.ways.begin(), service.ways.end(), [&](auto const& way) {
             return !way.legs.empty() && way.legs.front() == leg;
           });
  });
}

Yard* Terminals::yard_before(scenario::Way const& way, std::size_t leg) const {
  if (leg == 0) {
    return nullptr;
  }
  auto const id = scenario::terminal_of(way.legs[leg - 1].transfer_after, world_.scenario);
  auto const found =
      std::find_if(yards_.begin(), yards_.end(), [id](auto const& yard) { return yard->id == id; });
  expects(found != yards_.end(), "loads leave their train only where there are cranes");
  return found->get();
}

TransferProspect Terminals::ahead(scenario::Way const& way, std::size_t leg) const {
  auto const& yard = *yard_before(way, leg);
  return {yard.id, yard.cranes.get(), &yard.at_cranes.length,
          yard.tracks->of(way.legs[leg - 1].carrier.gauge)};
}

Yard* Terminals::yard_of(Load const& load) const {
  return starts_[load.way_number][load.leg].yard;
}

Group& Terminals::group_of(Load const& load) const {
  auto* const group = starts_[load.way_number][load.leg].group;
  expects(group != nullptr, "every leg by rail has its group of loads");
  return *group;
}

}  // namespace caravan::model
