#include "model/embargoes.hpp"

#include <algorithm>

namespace caravan::model {

using scenario::Closure;
using scenario::ClosureId;
using scenario::PlaceId;

Embargoes::Embargoes(World& world) : world_{world} {
  auto const& closures = world.scenario.closures;
  auto const& spells = world.closures.spells();
  for (auto const id : closures.ids()) {
    if (closures[id].holds == Closure::Holds::nobody) {
      continue;
    }
    auto& embargo = embargoes_.emplace_back(Embargo{id, world.stages.embargo(id), {}});
    for (std::size_t number = 0; number < spells.size(); ++number) {
      if (spells[number].closure == id) {
        embargo.spells.push_back(number);
      }
    }
  }
}

/// The spell of an embargo that lasts now.
std::optional<Embargoes::Hold> Embargoes::now(Embargo const& embargo) const {
  auto const& spells = world_.closures.spells();
  auto const t = world_.engine.now();
  auto const next = std::upper_bound(
      embargo.spells.begin(), embargo.spells.end(), t,
      [&](SimTime at, std::size_t number) { return at < spells[number].when.from; });
  if (next == embargo.spells.begin() || spells[*(next - 1)].when.until <= t) {
    return std::nullopt;
  }
  return Hold{embargo.stage, *(next - 1)};
}

bool Embargoes::leads_there(Closure const& embargo, network::Leg const& leg,
                            std::size_t stop) const {
  return std::any_of(leg.travels.begin() + static_cast<std::ptrdiff_t>(stop), leg.travels.end(),
                     [&](network::Travel travel) {
                       return comes_to_embargoed_place(embargo, travel, world_.network);
                     });
}

bool Embargoes::concerns(Embargo const& embargo, SourceId source, scenario::Way const& way) const {
  auto const& closure = world_.scenario.closures[embargo.closure];
  if (closure.towards.valid()) {
    return std::any_of(way.legs.begin(), way.legs.end(),
                       [&](auto const& leg) { return leads_there(closure, leg, 0); });
  }
  return std::any_of(closure.of.begin(), closure.of.end(), [&](scenario::Closable const& of) {
    auto const* const service = std::get_if<scenario::ServiceId>(&of);
    auto const* const flow = std::get_if<scenario::FlowId>(&of);
    return (service != nullptr && world_.source_of(*service) == source) ||
           (flow != nullptr && world_.source_of(*flow) == source);
  });
}

std::optional<Embargoes::Hold> Embargoes::find_departure(SourceId source,
                                                         scenario::Way const& way) const {
  for (auto const& embargo : embargoes_) {
    auto const hold = now(embargo);
    if (hold && concerns(embargo, source, way)) {
      return hold;
    }
  }
  return std::nullopt;
}

std::optional<Embargoes::Hold> Embargoes::find_on_the_way(network::Leg const& leg,
                                                          std::size_t stop) const {
  for (auto const& embargo : embargoes_) {
    auto const& closure = world_.scenario.closures[embargo.closure];
    if (closure.holds != Closure::Holds::trains) {
      continue;
    }
    auto const hold = now(embargo);
    if (hold && leads_there(closure, leg, stop)) {
      return hold;
    }
  }
  return std::nullopt;
}

bool Embargoes::holds_departure(SourceId source, scenario::Way const& way) const {
  return find_departure(source, way).has_value();
}

void Embargoes::begin_hold(Train& train, StageId stage, PlaceId place) {
  world_.stage(train, stage, place);
  if (!train.riding) {
    world_.for_each(train.loads, [&](LoadRow, Load& load) { world_.stage(load, stage, place); });
  }
}

void Embargoes::begin_hold(Load& load, StageId stage, PlaceId place) {
  world_.stage(load, stage, place);
}

template <class Mover>
engine::Task Embargoes::hold_departure(Mover& mover, scenario::Way const& way) {
  auto const source = mover.account.tag.source;
  auto const place = mover.account.place;
  auto const ready = mover.account.stage;
  auto const& spells = world_.closures.spells();
  if (!holds_departure(source, way)) {
    co_return;
  }
  for (auto hold = find_departure(source, way); hold; hold = find_departure(source, way)) {
    world_.aftermath.held(hold->spell);
    begin_hold(mover, hold->stage, place);
    co_await world_.engine.until(spells[hold->spell].when.until, engine::Rank::decide);
  }
  begin_hold(mover, ready, place);
}

template engine::Task Embargoes::hold_departure(Train&, scenario::Way const&);
template engine::Task Embargoes::hold_departure(Load&, scenario::Way const&);

engine::Task Embargoes::hold_on_the_way(Train& train, std::size_t stop, PlaceId place) {
  auto const& spells = world_.closures.spells();
  for (auto hold = find_on_the_way(*train.leg, stop); hold;
       hold = find_on_the_way(*train.leg, stop)) {
    world_.stage(train, hold->stage, place);
    co_await world_.engine.until(spells[hold->spell].when.until, engine::Rank::decide);
  }
}

}  // namespace caravan::model
