/// The events to come, in the order (time, rank, sequence).
///
/// No two events have the same (time, order), so the order is total.
#pragma once

#include <cstddef>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/engine/event.hpp"
#include "caravan/engine/event_heap.hpp"
#include "caravan/engine/event_lane.hpp"
#include "caravan/engine/far_events.hpp"

namespace caravan::engine {

/// Its cost hardly grows with the number of events: a few hundred stand in a heap; of more, only
/// the near future is kept in order. The earliest events stand sorted (`run_`); those that were
/// scheduled into the same span since stand in a heap beside them (`late_`); all later ones wait
/// unsorted until their time is near (`far_`). Few or many events at one instant cost the same.
/// Those that were scheduled at the present instant itself stand in a line, as long as each leaves
/// after the one before it (`lane_`).
class EventQueue {
 public:
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const {
    return lane_.size() + run_.size() + late_.size() + far_.size();
  }
  /// The earliest event is at hand.
  [[nodiscard]] bool is_near() const { return !lane_.empty() || is_ordered_near(); }
  /// Brings the earliest events to hand if none is. The queue must not be empty. If there is no
  /// memory for that, it has what it had, in order.
  void bring_near();
  /// Those of them that are left, the earliest last.
  [[nodiscard]] std::vector<Event> const& brought_near() const { return run_; }

  /// The earliest event, which must be near.
  [[nodiscard]] Event const& top() const { return lane_is_next() ? lane_.front() : ordered_top(); }
  void push(Event event) {
    if (event.time <= last_near_ && late_.full()) send_far();
    if (event.time > last_near_) {
      far_.put(event);
    } else {
      late_.push(event);
    }
  }
  /// The same, cheaper for an event of the present instant.
  void push_present(Event event) {
    if (event.time <= last_near_ && lane_.takes(event)) {
      lane_.push(event);
    } else {
      push(event);
    }
  }
  /// Removes the earliest event, which must be near.
  void pop() {
    if (lane_is_next()) {
      lane_.pop();
    } else if (late_is_next()) {
      late_.pop();
    } else {
      run_.pop_back();
    }
  }

 private:
  static constexpr std::size_t kFew = 513;  ///< a heap is the best for less
  [[nodiscard]] bool is_ordered_near() const { return !run_.empty() || !late_.empty(); }
  [[nodiscard]] Event const& ordered_top() const {
    return late_is_next() ? late_.top() : run_.back();
  }
  [[nodiscard]] bool lane_is_next() const {
    return !lane_.empty() && (!is_ordered_near() || lane_.front().before(ordered_top()));
  }
  [[nodiscard]] bool late_is_next() const {
    return run_.empty() || (!late_.empty() && late_.top().before(run_.back()));
  }
  void send_far();

  EventLane lane_;
  std::vector<Event> run_;  ///< the earliest last
  EventHeap late_{kFew};
  FarEvents far_;  ///< none at or before `last_near_`
  SimTime last_near_ = SimTime::never();
};

}  // namespace caravan::engine
