/// What a wait, a process or a grant that found no memory leaves behind where the run goes on.
#include <cstddef>
#include <new>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/failing_memory.hpp"
#include "tests/engine/yard.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

/// Asks within a limit at 10, when there is no memory for it, and then sleeps until 1010.
Process fails_and_sleeps(Yard& yard, std::size_t others, bool& failed) {
  co_await yard.engine().until(at(10));
  crowd(yard, others);
  try {
    auto poor = Poor<detail::Borrow>{yard.pool.borrow_within(1, ms(200)), 0};
    co_await poor;
  } catch (std::bad_alloc const&) {
    failed = true;
  }
  co_await yard.engine().delay(ms(1000));
}

/// It stands in no line: who stops it later reaches for nothing that is gone.
TEST(NoMemory, for_a_wait_lets_its_process_be_stopped) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    bool failed = false;
    yard.holder = yard.engine().spawn(1, holds_all(yard));
    auto const asks = yard.engine().spawn(3, fails_and_sleeps(yard, others, failed));
    auto const borrow = [](Yard& from) { return from.pool.borrow(); };
    yard.engine().spawn(4, waits_once(yard, borrow, 20, "served"));
    yard.world.run(30);
    auto const waiting = yard.pool.waiting();
    yard.engine().stop(asks);
    if (failed) {
      ++failures;
      EXPECT_EQ(waiting, 1);
      EXPECT_EQ(yard.pool.waiting(), 1);
    }
    yard.world.run(500);
    EXPECT_THAT(yard.world.diary(), ElementsAre("100 served"));
  }
  EXPECT_GT(failures, 0);
}

/// Asks at 10, when there may be no memory for it, and otherwise sleeps until 150, when all that it
/// asked for has come to those who wait.
template <class Make>
Process asks_and_sleeps(Yard& yard, Make make, std::size_t others, std::size_t spared,
                        bool& failed) {
  co_await yard.engine().until(at(10));
  crowd(yard, others);
  try {
    auto poor = Poor<decltype(make(yard))>{make(yard), spared};
    co_await poor;
  } catch (std::bad_alloc const&) {
    failed = true;
  }
  co_await yard.engine().until(at(150));
  yard.world.note("awake");
}

/// How many failures there are; after none is anybody woken by what could not begin.
template <class Make>
int undisturbed_after_failures(Make make) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    for (std::size_t spared = 0;; ++spared) {
      Yard yard;
      bool failed = false;
      yard.holder = yard.engine().spawn(1, holds_all(yard));
      yard.engine().spawn(3, asks_and_sleeps(yard, make, others, spared, failed));
      yard.world.run(500);
      EXPECT_THAT(yard.world.diary(), ElementsAre("150 awake")) << others << ' ' << spared;
      if (!failed) break;
      ++failures;
    }
  }
  return failures;
}

TEST(NoMemory, for_a_wait_wakes_nobody_when_its_time_would_have_come) {
  EXPECT_GT(undisturbed_after_failures([](Yard& yard) { return yard.engine().join(yard.holder); }),
            0);
  EXPECT_GT(
      undisturbed_after_failures([](Yard& yard) { return yard.pool.borrow_within(1, ms(120)); }),
      0);
  EXPECT_GT(undisturbed_after_failures(
                [](Yard& yard) { return yard.server.acquire_within({}, ms(120)); }),
            0);
  EXPECT_GT(
      undisturbed_after_failures([](Yard& yard) { return yard.store.take_within(1, ms(120)); }), 0);
  EXPECT_GT(undisturbed_after_failures([](Yard& yard) { return yard.signal.wait_within(ms(120)); }),
            0);
}

