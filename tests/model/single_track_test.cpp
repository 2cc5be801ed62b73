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

/// A line of `loops` loops at 20 km and 40 km/h, half an hour a section, flooded from both sides.
model::RunResult flood(int loops, int loop_tracks, int station_tracks,
                       std::string const& every_east, std::string const& every_west) {
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
)";
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
