/// The stage of `tied_times_test.cpp`: one who waits, one who grants, the next in line, breakdowns
/// and somebody who stops the one who waits. In every kind of wait the grant is due at 10.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {

enum class Kind {
  delay,
  acquire,
  acquire_within,
  opening,  ///< as acquire, at a server that opens at 10
  opening_within,
  take,
  take_within,
  put,
  put_within,
  borrow,
  borrow_within,
  signal,
  signal_within,
  batch,
  batch_limit,
  join,
  work,
  work_late,  ///< work whose end has a rank above that of breakdowns
  wear,
};

/// Which servers break down. A breakdown of what somebody works with makes him late; one of what
/// somebody waits for bars it; one of what somebody merely holds touches nobody's time.
enum class Broken { nothing, tool_of_the_granter, all_the_victim_uses };

struct Case {
  Kind kind;
  std::int64_t timeout;  ///< when patience would end
  Broken broken;
  std::int64_t breaks;
  std::int64_t repaired;
  std::int64_t stop;
  Rank stop_rank;
};

constexpr std::int64_t kBegins = 1;
constexpr std::int64_t kGranted = 10;
constexpr std::int64_t kRest = 100;

/// What became of the victim.
struct Outcome {
  std::optional<std::int64_t> waited_until;
  bool granted = false;
  std::optional<std::int64_t> rested_until;
};

struct Scene {
  explicit Scene(Engine::Options options) : world{options} {}
  World world;
  Calendar hours{{{at(kGranted), at(10'000)}}};
  Server tool{world.engine(), {.name = "tool"}};    ///< of the granter
  Server track{world.engine(), {.name = "track"}};  ///< the granter holds it at first
  Server gate{world.engine(), {.name = "gate", .hours = &hours}};
  Server crane{world.engine(), {.name = "crane"}};  ///< the victim works with it
  Server hook{world.engine(), {.name = "hook"}};    ///< the victim holds it all the time
  Store empty{world.engine(), "empty", 0};
  Store full{world.engine(), "full", 1, 1};
  Pool pool{world.engine(), "pool", 1};  ///< the granter has it at first
  Signal signal{world.engine(), "signal"};
  std::optional<Batch> batch;
  ProcessId granter_id;
  ProcessId victim_id;
  Outcome victim;
  std::optional<std::int64_t> next_got_it;

  Engine& engine() { return world.engine(); }
  /// What is broken in `c`.
  std::vector<Server*> broken(Case const& c) {
    if (c.broken == Broken::nothing) return {};
    if (c.broken == Broken::tool_of_the_granter) return {&tool};
    return {&track, &gate, &crane, &hook};
  }
};

/// Plays `c`; `order` is the order in which the five are spawned.
void play(Scene& scene, Case const& c, std::array<int, 5> const& order);

}  // namespace caravan::engine::test
