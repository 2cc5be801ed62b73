#include "caravan/experiment/farm.hpp"

#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace caravan::experiment {
namespace {

Farm with(unsigned threads) {
  Farm farm;
  farm.threads = threads;
  return farm;
}

TEST(Farm, takes_in_order_whatever_the_threads) {
  for (unsigned const threads : {1U, 2U, 16U}) {
    std::vector<std::size_t> worked(100);
    std::vector<std::size_t> taken;
    auto const work = [&](std::size_t i) {
      // The first pieces are the slowest.
      if (i < 3) std::this_thread::sleep_for(std::chrono::milliseconds{5});
      worked[i] = i * i;
    };
    auto const take = [&](std::size_t i) {
      EXPECT_EQ(worked[i], i * i);
      taken.push_back(i);
      return true;
    };
    EXPECT_EQ(with(threads).run(100, work, take), 100U);
    std::vector<std::size_t> expected(100);
    std::iota(expected.begin(), expected.end(), std::size_t{0});
    EXPECT_EQ(taken, expected);
  }
}

TEST(Farm, of_nothing_ends_at_once) {
  EXPECT_EQ(with(4).run(0, [](std::size_t) { FAIL(); }, [](std::size_t) { return true; }), 0U);
}

// What is begun after the tenth was taken takes so long that all of it would take minutes.
TEST(Farm, begins_nothing_more_when_enough_was_taken) {
  for (unsigned const threads : {1U, 2U, 16U}) {
    std::atomic<std::size_t> begun = 0;
    std::atomic<bool> enough = false;
    auto const taken = with(threads).run(
        1'000'000,
        [&](std::size_t i) {
          ++begun;
          if (i > 9) enough.wait(false);
          if (enough) std::this_thread::sleep_for(std::chrono::milliseconds{1});
        },
        [&](std::size_t i) {
          if (i < 9) return true;
          enough = true;
          enough.notify_all();
          return false;
        });
    EXPECT_EQ(taken, 10U);
    EXPECT_LT(begun.load(), 1'000'000U);
  }
}

TEST(Farm, passes_on_the_first_exception_after_all_before_it_was_taken) {
  for (unsigned const threads : {1U, 2U, 16U}) {
    std::size_t taken = 0;
    auto const work = [](std::size_t i) {
      if (i == 5) std::this_thread::sleep_for(std::chrono::milliseconds{3});
      if (i >= 5) throw std::runtime_error{"piece " + std::to_string(i)};
    };
    auto const take = [&](std::size_t) {
      ++taken;
      return true;
    };
    try {
      with(threads).run(50, work, take);
      FAIL() << "no exception";
    } catch (std::runtime_error const& error) {
      EXPECT_STREQ(error.what(), "piece 5");
    }
    EXPECT_EQ(taken, 5U);
  }
}

TEST(Farm, stops_when_interrupted_with_what_was_finished) {
  std::atomic<bool> interrupt = false;
  auto farm = with(2);
  farm.interrupt = &interrupt;
  auto const taken = farm.run(
      1000,
      [&](std::size_t i) {
        if (i == 20) {
          interrupt = true;
          interrupt.notify_all();
        }
        if (i > 20) interrupt.wait(false);
      },
      [](std::size_t) { return true; });
  EXPECT_GE(taken, 21U);
  EXPECT_LT(taken, 30U);
}

TEST(Farm, reports_progress_on_the_thread_that_called) {
  auto farm = with(2);
  std::size_t most = 0;
  auto const here = std::this_thread::get_id();
  farm.progress = [&](FarmProgress progress) {
    EXPECT_EQ(std::this_thread::get_id(), here);
    EXPECT_EQ(progress.planned, 20U);
    most = std::max(most, progress.done);
  };
  // Each piece but the first few ends after the one before was taken: whoever takes has to wait.
  std::atomic<std::size_t> taken = 0;
  farm.run(
      20,
      [&](std::size_t i) {
        while (taken < i) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
      },
      [&](std::size_t) {
        ++taken;
        return true;
      });
  EXPECT_GT(most, 0U);
  EXPECT_LE(most, 20U);
}

}  // namespace
}  // namespace caravan::experiment
