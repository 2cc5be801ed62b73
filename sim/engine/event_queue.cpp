#include "caravan/engine/event_queue.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace caravan::engine {

namespace {

constexpr std::size_t kChildren = 4;
constexpr std::size_t kLeastBroughtNear = 32;
constexpr std::size_t kMostBroughtNear = 128;

void sift_up(std::vector<Event>& heap, Event const& event) {
  auto hole = heap.size();
  heap.push_back(event);
  while (hole > 0) {
    auto const parent = (hole - 1) / kChildren;
    if (!event.before(heap[parent])) break;
    heap[hole] = heap[parent];
    hole = parent;
  }
  heap[hole] = event;
}

void remove_first(std::vector<Event>& heap) {
  auto const last = heap.back();
  heap.pop_back();
  if (heap.empty()) return;
  std::size_t hole = 0;
  while (true) {
    auto const first = hole * kChildren + 1;
    if (first >= heap.size()) break;
    auto least = first;
    auto const end = std::min(first + kChildren, heap.size());
    for (auto child = first + 1; child < end; ++child) {
      if (heap[child].before(heap[least])) least = child;
    }
    if (!heap[least].before(last)) break;
    heap[hole] = heap[least];
    hole = least;
  }
  heap[hole] = last;
}

}  // namespace

void EventQueue::push(Event const& event) {
  if (event.time > last_near_) {
    far_.put(event);
    return;
  }
  sift_up(late_, event);
  if (late_.size() > late_at_most_) send_far();
}

void EventQueue::pop() {
  if (late_is_next()) {
    remove_first(late_);
  } else {
    run_.pop_back();
  }
}

void EventQueue::bring_near() {
  if (is_near()) return;
  last_near_ = far_.take_earliest(kLeastBroughtNear, kMostBroughtNear, run_);
  std::sort(run_.begin(), run_.end(), [](Event const& a, Event const& b) { return b.before(a); });
  late_at_most_ = kFew;
  if (far_.empty() && run_.size() <= kFew) last_near_ = SimTime::never();
}

/// Too many stand in the heap: they go where time tells them apart. Those of one instant it does
/// not, and those before the base (scheduled into the gap before what was brought near) stay.
void EventQueue::send_far() {
  if (far_.empty()) far_.start_at(top().time);
  auto const base = far_.base();
  if (last_near_ == base) {
    late_at_most_ = std::numeric_limits<std::size_t>::max();
    return;
  }
  auto const is_far = [&](Event const& event) { return event.time >= base; };
  auto const near = std::find_if_not(run_.begin(), run_.end(), is_far);
  std::for_each(run_.begin(), near, [&](Event const& event) { far_.put(event); });
  run_.erase(run_.begin(), near);
  std::vector<Event> stay;
  for (auto const& event : late_) {
    if (is_far(event)) {
      far_.put(event);
    } else {
      sift_up(stay, event);
    }
  }
  late_ = std::move(stay);
  last_near_ = base - Duration::milliseconds(1);
  late_at_most_ = std::max(kFew, 2 * late_.size());
}

}  // namespace caravan::engine
