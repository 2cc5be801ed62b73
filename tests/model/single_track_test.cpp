// Opposing trains never lock a single line.
//
//   west ---(loop 1)---(loop 2)--- … ---(loop n)--- east      --- single track
//
// First the rule itself, by looking at every state that trains can reach; then the running model
// under more trains than the line can carry.

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

/// Trains at each loop by direction, and how many have not yet set out.
struct State {
  std::vector<int> east;
  std::vector<int> west;
  int east_to_come = 0;
  int west_to_come = 0;
  friend auto operator<=>(State const&, State const&) = default;
  [[nodiscard]] bool done() const {
    return east_to_come == 0 && west_to_come == 0 &&
           std::accumulate(east.begin(), east.end(), 0) == 0 &&
           std::accumulate(west.begin(), west.end(), 0) == 0;
  }
};

/// All states of a single line between two unlimited yards. A train hops to the next loop or yard
/// when a track is free there; nobody stands between loops.
class Line {
 public:
  Line(std::vector<int> tracks, bool keep_one_free)
      : tracks_{std::move(tracks)}, keep_one_free_{keep_one_free} {}

  struct Counts {
    std::size_t reachable = 0;
    std::size_t deadlocked = 0;
    std::size_t unsafe = 0;
  };

  Counts count(int east, int west) {
    State const start{std::vector<int>(tracks_.size(), 0), std::vector<int>(tracks_.size(), 0),
                      east, west};
    explore(start);
    Counts counts;
    counts.reachable = next_.size();
    auto const good = can_finish();
    for (auto const& [state, moves] : next_) {
      counts.deadlocked += moves.empty() && !state.done() ? 1U : 0U;
      counts.unsafe += good.contains(state) ? 0U : 1U;
    }
    return counts;
  }

 private:
  [[nodiscard]] bool room(State const& state, std::size_t loop, bool eastbound) const {
    auto const own = eastbound ? state.east[loop] : state.west[loop];
    auto const all = state.east[loop] + state.west[loop];
    return all < tracks_[loop] && (!keep_one_free_ || own < tracks_[loop] - 1);
  }

  void hop(State const& from, State to, std::size_t loop, bool eastbound, bool leaves) {
    if (!leaves && !room(from, loop, eastbound)) {
      return;
    }
    if (!leaves) {
      ++(eastbound ? to.east : to.west)[loop];
    }
    next_[from].insert(to);
    explore(to);
  }

  void explore(State const& state) {
    if (!next_.try_emplace(state).second) {
      return;
    }
    auto const last = tracks_.size() - 1;
    if (state.east_to_come > 0) {
      auto to = state;
      --to.east_to_come;
      hop(state, to, 0, true, false);
    }
    if (state.west_to_come > 0) {
      auto to = state;
      --to.west_to_come;
      hop(state, to, last, false, false);
    }
    for (std::size_t loop = 0; loop <= last; ++loop) {
      if (state.east[loop] > 0) {
        auto to = state;
        --to.east[loop];
        hop(state, to, loop + 1, true, loop == last);
      }
      if (state.west[loop] > 0) {
        auto to = state;
        --to.west[loop];
        hop(state, to, loop - 1, false, loop == 0);
      }
    }
  }

  /// The states from which all trains can still arrive.
  [[nodiscard]] std::set<State> can_finish() const {
    std::set<State> good;
    for (bool grew = true; grew;) {
      grew = false;
      for (auto const& [state, moves] : next_) {
        auto const finishes =
            state.done() || std::any_of(moves.begin(), moves.end(),
                                        [&](State const& to) { return good.contains(to); });
        grew = (finishes && good.insert(state).second) || grew;
      }
    }
    return good;
  }

  std::vector<int> tracks_;
  bool keep_one_free_;
  std::map<State, std::set<State>> next_;
};

struct Row {  // exact enumeration; the values are the project's table of oracles
  std::vector<int> tracks;
  int east;
  int west;
  Line::Counts counts;
};

std::vector<Row> const kRows{
    {{2, 2}, 1, 1, {16, 0, 0}},     {{2, 2}, 2, 2, {85, 1, 1}},      {{2, 2}, 3, 3, {232, 4, 4}},
    {{2, 2, 2}, 2, 2, {196, 2, 2}}, {{2, 2, 2}, 3, 3, {723, 9, 19}}, {{3, 2}, 2, 2, {92, 0, 0}},
    {{3, 3}, 3, 3, {343, 1, 1}},    {{2}, 3, 3, {65, 0, 0}},
};

TEST(SingleTrack, WithoutARuleTrainsLockTheLineInExactlyTheseStates) {
  for (auto const& row : kRows) {
    Line line{row.tracks, false};
    auto const counts = line.count(row.east, row.west);
    EXPECT_EQ(counts.reachable, row.counts.reachable);
    EXPECT_EQ(counts.deadlocked, row.counts.deadlocked);
    EXPECT_EQ(counts.unsafe, row.counts.unsafe);
  }
}

