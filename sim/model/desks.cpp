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
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// Whether the filter asks what is aboard, not only what runs where.
bool names_loads(Activity::Filter const& filter) {
  return !filter.services.empty() || !filter.flows.empty() || !filter.commodities.empty() ||
         !filter.traffic.empty();
}

}  // namespace

Desks::Desks(World& world)
    : world_{world}, staff_(world.scenario.staff.size()), desks_(world.scenario.activities.size()) {
  for (auto const& place : world.scenario.places) {
    works_at_.push_back(!place.activities.empty());
  }
  build_staff();
  for (auto const id : world.scenario.activities.ids()) {
    auto& desk = desks_[id];
    desk.id = id;
    desk.activity = &world.scenario.activities[id];
    build(desk);
  }
}

void Desks::build_staff() {
  for (auto const id : world_.scenario.staff.ids()) {
    auto const& staff = world_.scenario.staff[id];
    engine::Server::Options options;
    options.name = staff.name;
    options.capacity = staff.count;
    options.discipline = static_cast<engine::Discipline>(staff.discipline);
    options.hours = &staff.hours;
    options.at_closing = static_cast<engine::AtClosing>(staff.at_closing);
    staff_[id] = std::make_unique<engine::Server>(world_.engine, options);
    world_.resources->add(*staff_[id], ResourceResult::Kind::staff, staff.place, staff.mark,
                          &world_.closures.of(id));
    if (staff.breakdowns) {
      world_.resources->let_break_down(*staff_[id], *staff.breakdowns);
    }
  }
}