Process counts_wear(Yard& yard) {
  co_await yard.mill.busy_for(0, ms(20));
  yard.world.note("worn");
}
/// Works for 30 at 10, of which 20 wear the mill out; if there is no memory for both, at 100.
Process mills(Yard& yard, std::size_t others, bool& failed) {
  co_await yard.engine().until(at(10));
  crowd(yard, others);
  try {
    auto poor = Poor<detail::Work>{yard.mill.work(yard.at_mill, ms(30)), 0};
    co_await poor;
  } catch (std::bad_alloc const&) {
    failed = true;
  }
  co_await yard.engine().until(at(100));
  yard.world.note(failed ? "failed" : "milled");
}

/// The end of the work is scheduled before that of the wear; alone, it must wake nobody.
TEST(NoMemory, for_the_wear_of_a_work_leaves_no_end_of_the_work) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    bool failed = false;
    yard.engine().spawn(1, counts_wear(yard));
    yard.engine().spawn(3, mills(yard, others, failed));
    yard.world.run(500);
    failures += failed ? 1 : 0;
    if (failed) {
      EXPECT_THAT(yard.world.diary(), ElementsAre("100 failed"));
    } else {
      EXPECT_THAT(yard.world.diary(), ElementsAre("30 worn", "100 milled"));
    }
  }
  EXPECT_GT(failures, 0);
}

/// The work that could not begin is nobody's any more: it is not ended once more with its process.
TEST(NoMemory, for_the_wear_of_a_work_lets_its_process_be_stopped) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    bool failed = false;
    yard.engine().spawn(1, counts_wear(yard));
    auto const miller = yard.engine().spawn(3, mills(yard, others, failed));
    yard.world.run(50);
    yard.engine().stop(miller);
    yard.world.run(500);
    if (!failed) continue;
    ++failures;
    EXPECT_EQ(yard.mill.times().working, ms(0));
  }
  EXPECT_GT(failures, 0);
}

Process gives_back(Yard& yard, std::size_t others, bool& failed) {
  auto loan = co_await yard.pool.borrow();
  co_await yard.engine().until(at(100));
  crowd(yard, others);
  try {
    FailingMemory const poor{0};
    loan.give_back(1);
  } catch (std::bad_alloc const&) {
    failed = true;
  }
}
Process waits_until_150(Yard& yard) {
  co_await yard.engine().until(at(10));
  auto const loan = co_await yard.pool.borrow_within(1, ms(140));
  yard.world.note(loan.units() > 0 ? "served" : "gone");
}

/// Who could not be told that it is his turn still leaves when his patience ends.
TEST(NoMemory, for_a_grant_leaves_the_patience_of_who_is_next) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    bool failed = false;
    yard.engine().spawn(1, gives_back(yard, others, failed));
    yard.engine().spawn(3, waits_until_150(yard));
    yard.world.run(500);
    failures += failed ? 1 : 0;
    EXPECT_THAT(yard.world.diary(), ElementsAre(failed ? "150 gone" : "100 served"));
    EXPECT_EQ(yard.pool.waiting(), 0);
  }
  EXPECT_GT(failures, 0);
}

/// Where the run goes on, another takes its place; where it does not, nothing is left of it.
TEST(NoMemory, for_the_first_event_of_a_process_spawns_none) {
  int failures = 0;
  for (std::size_t i = 0; i < 40; ++i) {
    Yard yard;
    crowd(yard, kNearlyFull + i / 2);
    auto const before = yard.engine().living();
    auto process = sleeps(yard);
    bool failed = false;
    try {
      FailingMemory const poor{0};
      yard.engine().spawn(1, std::move(process));
    } catch (std::bad_alloc const&) {
      failed = true;
    }
    failures += failed ? 1 : 0;
    EXPECT_EQ(yard.engine().living(), before + (failed ? 0 : 1));
    if (i % 2 == 0) yard.engine().spawn(2, sleeps(yard));
    yard.world.run();
    EXPECT_EQ(yard.engine().living(), 0);
  }
  EXPECT_GT(failures, 1);
}

}  // namespace
}  // namespace caravan::engine::test
