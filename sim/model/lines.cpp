#include "model/lines.hpp"

#include <algorithm>
#include <type_traits>

#include "caravan/engine/sampling.hpp"

#include "model/resources.hpp"
#include "model/stations.hpp"

namespace caravan::model {

using scenario::LinkId;
using scenario::PlaceId;

namespace {

/// A train arrives behind the one before it, if only by the least time there is: then no draw
/// between ties can turn them round.
constexpr auto kBehind = Duration::milliseconds(1);

engine::Claim by_priority(int priority, int stream = 0) {
  engine::Claim claim;
  claim.priority = priority;
  claim.stream = stream;
  return claim;
}

/// Running time over `length_m` at the slower of line and vehicle; a speed of 0 does not limit.
Duration running_time(double length_m, double line_mps, double vehicle_mps, double factor) {
  auto const speed =
      vehicle_mps > 0 && (line_mps <= 0 || vehicle_mps < line_mps) ? vehicle_mps : line_mps;
  expects(speed > 0, "a line or its vehicle has a speed");
  return Duration::rounded(length_m / speed * 1000 * factor);
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
  auto const& detail = world_.scenario.links[line.id];
  line.purpose = hash_of("running/" + link.name);
  for (auto const forward : {true, false}) {
    auto& way = line.ways[forward ? 0 : 1];
    auto const ends = world_.network.places()[entrance(line, forward)].name + " to " +
                      world_.network.places()[exit(line, forward)].name;
    engine::Server::Options options;
    options.discipline = engine::Discipline::priority;
    options.name = link.name + " from " + ends;
    way.gate = std::make_unique<engine::Server>(world_.engine, options);
    world_.resources->add(*way.gate, ResourceResult::Kind::line, entrance(line, forward),
                          link.mark);
    options.name = link.name + " end from " + ends;
    options.discipline = engine::Discipline::fifo;
    way.head = std::make_unique<engine::Server>(world_.engine, options);
    options.discipline = engine::Discipline::priority;
    if (detail.room > 0) {
      options.capacity = detail.room;
      options.name = link.name + " room from " + ends;
      way.room = std::make_unique<engine::Server>(world_.engine, options);
      world_.resources->add(*way.room, ResourceResult::Kind::line, entrance(line, forward),
                            link.mark);
    }
  }
  if (detail.single_track) {
    build_single_track(line);
  }
}

void Lines::build_single_track(Line& line) {
  auto const& link = world_.network.links()[line.id];
  auto const& detail = world_.scenario.links[line.id];
  engine::Server::Options options;
  options.discipline = engine::Discipline::priority;
  for (std::size_t number = 0; number < detail.sections_m.size(); ++number) {
    options.name = link.name + " section " + std::to_string(number + 1);
    options.capacity = 1;
    options.streams = 0;
    line.sections.push_back(
        {std::make_unique<engine::Server>(world_.engine, options), detail.sections_m[number]});
    world_.resources->add(*line.sections.back().track, ResourceResult::Kind::line, link.a,
                          link.mark);
    if (number + 1 < detail.sections_m.size()) {
      options.name = link.name + " loop " + std::to_string(number + 1);
      options.capacity = detail.loop_tracks;
      options.streams = 2;
      line.loops.push_back(std::make_unique<engine::Server>(world_.engine, options));
      world_.resources->add(*line.loops.back(), ResourceResult::Kind::line, link.a, link.mark);
    }
  }
}

PlaceId Lines::entrance(Line const& line, bool forward) const {
  auto const& link = world_.network.links()[line.id];
  return forward ? link.a : link.b;
}

PlaceId Lines::exit(Line const& line, bool forward) const {
  return entrance(line, !forward);
}

Duration Lines::headway(Line const& line) const {
  auto const& detail = world_.scenario.links[line.id];
  auto const left = left_at(detail.cuts, world_.engine.now());
  if (left >= 1 || left <= 0) {
    return detail.headway;
  }
  // A cut to half the capacity doubles the spacing. A line without a headway of its own is spaced
  // by its running time, or by its longest section.
  auto spacing = detail.headway;
  if (spacing == Duration{}) {
    spacing = world_.network.links()[line.id].running_time;
    if (detail.single_track) {
      auto const longest = *std::max_element(detail.sections_m.begin(), detail.sections_m.end());
      spacing = running_time(longest, detail.speed_mps, 0, 1);
    }
  }
  return Duration::rounded(static_cast<double>(spacing.count()) / left);
}

SimTime Lines::entry_time(Line const& line, Way const& way) const {
  auto const earliest = std::max(world_.engine.now(), way.next_entry);
  return open_from(world_.scenario.links[line.id].cuts, earliest);
}

/// Waits until the line lets the next one in: it is open, and the headway has passed.
template <class Mover>
engine::Task Lines::wait_for_entry(Mover& mover, Line const& line, bool forward) {
  auto& engine = world_.engine;
  auto const& way = line.ways[forward ? 0 : 1];
  auto const& cuts = world_.scenario.links[line.id].cuts;
  auto const behind = std::is_same_v<Mover, Train> ? world_.stages.line : world_.stages.room;
  while (entry_time(line, way) > engine.now()) {
    auto const opens = open_from(cuts, engine.now());
    auto const closed = opens > engine.now();
    world_.stage(mover, closed ? world_.stages.closure : behind, entrance(line, forward), line.id);
    co_await engine.until(closed ? opens : way.next_entry, engine::Rank::decide);
  }
}

engine::Task Lines::enter(Load& truck, PlaceId place) {
  auto const opens = open_from(world_.scenario.places[place].cuts, world_.engine.now());
  if (opens > world_.engine.now()) {
    world_.stage(truck, world_.stages.closure, place);
    co_await world_.engine.until(opens, engine::Rank::calendar);
  }
}

double Lines::running_factor(Tag who, Line const& line) const {
  auto const& law = world_.scenario.links[line.id].running_factor;
  if (is_constant(law)) {
    return mean(law);
  }
  auto stream = world_.stream(who, line.purpose);
  return engine::sample(law, stream);
}

void Lines::wait_for_line(Train& train, Line const& line, bool forward,
                          engine::Server const* server) {
  auto const holder = server != nullptr ? world_.tag_of(server->first_holder()) : Tag{};
  world_.stage(train, world_.stages.line, entrance(line, forward), line.id, holder);
}

engine::Task Lines::cross(Train& train, network::Travel travel) {
  auto& line = *lines_[travel.link];
  auto crossing = world_.scenario.links[travel.link].single_track
                      ? cross_single(train, line, travel.forward)
                      : cross_double(train, line, travel.forward);
  co_await crossing;
}

engine::Task Lines::cross_double(Train& train, Line& line, bool forward) {
  auto& engine = world_.engine;
  auto& way = line.ways[forward ? 0 : 1];
  auto const& detail = world_.scenario.links[line.id];
  wait_for_line(train, line, forward, way.room ? way.room.get() : way.gate.get());
  engine::Lease room;
  if (way.room) {
    room = co_await way.room->acquire(by_priority(train.priority));
  }
  engine::Lease gate = co_await way.gate->acquire(by_priority(train.priority));
  if (entry_time(line, way) > engine.now()) {
    auto entry = wait_for_entry(train, line, forward);
    co_await entry;
  }
  way.next_entry = engine.now() + headway(line);
  gate.release();
  train.standing.release();
  world_.stage(train, world_.stages.running, entrance(line, forward), line.id);
  auto const factor = running_factor(train.account.tag, line);
  auto const& link = world_.network.links()[line.id];
  auto const free_run =
      engine.now() + running_time(link.length_m, detail.speed_mps, train.speed_mps, factor);
  // No overtaking: it arrives behind the train before it, at the headway.
  auto const arrival = std::max(free_run, way.last_exit + std::max(detail.headway, kBehind));
  way.last_exit = arrival;
  co_await engine.until(arrival, engine::Rank::arrive);
  world_.reassign(train, world_.stages.line, arrival - free_run);
  if (way.head->free() == 0) {
    wait_for_line(train, line, forward, way.head.get());
  }
  engine::Lease head = co_await way.head->acquire();
  auto reservation = world_.stations->reserve(train, exit(line, forward), line.id);
  co_await reservation;
  train.standing = std::move(train.ahead);
}

engine::Task Lines::cross_single(Train& train, Line& line, bool forward) {
  auto& engine = world_.engine;
  auto& way = line.ways[forward ? 0 : 1];
  wait_for_line(train, line, forward, way.room ? way.room.get() : way.gate.get());
  engine::Lease room;
  if (way.room) {
    room = co_await way.room->acquire(by_priority(train.priority));
  }
  engine::Lease gate = co_await way.gate->acquire(by_priority(train.priority));
  auto const factor = running_factor(train.account.tag, line);
  for (std::size_t step = 0; step < line.sections.size(); ++step) {
    if (step == 0 && entry_time(line, way) > engine.now()) {
      auto entry = wait_for_entry(train, line, forward);
      co_await entry;
    }
    auto section = run_section(train, line, forward, step, factor);
    co_await section;
    if (step == 0) {
      gate.release();
    }
  }
}

engine::Task Lines::run_section(Train& train, Line& line, bool forward, std::size_t step,
                                double factor) {
  auto& engine = world_.engine;
  auto const last = line.sections.size() - 1;
  auto& section = line.sections[forward ? step : last - step];
  auto const& detail = world_.scenario.links[line.id];
  if (step == last) {
    auto reservation = world_.stations->reserve(train, exit(line, forward), line.id);
    co_await reservation;
  } else {
    auto& loop = *line.loops[forward ? step : last - 1 - step];
    wait_for_line(train, line, forward, &loop);
    train.ahead = co_await loop.acquire(by_priority(train.priority, forward ? 0 : 1));
  }
  wait_for_line(train, line, forward, section.track.get());
  engine::Lease track = co_await section.track->acquire(by_priority(train.priority));
  if (step == 0) {
    auto& way = line.ways[forward ? 0 : 1];
    while (entry_time(line, way) > engine.now()) {  // closed while it waited for the section
      track.release();
      auto entry = wait_for_entry(train, line, forward);
      co_await entry;
      wait_for_line(train, line, forward, section.track.get());
      track = co_await section.track->acquire(by_priority(train.priority));
    }
    way.next_entry = engine.now() + headway(line);
  }
  train.standing = std::move(train.ahead);
  world_.stage(train, world_.stages.running, entrance(line, forward), line.id);
  auto const run = running_time(section.length_m, detail.speed_mps, train.speed_mps, factor);
  co_await engine.delay(run, engine::Rank::finish);
}

engine::Task Lines::cross(Load& truck, network::Travel travel, double speed_mps) {
  auto& engine = world_.engine;
  auto& line = *lines_[travel.link];
  auto& way = line.ways[travel.forward ? 0 : 1];
  auto const& link = world_.network.links()[travel.link];
  auto const& detail = world_.scenario.links[travel.link];
  auto const from = entrance(line, travel.forward);
  world_.stage(truck, world_.stages.room, from, line.id);
  engine::Lease room;
  if (way.room) {
    room = co_await way.room->acquire(by_priority(truck.priority));
  }
  engine::Lease gate = co_await way.gate->acquire(by_priority(truck.priority));
  if (entry_time(line, way) > engine.now()) {
    auto entry = wait_for_entry(truck, line, travel.forward);
    co_await entry;
  }
  way.next_entry = engine.now() + headway(line);
  gate.release();
  truck.desk.release();
  truck.queue_place.release();
  world_.stage(truck, world_.stages.running, from, line.id);
  auto const factor = running_factor(truck.account.tag, line);
  co_await engine.delay(running_time(link.length_m, detail.speed_mps, speed_mps, factor),
                        engine::Rank::arrive);
  auto arrival = enter(truck, exit(line, travel.forward));
  co_await arrival;
  truck.desk = std::move(room);  // until the next queue takes it in
}

}  // namespace caravan::model
