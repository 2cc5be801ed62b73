#include "caravan/engine/event_queue.hpp"

#include <algorithm>
#include <utility>

namespace caravan::engine {

namespace {

constexpr std::size_t kLeastBroughtNear = 32;
constexpr std::size_t kMostBroughtNear = 128;

}  // namespace

void EventQueue::bring_near() {
  if (is_near()) return;
  last_near_ = far_.take_earliest(kLeastBroughtNear, kMostBroughtNear, run_);
  std::sort(run_.begin(), run_.end(), [](Event const& a, Event const& b) { return b.before(a); });
  late_.make_room(kFew);
  if (far_.empty() && run_.size() < kFew) last_near_ = SimTime::never();
}

/// Too many stand in the heap: they go where time tells them apart. Those of one instant it does
/// not, and those before the base (scheduled into the gap before what was brought near) stay.
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
  std::for_each(run_.begin(), near, [&](Event const& event) { far_.put(event); });
  run_.erase(run_.begin(), near);
  EventHeap stay{late_.size()};
  for (auto const& event : late_.all()) {
    if (is_far(event)) {
      far_.put(event);
    } else {
      stay.push(event);
    }
  }
  stay.make_room(std::max(kFew, 2 * stay.size()));
  late_ = std::move(stay);
  last_near_ = base - Duration::milliseconds(1);
}

}  // namespace caravan::engine
