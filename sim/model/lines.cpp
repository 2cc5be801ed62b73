#include "model/lines.hpp"

#include <algorithm>
#include <type_traits>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/resources.hpp"

namespace caravan::model {

using scenario::LinkId;
using scenario::PlaceId;

namespace {

engine::Claim in_order(std::int64_t order) {
  engine::Claim claim;
  claim.priority = order;
  return claim;
}

/// The first instant >= `from` that no closure and no possession forbids. Who is on the line at a
/// closure goes on; `step` 0 is the station.
SimTime barred_until(scenario::LinkDetail const& line, Regimes const& closures, std::size_t step,
                     SimTime from, Duration clear) {
  auto const open = step == 0 ? closures.open_from(from) : from;
  return clear_from(line.possessions, open, clear);
}

}  // namespace

Lines::Lines(World& world) : world_{world}, lines_(world.network.links().size()) {
  for (auto const id : world.network.links().ids()) {
    auto const mode = world.network.links()[id].carrier.mode;
    if (mode == network::Mode::rail || mode == network::Mode::road) {
      lines_[id] = std::make_unique<Line>();
      lines_[id]->id = id;
      build(*lines_[id]);
    }
  }
}

void Lines::build(Line& line) {
  auto const& link = world_.network.links()[line.id];
  line.ends[0] = link.a;
  line.ends[1] = link.b;
  line.detail = &world_.scenario.links[line.id];
  line.purpose = hash_of("running/" + link.name);
  line.dispatch = dispatch_named(line.detail->dispatch, world_.policies);
  double from_m = 0;
  for (auto const length_m : line.detail->sections_m) {
    line.parts.emplace_back() = {from_m, length_m};
    from_m += length_m;
  }
  build_way(line, true);
  build_way(line, false);
  if (line.detail->single_track) {
    build_single_track(line);
  }
}

void Lines::build_way(Line& line, bool forward) {
  auto const& link = world_.network.links()[line.id];
  auto const& detail = *line.detail;
  auto& way = line.ways[forward ? 0 : 1];
  auto const& paths = forward ? detail.paths_forward : detail.paths_backward;
  way.paths = paths ? &*paths : nullptr;
  auto const ends = world_.network.places()[entrance(line, forward)].name + " to " +
                    world_.network.places()[exit(line, forward)].name;
  auto const add = [&](engine::Server::Options const& options) {
    engine::Server const server{world_.engine, options};
    world_.resources->add(server, ResourceResult::Kind::line, entrance(line, forward), link.mark);
    return server;
  };
  engine::Server::Options options;
  options.discipline = engine::Discipline::priority;
  options.name = link.name + " from " + ends;
  way.entries.emplace_back();
  way.entries[0].gate = add(options);
  options.name = link.name + " end from " + ends;
  options.discipline = engine::Discipline::fifo;
  way.head.emplace(world_.engine, options);
  if (detail.room > 0) {
    options.discipline = engine::Discipline::priority;
    options.capacity = detail.room;
    options.name = link.name + " room from " + ends;
    way.room = add(options);
  }
  way.ready.resize(line.parts.size());
  if (detail.single_track || line.parts.size() == 1) {
    return;
  }
  way.passed = std::make_unique<engine::Signal>(world_.engine, link.name + " from " + ends);
  options.discipline = engine::Discipline::fifo;
  for (std::size_t loop = 1; loop < line.parts.size(); ++loop) {
    auto const number = std::to_string(forward ? loop : line.parts.size() - loop);
    way.entries.emplace_back();
    options.capacity = 1;
    options.name = link.name + " after loop " + number + " from " + ends;
    way.entries[loop].gate.emplace(world_.engine, options);
    options.capacity = detail.loop_tracks - 1;
    options.name = link.name + " loop " + number + " from " + ends;
    way.entries[loop].refuge = add(options);
  }
}

void Lines::build_single_track(Line& line) {
  auto const& link = world_.network.links()[line.id];
  auto const& detail = *line.detail;
  auto const add = [&](engine::Server::Options const& options) {
    engine::Server const server{world_.engine, options};
    world_.resources->add(server, ResourceResult::Kind::line, link.a, link.mark);
    return server;
  };
  engine::Server::Options options;
  options.discipline = engine::Discipline::priority;
  for (std::size_t number = 1; number <= line.parts.size(); ++number) {
    auto& section = line.sections.emplace_back();
    options.name = link.name + " section " + std::to_string(number);
    options.capacity = 1;
    options.streams = 0;
    section.track = add(options);
    if (number < line.parts.size()) {
      options.name = link.name + " loop " + std::to_string(number);
      options.capacity = detail.loop_tracks;
      options.streams = 2;
      section.loop = add(options);
    }
  }
}

Lines::Prospect Lines::ahead(network::Travel travel) const {
  auto const& line = *lines_[travel.link];
  auto const& way = line.ways[travel.forward ? 0 : 1];
  // At half the capacity the spacing is twice as long, and is known for every kind of line.
  auto spacing_ms = static_cast<double>(spacing(*line.detail, 0.5).count()) / 2;
  if (way.paths != nullptr && !way.paths->empty()) {
    spacing_ms = static_cast<double>(world_.scenario.clock.horizon.count()) /
                 static_cast<double>(way.paths->size());
  }
  return {&*way.entries[0].gate, &*way.head, spacing_ms};
}

PlaceId Lines::entrance(Line const& line, bool forward) {
  return line.ends[forward ? 0 : 1];
}

PlaceId Lines::exit(Line const& line, bool forward) {
  return entrance(line, !forward);
}

/// What closures make of the running time of those who now set out over the line or a part of it.
double Lines::slowness(Line const& line) const {
  return world_.closures.of(line.id).time(world_.engine.now());
}

double Lines::running_factor(Tag who, Line const& line) const {
  auto const& law = line.detail->running_factor;
  if (is_constant(law)) {
    return mean(law);
  }
  auto stream = world_.stream(who, line.purpose);
  return engine::sample(law, stream);
}

void Lines::wait_for_line(Train& train, Line const& line, bool forward,
                          engine::Server const* server) {
  auto const holder = server != nullptr ? world_.holder_of(*server) : Tag{};
  world_.stage(train, world_.stages.line, entrance(line, forward), line.id, holder);
}

Lines::Approach Lines::approach(Train& train, Line const& line, Way& way) const {
  Approach mine;
  mine.train = &train;
  mine.process = world_.engine.current();
  train.urgency = urgency(train, line, 0);
  // Of equally urgent ones the earlier goes first, also when it asks again.
  mine.order = (static_cast<std::int64_t>(train.urgency) << 32) - way.arrivals++;
  return mine;
}

/// Whoever has the gate, stands at the station yet, and goes after this one, makes way for it.
void Lines::take_place(Line& line, bool forward, Approach& mine) {
  auto* const other = line.ways[forward ? 0 : 1].first;
  if (other != nullptr && other->order < mine.order) {
    hand_over(line, forward, *other, mine);
  }
}

/// Who lost its place at the gate, goes before this one and has not had it since, goes first. It
/// has the gate at once if it waits for something else yet, and otherwise by its turn in the queue.
void Lines::let_back(Line& line, bool forward, Approach& mine) {
  auto const& displaced = line.ways[forward ? 0 : 1].displaced;
  auto const first = std::max_element(
      displaced.begin(), displaced.end(),
      [](auto const* one, auto const* other) { return one->order < other->order; });
  if (first == displaced.end() || (*first)->order < mine.order) {
    return;
  }
  if (!(*first)->asks) {
    hand_over(line, forward, mine, **first);
    return;
  }
  mine.passed_over = true;
  mine.gate.release();
  if (!(*first)->room) {
    mine.room.release();
  }
  wait_behind(**first, mine, line, forward);
}

/// The gate goes from one to another; with it its room on the line, if the other needs it, and the
/// track ahead.
void Lines::hand_over(Line& line, bool forward, Approach& from, Approach& to) {
  auto& way = line.ways[forward ? 0 : 1];
  if (way.room && !to.room) {
    to.room = std::move(from.room);
    to.room.held_by(to.process);
  }
  to.gate = std::move(from.gate);
  to.gate.held_by(to.process);
  hand_over_ahead(from, to);
  to.passed_over = false;
  std::erase(way.displaced, &to);
  from.passed_over = true;
  way.displaced.push_back(&from);
  way.first = &to;
  wait_behind(to, from, line, forward);
}

void Lines::hand_over_ahead(Approach& from, Approach& to) {
  if (!from.reserved) {
    return;
  }
  to.train->ahead = std::move(from.train->ahead);
  if (to.train->ahead) {
    to.train->ahead.held_by(to.process);
  }
  to.reserved = true;
  from.reserved = false;
}

void Lines::give_back(Approach& mine) {
  mine.train->ahead.release();
  mine.reserved = false;
}

/// Who waits for the line waits for `before` now; who waits for the end of a closure still does.
void Lines::wait_behind(Approach const& before, Approach& other, Line const& line, bool forward) {
  if (other.train->account.stage == world_.stages.closure) {
    return;
  }
  world_.stage(*other.train, world_.stages.line, entrance(line, forward), line.id,
               before.train->account.tag);
}

engine::Task Lines::come_to_gate(Approach& mine, Line& line, bool forward, Duration clear) {
  auto& way = line.ways[forward ? 0 : 1];
  do {
    mine.passed_over = false;
    if (!mine.gate) {
      take_place(line, forward, mine);
    }
    mine.asks = true;
    if (way.room && !mine.room) {
      mine.room = co_await way.room->acquire(in_order(mine.order));
      take_place(line, forward, mine);
    }
    if (!mine.gate) {
      mine.gate = co_await way.entries[0].gate->acquire(in_order(mine.order));
      std::erase(way.displaced, &mine);
      let_back(line, forward, mine);
      way.first = mine.passed_over ? way.first : &mine;
    }
    mine.asks = false;
    if (!mine.passed_over && entry_time(line, forward, 0, clear) > world_.engine.now()) {
      auto entry = wait_for_entry(*mine.train, line, forward, 0, clear, &mine);
      co_await entry;
    }
  } while (mine.passed_over);
}

SimTime Lines::entry_time(Line const& line, bool forward, std::size_t step, Duration clear) const {
  auto const now = world_.engine.now();
  auto const& way = line.ways[forward ? 0 : 1];
  auto const& closures = world_.closures.of(line.id);
  auto earliest = now;
  if (step < way.entries.size()) {
    auto const& entry = way.entries[step];
    earliest = std::max(now, entry.next_entry);
    clear = std::max(clear, entry.last_exit + line.detail->headway - earliest);
  }
  for (;;) {
    auto time = barred_until(*line.detail, closures, step, earliest, clear);
    if (step == 0 && way.paths != nullptr && time < SimTime::never()) {
      time = path_from(*way.paths, closures, time);
    }
    if (time == earliest || time == SimTime::never()) {
      return time;
    }
    earliest = time;
  }
}

template <class Mover>
engine::Task Lines::wait_for_entry(Mover& mover, Line const& line, bool forward, std::size_t step,
                                   Duration clear, Approach const* approach) {
  auto& engine = world_.engine;
  auto const& way = line.ways[forward ? 0 : 1];
  auto const behind = std::is_same_v<Mover, Train> ? world_.stages.line : world_.stages.room;
  for (auto time = entry_time(line, forward, step, clear); time > engine.now();
       time = entry_time(line, forward, step, clear)) {
    auto const barred =
        barred_until(*line.detail, world_.closures.of(line.id), step, engine.now(), clear);
    auto const closed = barred > engine.now();
    world_.stage(mover, closed ? world_.stages.closure : behind, entrance(line, forward), line.id);
    // It wakes when the headway has passed: a closure may have begun, which it then waits for.
    auto const spaced = step == 0 && way.paths == nullptr ? way.entries[0].next_entry : time;
    auto const next = spaced > engine.now() ? spaced : time;
    co_await engine.until(closed ? barred : next, engine::Rank::decide);
    if (approach != nullptr && approach->passed_over) {
      co_return;
    }
  }
}

void Lines::note_entry(Line const& line, Way& way, std::size_t step) const {
  auto const now = world_.engine.now();
  auto const apart = spacing(*line.detail, world_.closures.of(line.id).left(now));
  // A path is for one train.
  auto const least = way.paths != nullptr ? Duration::milliseconds(1) : Duration{};
  way.entries[step].next_entry = now + std::max(apart, least);
}

engine::Task Lines::enter(Load& truck, PlaceId place) {
  auto const opens = world_.closures.of(place).open_from(world_.engine.now());
  if (opens > world_.engine.now()) {
    world_.stage(truck, world_.stages.closure, place);
    co_await world_.engine.until(opens, engine::Rank::calendar);
  }
}

engine::Task Lines::cross(Train& train, network::Travel travel) {
  auto& line = *lines_[travel.link];
  return line.detail->single_track ? cross_single(train, line, travel.forward)
                                   : cross_double(train, line, travel.forward);
}

engine::Task Lines::cross(Load& truck, network::Travel travel, double speed_mps) {
  auto& engine = world_.engine;
  auto& line = *lines_[travel.link];
  auto& way = line.ways[travel.forward ? 0 : 1];
  auto& entry = way.entries[0];
  auto const from = entrance(line, travel.forward);
  world_.stage(truck, world_.stages.room, from, line.id);
  engine::Lease room;
  if (way.room) {
    room = co_await way.room->acquire(in_order(truck.priority));
  }
  engine::Lease gate = co_await entry.gate->acquire(in_order(truck.priority));
  if (entry_time(line, travel.forward, 0, {}) > engine.now()) {
    auto wait = wait_for_entry(truck, line, travel.forward, 0, {}, nullptr);
    co_await wait;
  }
  note_entry(line, way, 0);
  gate.release();
  truck.desk.release();
  truck.queue_place.release();
  world_.stage(truck, world_.stages.running, from, line.id);
  auto const factor = running_factor(truck.account.tag, line) * slowness(line);
  co_await engine.delay(running_time(*line.detail, line.parts[0], speed_mps, factor, engine.now()),
                        engine::Rank::arrive);
  if (is_closed(exit(line, travel.forward))) {
    auto arrival = enter(truck, exit(line, travel.forward));
    co_await arrival;
  }
  truck.desk = std::move(room);  // until the next queue takes it in
}

template engine::Task Lines::wait_for_entry(Train&, Line const&, bool, std::size_t, Duration,
                                            Approach const*);

}  // namespace caravan::model
