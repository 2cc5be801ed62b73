#include "model/desks.hpp"

#include <algorithm>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/resources.hpp"

namespace caravan::model {

using scenario::Activity;
using scenario::PlaceId;

namespace {

template <class Value>
bool among(std::vector<Value> const& list, Value const& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool due(Activity const& activity, bool arrival, bool departure) {
  return activity.when == Activity::When::arrival ? arrival : departure;
}

/// Whether the filter asks what is aboard, not only what runs where.
bool names_loads(Activity::Filter const& filter) {
  return !filter.services.empty() || !filter.flows.empty() || !filter.commodities.empty();
}

engine::Claim claim_of(int priority, Duration work, SimTime due) {
  engine::Claim claim;
  claim.priority = priority;
  claim.work = work;
  claim.due = due;
  return claim;
}

engine::Claim claim_of(Train const& train, Duration work) {
  return claim_of(train.priority, work, SimTime::never());
}

engine::Claim claim_of(Load const& load, Duration work) {
  auto const due = load.due == Duration::max() ? SimTime::never() : load.account.created + load.due;
  return claim_of(load.priority, work, due);
}

}  // namespace

Desks::Desks(World& world) : world_{world}, desks_(world.scenario.activities.size()) {
  for (auto const id : world.scenario.activities.ids()) {
    auto& desk = desks_[id];
    desk.id = id;
    desk.activity = &world.scenario.activities[id];
    build(desk);
  }
}

void Desks::build(Desk& desk) {
  auto const& activity = *desk.activity;
  desk.purpose = hash_of("activity/" + activity.name);
  engine::Server::Options options;
  options.name = activity.name;
  options.capacity = activity.servers;
  options.discipline = static_cast<engine::Discipline>(activity.discipline);
  options.hours = &activity.hours;
  options.at_closing = static_cast<engine::AtClosing>(activity.at_closing);
  desk.server = std::make_unique<engine::Server>(world_.engine, options);
  world_.resources->add(*desk.server, ResourceResult::Kind::activity, activity.place, activity.mark,
                        &world_.closures.of(desk.id));
  if (activity.breakdowns) {
    world_.resources->let_break_down(*desk.server, *activity.breakdowns);
  }
  if (activity.queue_limit) {
    engine::Server::Options places;
    places.name = activity.name + " queue";
    places.capacity = activity.servers * activity.batch + *activity.queue_limit;
    places.discipline = options.discipline;
    desk.places = std::make_unique<engine::Server>(world_.engine, places);
    world_.resources->add(*desk.places, ResourceResult::Kind::activity, activity.place,
                          activity.mark);
  }
}

bool Desks::concerns(Activity const& activity, Subject const& subject, Passage passage) const {
  auto const& filter = activity.filter;
  auto const& places = world_.network.places();
  auto const& from = places[passage.from.valid() ? passage.from : passage.place].country;
  auto const& to = places[passage.to.valid() ? passage.to : passage.place].country;
  auto const of_service = filter.services.empty() && filter.flows.empty();
  auto const named =
      (subject.service.valid() && !filter.services.empty() &&
       among(filter.services, subject.service)) ||
      (subject.flow.valid() && !filter.flows.empty() && among(filter.flows, subject.flow));
  auto const at_a_gate =
      activity.per != Activity::Per::truck || subject.carrier.mode == network::Mode::road;
  return at_a_gate && (!filter.mode || *filter.mode == subject.carrier.mode) &&
         (!filter.gauge || *filter.gauge == subject.carrier.gauge) &&
         among(filter.from_country, from) && among(filter.to_country, to) &&
         (of_service || named) &&
         among(filter.commodities,
               subject.commodity != nullptr ? *subject.commodity : std::string{});
}

Desks::Subject Desks::subject_of(Train const& train) const {
  return {train.leg->carrier, train.service, {}, train.commodity};
}

/// Units aboard that an activity concerns.
std::size_t Desks::units_of(Train const& train, Activity const& activity, Passage passage) const {
  auto const mine = [&](LoadRow row) {
    auto const& load = world_.loads[row];
    return concerns(activity, {train.leg->carrier, load.service, load.flow, load.commodity},
                    passage);
  };
  if (names_loads(activity.filter)) {
    return static_cast<std::size_t>(std::count_if(train.loads.begin(), train.loads.end(), mine));
  }
  return concerns(activity, subject_of(train), passage) ? train.loads.size() : 0;
}

/// How many items of work an activity finds on a train. An onward train carries loads of many
/// services: it is concerned if one of them is.
std::size_t Desks::parts_of(Train const& train, Activity const& activity, Passage passage) const {
  auto const units = units_of(train, activity, passage);
  if (units == 0 && !concerns(activity, subject_of(train), passage)) {
    return 0;
  }
  switch (activity.per) {
    case Activity::Per::wagon:
      return static_cast<std::size_t>(train.consist != nullptr ? train.consist->wagons : 0);
    case Activity::Per::unit:
      return units;
    case Activity::Per::consignment: {
      auto const size = train.consignment_units > 0
                            ? static_cast<std::size_t>(train.consignment_units)
                            : std::max<std::size_t>(units, 1);
      return (units + size - 1) / size;
    }
    case Activity::Per::train:
    case Activity::Per::truck:
      break;
  }
  return 1;
}

/// A load on leg number `leg`; without legs it is a truck that visits one place.
Desks::Subject Desks::subject_of(Load const& load, std::size_t leg) const {
  auto const& legs = load.way->legs;
  auto const carrier = legs.empty() ? network::Carrier{network::Mode::road, {}} : legs[leg].carrier;
  return {carrier, load.service, load.flow, load.commodity};
}

/// A load that is held is known by the leg that brought it: the one before its next, or its last.
Desks::Subject Desks::subject_held(Load const& load, Passage passage) const {
  return subject_of(load, passage.to.valid() ? load.leg - 1 : load.leg);
}

/// The time of one item of work, or nothing if it is not selected.
std::optional<Duration> Desks::draw(Desk const& desk, engine::Stream& stream) const {
  auto const& activity = *desk.activity;
  auto const* const regime = world_.closures.of(desk.id).at(world_.engine.now());
  auto const share = regime != nullptr ? regime->share.value_or(activity.share) : activity.share;
  if (activity.share < 1 || share < 1) {
    auto const luck = stream.uniform();
    if (luck >= share) {
      return std::nullopt;
    }
  }
  return engine::sample_duration(activity.time, stream);
}

/// What closures make of the time of work that begins now.
Duration Desks::slowed(Duration time, Desk const& desk) const {
  auto const factor = world_.closures.of(desk.id).time(world_.engine.now());
  return factor == 1 ? time : Duration::rounded(static_cast<double>(time.count()) * factor);
}

Duration Desks::closed_part(Account const& account, Desk const& desk) const {
  auto const& hours = desk.activity->hours;
  if (hours.always_open()) {
    return Duration{};
  }
  auto const now = world_.engine.now();
  return (now - account.since) - hours.open_between(account.since, now);
}

void Desks::begin_work(Train& train, Desk const& desk) {
  if (train.job_begun) {
    return;
  }
  train.job_begun = true;
  world_.reassign(train, world_.stages.closed(desk.id), closed_part(train.account, desk));
  world_.stage(train, world_.stages.work(desk.id), desk.activity->place);
}

void Desks::begin_work(Load& load, Desk const& desk) {
  world_.reassign(load, world_.stages.closed(desk.id), closed_part(load.account, desk));
  world_.stage(load, world_.stages.work(desk.id), desk.activity->place);
}

void Desks::begin_work(Round& round, Desk const& desk) {
  for (auto* const train : round.trains) {
    begin_work(*train, desk);
  }
  for (auto* const load : round.loads) {
    begin_work(*load, desk);
  }
}

engine::Task Desks::visit(Train& train, Passage passage, bool arrival, bool departure) {
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto& desk = desks_[id];
    auto const& activity = *desk.activity;
    if (activity.holds_unit || !due(activity, arrival, departure)) {
      continue;
    }
    if (auto const parts = parts_of(train, activity, passage); parts > 0) {
      auto service = serve(train, desk, parts);
      co_await service;
    }
  }
}

engine::Task Desks::serve(Train& train, Desk& desk, std::size_t parts) {
  auto stream = world_.stream(train.account.tag, desk.purpose);
  std::vector<Duration> jobs;
  for (std::size_t part = 0; part < parts; ++part) {
    if (auto const time = draw(desk, stream)) {
      jobs.push_back(*time);
    }
  }
  if (jobs.empty()) {
    co_return;
  }
  train.job_begun = false;
  world_.stage(train, world_.stages.queue(desk.id), desk.activity->place, {},
               world_.tag_of(desk.server->first_holder()));
  if (jobs.size() == 1) {
    auto service = at_desk(train, desk, jobs.front());
    co_await service;
    co_return;
  }
  train.jobs = static_cast<int>(jobs.size());
  for (auto const time : jobs) {
    world_.engine.spawn(train.account.tag.packed(), serve_part(train, desk, time),
                        engine::Rank::decide);
  }
  while (train.jobs > 0) {
    co_await train.progress.wait();
  }
}

engine::Process Desks::serve_part(Train& train, Desk& desk, Duration time) {
  auto service = at_desk(train, desk, time);
  co_await service;
  --train.jobs;
  train.progress.fire_all();
}

engine::Task Desks::visit(Load& truck, Passage passage, bool arrival, bool departure) {
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto& desk = desks_[id];
    if (!due(*desk.activity, arrival, departure) ||
        !concerns(*desk.activity, subject_of(truck, truck.leg), passage)) {
      continue;
    }
    auto stream = world_.stream(truck.account.tag, desk.purpose);
    auto const time = draw(desk, stream);
    if (!time) {
      continue;
    }
    auto queue = queue_up(truck, desk);
    co_await queue;
    if (truck.turned_away) {
      break;
    }
    auto service = at_desk(truck, desk, *time);
    co_await service;
  }
}

