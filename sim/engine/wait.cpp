#include "caravan/engine/wait.hpp"

#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"
#include "caravan/engine/engine.hpp"

namespace caravan::engine::detail {

void WaitList::insert_after(Waiter* place, Waiter& waiter) {
  waiter.previous = place;
  waiter.next = place == nullptr ? front_ : place->next;
  (waiter.previous == nullptr ? front_ : waiter.previous->next) = &waiter;
  (waiter.next == nullptr ? back_ : waiter.next->previous) = &waiter;
  ++size_;
}

void WaitList::erase(Waiter& waiter) {
  (waiter.previous == nullptr ? front_ : waiter.previous->next) = waiter.next;
  (waiter.next == nullptr ? back_ : waiter.next->previous) = waiter.previous;
  waiter.next = nullptr;
  waiter.previous = nullptr;
  --size_;
}

Resource::Resource(Engine& engine, std::string name)
    : engine_{&engine}, name_{std::move(name)}, tag_{hash_of(name_)} {}

bool Resource::blockers(Waiter const&, std::vector<ProcessId>&) const {
  return false;
}

SimTime Resource::now() const {
  return engine_->now();
}

ProcessId Resource::process_of(Waiter const& waiter) const {
  return engine_->id_of(waiter.slot);
}

bool Resource::closing_down() const {
  return engine_->closing_down_;
}

void Resource::lose(std::exception_ptr const& failure) noexcept {
  if (!engine_->failure_) engine_->failure_ = failure;
}

void Resource::count_instant_step() {
  if (auto const running = engine_->current(); running.valid()) {
    engine_->count_step(engine_->slots_[running.slot].tag);
  }
}

void Resource::let_go(Waiter& waiter) noexcept {
  try {
    abandon(waiter);
  } catch (...) {
    lose(std::current_exception());
  }
}

void Resource::suspend(Waiter& waiter, Duration patience) {
  auto& slot = engine_->running_slot();
  waiter.resource = this;
  waiter.since = engine_->now();
  waiter.slot = engine_->current_;
  waiter.state = WaitState::waiting;
  waiter.ends = patience < SimTime::never() - now();
  if (waiter.ends) {
    engine_->schedule(now() + patience, Rank::timeout, EventKind::timeout, waiter.slot,
                      slot.ticket);
  }
  slot.waiter = &waiter;
}

void Resource::take_back(Waiter& waiter) noexcept {
  auto& slot = engine_->slots_[waiter.slot];
  ++slot.ticket;  // for what may be scheduled already
  slot.waiter = nullptr;
  let_go(waiter);
}

void Resource::grant(Waiter& waiter, Rank rank) {
  expects(waiter.state == WaitState::waiting, "a wait is granted once");
  auto& slot = engine_->slots_[waiter.slot];
  engine_->schedule(now(), rank, EventKind::wake, waiter.slot, slot.ticket + 1);
  ++slot.ticket;  // no patience ends before it arrives
  waiter.state = WaitState::granted;
}

void Resource::wake_at(Waiter& waiter, SimTime time, Rank rank) {
  engine_->schedule(time, rank, EventKind::wake, waiter.slot, engine_->slots_[waiter.slot].ticket);
  waiter.ends = true;
}

void Resource::hold_off(Waiter& waiter) {
  waiter.ends = false;
  ++engine_->slots_[waiter.slot].ticket;
}

void Resource::ring_at(SimTime time, Rank rank) {
  cancel_ring();
  engine_->schedule(time, rank, EventKind::alarm, number_, ring_ticket_);
  ring_pending_ = true;
}

void Resource::cancel_ring() {
  ++ring_ticket_;
  ring_pending_ = false;
}

bool Resource::can_move(ProcessId process) const {
  return engine_->can_move(process);
}

void Resource::look_for_circle(Waiter const& waiter) {
  engine_->look_for_circle(waiter);
}

void Resource::look_for_circle_behind(WaitList const& line, bool each) {
  if (closing_down()) return;
  for (auto const* one = line.front(); one != nullptr; one = one->next) {
    if (one->ends) continue;
    look_for_circle(*one);
    if (!each) return;
  }
}

bool Resource::may_move_up(Waiter const& waiter) {
  for (auto const* ahead = waiter.previous; ahead != nullptr; ahead = ahead->previous) {
    if (ahead->ends) return true;
  }
  return false;
}

}  // namespace caravan::engine::detail
