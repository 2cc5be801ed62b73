/// An event queue beside a sorted reference, through times that come in all manners.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/engine/event_queue.hpp"

namespace caravan::engine::test {

/// How far ahead events are scheduled.
struct Manner {
  char const* name;
  std::function<std::int64_t(double share, std::size_t pending)> ahead;
};

inline std::vector<Manner> const& manners() {
  static std::vector<Manner> const all{
      {"exponential",
       [](double share, std::size_t pending) {
         return std::llround(-std::log(1 - share) * 1000 * static_cast<double>(pending));
       }},
      {"whole_minutes",
       [](double share, std::size_t) { return 60'000 * std::llround(share * 1000); }},
      {"bimodal",
       [](double share, std::size_t) {
         return share < 0.9 ? std::llround(share * 1000) : std::llround(1e7 + share * 1000);
       }},
      {"at_once", [](double, std::size_t) { return std::int64_t{0}; }},
      {"clustered",
       [](double share, std::size_t) {
         return share < 0.94 ? std::llround(share * 100) : std::llround(share * 1e9);
       }},
      {"all_scales", [](double share, std::size_t) { return std::llround(std::exp(share * 25)); }},
  };
  return all;
}

/// Fills the queue to `most`, empties it to a tenth, and so on; what leaves must be what leaves the
/// reference. Now and then it is looked at without taking anything, as at a horizon, and what is
/// scheduled next may come before that.
inline void churn(Manner const& manner, std::size_t most, std::int64_t operations) {
  auto const later = [](Event const& a, Event const& b) { return b.before(a); };
  std::priority_queue<Event, std::vector<Event>, decltype(later)> reference{later};
  EventQueue queue;
  std::uint64_t word = most;
  std::uint64_t scheduled = 0;
  SimTime now;
  bool grows = true;
  for (std::int64_t i = 0; i < operations; ++i) {
    word = scatter(word + 1);
    ASSERT_EQ(queue.size(), reference.size());
    if (reference.size() >= most) grows = false;
    if (reference.size() <= most / 10) grows = true;
    bool const more = word % 10 < (grows ? 6U : 4U);
    if (more || reference.empty()) {
      auto const share = static_cast<double>(word >> 11U) * 0x1p-53;
      auto const rank = (word >> 5U) % 7;
      Event const event{now + Duration::milliseconds(manner.ahead(share, most)),
                        rank << 56U | scheduled, scheduled, 0, EventKind::wake};
      ++scheduled;
      bool const present = event.time == now && word % 3 != 0;
      bool const near = word % 5 != 0;
      bool const done = present ? queue.try_present(event) : near && queue.try_near(event);
      if (!done) queue.push(event);
      reference.push(event);
      if (word % 512 != 0) continue;
    }
    queue.bring_near();
    ASSERT_EQ(queue.top().ticket, reference.top().ticket) << manner.name << ", operation " << i;
    if (more) continue;
    now = queue.top().time;
    queue.pop();
    reference.pop();
  }
}

}  // namespace caravan::engine::test
