/// When there is no memory: a wait that cannot begin has never been, who stands in line stays
/// there, and nothing that is gone is reached for. Memory runs out at each allocation in turn.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/failing_memory.hpp"
#include "tests/engine/yard.hpp"

namespace caravan::engine::test {
namespace {

/// Waits at 10, with little memory; if it cannot, and anyhow at 50.
template <class Make>
Process waits_twice(Yard& yard, Make make, std::size_t others, std::size_t spared, bool& failed) {
  co_await yard.engine().until(at(10));
  crowd(yard, others);
  try {
    auto poor = Poor<decltype(make(yard))>{make(yard), spared};
    co_await poor;
  } catch (std::bad_alloc const&) {
    failed = true;
  }
  co_await yard.engine().until(at(50));
  auto wait = Poor<decltype(make(yard))>{make(yard), FailingMemory::kAll};
  co_await wait;
  yard.world.note("served");
}
struct Told {
  std::vector<std::string> diary;
  bool failed = false;
};

template <class Make>
Told tell(Make make, std::size_t others, std::size_t spared, bool tries_before) {
  Yard yard;
  bool failed = false;
  yard.holder = yard.engine().spawn(1, holds_all(yard));
  if (tries_before) {
    yard.engine().spawn(3, waits_twice(yard, make, others, spared, failed));
  } else {
    yard.engine().spawn(3, waits_once(yard, make, 50, "served"));
  }
  yard.engine().spawn(4, waits_once(yard, make, 60, "the next served"));
  yard.world.run(500);
  return {yard.world.diary(), failed};
}

/// How many of all failures make the wait fail; each of them must leave nothing behind.
template <class Make>
int failures(Make make) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    auto const expected = tell(make, others, 0, false);
    EXPECT_FALSE(expected.diary.empty());
    for (std::size_t spared = 0;; ++spared) {
      auto const told = tell(make, others, spared, true);
      if (!told.failed) break;
      ++failures;
      EXPECT_EQ(told.diary, expected.diary) << others << " others, " << spared << " allocations";
    }
  }
  return failures;
}

TEST(NoMemory, for_a_wait_for_a_pool_leaves_its_line_as_it_was) {
  EXPECT_EQ(failures([](Yard& yard) { return yard.pool.borrow(); }), 0) << "takes none";
  EXPECT_GT(failures([](Yard& yard) { return yard.pool.borrow_within(1, ms(200)); }), 0);
}

TEST(NoMemory, for_a_wait_for_a_server_leaves_its_line_as_it_was) {
  EXPECT_EQ(failures([](Yard& yard) { return yard.server.acquire(); }), 0) << "takes none";
  EXPECT_GT(failures([](Yard& yard) { return yard.server.acquire_within({}, ms(200)); }), 0);
}

TEST(NoMemory, for_a_wait_for_the_other_things_leaves_their_lines_as_they_were) {
  EXPECT_GT(failures([](Yard& yard) { return yard.store.take_within(1, ms(200)); }), 0);
  EXPECT_GT(failures([](Yard& yard) { return yard.signal.wait_within(ms(200)); }), 0);
  EXPECT_GT(failures([](Yard& yard) { return yard.trio.join(); }), 0);
  EXPECT_GT(failures([](Yard& yard) { return yard.engine().join(yard.holder); }), 0);
}

/// Each works for 5, in turn: the second begins when the first is done.
TEST(NoMemory, for_work_leaves_the_lease_without_it) {
  EXPECT_GT(failures([](Yard& yard) { return yard.mill.work(yard.at_mill, ms(5)); }), 0);
}

Process mills(Yard& yard) {
  co_await yard.mill.work(yard.at_mill, ms(300));
}
Process counts_wear(Yard& yard, std::size_t others, bool& failed) {
  co_await yard.engine().until(at(10));
  crowd(yard, others);
  try {
    auto poor = Poor<detail::BusyFor>{yard.mill.busy_for(0, ms(20)), 0};
    co_await poor;
  } catch (std::bad_alloc const&) {
    failed = true;
  }
  co_await yard.mill.busy_for(0, ms(20));
  yard.world.note("worn");
}

