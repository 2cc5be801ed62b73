/// Waiting for the end of a process.
#pragma once

#include "caravan/engine/engine.hpp"

namespace caravan::engine::detail {

class Endings final : public Resource {
 public:
  explicit Endings(Engine& engine) : Resource{engine, "the end of a process"} {}

  /// Nothing to wait for.
  [[nodiscard]] bool over(ProcessId process) {
    if (engine().alive(process)) return false;
    count_instant_step();
    return true;
  }
  void wait(Join& join) {
    begin(join, Duration::max(), [&] {
      append(engine().slots_[join.process_.slot].joiners, join);
      look_for_circle(join);
    });
  }
  /// The process in `slot` has ended.
  void announce(Waiter*& joiners) {
    while (auto* const waiter = joiners) {
      grant(*waiter);
      remove(joiners, *waiter);
    }
  }
  void abandon(Waiter& waiter) override {
    if (waiter.state != WaitState::waiting) return;
    remove(engine().slots_[static_cast<Join&>(waiter).process_.slot].joiners, waiter);
  }
  bool blockers(Waiter const& waiter, std::vector<ProcessId>& list) const override {
    list.push_back(static_cast<Join const&>(waiter).process_);
    return true;
  }

 private:
  // A list that takes a slot one pointer: `previous` of the first is the last.
  static void append(Waiter*& first, Waiter& waiter) {
    auto& next_to_last = first == nullptr ? first : first->previous->next;
    waiter.previous = first == nullptr ? &waiter : first->previous;
    waiter.next = nullptr;
    next_to_last = &waiter;
    first->previous = &waiter;
  }
  static void remove(Waiter*& first, Waiter& waiter) {
    (first == &waiter ? first : waiter.previous->next) = waiter.next;
    if (first != nullptr)
      (waiter.next == nullptr ? first : waiter.next)->previous = waiter.previous;
  }
};

}  // namespace caravan::engine::detail
