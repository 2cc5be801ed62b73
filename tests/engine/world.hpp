/// What the tests of the engine share: a diary of what happened when, and small processes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/engine/batch.hpp"
#include "caravan/engine/engine.hpp"
#include "caravan/engine/pool.hpp"
#include "caravan/engine/server.hpp"
#include "caravan/engine/signal.hpp"
#include "caravan/engine/store.hpp"

namespace caravan::engine::test {

inline Duration ms(std::int64_t count) {
  return Duration::milliseconds(count);
}
inline SimTime at(std::int64_t count) {
  return SimTime::at(ms(count));
}

/// One engine and what its processes noted.
class World {
 public:
  explicit World(Engine::Options options = {}) : engine_{options} {}
  [[nodiscard]] Engine& engine() { return engine_; }
  void note(std::string const& what) {
    diary_.push_back(std::to_string(engine_.now().count()) + " " + what);
  }
  [[nodiscard]] std::vector<std::string> const& diary() const { return diary_; }
  RunEnd run(std::int64_t until = 1'000'000'000) { return engine_.run_until(at(until)); }

 private:
  std::vector<std::string> diary_;
  Engine engine_;
};

/// A job that comes, waits for its claim, works, and goes.
struct Job {
  std::string name;
  std::int64_t comes = 0;
  std::int64_t works = 0;
  Claim claim{};
};

inline Process do_job(World& world, Server& server, Job const& job) {
  co_await world.engine().until(at(job.comes), Rank::arrive);
  auto lease = co_await server.acquire(job.claim);
  world.note(job.name + " starts");
  co_await server.work(lease, ms(job.works));
  world.note(job.name + " ends");
}

/// Holds `units` from `from` until `until`.
inline Process hold(World& world, Server& server, int units, std::int64_t from,
                    std::int64_t until) {
  co_await world.engine().until(at(from));
  auto lease = co_await server.acquire({.units = units});
  co_await world.engine().until(at(until));
}

inline Process stop_at(World& world, ProcessId victim, std::int64_t when, Rank rank) {
  co_await world.engine().until(at(when), rank);
  world.engine().stop(victim);
}

/// Comes at `when` and notes whether it got a unit within `patience`.
inline Process patient(World& world, Server& server, std::string const& name, std::int64_t when,
                       std::int64_t patience) {
  co_await world.engine().until(at(when), Rank::arrive);
  auto lease = co_await server.acquire_within({}, ms(patience));
  world.note(name + (lease ? " got it" : " gave up"));
}

/// Each as a process, tagged 1, 2, 3 ...
inline void spawn_all(World& world, Server& server, std::vector<Job> const& jobs) {
  std::uint64_t tag = 1;
  for (auto const& job : jobs) world.engine().spawn(tag++, do_job(world, server, job));
}

inline void expect_closed_books(ServerTime const& t) {
  EXPECT_EQ((t.working + t.blocked + t.idle + t.closed + t.down).count(), t.total.count());
}

}  // namespace caravan::engine::test
