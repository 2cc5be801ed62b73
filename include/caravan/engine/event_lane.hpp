/// Events that come in the order in which they leave: those of the present instant, mostly.
#pragma once

#include <array>
#include <cstddef>

#include "caravan/engine/event.hpp"

namespace caravan::engine {

/// A queue of fixed room. It begins anew whenever it is empty, so that a short one stays within the
/// same few lines of memory.
class EventLane {
 public:
  [[nodiscard]] bool empty() const { return first_ == end_; }
  [[nodiscard]] std::size_t size() const { return end_ - first_; }
  [[nodiscard]] Event const& front() const { return events_[first_ % kRoom]; }
  /// There is room, and nothing in it would leave after `event`.
  [[nodiscard]] bool takes(Event const& event) const {
    return empty() || (size() < kRoom && events_[(end_ - 1) % kRoom].before(event));
  }
  void push(Event event) { events_[end_++ % kRoom] = event; }
  void pop() {
    if (++first_ == end_) first_ = end_ = 0;
  }

 private:
  static constexpr std::size_t kRoom = 128;
  std::array<Event, kRoom> events_;
  std::size_t first_ = 0;  ///< counted on and on, as is the end
  std::size_t end_ = 0;
};

}  // namespace caravan::engine