TEST(SingleTrack, OneTrackKeptFreeForEachDirectionLeavesNoUnsafeState) {
  for (auto const& row : kRows) {
    Line line{row.tracks, true};
    auto const counts = line.count(row.east, row.west);
    EXPECT_EQ(counts.deadlocked, 0U);
    EXPECT_EQ(counts.unsafe, 0U);
    EXPECT_GT(counts.reachable, 1U);
  }
}

/// Trains that reserve a track before they enter a section, of two priorities: the first search
/// with what it leaves out. An express takes the track ahead of another train that stands beside
/// it.
class Dispatch {
 public:
  struct Train {
    bool east = true;
    bool express = false;
    int step = 0;  ///< 3p: stands at point p; 3p + 1: has a track at p + 1; 3p + 2: runs there
    friend auto operator<=>(Train const&, Train const&) = default;
  };
  using State = std::vector<Train>;  // sorted: trains of one kind are alike

  Dispatch(std::vector<int> tracks, bool keep_one_free)
      : tracks_{std::move(tracks)},
        loops_{static_cast<int>(tracks_.size())},
        keep_one_free_{keep_one_free} {}

  struct Counts {
    std::size_t reachable = 0;
    std::size_t deadlocked = 0;
    std::size_t unsafe = 0;
  };

  Counts count(State const& start) {
    std::vector<State> to_visit{start};
    std::map<State, std::vector<State>> before;  // by state: those from which it is reached
    before[start];
    std::vector<State> good;
    Counts counts;
    while (!to_visit.empty()) {
      auto const state = to_visit.back();
      to_visit.pop_back();
      ++counts.reachable;
      auto next = moves(state);
      auto const done = std::all_of(state.begin(), state.end(), [&](Train const& train) {
        return train.step == 3 * (loops_ + 1);
      });
      counts.deadlocked += next.empty() && !done ? 1U : 0U;
      if (done) {
        good.push_back(state);
      }
      for (auto& swapped : take_overs(state)) {
        next.push_back(std::move(swapped));
      }
      for (auto& to : next) {
        std::sort(to.begin(), to.end());
        auto const [found, is_new] = before.try_emplace(to);
        found->second.push_back(state);
        if (is_new) {
          to_visit.push_back(to);
        }
      }
    }
    std::set<State> safe{good.begin(), good.end()};
    while (!good.empty()) {
      auto const state = good.back();
      good.pop_back();
      for (auto const& from : before[state]) {
        if (safe.insert(from).second) {
          good.push_back(from);
        }
      }
    }
    counts.unsafe = counts.reachable - safe.size();
    return counts;
  }

 private:
  /// Whether a train holds a track at a loop: it stands there, or goes there.
  [[nodiscard]] bool holds(Train const& train, int loop) const {
    auto const point = train.east ? loop + 1 : loops_ - loop;
    auto const kind = train.step % 3;
    return (train.step / 3 == point && kind < 2) || (train.step / 3 + 1 == point && kind > 0);
  }

  [[nodiscard]] bool room_ahead(State const& state, Train const& train) const {
    auto const point = train.step / 3 + 1;
    if (point > loops_) {
      return true;
    }
    auto const loop = train.east ? point - 1 : loops_ - point;
    auto const held = [&](bool east) {
      return std::count_if(state.begin(), state.end(),
                           [&](Train const& one) { return one.east == east && holds(one, loop); });
    };
    auto const left = tracks_[static_cast<std::size_t>(loop)] - held(true) - held(false) - 1;
    return left >= (keep_one_free_ && held(!train.east) == 0 ? 1 : 0);
  }

  [[nodiscard]] bool section_free(State const& state, Train const& train) const {
    auto const section = [&](Train const& one) {
      return one.east ? one.step / 3 : loops_ - one.step / 3;
    };
    return std::none_of(state.begin(), state.end(), [&](Train const& one) {
      return one.step % 3 == 2 && section(one) == section(train);
    });
  }

  [[nodiscard]] std::vector<State> moves(State const& state) const {
    std::vector<State> next;
    for (std::size_t number = 0; number < state.size(); ++number) {
      auto const& train = state[number];
      if (train.step == 3 * (loops_ + 1)) {
        continue;
      }
      auto const kind = train.step % 3;
      if (kind == 2 || (kind == 0 && room_ahead(state, train)) ||
          (kind == 1 && section_free(state, train))) {
        next.push_back(state);
        ++next.back()[number].step;
      }
    }
    return next;
  }

  [[nodiscard]] static std::vector<State> take_overs(State const& state) {
    std::vector<State> next;
    for (std::size_t mine = 0; mine < state.size(); ++mine) {
      for (std::size_t other = 0; other < state.size(); ++other) {
        auto const& express = state[mine];
        auto const& train = state[other];
        if (express.express && !train.express && express.east == train.east &&
            express.step % 3 == 0 && train.step == express.step + 1) {
          next.push_back(state);
          std::swap(next.back()[mine].step, next.back()[other].step);
        }
      }
    }
    return next;
  }

  std::vector<int> tracks_;
  int loops_;
  bool keep_one_free_;
};

