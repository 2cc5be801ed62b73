// Trains and trucks that are on a line when the run begins.

#include <algorithm>

#include "model/lines.hpp"
#include "model/stations.hpp"

namespace caravan::model {

using network::Travel;

/// The section or stretch in which one is who has come `run_m` far, and what of it lies ahead.
std::pair<std::size_t, Part> Lines::part_at(Line const& line, bool forward, double run_m) const {
  std::size_t step = 0;
  auto part = line.parts[part_of(line, forward, step)];
  for (; step + 1 < line.parts.size() && run_m >= part.length_m;
       part = line.parts[part_of(line, forward, ++step)]) {
    run_m -= part.length_m;
  }
  part.from_m += forward ? run_m : 0;
  part.length_m -= run_m;
  return {step, part};
}

void Lines::place(Train& train, Travel travel, double run_m) {
  auto& line = *lines_[travel.link];
  auto& way = line.ways[travel.forward ? 0 : 1];
  auto& placed = placed_[train.row];
  auto const now = world_.engine.now();
  auto const [step, ahead] = part_at(line, travel.forward, run_m);
  placed.step = step;
  placed.factor = running_factor(train.account.tag, line);
  auto const left = pace_over(ahead, line, travel.forward, step, train, placed.factor, kAtSpeed);
  placed.free_run = now + left.time;
  placed.end_mps = left.end_mps;
  if (way.room) {
    placed.room = way.room->try_acquire();
    expects(static_cast<bool>(placed.room), "the loader lets no more trains on a line than fit");
  }
  // It entered so long ago, as it runs undisturbed; the next enters a headway behind it.
  auto done = pace(line, travel.forward, step, train, placed.factor, kAtSpeed).time - left.time;
  for (std::size_t before = 0; before < step; ++before) {
    done = done + pace(line, travel.forward, before, train, placed.factor, kAtSpeed).time;
  }
  auto const apart = spacing(*line.detail, world_.closures.of(line.id).left(now));
  way.entries[0].next_entry = std::max(way.entries[0].next_entry, now + apart - done);
  if (line.detail->single_track) {
    place_single(train, line, travel.forward, placed);
  } else {
    place_double(train, line, travel.forward, placed);
  }
}

/// A train in a section has the section, and a track ahead.
void Lines::place_single(Train& train, Line& line, bool forward, Placed& placed) {
  placed.section = line.sections[part_of(line, forward, placed.step)].track->try_acquire();
  expects(static_cast<bool>(placed.section), "the loader lets one train into a section");
  if (placed.step + 1 == line.parts.size()) {
    placed.reserved = world_.stations->reserve_now(train, exit(line, forward), line.id);
    return;
  }
  auto const number = forward ? placed.step : line.parts.size() - 2 - placed.step;
  engine::Claim claim;
  claim.stream = forward ? 0 : 1;
  train.ahead = line.sections[number].loop->try_acquire(claim);
  placed.reserved = static_cast<bool>(train.ahead);
  expects(placed.reserved, "a loop has a track for each direction");
}

void Lines::place_double(Train& train, Line& line, bool forward, Placed& placed) {
  auto& way = line.ways[forward ? 0 : 1];
  auto& entry = way.entries[placed.step];
  // The first of all has none before it.
  auto const behind = std::max(line.detail->headway, kBehind);
  auto const before = entry.last_exit > SimTime::start() ? entry.last_exit + behind : SimTime{};
  placed.arrival = std::max(placed.free_run, before);
  entry.last_exit = placed.arrival;
  if (way.passed) {
    way.running.push_back({&train, placed.step, placed.arrival, placed.factor});
  }
}

engine::Task Lines::resume(Train& train, Travel travel) {
  auto& line = *lines_[travel.link];
  auto& placed = placed_.at(train.row);
  return line.detail->single_track ? resume_single(train, line, travel.forward, placed)
                                   : resume_double(train, line, travel.forward, placed);
}

engine::Task Lines::resume_double(Train& train, Line& line, bool forward, Placed& placed) {
  auto& way = line.ways[forward ? 0 : 1];
  auto mine = approach(train, line, way);
  mine.room = std::move(placed.room);
  world_.stage(train, world_.stages.running, entrance(line, forward), line.id);
  co_await world_.engine.until(placed.arrival, engine::Rank::arrive);
  std::erase_if(way.running, [&](Running const& one) { return one.train == &train; });
  world_.reassign(train, world_.stages.line, placed.arrival - placed.free_run);
  note_exit(train, placed.end_mps);
  auto const next = placed.step + 1;
  auto const factor = placed.factor;
  placed_.erase(train.row);
  auto run = run_stretches(train, line, forward, next, factor);
  co_await run;
}

engine::Task Lines::resume_single(Train& train, Line& line, bool forward, Placed& placed) {
  auto mine = approach(train, line, line.ways[forward ? 0 : 1]);
  mine.room = std::move(placed.room);
  auto section = std::move(placed.section);
  section.held_by(world_.engine.current());
  if (train.ahead) {
    train.ahead.held_by(world_.engine.current());
  }
  auto const next = placed.step + 1;
  auto const factor = placed.factor;
  auto const arrival = placed.free_run;
  auto const reserved = placed.reserved;
  auto const end_mps = placed.end_mps;
  placed_.erase(train.row);
  world_.stage(train, world_.stages.running, entrance(line, forward), line.id);
  co_await world_.engine.until(arrival, engine::Rank::finish);
  note_exit(train, end_mps);
  if (!reserved) {
    auto reservation = world_.stations->reserve(train, exit(line, forward), line.id);
    co_await reservation;
  }
  train.standing = std::move(train.ahead);
  section.release();
  for (auto step = next; step < line.parts.size(); ++step) {
    auto run = run_section(mine, line, forward, step, factor);
    co_await run;
  }
}

engine::Task Lines::resume(Load& truck, Travel travel, double speed_mps, double run_m) {
  auto& engine = world_.engine;
  auto& line = *lines_[travel.link];
  auto& way = line.ways[travel.forward ? 0 : 1];
  engine::Lease room;
  if (way.room) {
    room = way.room->try_acquire();
  }
  world_.stage(truck, world_.stages.running, entrance(line, travel.forward), line.id);
  auto const factor = running_factor(truck.account.tag, line) * slowness(line);
  auto const ahead = part_at(line, travel.forward, run_m).second;
  co_await engine.delay(running_time(*line.detail, ahead, speed_mps, factor, engine.now()),
                        engine::Rank::arrive);
  if (is_closed(exit(line, travel.forward))) {
    auto arrival = enter(truck, exit(line, travel.forward));
    co_await arrival;
  }
  truck.desk = std::move(room);
}

}  // namespace caravan::model