TEST(NoMemory, for_a_wait_for_wear_lets_another_count_it) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    bool failed = false;
    yard.engine().spawn(1, mills(yard));
    yard.engine().spawn(3, counts_wear(yard, others, failed));
    EXPECT_EQ(yard.world.run(), RunEnd::exhausted);
    failures += failed ? 1 : 0;
    EXPECT_THAT(yard.world.diary(), testing::ElementsAre(failed ? "30 worn" : "50 worn"));
  }
  EXPECT_GT(failures, 0);
}

Process gives_back(Yard& yard, std::size_t others) {
  auto loan = co_await yard.pool.borrow();
  auto lease = co_await yard.server.acquire();
  co_await yard.engine().until(at(100));
  crowd(yard, others);
  FailingMemory const poor{0};
  loan = Loan{};
  lease = Lease{};
}

/// What comes back is free, and who cannot be told of it is still in line when the run has ended.
TEST(NoMemory, for_a_grant_ends_the_run_with_nobody_between_the_line_and_what_he_waits_for) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    yard.engine().spawn(1, gives_back(yard, others));
    auto const borrow = [](Yard& from) { return from.pool.borrow(); };
    auto const acquire = [](Yard& from) { return from.server.acquire(); };
    yard.engine().spawn(3, waits_once(yard, borrow, 10, "borrowed"));
    yard.engine().spawn(4, waits_once(yard, acquire, 10, "acquired"));
    try {
      yard.world.run(500);
      EXPECT_EQ(yard.world.diary().size(), 2U);
    } catch (std::bad_alloc const&) {
      failures += yard.pool.waiting() + yard.server.waiting();
      EXPECT_EQ(yard.pool.free(), yard.pool.waiting());
      EXPECT_EQ(yard.server.free(), yard.server.waiting());
    }
  }
  EXPECT_GT(failures, 0);
}

Process gives_back_by_hand(Yard& yard, Pool& pair, std::size_t others, int& failures) {
  auto loan = co_await pair.borrow(2);
  co_await yard.engine().until(at(100));
  crowd(yard, others);
  try {
    FailingMemory const poor{0};
    loan.give_back(2);
  } catch (std::bad_alloc const&) {
    ++failures;
  }
}
Process borrows_both(Yard& yard, Pool& pair) {
  co_await yard.engine().until(at(10));
  auto both = co_await pair.borrow_within(2, ms(140));
}
Process borrows_one(Yard& yard, Pool& pair, std::int64_t until) {
  co_await yard.engine().until(at(200));
  auto loan = co_await pair.borrow();
  co_await yard.engine().until(at(until));
}

/// Given back twice, both would go by one number to the next two, and one of them would be lost.
TEST(NoMemory, for_who_is_next_gives_nothing_back_twice) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    Pool pair{yard.engine(), "pair", 2};
    yard.engine().spawn(1, gives_back_by_hand(yard, pair, others, failures));
    yard.engine().spawn(3, borrows_both(yard, pair));
    yard.engine().spawn(4, borrows_one(yard, pair, 300));
    yard.engine().spawn(5, borrows_one(yard, pair, 400));
    yard.world.run(500);
    EXPECT_EQ(pair.free(), 2);
  }
  EXPECT_GT(failures, 0);
}

Process joins_last(Yard& yard, std::size_t others, bool& failed) {
  co_await yard.engine().until(at(20));
  crowd(yard, others);
  try {
    auto poor = Poor<detail::BatchWait>{yard.trio.join(), 0};
    co_await poor;
  } catch (std::bad_alloc const&) {
    failed = true;
  }
}

/// Two wait from 10 on, for 200 at the longest; the third cannot come.
TEST(NoMemory, for_the_last_of_a_batch_leaves_the_others_their_limit) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    bool failed = false;
    auto const join = [](Yard& from) { return from.trio.join(); };
    yard.engine().spawn(1, waits_once(yard, join, 10, "first"));
    yard.engine().spawn(3, waits_once(yard, join, 10, "second"));
    yard.engine().spawn(4, joins_last(yard, others, failed));
    yard.world.run(500);
    EXPECT_EQ(yard.world.diary().size(), 2U);
    failures += failed ? 1 : 0;
  }
  EXPECT_GT(failures, 0);
}

