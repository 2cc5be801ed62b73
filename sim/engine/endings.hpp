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
    suspend(join);
    engine().slots_[join.process_.slot].joiners.push_back(join);
    look_for_circle(join);
  }
  /// The process in `slot` has ended.
  void announce(WaitList& joiners) {
    while (auto* const waiter = joiners.front()) {
      joiners.erase(*waiter);
      grant(*waiter);
    }
  }
  void abandon(Waiter& waiter) override {
    if (waiter.state != WaitState::waiting) return;
    engine().slots_[static_cast<Join&>(waiter).process_.slot].joiners.erase(waiter);
  }
  bool blockers(Waiter const& waiter, std::vector<ProcessId>& list) const override {
    list.push_back(static_cast<Join const&>(waiter).process_);
    return true;
  }
};

}  // namespace caravan::engine::detail