void Desks::build(Desk& desk) {
  auto const& activity = *desk.activity;
  desk.purpose = hash_of("activity/" + activity.name);
  desk.purpose_after = hash_of("after activity/" + activity.name);
  desk.purpose_declared = hash_of("declared/" + activity.name);
  desk.purpose_selected = hash_of("selected/" + activity.name);
  desk.purpose_patience = hash_of("patience/" + activity.name);
  desk.select = selection_named(activity.select, world_.policies);
  for (auto const& lane : activity.lanes) {
    desk.lanes.push_back({desk.id, lane.name, 0, 0});
  }
  if (activity.slots) {
    desk.slots = std::make_unique<Slots>(*activity.slots, activity.hours,
                                         slot_named(activity.slots->choose, world_.policies));
  }
  if (activity.staff.valid()) {
    desk.staff = staff_[activity.staff].get();
  }
  if (activity.servers == 0) {
    return;
  }
  engine::Server::Options options;
  options.name = activity.name;
  options.capacity = activity.servers;
  options.discipline = static_cast<engine::Discipline>(activity.discipline);
  if (desk.staff == nullptr) {
    options.hours = &activity.hours;
    options.at_closing = static_cast<engine::AtClosing>(activity.at_closing);
  }
  desk.server = std::make_unique<engine::Server>(world_.engine, options);
  world_.resources->add(*desk.server, ResourceResult::Kind::activity, activity.place, activity.mark,
                        &world_.closures.of(desk.id));
  if (activity.breakdowns) {
    world_.resources->let_break_down(*desk.server, *activity.breakdowns);
  }
  if (activity.on_call) {
    desk.server->set_capacity(0);
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
  auto const country = [&](scenario::PlaceId neighbour) -> std::string const& {
    return places[neighbour.valid() ? neighbour : passage.place].country;
  };
  auto const of_service = filter.services.empty() && filter.flows.empty();
  auto const named = [&] {
    return (subject.service.valid() && among(filter.services, subject.service)) ||
           (subject.flow.valid() && among(filter.flows, subject.flow));
  };
  auto const at_a_gate =
      activity.per != Activity::Per::truck || subject.carrier.mode == network::Mode::road;
  return at_a_gate && (!filter.mode || *filter.mode == subject.carrier.mode) &&
         (!filter.gauge || *filter.gauge == subject.carrier.gauge) &&
         (filter.from_country.empty() || among(filter.from_country, country(passage.from))) &&
         (filter.to_country.empty() || among(filter.to_country, country(passage.to))) &&
         (of_service || named()) &&
         (filter.commodities.empty() ||
          among(filter.commodities,
                subject.commodity != nullptr ? *subject.commodity : std::string{})) &&
         (filter.traffic.empty() ||
          among(filter.traffic,
                scenario::traffic_of(places[subject.begins].country, places[subject.ends].country,
                                     places[passage.place].country)));
}

/// Who holds what is waited for at a desk.
Tag Desks::holder_at(Desk const& desk) const {
  auto const at_officers = desk.staff != nullptr && (!desk.server || desk.server->free() > 0);
  return world_.holder_of(at_officers ? *desk.staff : *desk.server);
}

Desks::Subject Desks::subject_of(Train const& train) const {
  return {train.leg->carrier, train.service, {}, train.commodity, train.leg->from, train.leg->to};
}

bool Desks::concerns_unit(Train const& train, Load const& load, Activity const& activity,
                          Passage passage) const {
  auto const& route = load.way->route;
  return concerns(
      activity, {train.leg->carrier, load.service, load.flow, load.commodity, route.from, route.to},
      passage);
}

/// Units aboard that an activity concerns.
std::size_t Desks::units_of(Train const& train, Activity const& activity, Passage passage) const {
  auto const mine = [&](LoadRow row) {
    return concerns_unit(train, world_.loads[row], activity, passage);
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
  auto const loads_decide = !activity.filter.traffic.empty() && !train.loads.empty();
  if (units == 0 && (loads_decide || !concerns(activity, subject_of(train), passage))) {
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
  auto const& route = load.way->route;
  return {carrier, load.service, load.flow, load.commodity, route.from, route.to};
}

/// A load that is held is known by the leg that brought it: the one before its next, or its last.
Desks::Subject Desks::subject_held(Load const& load, Passage passage) const {
  return subject_of(load, passage.to.valid() ? load.leg - 1 : load.leg);
}

Duration Desks::draw_time(Desk const& desk, std::size_t lane, engine::Stream& stream) {
  auto const& activity = *desk.activity;
  return engine::sample_duration(activity.lanes.empty() ? activity.time : activity.lanes[lane].time,
                                 stream);
}

/// What closures make of the time of work that begins now.
Duration Desks::slowed(Duration time, Desk const& desk) const {
  auto const factor = world_.closures.of(desk.id).time(world_.engine.now());
  return factor == 1 ? time : Duration::rounded(static_cast<double>(time.count()) * factor);
}

engine::Task Desks::visit(Train& train, Passage passage, bool arrival, bool departure) {
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto& desk = desks_[id];
    auto const& activity = *desk.activity;
    if (activity.holds_unit || !is_due(activity, arrival, departure)) {
      continue;
    }
    if (auto const parts = parts_of(train, activity, passage); parts > 0) {
      auto service = serve(train, desk, parts, passage);
      co_await service;
    }
  }
  on_the_way_.erase(train.account.tag);
}

bool Desks::await(Train const& train, Passage passage) const {
  auto const& activities = world_.scenario.places[passage.place].activities;
  return std::any_of(activities.begin(), activities.end(), [&](scenario::ActivityId id) {
    auto const& activity = *desks_[id].activity;
    return !activity.holds_unit && parts_of(train, activity, passage) > 0;
  });
}

engine::Task Desks::serve(Train& train, Desk& desk, std::size_t parts, Passage passage) {
  auto jobs = jobs_of(train, desk, parts, passage);
  auto const ahead = ahead_of(train.account.tag, desk.id);
  if (ahead) {
    std::erase_if(jobs,
                  [&](Job const& job) { return declared(train.account.tag, desk, job.part); });
  }
  auto service = serve_jobs(train, desk, jobs);
  co_await service;
  if (ahead) {
    auto rest = await_rest(train, desk, ahead);
    co_await rest;
  }
}

std::vector<Desks::Job> Desks::jobs_of(Train const& train, Desk const& desk, std::size_t parts,
                                       Passage passage) const {
  auto stream = world_.stream(train.account.tag, desk.purpose);
  auto const by_risk = desk.activity->risk.given();
  auto const commodities = by_risk ? commodities_of(train, *desk.activity, parts, passage)
                                   : std::vector<std::string const*>{};
  std::vector<Job> jobs;
  for (std::uint32_t part = 0; part < parts; ++part) {
    Piece const piece{train.account.tag, part, desk.activity->per != Activity::Per::train,
                      by_risk ? commodities[part] : train.commodity};
    if (auto job = draw(desk, piece, stream)) {
      job->part = part;
      jobs.push_back(*job);
    }
  }
  return jobs;
}

engine::Task Desks::serve_jobs(Train& train, Desk& desk, std::vector<Job> const& jobs) {
  if (jobs.empty()) {
    co_return;
  }
  train.job_begun = false;
  world_.stage(train, world_.stages.queue(desk.id), desk.activity->place, {}, holder_at(desk));
  if (jobs.size() == 1) {
    auto service = work_on(train, desk, jobs.front());
    co_await service;
    co_return;
  }
  train.jobs = static_cast<int>(jobs.size());
  for (auto const& job : jobs) {
    world_.engine.spawn(train.account.tag.packed(), serve_part(train, desk, job),
                        engine::Rank::decide);
  }
  while (train.jobs > 0) {
    co_await train.progress.wait();
  }
}

engine::Process Desks::serve_part(Train& train, Desk& desk, Job job) {
  auto service = work_on(train, desk, job);
  co_await service;
  end_part(train, desk);
}

/// A part of the train is done. It waits for the laboratory once nothing else is left to be done.
void Desks::end_part(Train& train, Desk const& desk) {
  --train.jobs;
  if (train.jobs > 0 && train.samples == train.jobs) {
    show_samples(train, desk);
  }
  train.progress.fire_all();
}

}  // namespace caravan::model
