#include "model/wheelsets.hpp"

#include <algorithm>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/fleets.hpp"
#include "model/resources.hpp"

namespace caravan::model {

using scenario::TerminalId;
using Means = scenario::Terminal::Means;

Wheelsets::Wheelsets(World& world) : world_{world} {
  for (auto const id : world.scenario.terminals.ids()) {
    if (world.scenario.terminals[id].lets_trains_through()) {
      build(id);
    }
  }
}

void Wheelsets::build(TerminalId id) {
  auto const& terminal = world_.scenario.terminals[id];
  auto const bogies = terminal.by == Means::bogies;
  auto& shop = workshops_.emplace_back();
  shop.id = id;
  shop.terminal = &terminal;
  engine::Server::Options options;
  options.name = terminal.name + (bogies ? " bays" : " gauge changer");
  options.capacity = terminal.servers;
  options.discipline = engine::Discipline::priority;
  options.hours = &terminal.hours;
  options.at_closing = static_cast<engine::AtClosing>(terminal.at_closing);
  shop.server = std::make_unique<engine::Server>(world_.engine, options);
  world_.resources->add(*shop.server,
                        bogies ? ResourceResult::Kind::bays : ResourceResult::Kind::gauge_changers,
                        terminal.place, terminal.mark, &world_.closures.of(id));
  if (terminal.breakdowns) {
    world_.resources->let_break_down(*shop.server, *terminal.breakdowns);
  }
  shop.tracks = std::make_unique<HandlingTracks>(world_, terminal);
}

bool Wheelsets::goes_on(Train const& train) const {
  return !workshops_.empty() && (train.way != nullptr || !train.loads.empty()) &&
         scenario::goes_on(*train.leg, world_.scenario);
}

TransferProspect Wheelsets::ahead(network::Leg const& leg) const {
  auto const id = scenario::terminal_of(leg.transfer_after, world_.scenario);
  auto const shop = std::find_if(workshops_.begin(), workshops_.end(),
                                 [id](Workshop const& one) { return one.id == id; });
  return {id, shop->server.get(), nullptr, shop->tracks->of(leg.carrier.gauge)};
}

/// That of its plan; an onward train has the way of its loads, who all go on by the same leg.
network::Leg const& Wheelsets::next_leg(Train const& train) const {
  if (train.way != nullptr) {
    auto const& legs = train.way->legs;
    return legs[static_cast<std::size_t>(train.leg - legs.data()) + 1];
  }
  auto const& load = world_.loads[train.loads.front()];
  return load.way->legs[load.leg + 1];
}

engine::Task Wheelsets::change(Train& train) {
  auto const id = terminal_of(train.leg->transfer_after, world_.scenario);
  auto const found = std::find_if(workshops_.begin(), workshops_.end(),
                                  [id](Workshop const& shop) { return shop.id == id; });
  auto& shop = *found;
  ++shop.trains_in;
  auto arrival = shop.tracks->take(train, train.leg->carrier.gauge, HandlingTracks::Use::to_arrive);
  co_await arrival;
  train.standing = std::move(train.ahead);
  // It is taken apart only when it can be put together again: who is under work waits for nobody.
  auto beyond =
      shop.tracks->take(train, next_leg(train).carrier.gauge, HandlingTracks::Use::to_set_out);
  co_await beyond;
  auto positioning = shop.tracks->position(train, HandlingTracks::Use::to_arrive);
  co_await positioning;
  if (shop.terminal->by == Means::bogies) {
    auto exchange = exchange_bogies(shop, train);
    co_await exchange;
  } else {
    auto passage = pass_changer(shop, train);
    co_await passage;
  }
  train.standing = std::move(train.ahead);
  shop.units += static_cast<std::int64_t>(train.loads.size());
  ++shop.trains_out;
  set_out(train);
}

/// A train keeps its bays until its last cut is done: the next train follows then.
engine::Task Wheelsets::exchange_bogies(Workshop& shop, Train& train) {
  auto const& terminal = *shop.terminal;
  auto const bays = shop.server->capacity() > 0 ? shop.server->capacity() : terminal.servers;
  auto const wagons = train.consist->wagons;
  auto stream = world_.stream(train.account.tag, hash_of("bogies/" + terminal.name));
  Duration time;
  for (auto left = wagons; left > 0; left -= std::min(left, bays)) {
    Duration longest;
    for (int wagon = 0; wagon < std::min(left, bays); ++wagon) {
      longest = std::max(longest, engine::sample_duration(terminal.time, stream));
    }
    time = time + longest;
  }
  auto exchange = work(shop, train, std::min(wagons, bays), time);
  co_await exchange;
  shop.wagons += wagons;
}

engine::Task Wheelsets::pass_changer(Workshop& shop, Train& train) {
  auto stream = world_.stream(train.account.tag, hash_of("gauge changer/" + shop.terminal->name));
  auto const time = engine::sample_duration(shop.terminal->time, stream);
  auto passage = work(shop, train, 1, time);
  co_await passage;
}

engine::Task Wheelsets::work(Workshop& shop, Train& train, int units, Duration time) {
  auto const place = shop.terminal->place;
  world_.stage(train, world_.stages.queue(shop.terminal->by), place, {},
               world_.holder_of(*shop.server));
  engine::Claim claim;
  claim.units = units;
  claim.priority = train.priority;
  claim.work = time;
  engine::Lease lease = co_await shop.server->acquire(claim);
  world_.stage(train, world_.stages.work(shop.terminal->by), place);
  auto const slowness = world_.closures.of(shop.id).time(world_.engine.now());
  co_await shop.server->work(lease,
                             Duration::rounded(slowness * static_cast<double>(time.count())));
}

void Wheelsets::set_out(Train& train) {
  auto const& next = next_leg(train);
  auto const last = train.leg->travels.back();
  auto const& link = world_.network.links()[last.link];
  train.came_from = last.forward ? link.a : link.b;
  world_.fleets->change_gauge(train, train.leg->carrier.gauge, next.carrier.gauge);
  world_.for_each(train.loads, [](LoadRow, Load& load) { ++load.leg; });
  train.leg = &next;
  // Its load is what its wagons carry; that of the other gauge must carry it too.
  auto const& commodities = train.consist->commodities;
  auto const commodity = commodities.empty() ? std::string{} : commodities.front();
  train.consist = &world_.scenario.consists[consist_for(next, commodity, world_.scenario)];
}

std::vector<TerminalResult> Wheelsets::results() const {
  std::vector<TerminalResult> results;
  auto const now = world_.engine.now();
  for (auto const& shop : workshops_) {
    auto const& waiting = world_.books.trains_waiting(shop.terminal->place);
    TerminalResult result;
    result.terminal = shop.id;
    result.trains_in = shop.trains_in;
    result.trains_out = shop.trains_out;
    result.units = shop.units;
    result.wagons = shop.wagons;
    result.mean_trains_waiting = waiting.mean(now);
    result.greatest_trains_waiting = waiting.greatest(now);
    result.trains_waiting_at_end = waiting.now();
    results.push_back(result);
  }
  return results;
}

}  // namespace caravan::model
