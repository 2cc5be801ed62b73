#include "output/report_traces.hpp"

#include <algorithm>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"
#include "caravan/model/result.hpp"

namespace caravan::output {

namespace {

using model::Tag;

constexpr std::size_t kMostTrucks = 30'000;
// Of the loads of each source the first are kept, then one of so many.
constexpr std::uint32_t kFirstLives = 200;
constexpr std::uint64_t kOneLifeOf = 64;
constexpr std::size_t kRecent = 4096;

Duration interval_for(scenario::Clock const& clock) {
  auto const part = model::part_of_run(clock);
  return clock.horizon.count() <= part.count() * model::kMostParts ? part : Duration::days(7);
}

std::int32_t minute_of(SimTime t) {
  constexpr std::int64_t kMinute = 60'000;
  auto const ms = t.count();
  return static_cast<std::int32_t>(ms >= 0 ? ms / kMinute : -((-ms + kMinute - 1) / kMinute));
}

/// Where and of what kind somebody is, as crowds count him.
Crowd crowd_at(Spot spot, Tag::Kind kind) {
  spot.forward = true;
  spot.sections = 0;
  return {spot, kind};
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
      running_{model::Stages{of}.running},
      recent_(kRecent) {}

Traces::Recent& Traces::recent(Spot const& spot) {
  auto const where = spot.link.valid() ? 2 * spot.link.number() + 1 : 2 * spot.place.number();
  auto const what = 2 * spot.sections + (spot.forward ? 1 : 0);
  auto const mixed = spot.stage.number() * 31U + where * 1021U + what * 257U;
  return recent_[mixed % kRecent];
}

std::int32_t Traces::code_of(Spot const& spot) {
  auto& known = recent(spot);
  if (known.code >= 0 && known.spot == spot) return known.code;
  auto const [found, is_new] = codes_.emplace(spot, static_cast<std::int32_t>(spots.size()));
  if (is_new) spots.push_back(spot);
  known.spot = spot;
  known.code = found->second;
  return found->second;
}

void Traces::take(NumberedEvent const& seen) {
  if (seen.event.what == Event::What::created) {
    create(seen);
    return;
  }
  auto* const person = find(seen.who);
  if (person == nullptr) return;
  if (seen.event.what == Event::What::began) {
    begin(*person, seen.event);
  } else if (seen.event.what == Event::What::boarded) {
    board(*person, seen);
  } else if (seen.event.ends()) {
    end(*person, seen);
  }
}

Traces::Person* Traces::find(std::uint32_t number) {
  auto const seat = number < seats_.size() ? seats_[number] : 0;
  return seat == 0 ? nullptr : &people_[seat - 1];
}

void Traces::create(NumberedEvent const& seen) {
  if (free_.empty()) {
    people_.emplace_back();
    free_.push_back(static_cast<std::uint32_t>(people_.size()));
  }
  if (seats_.size() <= seen.who) seats_.resize(seen.who + 1);
  seats_[seen.who] = free_.back();
  auto& person = people_[free_.back() - 1];
  free_.pop_back();
  person.who = Tag::unpacked(seen.event.who);
  person.created = seen.event.at;
  bool const truck = person.who.kind == Tag::Kind::truck;
  if (truck && ++trucks_ > kMostTrucks && !trucks_left_out) drop_trucks();
  if (person.who.kind == Tag::Kind::train || (truck && !trucks_left_out)) {
    person.train = static_cast<std::int32_t>(trains.size());
    trains.push_back({person.who, {}, -1});
  }
}

void Traces::drop_trucks() {
  trucks_left_out = true;
  for (auto& trace : trains) {
    if (trace.who.kind == Tag::Kind::truck) trace.steps = {};
  }
}

bool Traces::was_somewhere(Person const& person, SimTime at) const {
  auto const from = std::max<std::int64_t>(person.since.count(), 0);
  return person.spot.stage.valid() && from < std::min(at, scenario_.clock.horizon).count();
}

void Traces::leave(Person const& person, SimTime at) {
  if (!was_somewhere(person, at)) return;
  auto const crowd = crowd_at(person.spot, person.who.kind);
  auto& known = recent(crowd.spot);
  if (known.sums == nullptr || known.crowd != crowd) {
    known.crowd = crowd;
    known.sums = &crowds[crowd];
  }
  add(*known.sums, person, at);
}

void Traces::add(Sums& sums, Person const& person, SimTime at) const {
  auto from = std::max<std::int64_t>(person.since.count(), 0);
  auto const until = std::min(at, scenario_.clock.horizon).count();
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
  for (auto const& person : people_) {  // of an empty seat nothing
    if (!was_somewhere(person, end)) continue;
    add(all[crowd_at(person.spot, person.who.kind)], person, end);
  }
  return all;
}

/// A link is entered when somebody runs on it; who waits for it still stands at the place before.
void Traces::come_to(Person& person, Event const& event) {
  auto& spot = person.spot;
  bool const somewhere = event.where != Event::kNowhere;
  auto const link = somewhere && event.on_link ? scenario::LinkId{event.where} : scenario::LinkId{};
  if (spot.link.valid() && link != spot.link) {
    auto const& left = scenario_.network.links()[spot.link];
    person.last = spot.forward ? left.b : left.a;
    spot.link = {};
  }
  spot.stage = model::StageId{event.stage};
  spot.sections = 0;
  if (somewhere && !event.on_link) {
    person.last = scenario::PlaceId{event.where};
    spot.link = {};
  } else if (spot.stage == running_ && link.valid()) {
    enter(person, link);
  } else if (spot.link.valid()) {
    spot.sections = person.section + 1;
  }
  spot.place = spot.link.valid() ? scenario::PlaceId{} : person.last;
  spot.forward = spot.forward || !spot.link.valid();
}

void Traces::enter(Person& person, scenario::LinkId link) {
  if (person.spot.link == link) {
    ++person.section;
    return;
  }
  person.section = 0;
  person.spot.link = link;
  person.spot.forward = person.last != scenario_.network.links()[link].b;
  auto& flow = flows[link];
  auto& count = person.who.kind == Tag::Kind::truck ? flow.trucks : flow.trains;
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

void Traces::begin(Person& person, Event const& event) {
  leave(person, event.at);
  come_to(person, event);
  person.since = event.at;
  keep_step(person, event.at);
}

void Traces::board(Person& person, NumberedEvent const& seen) {
  leave(person, seen.event.at);
  person.spot = {};
  auto const* const train = find(seen.other);
  if (train == nullptr || train->train < 0) return;
  person.steps.push_back({minute_of(seen.event.at), -1 - train->train});
}

void Traces::end(Person& person, NumberedEvent const& seen) {
  auto const at = seen.event.at;
  leave(person, at);
  if (person.train >= 0) {
    trains[static_cast<std::size_t>(person.train)].ended = minute_of(at);
  } else if (seen.event.what == Event::What::delivered) {
    keep_life(person, at);
  }
  auto steps = std::move(person.steps);
  steps.clear();
  person = {};
  person.steps = std::move(steps);  // the next in this seat has its room
  free_.push_back(std::exchange(seats_[seen.who], 0));
}

void Traces::keep_life(Person const& person, SimTime ended) {
  auto const who = person.who;
  if (person.created < scenario_.clock.warm_up) return;
  auto& slow = slowest[who.source];
  auto const took = ended - person.created;
  bool const slower = slow.steps.empty() || took > slow.ended - slow.created;
  bool const first = ++delivered_[who.source] <= kFirstLives;
  if (slower) slow = {who, person.created, ended, person.steps};
  if (first || scatter(who.packed()) % kOneLifeOf == 0) {
    lives.push_back({who, person.created, ended, person.steps});
  }
}

}  // namespace caravan::output
