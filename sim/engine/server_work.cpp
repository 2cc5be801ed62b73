#include <algorithm>

#include "caravan/core/contract.hpp"

#include "engine/server_state.hpp"

namespace caravan::engine::detail {

Duration ServerState::working_time(SimTime from, SimTime until) const {
  return at_closing_ == AtClosing::suspend ? hours().open_between(from, until) : until - from;
}

ServerState::Unit& ServerState::unit_number(int number) {
  expects(number >= 0 && static_cast<std::size_t>(number) < units_.size(),
          "a unit is numbered below the capacity");
  return units_[static_cast<std::size_t>(number)];
}

/// When a job of `work` that starts or goes on at `from` ends; never() if it cannot.
SimTime ServerState::working_end(SimTime from, Duration work) const {
  if (at_closing_ != AtClosing::suspend || always_open_ || work == Duration{}) {
    return from + work;
  }
  while (true) {
    auto const opening = hours().next_open(from);
    if (opening == SimTime::never()) return opening;
    auto const closing = hours().next_change(opening);
    if (closing - opening >= work) return opening + work;
    work -= closing - opening;
    from = closing;
  }
}

void ServerState::begin_work(Work& wait) {
  expects(wait.rest_ >= Duration{}, "a job is not negative");
  expects(wait.rest_ <= SimTime::never() - now(), "a job ends before the end of time");
  auto& holding = holdings_[wait.holding_];
  expects(holding.work == nullptr, "a lease does one job at a time");
  wait.kind = kWork;
  begin(wait, Duration::max(), [&] {
    holding.work = &wait;
    if (holding.failed == 0) {
      working_.change(holding.units, moment());
      start(wait);
    }
  });
}

void ServerState::start(Work& wait) {
  wait.began_ = now();
  wait.running_ = true;
  if (auto const end = working_end(now(), wait.rest_); end != SimTime::never()) {
    wake_at(wait, end, wait.rank_);
  }
  for (int number = worn_by(wait); number != kNoUnit;) {
    auto& unit = units_[static_cast<std::size_t>(number)];
    start_wear(unit, wait);
    number = unit.next;
  }
}

void ServerState::pause(Work& wait) {
  auto const worked = working_time(wait.began_, now());
  wait.running_ = false;
  wait.rest_ -= worked;
  for (int number = worn_by(wait); number != kNoUnit;) {
    auto& unit = units_[static_cast<std::size_t>(number)];
    stop_wear(unit, worked);
    number = unit.next;
  }
}

/// The job is done, or its process is being stopped.
void ServerState::end_work(Work& wait) {
  auto& holding = holdings_[wait.holding_];
  if (wait.running_) pause(wait);
  holding.work = nullptr;
  if (holding.failed == 0) working_.change(-holding.units, moment());
}

void ServerState::begin_busy_wait(BusyFor& wait) {
  expects(wait.rest_ >= Duration{}, "wear is not negative");
  auto& unit = unit_number(wait.unit_);
  expects(unit.ages == nullptr, "one process waits for the wear of a unit");
  wait.kind = kBusyFor;
  wears_ = true;
  begin(wait, Duration::max(), [&] {
    unit.ages = &wait;
    auto* const work = unit.holding == kNone ? nullptr : holdings_[unit.holding].work;
    if (wait.rest_ == Duration{}) {
      wake_at(wait, now(), wait.rank_);
      unit.ages = nullptr;
    } else if (work != nullptr && work->running_) {
      // Counts from now, not from the beginning of the job in hand.
      auto const before = working_time(work->began_, now());
      wait.rest_ += before;
      start_wear(unit, *work);
    }
  });
}

/// The wait is over: the job in hand goes on, but nobody counts its wear any more.
void ServerState::end_busy_wait(BusyFor const& wait) {
  auto& unit = unit_number(wait.unit_);
  if (unit.ages == &wait) unit.ages = nullptr;
}

/// Schedules the end of a wait for wear, if the job that begins is long enough to bring it.
void ServerState::start_wear(Unit& unit, Work const& work) {
  if (unit.ages == nullptr || unit.ages->rest_ > work.rest_) return;
  auto const end = working_end(work.began_, unit.ages->rest_);
  if (end != SimTime::never()) wake_at(*unit.ages, end, unit.ages->rank_);
}

void ServerState::stop_wear(Unit& unit, Duration worked) {
  if (unit.ages == nullptr) return;
  unit.ages->rest_ -= worked;
  if (unit.ages->rest_ > Duration{}) {
    if (unit.ages->ends) hold_off(*unit.ages);
  } else {
    unit.ages = nullptr;  // its event is due at this instant
  }
}

void ServerState::fail(int number) {
  auto& unit = unit_number(number);
  if (unit.failed) return;
  unit.failed = true;
  ++failed_;
  if (unit.holding == kNone) {
    refill();
    return;
  }
  auto& holding = holdings_[unit.holding];
  count_holding(holding, -1);
  if (++holding.failed == 1 && holding.work != nullptr && holding.work->running_) {
    pause(*holding.work);
    // A job without a rest is done: its end, due at this instant, stands.
    if (holding.work->rest_ > Duration{}) hold_off(*holding.work);
  }
  count_holding(holding, +1);
}

void ServerState::repair(int number) {
  auto& unit = unit_number(number);
  if (!unit.failed) return;
  unit.failed = false;
  --failed_;
  if (unit.holding == kNone) {
    refill();
    ring();
    return;
  }
  auto& holding = holdings_[unit.holding];
  count_holding(holding, -1);
  --holding.failed;
  count_holding(holding, +1);
  if (holding.failed == 0 && holding.work != nullptr) start(*holding.work);
  look_for_locks();
}

/// Books a holding into or out of the counts. One unit that is down stops the others.
void ServerState::count_holding(Holding const& holding, int sign) {
  if (holding.failed > 0) down_.change(sign * holding.failed, moment());
  bool const working = holding.work != nullptr && holding.failed == 0;
  if (working) working_.change(sign * holding.units, moment());
}

Duration ServerState::closed_so_far() {
  if (auto const until = now(); until != closed_until_) {
    closed_ += until - closed_until_ - hours().open_between(closed_until_, until);
    closed_until_ = until;
  }
  return closed_;
}

/// After a cut of the capacity, units beyond it exist until they are given back.
void ServerState::count_total() {
  auto const total = std::max(capacity_, in_use_.number() + failed_free_.number());
  if (total != total_.number()) total_.change(total - total_.number(), moment());
}

ServerTime ServerState::times() {
  account_waiting();
  auto const at = moment();
  auto const clock = [&](UnitTime const& units) { return units.by_clock(at); };
  auto const open = [&](UnitTime const& units) { return units.in_open_time(at); };
  auto const staffed = [&](UnitTime const& units) {
    return at_closing_ == AtClosing::suspend ? open(units) : clock(units);
  };
  auto const in_hand = in_use_ - down_;
  auto const idle = total_ - in_use_ - failed_free_;
  return {.working = staffed(working_),
          .blocked = staffed(in_hand - working_),
          .idle = open(idle),
          .closed = clock(in_hand) - staffed(in_hand) + clock(idle) - open(idle),
          .down = clock(down_) + clock(failed_free_),
          .total = clock(total_),
          .waited = clock(waiting_),
          .granted = granted_,
          .gave_up = gave_up_,
          .longest = longest_};
}

void ServerState::forget_waits() {
  account_waiting();
  longest_ = 0;
  waits_ = Spread{};
}

}  // namespace caravan::engine::detail
