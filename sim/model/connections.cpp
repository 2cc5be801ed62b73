#include "model/connections.hpp"

#include <algorithm>

namespace caravan::model {

using scenario::Connection;
using scenario::PlaceId;
using scenario::ServiceId;

Connections::Connections(World& world)
    : world_{world},
      links_(world.scenario.services.size()),
      feeders_from_(world.scenario.services.size()) {
  for (auto const id : world.scenario.services.ids()) {
    for (auto const& connection : world.scenario.services[id].connections) {
      links_[id].push_back({&connection, feeder_of(connection)});
    }
  }
}

std::size_t Connections::feeder_of(Connection const& connection) {
  auto const known = std::find_if(feeders_.begin(), feeders_.end(), [&](Feeder const& one) {
    return one.service == connection.service && one.place == connection.at;
  });
  if (known != feeders_.end()) {
    return static_cast<std::size_t>(known - feeders_.begin());
  }
  feeders_from_[connection.service].push_back(feeders_.size());
  auto& feeder = feeders_.emplace_back();
  feeder.service = connection.service;
  feeder.place = connection.at;
  feeder.name = world_.scenario.services[connection.service].name + " to " +
                world_.network.places()[connection.at].name;
  feeder.mark = connection.mark;
  return feeders_.size() - 1;
}

void Connections::announce(ServiceId service, Tag who, SimTime planned) {
  for (auto const number : feeders_from_[service]) {
    feeders_[number].trains.push_back({planned, who, {}, SimTime::never(), false, nullptr, {}});
  }
}

Connections::Expected* Connections::find(Feeder& feeder, Tag who) {
  // Of those that are on their way the last set out first: it is near the end.
  auto const found = std::find_if(feeder.trains.rbegin(), feeder.trains.rend(),
                                  [who](Expected const& one) { return one.who == who; });
  return found == feeder.trains.rend() ? nullptr : &*found;
}

Connections::Expected* Connections::last_before(Feeder& feeder, SimTime planned) {
  auto const next =
      std::upper_bound(feeder.trains.begin(), feeder.trains.end(), planned,
                       [](SimTime time, Expected const& one) { return time < one.planned; });
  return next == feeder.trains.begin() ? nullptr : &*(next - 1);
}

void Connections::set_out(Train const& train, engine::ProcessId process) {
  for (auto const number : feeders_from_[train.service]) {
    auto& feeder = feeders_[number];
    auto* const mine = find(feeder, train.account.tag);
    if (mine == nullptr) {
      continue;
    }
    mine->process = process;
    if (!scenario::comes_to(*train.way, feeder.place, world_.scenario)) {
      release(*mine, SimTime::never());
    } else if (mine->closed) {
      mine->closed.held_by(process);
    }
  }
}

void Connections::arrive(Train const& train, PlaceId place) {
  if (!train.service.valid()) {
    return;
  }
  for (auto const number : feeders_from_[train.service]) {
    auto* const mine =
        feeders_[number].place == place ? find(feeders_[number], train.account.tag) : nullptr;
    if (mine != nullptr && !mine->over) {
      release(*mine, world_.engine.now());
    }
  }
}

void Connections::release(Expected& one, SimTime came) {
  one.came = came;
  one.over = true;
  one.closed.release();
}

/// Who waits for a train waits for what that train holds until it comes.
engine::Server& Connections::gate_before(Feeder& feeder, Expected& other) {
  if (other.gate != nullptr) {
    return *other.gate;
  }
  auto const unused = std::find_if(feeder.gates.begin(), feeder.gates.end(), [](auto const& gate) {
    return gate->in_use() == 0 && gate->waiting() == 0;
  });
  if (unused == feeder.gates.end()) {
    engine::Server::Options options;
    options.name = feeder.name;
    feeder.gates.push_back(std::make_unique<engine::Server>(world_.engine, options));
    other.gate = feeder.gates.back().get();
  } else {
    other.gate = unused->get();
  }
  other.closed = other.gate->try_acquire();
  other.closed.held_by(other.process);
  return *other.gate;
}

/// Its own units do what their train does; those that ride have no stages of their own.
void Connections::stay(Train& train, StageId stage, Tag holder) {
  auto const place = train.leg->from;
  world_.stage(train, stage, place, {}, holder);
  if (!train.riding) {
    world_.for_each(train.loads,
                    [&](LoadRow, Load& load) { world_.stage(load, stage, place, {}, holder); });
  }
}

engine::Task Connections::wait(Train& train) {
  auto& engine = world_.engine;
  auto const& links = links_[train.service];
  if (links.empty()) {
    co_return;
  }
  // What is due at the same instant has been announced then.
  co_await engine.until(engine.now(), engine::Rank::decide);
  auto const since = engine.now();
  auto const before = train.account.stage;
  for (auto const& link : links) {
    auto waiting = wait_for(train, feeders_[link.feeder], *link.connection, since);
    co_await waiting;
  }
  if (train.account.stage != before) {
    stay(train, before, {});
  }
}

engine::Task Connections::wait_for(Train& train, Feeder& feeder, Connection const& connection,
                                   SimTime since) {
  auto& engine = world_.engine;
  auto const last = connection.at_most ? since + *connection.at_most : SimTime::never();
  auto* const other = last_before(feeder, train.planned - connection.lead);
  if (other == nullptr || last <= engine.now()) {
    co_return;
  }
  if (!other->over) {
    stay(train, world_.stages.connection, other->who);
    auto& gate = gate_before(feeder, *other);
    engine::Lease opened;
    if (connection.at_most) {
      opened = co_await gate.acquire_within({}, last - engine.now());
    } else {
      opened = co_await gate.acquire();
    }
    opened.release();
  }
  if (other->came == SimTime::never()) {
    co_return;
  }
  auto const ready = std::min(other->came + connection.transfer, last);
  if (ready > engine.now()) {
    if (train.account.stage != world_.stages.connection) {
      stay(train, world_.stages.connection, other->who);
    }
    co_await engine.until(ready, engine::Rank::decide);
  }
}

Mark Connections::mark_of(std::string const& name) const {
  auto const found = std::find_if(feeders_.begin(), feeders_.end(),
                                  [&](Feeder const& one) { return one.name == name; });
  return found == feeders_.end() ? Mark{} : found->mark;
}

}  // namespace caravan::model
