#include <algorithm>

#include "model/lines.hpp"
#include "model/stations.hpp"

namespace caravan::model {

namespace {

engine::Claim by_urgency(std::int32_t urgency, int stream = 0) {
  engine::Claim claim;
  claim.priority = urgency;
  claim.stream = stream;
  return claim;
}

}  // namespace

engine::Task Lines::cross_single(Train& train, Line& line, bool forward) {
  auto& way = line.ways[forward ? 0 : 1];
  wait_for_line(train, line, forward, way.room ? &*way.room : &*way.entries[0].gate);
  auto const factor = running_factor(train.account.tag, line);
  auto mine = approach(train, line, way);
  for (std::size_t step = 0; step < line.parts.size(); ++step) {
    auto section = run_section(mine, line, forward, step, factor);
    co_await section;
    mine.gate.release();
  }
}

engine::Task Lines::run_section(Approach& mine, Line& line, bool forward, std::size_t step,
                                double factor) {
  auto& engine = world_.engine;
  auto& train = *mine.train;
  auto& way = line.ways[forward ? 0 : 1];
  auto& ready = way.ready[step];
  auto& section = line.sections[part_of(line, forward, step)];
  engine::Lease track;
  std::int64_t turn = -1;
  for (;;) {
    auto const clear = time_to_clear(line, forward, step, train, factor);
    if (step == 0 && (!mine.gate || entry_time(line, forward, 0, clear) > engine.now())) {
      auto gate = come_to_gate(mine, line, forward, clear);
      co_await gate;
    } else if (entry_time(line, forward, step, clear) > engine.now()) {
      auto wait = wait_for_entry(train, line, forward, step, clear, nullptr);
      co_await wait;
    }
    if (!mine.reserved) {
      auto ahead = reserve_ahead(mine, line, forward, step);
      co_await ahead;
    }
    if (mine.passed_over) {
      give_back(mine);
      continue;
    }
    wait_for_line(train, line, forward, &*section.track);
    if (line.dispatch != nullptr) {
      turn = turn < section.turns.present ? take_turn(section.turns, forward, line.detail->batch)
                                          : turn;
      train.urgency = urgency(train, line, turn);
    }
    ready.push_back(&mine);
    track = co_await section.track->acquire(by_urgency(train.urgency));
    std::erase(ready, &mine);
    // Meanwhile the line may have been closed, or the track ahead have gone to another.
    if (mine.reserved && entry_time(line, forward, step, clear) <= engine.now()) {
      break;
    }
    track.release();
    give_back(mine);
  }
  leave_gate(mine, line, way, step);
  section.turns.present = std::max(section.turns.present, turn);
  mine.reserved = false;
  train.standing = std::move(train.ahead);
  world_.stage(train, world_.stages.running, entrance(line, forward), line.id);
  auto const pace_now = set_off(line, forward, step, train, factor);
  co_await engine.delay(pace_now.time, engine::Rank::finish);
  note_exit(train, pace_now.end_mps);
}

void Lines::leave_gate(Approach& mine, Line const& line, Way& way, std::size_t step) const {
  if (step == 0) {
    way.first = nullptr;
    note_entry(line, way, 0);
  }
  if (line.dispatch != nullptr) {
    mine.gate.release();  // so that the policy sees who is next at either end
  }
}

/// Waits for a track at the next loop, or at the station. If there is none, a train of lower
/// priority that stands beside this one, and has one, gives it up.
engine::Task Lines::reserve_ahead(Approach& mine, Line& line, bool forward, std::size_t step) {
  auto& train = *mine.train;
  while (!mine.reserved && !mine.passed_over) {
    if (step + 1 == line.parts.size()) {
      take_from_another(mine, line, forward, step);
      if (!mine.reserved) {
        auto reservation = world_.stations->reserve(train, exit(line, forward), line.id);
        co_await reservation;
      }
    } else {
      auto& loop = *line.sections[forward ? step : line.parts.size() - 2 - step].loop;
      auto const claim = by_urgency(train.urgency, forward ? 0 : 1);
      wait_for_line(train, line, forward, &loop);
      train.ahead = loop.try_acquire(claim);
      if (!train.ahead) {
        take_from_another(mine, line, forward, step);
      }
      if (!train.ahead) {
        train.ahead = co_await loop.acquire(claim);
      }
    }
    mine.reserved = true;
    give_to_earlier(mine, line, forward, step);
  }
}

void Lines::take_from_another(Approach& mine, Line const& line, bool forward, std::size_t step) {
  Approach* least = nullptr;
  for (auto* const other : line.ways[forward ? 0 : 1].ready[step]) {
    auto const yields = other->reserved && other->train->urgency < mine.train->urgency;
    if (yields && (least == nullptr || other->order < least->order)) {
      least = other;
    }
  }
  if (least != nullptr) {
    hand_over_ahead(*least, mine);
    wait_behind(mine, *least, line, forward);
  }
}

/// Who lost the track ahead to a train of higher priority, and goes before this one, has it first.
void Lines::give_to_earlier(Approach& mine, Line const& line, bool forward, std::size_t step) {
  Approach* first = nullptr;
  for (auto* const other : line.ways[forward ? 0 : 1].ready[step]) {
    auto const earlier = !other->reserved && !other->passed_over && other->order > mine.order &&
                         other->train->urgency >= mine.train->urgency;
    if (earlier && (first == nullptr || other->order > first->order)) {
      first = other;
    }
  }
  if (first != nullptr) {
    hand_over_ahead(mine, *first);
    wait_behind(*first, mine, line, forward);
  }
}

}  // namespace caravan::model
