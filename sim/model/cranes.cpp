// The cranes of a terminal: which load is lifted next, and what a lift does.

#include <algorithm>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/expenses.hpp"
#include "model/fleets.hpp"
#include "model/terminals.hpp"

namespace caravan::model {

using network::Mode;

engine::Process Terminals::crane(Yard& yard, std::uint32_t number) {
  auto const inward = hash_of("lift/" + yard.terminal->name);
  auto const outward = hash_of("lift from the yard/" + yard.terminal->name);
  engine::Claim claim;
  claim.work = Duration::rounded(mean(yard.terminal->time));
  for (;;) {
    if (find_job(yard).kind == Job::Kind::none) {
      co_await yard.call.wait(engine::Rank::decide);
      continue;
    }
    engine::Lease lease = co_await yard.cranes->acquire(claim);
    auto const job = chosen_job(yard, number);
    if (job.kind == Job::Kind::none) {
      continue;
    }
    auto stream = world_.stream(world_.loads[job.load].account.tag,
                                job.kind == Job::Kind::from_yard ? outward : inward);
    auto const slowness = world_.closures.of(yard.id).time(world_.engine.now());
    auto const time = Duration::rounded(slowness * engine::sample(yard.terminal->time, stream));
    begin_lift(yard, job);
    co_await yard.cranes->work(lease, time);
    end_lift(yard, job);
  }
}

/// Onward trains are completed first, since they free track and yard; then trains are unloaded in
/// the order of priority and arrival.
Terminals::Job Terminals::find_job(Yard& yard) {
  for (auto* const train : yard.loading) {
    auto const next = next_for(*train, *train->group);
    if (next.valid() && train->load_teu + world_.loads[next].teu <= train->consist->capacity_teu) {
      return {Job::Kind::from_yard, next, nullptr, train};
    }
  }
  for (auto* const train : yard.unloading) {
    auto const job = unloading_job(yard, *train);
    set_blocked(yard, *train, job.kind == Job::Kind::none);
    if (job.kind != Job::Kind::none) {
      return job;
    }
  }
  return {};
}

Terminals::Job Terminals::unloading_job(Yard& yard, Train& train) {
  for (auto const row : train.loads) {
    if (auto const job = job_for(yard, train, row); job.kind != Job::Kind::none) {
      return job;
    }
  }
  return {};
}

/// Where this load of a train can be lifted now.
Terminals::Job Terminals::job_for(Yard& yard, Train& train, LoadRow row) {
  auto const& load = world_.loads[row];
  auto const mode = load.way->legs[load.leg].carrier.mode;
  if (!load.held && mode == Mode::rail) {
    if (auto* const onward = open_train(yard, group_of(load), load)) {
      return {Job::Kind::direct, row, &train, onward};
    }
  }
  // Loads off a ship that wait for room came first: even a smaller load does not slip past them.
  auto const* const room = room_for(yard, load);
  auto const* const plugs = plugs_for(yard, load);
  auto const has_room =
      room == nullptr || (room->waiting_takers() == 0 && room->level() >= load.teu);
  if (has_room && (plugs == nullptr || (plugs->waiting_takers() == 0 && plugs->level() > 0))) {
    return {Job::Kind::to_yard, row, &train, nullptr};
  }
  return {};
}

Train* Terminals::open_train(Yard& yard, Group const& group, Load const& load) const {
  auto const found =
      std::find_if(yard.loading.begin(), yard.loading.end(), [&](Train const* train) {
        return train->group == &group && !lacks_plug(*train, load) &&
               train->load_teu + load.teu <= train->consist->capacity_teu;
      });
  return found == yard.loading.end() ? nullptr : *found;
}

void Terminals::set_blocked(Yard& yard, Train& train, bool blocked) {
  if (train.blocked == blocked) {
    return;
  }
  train.blocked = blocked;
  auto const units = static_cast<std::int64_t>(train.loads.size());
  yard.at_cranes.length.change(blocked ? -units : units, world_.engine.now());
  for (auto const row : train.loads) {
    auto& load = world_.loads[row];
    auto const* const plugs = plugs_for(yard, load);
    auto const full = plugs != nullptr && plugs->level() == 0 ? world_.stages.plug
                      : load.held && yard.bonded              ? world_.stages.bonded
                                                              : world_.stages.yard;
    world_.stage(load, blocked ? full : world_.stages.crane, load.account.place);
  }
}

void Terminals::begin_lift(Yard& yard, Job const& job) {
  auto& load = world_.loads[job.load];
  if (job.kind == Job::Kind::from_yard) {
    world_.fleets->explain_wait(load, *job.to);
  }
  world_.stage(load, world_.stages.lift, yard.terminal->place);
  if (job.from != nullptr) {
    yard.at_cranes.length.change(-1, world_.engine.now());
    auto& loads = job.from->loads;
    loads.erase(std::find(loads.begin(), loads.end(), job.load));
    ++job.from->lifts;
    if (loads.empty()) {
      yard.unloading.erase(std::find(yard.unloading.begin(), yard.unloading.end(), job.from));
    }
  }
  if (auto* const room = room_for(yard, load); job.kind == Job::Kind::to_yard && room != nullptr) {
    auto const taken = room->try_take(load.teu);
    expects(taken, "a load is lifted into the yard only where there is room");
    enter_yard(yard, load);
  }
  if (auto* const plugs = plugs_for(yard, load);
      job.kind == Job::Kind::to_yard && plugs != nullptr) {
    auto const taken = plugs->try_take(1);
    expects(taken, "a powered load is lifted into the yard only where there is a plug");
    plug_in(yard, load);
  }
  if (job.to != nullptr) {
    auto& group = *job.to->group;
    ++job.to->lifts;
    job.to->load_teu += load.teu;
    job.to->powered += load.powered ? 1 : 0;
    group.committed_teu -= load.teu;
    if (job.kind == Job::Kind::direct) {
      group.expected_teu -= load.teu;
    } else {
      group.ready.erase(std::find(group.ready.begin(), group.ready.end(), job.load));
      group.ready_teu -= load.teu;
    }
  }
}

void Terminals::end_lift(Yard& yard, Job const& job) {
  auto& load = world_.loads[job.load];
  auto const by_rail = load.way->legs[load.leg].carrier.mode == Mode::rail;
  ++yard.at_cranes.served;
  if (world_.priced) {
    lifted(load, yard.id);
  }
  if (job.kind == Job::Kind::to_yard) {
    if (!load.held && by_rail) {
      group_of(load).expected_teu -= load.teu;
    }
    arrive_in_yard(yard, job.load);
  } else {
    auto const waited_from = job.kind == Job::Kind::direct ? world_.engine.now() : load.ready;
    if (job.kind == Job::Kind::from_yard) {
      leave_yard(job.load);
    } else {
      ++yard.units;
      ++yard.direct;
    }
    put_aboard(*job.to, job.load, waited_from);
    --job.to->lifts;
    if (job.to->closed && job.to->lifts == 0) {
      job.to->progress.fire_all();
    }
  }
  if (job.from != nullptr) {
    --job.from->lifts;
    if (job.from->loads.empty() && job.from->lifts == 0) {
      job.from->progress.fire_all();
    }
  }
  if (by_rail) {
    tell_trains(group_of(load));
  }
}

}  // namespace caravan::model
