/// A few hundred events at most, the earliest on top.
///
/// Events are passed by value here and in `FarEvents`, so that a new one is kept in registers and
/// written where it stays: written to memory first and copied at once, in wider steps than it was
/// written, it makes the processor wait for its own writes, longer than for all the rest of a push.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "caravan/engine/event.hpp"

namespace caravan::engine {

/// A heap with four children a node: half as deep as one with two, and four stand side by side.
class EventHeap {
 public:
  [[nodiscard]] bool empty() const { return events_.empty(); }
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] Event const& top() const { return events_.front(); }
  /// All of them, the earliest first and the others in no order.
  [[nodiscard]] std::vector<Event> const& all() const { return events_; }

  void push(Event event) {
    auto hole = events_.size();
    events_.emplace_back();
    while (hole > 0) {
      auto const parent = (hole - 1) / kChildren;
      if (!event.before(events_[parent])) break;
      events_[hole] = events_[parent];
      hole = parent;
    }
    events_[hole] = event;
  }

  /// Removes the earliest. It must not be empty.
  void pop() {
    auto const last = events_.back();
    events_.pop_back();
    if (!events_.empty()) sift_down(last);
  }

 private:
  static constexpr std::size_t kChildren = 4;

  void sift_down(Event const& last) {
    std::size_t hole = 0;
    while (true) {
      auto const first = hole * kChildren + 1;
      if (first >= events_.size()) break;
      auto least = first;
      auto const end = std::min(first + kChildren, events_.size());
      for (auto child = first + 1; child < end; ++child) {
        if (events_[child].before(events_[least])) least = child;
      }
      if (!events_[least].before(last)) break;
      events_[hole] = events_[least];
      hole = least;
    }
    events_[hole] = last;
  }

  std::vector<Event> events_;
};

}  // namespace caravan::engine