/// Takes a place in the queue of a desk. A truck leaves the desk before only when it has one:
/// blocking after service.
engine::Task Desks::queue_up(Load& truck, Desk& desk) {
  auto const& activity = *desk.activity;
  engine::Lease place;
  if (desk.places) {
    if (activity.when_full == Activity::WhenFull::turn_away) {
      place = desk.places->try_acquire(claim_of(truck, Duration{}));
      truck.turned_away = !place;
    } else {
      world_.stage(truck, world_.stages.room, activity.place, {},
                   world_.tag_of(desk.places->first_holder()));
      place = co_await desk.places->acquire(claim_of(truck, Duration{}));
    }
  }
  truck.desk = engine::Lease{};
  truck.queue_place = std::move(place);
  if (!truck.turned_away) {
    world_.stage(truck, world_.stages.queue(desk.id), activity.place, {},
                 world_.tag_of(desk.server->first_holder()));
  }
}

engine::Task Desks::hold(Load& unit, Passage passage) {
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto& desk = desks_[id];
    if (!desk.activity->holds_unit ||
        !concerns(*desk.activity, subject_held(unit, passage), passage)) {
      continue;
    }
    auto stream = world_.stream(unit.account.tag, desk.purpose);
    auto const time = draw(desk, stream);
    if (!time) {
      continue;
    }
    world_.stage(unit, world_.stages.queue(desk.id), passage.place, {},
                 world_.tag_of(desk.server->first_holder()));
    auto service = at_desk(unit, desk, *time);
    co_await service;
    unit.desk = engine::Lease{};
  }
}

