#include <algorithm>

#include "model/lines.hpp"
#include "model/stations.hpp"

namespace caravan::model {

engine::Task Lines::cross_double(Train& train, Line& line, bool forward) {
  auto& way = line.ways[forward ? 0 : 1];
  wait_for_line(train, line, forward, way.room ? &*way.room : &*way.entries[0].gate);
  auto const factor = running_factor(train.account.tag, line);
  auto mine = approach(train, line, way);
  auto gate = come_to_gate(mine, line, forward, time_to_clear(line, forward, 0, train, factor));
  co_await gate;
  note_entry(line, way, 0);
  way.first = nullptr;
  mine.gate.release();
  train.standing.release();
  auto run = run_stretches(train, line, forward, 0, factor);
  co_await run;
}

engine::Task Lines::run_stretches(Train& train, Line& line, bool forward, std::size_t first,
                                  double factor) {
  auto& engine = world_.engine;
  auto& way = line.ways[forward ? 0 : 1];
  auto const behind = std::max(line.detail->headway, kBehind);
  for (auto stretch = first; stretch < line.parts.size(); ++stretch) {
    if (stretch > 0) {
      auto loop = pass_loop(train, line, forward, stretch, factor);
      co_await loop;
    }
    world_.stage(train, world_.stages.running, entrance(line, forward), line.id);
    auto const pace_now = set_off(line, forward, stretch, train, factor);
    auto const free_run = engine.now() + pace_now.time;
    // No overtaking: it arrives behind the train before it, at the headway.
    auto const arrival = std::max(free_run, way.entries[stretch].last_exit + behind);
    way.entries[stretch].last_exit = arrival;
    if (way.passed) {
      way.running.push_back({&train, stretch, arrival, factor});
    }
    co_await engine.until(arrival, engine::Rank::arrive);
    std::erase_if(way.running, [&](Running const& one) { return one.train == &train; });
    world_.reassign(train, world_.stages.line, arrival - free_run);
    note_exit(train, pace_now.end_mps);
  }
  if (way.head->free() == 0) {
    wait_for_line(train, line, forward, &*way.head);
  }
  engine::Lease head = co_await way.head->acquire();
  auto reservation = world_.stations->reserve(train, exit(line, forward), line.id);
  co_await reservation;
  train.standing = std::move(train.ahead);
}

/// At a loop: stands aside as long as there is reason to, then goes on at the headway.
engine::Task Lines::pass_loop(Train& train, Line& line, bool forward, std::size_t stretch,
                              double factor) {
  auto& way = line.ways[forward ? 0 : 1];
  auto& entry = way.entries[stretch];
  engine::Lease aside;
  Train const* before = nullptr;
  for (auto const* other = held_up_by(train, line, forward, stretch, factor); other != nullptr;
       other = held_up_by(train, line, forward, stretch, factor)) {
    if (!aside) {
      aside = entry.refuge->try_acquire();
    }
    if (!aside) {
      break;
    }
    if (other != before) {
      world_.stage(train, world_.stages.line, entrance(line, forward), line.id, other->account.tag);
      way.passed->fire_all();  // it holds up nobody now
      before = other;
    }
    co_await way.passed->wait();
  }
  if (entry.gate->free() == 0) {
    wait_for_line(train, line, forward, &*entry.gate);
  }
  engine::Lease gate = co_await entry.gate->acquire();
  auto const clear = time_to_clear(line, forward, stretch, train, factor);
  if (entry_time(line, forward, stretch, clear) > world_.engine.now()) {
    auto wait = wait_for_entry(train, line, forward, stretch, clear, nullptr);
    co_await wait;
  }
  note_entry(line, way, stretch);
  way.passed->fire_all();
}

/// The foremost train of higher priority on the line behind this one that it would hold up, if it
/// went on from the loop now: which, running freely, would be at the next loop less than a headway
/// behind it. Compare rule 86 of the Standard Code of Operating Rules: an inferior train clears the
/// time of a superior train in its direction.
Train const* Lines::held_up_by(Train const& train, Line const& line, bool forward,
                               std::size_t stretch, double factor) const {
  auto const& way = line.ways[forward ? 0 : 1];
  auto const& entry = way.entries[stretch];
  auto const behind = std::max(line.detail->headway, kBehind);
  auto const entering = std::max(world_.engine.now(), entry.next_entry);
  auto const arrival = std::max(entering + set_off(line, forward, stretch, train, factor).time,
                                entry.last_exit + behind);
  for (auto const& other : way.running) {
    if (other.stretch >= stretch || other.train->urgency <= train.urgency) {
      continue;
    }
    auto time = other.arrival;
    for (auto step = other.stretch + 1; step <= stretch; ++step) {
      time = time + pace(line, forward, step, *other.train, other.factor, kAtSpeed).time;
    }
    if (time < arrival + behind) {
      return other.train;
    }
  }
  return nullptr;
}

}  // namespace caravan::model
