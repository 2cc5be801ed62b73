/// Every kind of wait against a grant, the end of patience and a stop at neighbouring or equal
/// instants, in every order of spawning. Each wait must have its exact length, the wait after it
/// must not be cut short by a wake-up that was meant for it, and no unit may be lost.
#include <algorithm>
#include <array>
#include <optional>

#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

enum class Kind {
  delay,
  acquire,
  acquire_within,
  take,
  take_within,
  put,
  put_within,
  signal,
  signal_within,
  batch,
  join,
  work
};
constexpr std::array kKinds{Kind::delay,         Kind::acquire, Kind::acquire_within, Kind::take,
                            Kind::take_within,   Kind::put,     Kind::put_within,     Kind::signal,
                            Kind::signal_within, Kind::batch,   Kind::join,           Kind::work};

constexpr std::int64_t kBegins = 1;
constexpr std::int64_t kGranted = 10;
constexpr std::int64_t kRest = 100;

struct Case {
  Kind kind;
  std::int64_t timeout;  ///< when patience would end
  std::int64_t stop;
  Rank stop_rank;
};

bool has_patience(Kind kind) {
  return kind == Kind::acquire_within || kind == Kind::take_within || kind == Kind::put_within ||
         kind == Kind::signal_within;
}

struct Outcome {
  std::optional<std::int64_t> waited_until;
  bool granted = false;
  std::optional<std::int64_t> rested_until;
};

struct Scene {
  explicit Scene(Ties ties) : world{{.ties = ties, .tie_seed = 7}} {}
  World world;
  Server track{world.engine(), {.name = "track"}};
  Server crane{world.engine(), {.name = "crane"}};
  Store empty{world.engine(), "empty", 0};
  Store full{world.engine(), "full", 1, 1};
  Signal signal{world.engine(), "signal"};
  Batch batch{world.engine(), "batch", 2};
  ProcessId granter;
  Outcome victim;
  std::optional<std::int64_t> next_got_it;
  Engine& engine() { return world.engine(); }
};

Process grants(Scene& scene, Kind kind) {
  auto lease = scene.track.try_acquire();
  co_await scene.engine().until(at(kGranted));
  lease.release();
  static_cast<void>(scene.empty.try_put(1));
  static_cast<void>(scene.full.try_take(1));
  scene.signal.fire_one();
  if (kind == Kind::batch) {
    auto const place = co_await scene.batch.join();
    static_cast<void>(place);
  }
}

/// A breakdown in the middle of the job, and one at its end.
Process breaks_down(Scene& scene) {
  co_await scene.engine().until(at(4), Rank::calendar);
  scene.crane.fail(0);
  co_await scene.engine().until(at(6), Rank::calendar);
  scene.crane.repair(0);
  co_await scene.engine().until(at(kGranted), Rank::calendar);
  scene.crane.fail(0);
}

Process waits(Scene& scene, Case const& c) {
  auto& engine = scene.engine();
  auto const patience = ms(c.timeout - kBegins);
  co_await engine.until(at(kBegins));
  Lease lease;
  bool got = true;
  switch (c.kind) {
    case Kind::delay:
      co_await engine.delay(ms(kGranted - kBegins));
      break;
    case Kind::acquire:
      lease = co_await scene.track.acquire();
      break;
    case Kind::acquire_within:
      lease = co_await scene.track.acquire_within({}, patience);
      got = static_cast<bool>(lease);
      break;
    case Kind::take:
      co_await scene.empty.take(1);
      break;
    case Kind::take_within:
      got = co_await scene.empty.take_within(1, patience);
      break;
    case Kind::put:
      co_await scene.full.put(1);
      break;
    case Kind::put_within:
      got = co_await scene.full.put_within(1, patience);
      break;
    case Kind::signal:
      co_await scene.signal.wait();
      break;
    case Kind::signal_within:
      got = co_await scene.signal.wait_within(patience);
      break;
    case Kind::batch: {
      auto const place = co_await scene.batch.join();
      static_cast<void>(place);
      break;
    }
    case Kind::join:
      co_await engine.join(scene.granter);
      break;
    case Kind::work:
      lease = co_await scene.crane.acquire();
      co_await scene.crane.work(lease, ms(kGranted - kBegins - 2));  // two are lost by breakdown
      break;
  }
  scene.victim.waited_until = engine.now().count();
  scene.victim.granted = got;
  co_await engine.delay(ms(kRest));
  scene.victim.rested_until = engine.now().count();
}

/// Stands behind the victim for the same thing.
Process next_in_line(Scene& scene, Kind kind) {
  co_await scene.engine().until(at(2));
  Lease lease;
  switch (kind) {
    case Kind::acquire:
    case Kind::acquire_within:
      lease = co_await scene.track.acquire();
      break;
    case Kind::take:
    case Kind::take_within:
      co_await scene.empty.take(1);
      break;
    case Kind::signal:
    case Kind::signal_within:
      co_await scene.signal.wait();
      break;
    default:
      co_return;
  }
  scene.next_got_it = scene.engine().now().count();
}

struct Moment {
  std::int64_t time;
  Rank rank;
  auto operator<=>(Moment const&) const = default;
};

