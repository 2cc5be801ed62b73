// Work at a desk: how it is taken, in which order its officers, alone or in batches, and what
// follows.

#include <algorithm>
#include <type_traits>

#include "caravan/core/contract.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/desks.hpp"

namespace caravan::model {

namespace {

/// Among the activities of one staff theirs comes first; priorities of movers are within ±1000.
constexpr std::int64_t kAboveAnyMover = 10'000;

engine::Claim claim_with(int priority, Duration work, SimTime due) {
  engine::Claim claim;
  claim.priority = priority;
  claim.work = work;
  claim.due = due;
  return claim;
}

}  // namespace

engine::Claim Desks::claim_of(Train const& train, Duration work) {
  return claim_with(train.priority, work, SimTime::never());
}

engine::Claim Desks::claim_of(Load const& load, Duration work) {
  return claim_with(load.priority, work, due_time(load));
}

Duration Desks::closed_part(Account const& account, Desk const& desk) const {
  auto const& hours = desk.activity->hours;
  if (hours.always_open()) {
    return Duration{};
  }
  auto const now = world_.engine.now();
  return (now - account.since) - hours.open_between(account.since, now);
}

engine::Claim Desks::staff_claim(Desk const& desk, engine::Claim claim) const {
  claim.units = desk.activity->needs;
  claim.priority += desk.activity->priority * kAboveAnyMover;
  return claim;
}

/// The parts of a train may be in several lanes: then the train as such is in none.
StageId Desks::work_stage(Desk const& desk, std::size_t lane, bool parts) const {
  return desk.lanes.empty() || parts ? world_.stages.work(desk.id)
                                     : world_.stages.lane(desk.id, lane);
}

void Desks::count_piece(Desk& desk, Job const& job) {
  if (desk.lanes.empty() || world_.engine.now() < world_.scenario.clock.warm_up) {
    return;
  }
  ++desk.lanes[job.lane].pieces;
  desk.lanes[job.lane].time_ms += job.time.count();
}

std::vector<LaneResult> Desks::lanes() const {
  std::vector<LaneResult> results;
  for (auto const& desk : desks_) {
    results.insert(results.end(), desk.lanes.begin(), desk.lanes.end());
  }
  return results;
}

void Desks::begin_work(Train& train, Desk const& desk, std::size_t lane) {
  if (train.job_begun) {
    return;
  }
  train.job_begun = true;
  world_.reassign(train, world_.stages.closed(desk.id), closed_part(train.account, desk));
  world_.stage(train, work_stage(desk, lane, train.jobs > 0), desk.activity->place);
}

void Desks::begin_work(Load& load, Desk const& desk, std::size_t lane) {
  world_.reassign(load, world_.stages.closed(desk.id), closed_part(load.account, desk));
  world_.stage(load, work_stage(desk, lane, false), desk.activity->place);
}

void Desks::begin_work(Round& round, Desk const& desk, std::size_t lane) {
  for (auto* const train : round.trains) {
    begin_work(*train, desk, lane);
  }
  for (auto* const load : round.loads) {
    begin_work(*load, desk, lane);
  }
}

/// A round that nobody knows any more is used again: the engine keeps its signal for the whole run.
std::shared_ptr<Desks::Round> Desks::new_round(Desk& desk) {
  auto const idle = std::find_if(desk.rounds.begin(), desk.rounds.end(),
                                 [](auto const& round) { return round.use_count() == 1; });
  if (idle == desk.rounds.end()) {
    return desk.rounds.emplace_back(std::make_shared<Round>(world_.engine));
  }
  (*idle)->trains.clear();
  (*idle)->loads.clear();
  (*idle)->begun = false;
  return *idle;
}

/// Most work has nothing that follows it: then no coroutine is made for that.
template <class Mover>
engine::Task Desks::work_on(Mover& mover, Desk& desk, Job job) {
  if (desk.activity->again || desk.activity->laboratory) {
    return work_and_follow(mover, desk, job);
  }
  return at_desk(mover, desk, job);
}

/// Work, done again as often as luck has it, and then the laboratory.
template <class Mover>
engine::Task Desks::work_and_follow(Mover& mover, Desk& desk, Job job) {
  auto const& activity = *desk.activity;
  auto stream = world_.stream(mover.account.tag, desk.purpose_after + job.part);
  for (auto left = activity.again ? activity.again->at_most : 0;; --left) {
    auto service = at_desk(mover, desk, job);
    co_await service;
    if constexpr (std::is_same_v<Mover, Load>) {
      if (mover.turned_away) {
        co_return;
      }
    }
    if (left == 0) {
      break;
    }
    auto const luck = stream.uniform();
    if (luck >= activity.again->share) {
      break;
    }
    job.time = draw_time(desk, job.lane, stream);
    queue_again(mover, desk);
  }
  auto const luck = stream.uniform();
  if (!activity.laboratory || luck >= activity.laboratory->share) {
    co_return;
  }
  auto const time = engine::sample_duration(activity.laboratory->time, stream);
  begin_samples(mover, desk);
  co_await world_.engine.delay(time);
  end_samples(mover);
}

/// A train with several parts at work stays at work.
void Desks::queue_again(Train& train, Desk const& desk) {
  if (train.jobs == 0) {
    train.job_begun = false;
    world_.stage(train, world_.stages.queue(desk.id), desk.activity->place, {}, holder_at(desk));
  }
}

void Desks::queue_again(Load& load, Desk const& desk) {
  load.desk.release();
  world_.stage(load, world_.stages.queue(desk.id), desk.activity->place, {}, holder_at(desk));
}

void Desks::begin_samples(Train& train, Desk const& desk) {
  ++train.samples;
  if (train.samples >= train.jobs) {
    show_samples(train, desk);
  }
}

void Desks::show_samples(Train& train, Desk const& desk) {
  auto const stage = world_.stages.laboratory(desk.id);
  if (train.account.stage != stage) {
    world_.stage(train, stage, desk.activity->place);
  }
}

/// It makes way at the desk for the next.
void Desks::begin_samples(Load& load, Desk const& desk) {
  load.desk.release();
  load.queue_place.release();
  world_.stage(load, world_.stages.laboratory(desk.id), desk.activity->place);
}

void Desks::end_samples(Train& train) {
  --train.samples;
}

void Desks::end_samples(Load&) {}

template <class Mover>
engine::Task Desks::at_desk(Mover& mover, Desk& desk, Job job) {
  if (desk.activity->batch > 1) {
    return in_batch(mover, desk, job);
  }
  return alone_at_desk(mover, desk, job, nullptr);
}

template <class Mover>
engine::Task Desks::in_batch(Mover& mover, Desk& desk, Job job) {
  auto const batch = static_cast<std::size_t>(desk.activity->batch);
  if (!desk.open_round) {
    desk.open_round = new_round(desk);
  }
  auto const round = desk.open_round;
  round->add(mover);
  auto leads = round->size() == batch;
  if (!leads && round->size() == 1 && desk.activity->batch_wait > Duration{}) {
    auto const served = co_await round->done.wait_within(desk.activity->batch_wait);
    if (served) {
      co_return;
    }
    leads = !round->begun;
  }
  if (!leads) {
    // Whoever fills the batch may come after the end of the run: nobody waits for what cannot come.
    co_await round->done.wait_within(world_.scenario.clock.horizon - world_.engine.now());
    co_return;
  }
  round->begun = true;
  desk.open_round.reset();
  auto service = alone_at_desk(mover, desk, job, round);
  co_await service;
  round->done.fire_all();
}

Duration Desks::patience_of(Train const&, Desk const&) const {
  return Duration::max();
}

Duration Desks::patience_of(Load const& truck, Desk const& desk) const {
  auto const& patience = desk.activity->patience;
  if (!patience) {
    return Duration::max();
  }
  auto stream = world_.stream(truck.account.tag, desk.purpose_patience);
  return engine::sample_duration(*patience, stream);
}

void Desks::leave(Load& truck) {
  truck.turned_away = true;
  truck.queue_place.release();
}

/// Trains have no choice.
void Desks::leave(Train const&) {
  expects(false, "a train waits until it is served");
}

/// Calls the servers if so many wait, with the one that comes. They went when nobody was left.
void Desks::call(Desk& desk) {
  auto const& on_call = desk.activity->on_call;
  if (!on_call) {
    return;
  }
  auto& server = *desk.server;
  if (desk.called && server.capacity() > 0 && server.in_use() == 0 && server.waiting() == 0) {
    server.set_capacity(0);
    desk.called = false;
  }
  if (desk.called || server.waiting() + 1 < on_call->at) {
    return;
  }
  desk.called = true;
  if (on_call->notice > Duration{}) {
    world_.engine.spawn_background(desk.purpose, come(desk, on_call->notice),
                                   engine::Rank::calendar);
  } else {
    server.set_capacity(desk.activity->servers);
  }
}

engine::Process Desks::come(Desk& desk, Duration notice) {
  co_await world_.engine.delay(notice, engine::Rank::calendar);
  desk.server->set_capacity(desk.activity->servers);
}

/// Work at the desk, for the mover alone or at the head of its batch.
template <class Mover>
engine::Task Desks::alone_at_desk(Mover& mover, Desk& desk, Job job, std::shared_ptr<Round> round) {
  auto const claim = claim_of(mover, slowed(job.time, desk));
  auto const came = world_.engine.now();
  auto const patience = patience_of(mover, desk);
  engine::Lease lease;
  if (desk.server) {
    call(desk);
    // Who makes up the number may come after the end of the run: nobody waits for what cannot come.
    auto const end = world_.scenario.clock.horizon - came;
    auto const called = !desk.activity->on_call || desk.called;
    lease =
        co_await desk.server->acquire_within(claim, called ? patience : std::min(patience, end));
  }
  engine::Lease officers;
  if (desk.staff != nullptr && (lease || !desk.server)) {
    auto const rest =
        patience == Duration::max() ? patience : patience - (world_.engine.now() - came);
    officers = co_await desk.staff->acquire_within(staff_claim(desk, claim), rest);
  }
  if (!(desk.staff != nullptr ? officers : lease)) {
    leave(mover);
    co_return;
  }
  job.time = slowed(job.time, desk);
  count_piece(desk, job);
  if (round) {
    begin_work(*round, desk, job.lane);
  } else {
    begin_work(mover, desk, job.lane);
  }
  if (officers) {
    co_await desk.staff->work(officers, job.time);
  } else {
    co_await desk.server->work(lease, job.time);
  }
  if constexpr (std::is_same_v<Mover, Load>) {
    mover.desk = std::move(lease);
  }
}

template engine::Task Desks::work_on(Train& mover, Desk& desk, Job job);
template engine::Task Desks::work_on(Load& mover, Desk& desk, Job job);

}  // namespace caravan::model