/// One express and `others` other trains from each side.
Dispatch::State trains(int others) {
  Dispatch::State state;
  for (auto const east : {false, true}) {
    state.insert(state.end(), static_cast<std::size_t>(others), {east, false, 0});
    state.push_back({east, true, 0});
  }
  return state;
}

TEST(SingleTrack, PriorityLeavesNoUnsafeStateEither) {
  for (auto const& [tracks, others] : {std::pair{std::vector{2}, 2},
                                       {std::vector{2, 2}, 1},
                                       {std::vector{3, 2}, 1},
                                       {std::vector{3, 3}, 2},
                                       {std::vector{2, 2, 2}, 1}}) {
    auto const with_rule = Dispatch{tracks, true}.count(trains(others));
    EXPECT_GT(with_rule.reachable, 100U);
    EXPECT_EQ(with_rule.deadlocked, 0U);
    EXPECT_EQ(with_rule.unsafe, 0U);
  }
  EXPECT_GT((Dispatch{{2, 2}, false}.count(trains(1)).deadlocked), 0U) << "the search can find one";
}

/// A line of `loops` loops at 20 km and 40 km/h, half an hour a section, flooded from both sides.
model::RunResult flood(int loops, int loop_tracks, int station_tracks,
                       std::string const& every_east, std::string const& every_west,
                       std::string const& more = "") {
  auto const tracks = std::to_string(station_tracks);
  auto const text = R"(schema: caravan/1
name: flood
clock: {start: 2026-03-02 00:00, zone: UTC, run: 40 d, warm-up: 5 d}
places:
  west: {tracks: {1520 mm: )" +
                    tracks + R"(}}
  east: {tracks: {1520 mm: )" +
                    tracks + R"(}}
links:
  line: {between: [west, east], rail: 1520 mm, length: )" +
                    std::to_string(20 * (loops + 1)) +
                    R"( km, speed: 40 km/h, track: single, loops: )" + std::to_string(loops) +
                    ", loop-tracks: " + std::to_string(loop_tracks) + R"(}
consists:
  any: {gauge: 1520 mm, capacity: 100 TEU}
services:
  eastbound: {from: west, to: east, every: )" +
                    every_east + R"(, consist: any, units: 1}
  westbound: {from: east, to: west, every: )" +
                    every_west + R"(, consist: any, units: 1}
)" + more;
  auto const loaded = scenario::load_text("flood.yaml", text);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  return model::run(*loaded.scenario, {});
}

TEST(SingleTrack, AFloodFromBothSidesNeverLocksTheLine) {
  for (int loops : {1, 2, 5, 11}) {
    for (int tracks : {2, 3, 4}) {
      SCOPED_TRACE(std::to_string(loops) + " loops of " + std::to_string(tracks));
      auto const result = flood(loops, tracks, 4, "20 min", "{exponential: 20 min}");
      EXPECT_EQ(result.end, model::End::horizon);
      EXPECT_TRUE(result.audit.ok());
      ASSERT_EQ(result.relations.size(), 2U);
      for (auto const& relation : result.relations) {
        EXPECT_GT(relation.delivered, 40 * 8) << "trains of both directions go on to the end";
      }
    }
  }
}

TEST(SingleTrack, AFloodOfTwoPrioritiesFromBothSidesNeverLocksTheLine) {
  for (int loops : {0, 1, 2, 5}) {
    for (int tracks : {2, 3, 4}) {
      SCOPED_TRACE(std::to_string(loops) + " loops of " + std::to_string(tracks));
      auto const result = flood(loops, tracks, 4, "1 h", "{exponential: 1 h}", R"(
  express-east: {from: west, to: east, every: {exponential: 2 h}, consist: any, units: 1, speed: 60 km/h, priority: 5}
  express-west: {from: east, to: west, every: {exponential: 2 h}, consist: any, units: 1, priority: 3}
)");
      EXPECT_EQ(result.end, model::End::horizon);
      EXPECT_TRUE(result.audit.ok());
      ASSERT_EQ(result.relations.size(), 2U);
      for (auto const& relation : result.relations) {
        EXPECT_GT(relation.delivered, 40 * 8) << "trains of both directions go on to the end";
      }
    }
  }
}

TEST(SingleTrack, ASaturatedLineCarriesAPairInTwoSectionTimes) {
  // Opposing trains meet at every loop: in each section one eastbound and one westbound train in
  // turn, half an hour each, so 24 pairs a day at most.
  auto const result = flood(5, 2, 4, "20 min", "20 min");
  for (auto const& relation : result.relations) {
    auto const a_day = static_cast<double>(relation.delivered) / 40;
    EXPECT_LE(a_day, 24.0);
    EXPECT_GE(a_day, 22.5);
  }
}

TEST(SingleTrack, TrainsOfOneDirectionFollowEachOtherSectionBySection) {
  // Nobody comes the other way: a section is free again after half an hour, so 48 trains a day.
  auto const result = flood(5, 2, 4, "20 min", "1000 d");
  auto const& eastbound = result.relations.back();
  EXPECT_NEAR(static_cast<double>(eastbound.delivered) / 40, 48.0, 1.0);
}

}  // namespace
}  // namespace caravan
