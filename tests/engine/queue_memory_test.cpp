/// When there is no memory for the queue of events: none is lost, none comes twice, and all come in
/// order. Memory runs out at each allocation in turn.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <queue>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/engine/event_queue.hpp"

#include "tests/engine/failing_memory.hpp"
#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

/// So many that some are sent far, which fails at each allocation in turn; of times of all scales,
/// so that they go to more drawers than there are blocks at first.
TEST(NoMemory, for_an_event_leaves_the_others_in_order) {
  int failures = 0;
  for (std::size_t spared = 0; spared < 40; ++spared) {
    EventQueue queue;
    std::vector<std::uint64_t> expected;
    std::uint64_t number = 0;
    auto const push = [&](std::size_t memory) {
      ++number;
      auto const time = static_cast<std::int64_t>(scatter(number) >> (14 + number % 50));
      FailingMemory const poor{memory};
      queue.push({at(time), number, number, 0, EventKind::wake});
    };
    for (int round = 0; round < 3; ++round) {
      for (int i = 0; i < 1200; ++i) {
        try {
          push(spared);
        } catch (std::bad_alloc const&) {
          ++failures;
          push(FailingMemory::kAll);
        }
      }
      for (int i = 0; i < 300; ++i) {
        queue.bring_near();
        queue.pop();
      }
    }
    EXPECT_EQ(queue.size(), 2700U);
    SimTime last = SimTime::at(Duration{});
    while (!queue.empty()) {
      queue.bring_near();
      ASSERT_GE(queue.top().time, last);
      last = queue.top().time;
      queue.pop();
    }
  }
  EXPECT_GT(failures, 0);
}

/// A queue, and what must leave it.
class Checked {
 public:
  void push(std::int64_t time) {
    Event const event{at(time), ++pushed_, pushed_, 0, EventKind::wake};
    queue_.push(event);
    reference_.push(event);
  }
  [[nodiscard]] bool empty() const { return reference_.empty(); }
  [[nodiscard]] std::int64_t next() const { return reference_.top().time.count(); }
  [[nodiscard]] bool is_near() const { return queue_.is_near(); }
  /// Whether there was memory enough.
  [[nodiscard]] bool bring_near(std::size_t spared) {
    FailingMemory const poor{spared};
    try {
      queue_.bring_near();
    } catch (std::bad_alloc const&) {
      return false;
    }
    return true;
  }
  void pop() {
    ASSERT_EQ(queue_.size(), reference_.size());
    ASSERT_EQ(queue_.top().ticket, reference_.top().ticket) << "at " << next();
    queue_.pop();
    reference_.pop();
  }

 private:
  struct Later {
    bool operator()(Event const& a, Event const& b) const { return b.before(a); }
  };
  EventQueue queue_;
  std::priority_queue<Event, std::vector<Event>, Later> reference_;
  std::uint64_t pushed_ = 0;
};

/// The first is near, so that all others share one drawer and are taken apart as it has left; three
/// hundred come at one instant, somewhere within the drawers of any digit, and want more room at
/// hand than there was. The last of a drawer's blocks fill the memory that there is.
Checked filled(std::uint64_t count) {
  constexpr std::int64_t kDrawer = 1 << 24;
  constexpr std::int64_t kInstant = kDrawer / 2 + 200'003;
  Checked queue;
  queue.push(1);
  for (std::uint64_t i = 0; i < count; ++i) {
    auto const share = static_cast<std::int64_t>(scatter(i) % kDrawer);
    queue.push(kDrawer + (i % 7 == 0 ? kInstant : share));
  }
  return queue;
}

/// Whenever it fails, others are scheduled long before, shortly before, at and after what was about
/// to come; the next time it does not.
int failures_to_bring_near(Checked queue, std::size_t spared) {
  int failures = 0;
  bool may_fail = true;
  std::int64_t last = 0;
  while (!queue.empty() && !testing::Test::HasFatalFailure()) {
    if (!queue.is_near()) {
      bool const done = queue.bring_near(may_fail ? spared : FailingMemory::kAll);
      may_fail = done;
      if (!done) {
        ++failures;
        auto const next = queue.next();
        auto const shortly_before = std::max(last, next - 1000);
        for (auto const time : {last, last + 1, shortly_before, next, next + 1, next + 100'000}) {
          queue.push(time);
        }
        continue;
      }
    }
    last = queue.next();
    queue.pop();
  }
  return failures;
}

TEST(NoMemory, for_the_events_that_are_next_leaves_all_in_order) {
  constexpr std::uint64_t kFull = 64 * 31;  // events in as many blocks as are asked for at once
  for (std::size_t spared = 0; spared < 2; ++spared) {
    int failures = 0;
    for (auto count = kFull - 80; count < kFull + 80; count += 3) {
      failures += failures_to_bring_near(filled(count), spared);
      if (testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(failures, 0) << spared;
  }
}

}  // namespace
}  // namespace caravan::engine::test
