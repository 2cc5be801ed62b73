/// A few hundred events at most, the earliest on top.
///
/// Events are passed by value here and in `FarEvents`, so that a new one is kept in registers and
/// written where it stays: written to memory first and copied at once, in wider steps than it was
/// written, it makes the processor wait for its own writes, longer than for all the rest of a push.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "caravan/engine/event.hpp"

namespace caravan::engine {

/// A heap with four children a node: half as deep as one with two, and four stand side by side.
/// It is given its room beforehand, so that a push never has to ask for memory.
class EventHeap {
 public:
  explicit EventHeap(std::size_t room) : events_(room), room_{room} {}
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] bool full() const { return size_ == room_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Event const& top() const { return events_.front(); }
  /// All of them, the earliest first and the others in no order.
  [[nodiscard]] std::span<Event const> all() const { return {events_.data(), size_}; }
  /// Room for so many, but not for less than there are.
  void make_room(std::size_t room) {
    events_.resize(std::max(room, size_));
    room_ = events_.size();
  }

  /// It must not be full.
  void push(Event event) {
    auto hole = size_++;
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
    auto const last = events_[--size_];
    if (size_ > 0) sift_down(last);
  }

 private:
  static constexpr std::size_t kChildren = 4;

  void sift_down(Event const& last) {
    std::size_t hole = 0;
    while (true) {
      auto const first = hole * kChildren + 1;
      if (first >= size_) break;
      auto least = first;
      auto const end = std::min(first + kChildren, size_);
      for (auto child = first + 1; child < end; ++child) {
        if (events_[child].before(events_[least])) least = child;
      }
      if (!events_[least].before(last)) break;
      events_[hole] = events_[least];
      hole = least;
    }
    events_[hole] = last;
  }

  std::vector<Event> events_;  ///< as many as there is room for
  std::size_t room_;
  std::size_t size_ = 0;
};

}  // namespace caravan::engine