/// Who waits for what the stopped one holds cannot be told of it.
TEST(NoMemory, for_who_is_next_after_a_stop_is_told_before_the_run_goes_on) {
  int failures = 0;
  for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
    Yard yard;
    auto const holder = yard.engine().spawn(1, holds_all(yard));
    auto const borrow = [](Yard& from) { return from.pool.borrow(); };
    yard.engine().spawn(3, waits_once(yard, borrow, 10, "borrowed"));
    yard.world.run(50);
    crowd(yard, others);
    {
      FailingMemory const poor{0};
      yard.engine().stop(holder);
    }
    if (yard.pool.waiting() == 0) continue;
    ++failures;
    auto const events = yard.engine().events();
    EXPECT_THROW(yard.world.run(500), std::bad_alloc);
    EXPECT_EQ(yard.engine().events(), events);
  }
  EXPECT_GT(failures, 0);
}

TEST(NoMemory, for_a_process_spawns_none) {
  for (std::size_t spared = 0;; ++spared) {
    Yard yard;
    bool failed = false;
    try {
      FailingMemory const poor{spared};
      yard.engine().spawn(1, sleeps(yard));
    } catch (std::bad_alloc const&) {
      failed = true;
    }
    EXPECT_EQ(yard.engine().living(), failed ? 0 : 1);
    yard.engine().spawn(2, sleeps(yard));
    EXPECT_EQ(yard.world.run(), RunEnd::exhausted);
    EXPECT_EQ(yard.engine().now(), at(1000));
    if (!failed) break;
  }
}

Process stands_in_line(Yard& yard, Store& store, bool puts) {
  co_await yard.engine().until(at(10));
  auto wait = Poor<detail::StoreWait>{puts ? store.put(1) : store.take(1), FailingMemory::kAll};
  co_await wait;
}
/// Moves two, which makes room or brings goods for those in line, who cannot be told of it.
Process moves_two(Yard& yard, Store& store, bool puts, bool waits, std::size_t others,
                  std::int64_t& moved) {
  co_await yard.engine().until(at(100));
  crowd(yard, others);
  if (waits) {
    auto wait = Poor<detail::StoreWait>{puts ? store.put(2) : store.take(2), 0};
    co_await wait;
    moved = 2;
  } else {
    FailingMemory const poor{0};
    moved = (puts ? store.try_put(2) : store.try_take(2)) ? 2 : 0;
  }
}
/// Two who put wait for one who takes, or two who take for one who puts.
int untold_at_a_store(std::size_t others, bool puts, bool waits) {
  Yard yard;
  std::int64_t const before = puts ? 0 : 2;
  Store store{yard.engine(), "wagons", before, 2};
  std::int64_t moved = 0;
  yard.engine().spawn(1, moves_two(yard, store, puts, waits, others, moved));
  yard.engine().spawn(3, stands_in_line(yard, store, !puts));
  yard.engine().spawn(4, stands_in_line(yard, store, !puts));
  bool ended = false;
  try {
    yard.world.run(500);
  } catch (std::bad_alloc const&) {
    ended = true;
  }
  auto const untold = puts ? store.waiting_takers() : store.waiting_putters();
  auto const by_others = 2 - untold;
  EXPECT_EQ(store.level(), before + (puts ? moved - by_others : by_others - moved));
  EXPECT_EQ(moved, 2) << "it was done";
  EXPECT_EQ(ended, untold > 0);
  return untold;
}

/// Goods are with who took them or in the store, and who cannot be told of them is in line.
TEST(NoMemory, for_who_is_next_at_a_store_loses_no_goods) {
  for (bool const puts : {false, true}) {
    for (bool const waits : {false, true}) {
      int untold = 0;
      for (auto others = kNearlyFull; others < kNearlyFull + 20; ++others) {
        untold += untold_at_a_store(others, puts, waits);
      }
      EXPECT_GT(untold, 0) << puts << waits;
    }
  }
}

}  // namespace
}  // namespace caravan::engine::test
