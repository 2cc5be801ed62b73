#include "caravan/engine/event_queue.hpp"

#include <algorithm>

namespace caravan::engine {

namespace {

constexpr std::size_t kChildren = 4;

}  // namespace

void EventQueue::push(Event const& event) {
  auto hole = heap_.size();
  heap_.push_back(event);
  while (hole > 0) {
    auto const parent = (hole - 1) / kChildren;
    if (!event.before(heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = event;
}

void EventQueue::pop() {
  auto const last = heap_.back();
  heap_.pop_back();
  if (heap_.empty()) return;
  std::size_t hole = 0;
  while (true) {
    auto const first = hole * kChildren + 1;
    if (first >= heap_.size()) break;
    auto least = first;
    auto const end = std::min(first + kChildren, heap_.size());
    for (auto child = first + 1; child < end; ++child) {
      if (heap_[child].before(heap_[least])) least = child;
    }
    if (!heap_[least].before(last)) break;
    heap_[hole] = heap_[least];
    hole = least;
  }
  heap_[hole] = last;
}

}  // namespace caravan::engine
