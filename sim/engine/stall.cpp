#include "caravan/engine/stall.hpp"

#include <algorithm>

#include "caravan/engine/engine.hpp"

namespace caravan::engine {

bool Engine::can_move(ProcessId process) const {
  if (!alive(process)) return true;
  auto const* const wait = slots_[process.slot].waiter;
  return wait == nullptr || wait->state != detail::WaitState::waiting || wait->ends;
}

/// Walks from a new wait to those of whom one must move first, to those of whom one must move
/// before them, and so on. Whoever can move by himself ends the search: he may open the way. If
/// nobody can, all who were reached wait for one another for ever (a knot: Holt 1972), and
/// following the first blocker of each leads into a circle.
void Engine::look_for_circle(detail::Waiter const& waiter) {
  ++search_.number;
  auto& blockers = search_.blockers;
  auto& open = search_.to_visit;
  blockers.clear();
  if (!waiter.resource->blockers(waiter, blockers) || blockers.empty()) return;
  slots_[waiter.slot].mark = search_.number;
  open = blockers;
  while (!open.empty()) {
    auto const next = open.back();
    open.pop_back();
    if (can_move(next)) return;
    auto& slot = slots_[next.slot];
    if (slot.mark == search_.number) continue;
    slot.mark = search_.number;
    auto const& wait = *slot.waiter;
    blockers.clear();
    if (!wait.resource->blockers(wait, blockers) || blockers.empty()) return;
    open.insert(open.end(), blockers.begin(), blockers.end());
  }
  auto& circle = search_.circle;
  circle.clear();
  auto at = id_of(waiter.slot);
  auto place = circle.end();
  while ((place = std::find(circle.begin(), circle.end(), at)) == circle.end()) {
    circle.push_back(at);
    blockers.clear();
    auto const& wait = *slots_[at.slot].waiter;
    static_cast<void>(wait.resource->blockers(wait, blockers));
    at = blockers.front();
  }
  circle.erase(circle.begin(), place);  // what only leads to the circle
  search_.found = true;
}

Blocked Engine::describe(std::uint32_t number) const {
  auto const& slot = slots_[number];
  Blocked blocked{id_of(number), slot.tag, {}, now_, {}};
  if (slot.waiter == nullptr) return blocked;
  blocked.resource = slot.waiter->resource->name();
  blocked.since = slot.waiter->since;
  std::vector<ProcessId> holders;
  static_cast<void>(slot.waiter->resource->blockers(*slot.waiter, holders));
  for (auto const holder : holders) {
    if (alive(holder)) blocked.holders.push_back(tag_of(holder));
  }
  return blocked;
}

StallReport Engine::stall() const {
  StallReport report;
  for (std::uint32_t number = 0; number < slots_.size(); ++number) {
    auto const& slot = slots_[number];
    bool const waits = slot.root && slot.waiter != nullptr && !slot.waiter->ends &&
                       slot.waiter->state == detail::WaitState::waiting && !slot.background;
    if (waits) report.all.push_back(describe(number));
  }
  for (auto const process : search_.circle) {
    if (alive(process)) report.circle_members.push_back(describe(process.slot));
  }
  report.circle = !report.circle_members.empty();
  return report;
}

}  // namespace caravan::engine