bool Desks::chosen_to_hold(Load const& unit, Passage passage) const {
  auto const& activities = world_.scenario.places[passage.place].activities;
  return std::any_of(activities.begin(), activities.end(), [&](scenario::ActivityId id) {
    auto const& desk = desks_[id];
    if (!desk.activity->holds_unit ||
        !concerns(*desk.activity, subject_held(unit, passage), passage)) {
      return false;
    }
    auto stream = world_.stream(unit.account.tag, desk.purpose);
    return draw(desk, stream).has_value();
  });
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

template <class Mover>
engine::Task Desks::at_desk(Mover& mover, Desk& desk, Duration time) {
  auto const batch = static_cast<std::size_t>(desk.activity->batch);
  if (batch <= 1) {
    auto service = alone_at_desk(mover, desk, time, nullptr);
    co_await service;
    co_return;
  }
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
  auto service = alone_at_desk(mover, desk, time, round);
  co_await service;
  round->done.fire_all();
}

/// Work at the desk, for the mover alone or at the head of its batch.
template <class Mover>
engine::Task Desks::alone_at_desk(Mover& mover, Desk& desk, Duration time,
                                  std::shared_ptr<Round> round) {
  engine::Lease lease = co_await desk.server->acquire(claim_of(mover, slowed(time, desk)));
  if (round) {
    begin_work(*round, desk);
  } else {
    begin_work(mover, desk);
  }
  co_await desk.server->work(lease, slowed(time, desk));
  if constexpr (std::is_same_v<Mover, Load>) {
    mover.desk = std::move(lease);
  }
}

}  // namespace caravan::model
