/// The events to come, in the order (time, rank, sequence).
///
/// No two events have the same (time, order), so the order is total.
#pragma once

#include <cstddef>
#include <cstdint>
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

  /// An event and where it stands, so that it need not be looked for again when it leaves.
  enum class Place : std::uint8_t { lane, run, late };
  struct Next {
    Event const* event;
    Place place;
  };
  /// The earliest event, which must be near.
  [[nodiscard]] Next next() const {
    if (lane_.empty()) return next_in_order();
    auto const first = Next{&lane_.front(), Place::lane};
    if (!is_ordered_near()) return first;
    auto const other = next_in_order();
    return first.event->before(*other.event) ? first : other;
  }
  [[nodiscard]] Event const& top() const { return *next().event; }
  void push(Event event);
  /// Pushes it if that is cheap: it is near, and there is room.
  [[nodiscard]] bool try_near(Event event) {
    bool const takes = event.time <= last_near_ && !late_.full();
    if (takes) late_.push(event);
    return takes;
  }
  /// The same for an event of the present instant, which is cheaper yet.
  [[nodiscard]] bool try_present(Event event) {
    bool const takes = event.time <= last_near_ && lane_.takes(event);
    if (takes) lane_.push(event);
    return takes;
  }
  /// Removes the earliest event, which must be near and stands at `place`.
  void pop(Place place) {
    switch (place) {
      case Place::lane:
        return lane_.pop();
      case Place::run:
        return run_.pop_back();
      case Place::late:
        return late_.pop();
    }
  }
  void pop() { pop(next().place); }

 private:
  static constexpr std::size_t kFew = 513;  ///< a heap is the best for less
  [[nodiscard]] bool is_ordered_near() const { return !run_.empty() || !late_.empty(); }
  [[nodiscard]] Next next_in_order() const {
    bool const late = run_.empty() || (!late_.empty() && late_.top().before(run_.back()));
    return late ? Next{&late_.top(), Place::late} : Next{&run_.back(), Place::run};
  }
  void send_far();

  EventLane lane_;
  std::vector<Event> run_;  ///< the earliest last
  EventHeap late_{kFew};
  FarEvents far_;  ///< none at or before `last_near_`
  SimTime last_near_ = SimTime::never();
};

}  // namespace caravan::engine
