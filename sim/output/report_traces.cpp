#include "output/report_traces.hpp"

#include <algorithm>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"

namespace caravan::output {

namespace {

using model::Tag;

constexpr std::int64_t kMostIntervals = 1500;
constexpr std::size_t kMostTrucks = 30'000;
// Of the loads of each source the first are kept, then one of so many.
constexpr std::uint32_t kFirstLives = 200;
constexpr std::uint64_t kOneLifeOf = 64;

Duration interval_for(scenario::Clock const& clock) {
  for (auto const minutes : {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440}) {
    auto const length = Duration::minutes(minutes);
    if (clock.horizon.count() <= length.count() * kMostIntervals) return length;
  }
  return Duration::days(7);
}

std::int32_t minute_of(SimTime t) {
  constexpr std::int64_t kMinute = 60'000;
  auto const ms = t.count();
  return static_cast<std::int32_t>(ms >= 0 ? ms / kMinute : -((-ms + kMinute - 1) / kMinute));
}

/// Of steps in one minute the last counts; one that goes on as before is no step.
void add_step(std::vector<TraceStep>& steps, TraceStep step) {
  if (!steps.empty() && steps.back().minute == step.minute && steps.back().code >= 0) {
    steps.pop_back();
  }
  if (steps.empty() || steps.back().code != step.code) steps.push_back(step);
}

}  // namespace

Traces::Traces(scenario::Scenario const& of)
    : interval{interval_for(of.clock)},
      flows{of.network.links().size()},
      scenario_{of},
      running_{model::Stages{of}.running} {}

std::int32_t Traces::code_of(Spot const& spot) {
  auto const [found, is_new] = codes_.emplace(spot, static_cast<std::int32_t>(spots.size()));
  if (is_new) spots.push_back(spot);
  return found->second;
}

void Traces::take(model::observed::Created const& event) {
  auto& person = people_[event.who.packed()];
  person.created = event.at;
  bool const truck = event.who.kind == Tag::Kind::truck;
  if (truck && ++trucks_ > kMostTrucks && !trucks_left_out) drop_trucks();
  if (event.who.kind == Tag::Kind::train || (truck && !trucks_left_out)) {
    person.train = static_cast<std::int32_t>(trains.size());
    trains.push_back({event.who, {}, -1});
  }
}

void Traces::drop_trucks() {
  trucks_left_out = true;
  for (auto& trace : trains) {
    if (trace.who.kind == Tag::Kind::truck) trace.steps = {};
  }
}

void Traces::leave(Crowds& all, Person const& person, Tag::Kind kind, SimTime at) const {
  if (!person.spot.stage.valid()) return;
  auto from = std::max<std::int64_t>(person.since.count(), 0);
  auto const until = std::min(at, scenario_.clock.horizon).count();
  if (from >= until) return;
  auto spot = person.spot;
  spot.forward = true;
  spot.sections = 0;
  auto& sums = all[{spot, kind}];
  auto const length = interval.count();
  sums.resize(std::max(sums.size(), static_cast<std::size_t>((until - 1) / length + 1)));
  while (from < until) {
    auto const next = std::min(until, (from / length + 1) * length);
    sums[static_cast<std::size_t>(from / length)] += next - from;
    from = next;
  }
}

std::map<Crowd, std::vector<std::int64_t>> Traces::crowds_until(SimTime end) const {
  auto all = crowds;
  for (auto const& [packed, person] : people_) {
    leave(all, person, Tag::unpacked(packed).kind, end);
  }
  return all;
}

/// A link is entered when somebody runs on it; who waits for it still stands at the place before.
void Traces::come_to(Person& person, model::observed::Began const& event) {
  auto& spot = person.spot;
  if (spot.link.valid() && event.link != spot.link) {
    auto const& link = scenario_.network.links()[spot.link];
    person.last = spot.forward ? link.b : link.a;
    spot.link = {};
  }
  spot.stage = event.stage;
  spot.sections = 0;
  if (event.place.valid()) {
    person.last = event.place;
    spot.link = {};
  } else if (event.stage == running_ && event.link.valid()) {
    enter(person, event);
  } else if (spot.link.valid()) {
    spot.sections = person.section + 1;
  }
  spot.place = spot.link.valid() ? scenario::PlaceId{} : person.last;
  spot.forward = spot.forward || !spot.link.valid();
}

void Traces::enter(Person& person, model::observed::Began const& event) {
  if (person.spot.link == event.link) {
    ++person.section;
    return;
  }
  person.section = 0;
  person.spot.link = event.link;
  person.spot.forward = person.last != scenario_.network.links()[event.link].b;
  auto& flow = flows[event.link];
  auto& count = event.who.kind == Tag::Kind::truck ? flow.trucks : flow.trains;
  ++count[person.spot.forward ? 0 : 1];
}

void Traces::keep_step(Person& person, SimTime at) {
  TraceStep const step{minute_of(at), code_of(person.spot)};
  if (person.train < 0) {
    add_step(person.steps, step);
    return;
  }
  auto& trace = trains[static_cast<std::size_t>(person.train)];
  if (trace.who.kind != Tag::Kind::truck || !trucks_left_out) add_step(trace.steps, step);
}

void Traces::take(model::observed::Began const& event) {
  auto const found = people_.find(event.who.packed());
  if (found == people_.end()) return;
  auto& person = found->second;
  leave(crowds, person, event.who.kind, event.at);
  come_to(person, event);
  person.since = event.at;
  keep_step(person, event.at);
}

void Traces::take(model::observed::Reassigned const& /*event*/) {}

void Traces::take(model::observed::Boarded const& event) {
  auto const found = people_.find(event.unit.packed());
  if (found == people_.end()) return;
  auto& person = found->second;
  leave(crowds, person, event.unit.kind, event.at);
  person.spot = {};
  auto const train = people_.find(event.train.packed());
  if (train == people_.end() || train->second.train < 0) return;
  person.steps.push_back({minute_of(event.at), -1 - train->second.train});
}

void Traces::take(model::observed::Alighted const& /*event*/) {}

void Traces::take(model::observed::Ended const& event) {
  auto const found = people_.find(event.who.packed());
  if (found == people_.end()) return;
  auto& person = found->second;
  leave(crowds, person, event.who.kind, event.at);
  if (person.train >= 0) {
    trains[static_cast<std::size_t>(person.train)].ended = minute_of(event.at);
  } else if (event.how == model::observed::Ended::How::delivered) {
    keep_life(person, event.who, event.at);
  }
  people_.erase(found);
}

void Traces::keep_life(Person& person, Tag who, SimTime ended) {
  if (person.created < scenario_.clock.warm_up) return;
  LoadTrace life{who, person.created, ended, std::move(person.steps)};
  auto& slow = slowest[who.source];
  auto const took = ended - person.created;
  if (slow.steps.empty() || took > slow.ended - slow.created) slow = life;
  bool const first = ++delivered_[who.source] <= kFirstLives;
  if (first || scatter(who.packed()) % kOneLifeOf == 0) lives.push_back(std::move(life));
}

}  // namespace caravan::output
