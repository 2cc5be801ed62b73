#include "caravan/engine/event_queue.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace caravan::engine {

namespace {

constexpr std::size_t kLeastBroughtNear = 32;
constexpr std::size_t kMostBroughtNear = 128;

}  // namespace

/// The base may have moved on although there was no memory for the rest. What is scheduled before
/// it later is near then.
void EventQueue::bring_near() {
  if (is_near()) return;
  try {
    last_near_ = far_.take_earliest(kLeastBroughtNear, kMostBroughtNear, run_);
  } catch (std::bad_alloc const&) {
    last_near_ = std::max(last_near_, far_.base() - Duration::milliseconds(1));
    throw;
  }
  std::sort(run_.begin(), run_.end(), [](Event const& a, Event const& b) { return b.before(a); });
  late_.make_room(kFew);
  if (far_.empty() && run_.size() < kFew) last_near_ = SimTime::never();
}

void EventQueue::push(Event event) {
  if (event.time <= last_near_ && late_.full()) send_far();
  if (event.time > last_near_) {
    far_.put(event);
  } else {
    late_.push(event);
  }
}

/// Too many stand in the heap: they go where time tells them apart. Those of one instant it does
/// not, and those before the base (scheduled into the gap before what was brought near) stay. If
/// there is no memory for the move, what has moved comes back, and all are in order where they
/// were.
void EventQueue::send_far() {
  late_.make_room(late_.size() + lane_.size());
  for (; !lane_.empty(); lane_.pop()) late_.push(lane_.front());
  if (far_.empty()) far_.start_at(top().time);
  auto const base = far_.base();
  if (last_near_ == base) {
    late_.make_room(2 * late_.size());
    return;
  }
  auto const is_far = [&](Event const& event) { return event.time >= base; };
  auto const near = std::find_if_not(run_.begin(), run_.end(), is_far);
  auto const for_each_far = [&](auto act) {
    std::for_each(run_.begin(), near, act);
    for (auto const& event : late_.all()) {
      if (is_far(event)) act(event);
    }
  };
  EventHeap stay{std::max(kFew, 2 * late_.size())};
  for (auto const& event : late_.all()) {
    if (!is_far(event)) stay.push(event);
  }
  std::size_t sent = 0;
  try {
    for_each_far([&](Event const& event) {
      far_.put(event);
      ++sent;
    });
  } catch (std::bad_alloc const&) {
    for_each_far([&](Event const& event) {
      if (sent == 0) return;
      far_.take_back_one_like(event);
      --sent;
    });
    throw;
  }
  run_.erase(run_.begin(), near);
  stay.make_room(std::max(kFew, 2 * stay.size()));
  late_ = std::move(stay);
  last_near_ = base - Duration::milliseconds(1);
}

}  // namespace caravan::engine