Moment end_of_wait(Case const& c) {
  Moment end{kGranted, Rank::grant};
  if (c.kind == Kind::delay || c.kind == Kind::work) end.rank = Rank::finish;
  if (c.kind == Kind::signal || c.kind == Kind::signal_within) end.rank = Rank::decide;
  if (has_patience(c.kind)) end = std::min(end, Moment{c.timeout, Rank::timeout});
  return end;
}

void play(Scene& scene, Case const& c, std::array<int, 4> const& order) {
  ProcessId victim;
  scene.granter = scene.engine().spawn(1, grants(scene, c.kind));
  for (int const actor : order) {
    if (actor == 0) victim = scene.engine().spawn(2, waits(scene, c));
    if (actor == 1) scene.engine().spawn(3, next_in_line(scene, c.kind));
    if (actor == 2) scene.engine().spawn(4, breaks_down(scene));
    if (actor == 3) scene.engine().spawn(5, stop_at(scene.world, victim, c.stop, c.stop_rank));
  }
  scene.world.run(1000);
}

void check(Scene const& scene, Case const& c) {
  auto const end = end_of_wait(c);
  Moment const stop{c.stop, c.stop_rank};
  if (stop == end) return;  // either is right
  bool const survives_wait = end < stop;
  ASSERT_EQ(scene.victim.waited_until.has_value(), survives_wait);
  if (survives_wait) {
    EXPECT_EQ(*scene.victim.waited_until, end.time);
    EXPECT_EQ(scene.victim.granted, end.rank != Rank::timeout);
    bool const survives_rest = c.stop > end.time + kRest;
    ASSERT_EQ(scene.victim.rested_until.has_value(), survives_rest);
    if (survives_rest) {
      EXPECT_EQ(*scene.victim.rested_until, end.time + kRest);
    }
  }
}

void check_next(Scene const& scene, Case const& c) {
  auto const end = end_of_wait(c);
  Moment const stop{c.stop, c.stop_rank};
  if (stop == end) return;
  bool const victim_got_it = end < stop && end.rank != Rank::timeout;
  auto const freed_again = std::min(c.stop, kGranted + kRest);
  switch (c.kind) {
    case Kind::acquire:
    case Kind::acquire_within:
      EXPECT_EQ(scene.next_got_it, victim_got_it ? freed_again : kGranted);
      break;
    case Kind::take:
    case Kind::take_within:
    case Kind::signal:
    case Kind::signal_within:
      EXPECT_EQ(scene.next_got_it.has_value(), !victim_got_it);
      if (!victim_got_it) {
        EXPECT_EQ(*scene.next_got_it, kGranted);
      }
      break;
    default:
      break;
  }
}

void check_units(Scene const& scene, Case const& c) {
  EXPECT_EQ(scene.track.free(), 1);
  EXPECT_EQ(scene.track.in_use() + scene.crane.in_use(), 0);
  bool const take = c.kind == Kind::take || c.kind == Kind::take_within;
  EXPECT_EQ(scene.empty.level(), take ? 0 : 1);  // the victim or the next took it
  if (c.kind == Kind::put || c.kind == Kind::put_within) {
    bool const before = Moment{c.stop, c.stop_rank} < Moment{kGranted, Rank::finish} ||
                        (c.kind == Kind::put_within && c.timeout < kGranted);
    bool const unclear = c.stop == kGranted && c.stop_rank == Rank::finish;
    if (!unclear) {
      EXPECT_EQ(scene.full.level(), before ? 0 : 1);
    }
  }
  // Behind a victim who took the only one, the next still waits.
  EXPECT_EQ(scene.empty.waiting_takers(), take && !scene.next_got_it ? 1 : 0);
  EXPECT_EQ(scene.full.waiting_putters(), 0);
}

class TiedTimes : public testing::TestWithParam<Ties> {};

TEST_P(TiedTimes, give_every_wait_its_exact_length_and_lose_no_unit) {
  int cases = 0;
  for (auto const kind : kKinds) {
    for (std::int64_t const timeout : {9, 10, 11}) {
      if (timeout != 9 && !has_patience(kind)) continue;
      for (std::int64_t const stop : {9, 10, 11, 500}) {
        for (int rank = 0; rank < 7; ++rank) {
          Case const c{kind, timeout, stop, static_cast<Rank>(rank)};
          std::array<int, 4> order{0, 1, 2, 3};
          do {
            // The stopper is spawned after its victim, whose number it must know.
            if (std::find(order.begin(), order.end(), 3) <
                std::find(order.begin(), order.end(), 0)) {
              continue;
            }
            Scene scene{GetParam()};
            play(scene, c, order);
            SCOPED_TRACE(testing::Message() << "kind " << static_cast<int>(kind) << " timeout "
                                            << timeout << " stop " << stop << " rank " << rank);
            check(scene, c);
            check_next(scene, c);
            check_units(scene, c);
            ASSERT_FALSE(HasFailure());
            ++cases;
          } while (std::next_permutation(order.begin(), order.end()));
        }
      }
    }
  }
  EXPECT_EQ(cases, (8 + 4 * 3) * 4 * 7 * 12);
}

INSTANTIATE_TEST_SUITE_P(InBothOrders, TiedTimes, testing::Values(Ties::fifo, Ties::shuffled));

}  // namespace
}  // namespace caravan::engine::test
