#include <algorithm>
#include <bit>
#include <utility>

#include "caravan/core/contract.hpp"

#include "engine/server_state.hpp"

namespace caravan::engine::detail {

ServerState::ServerState(Engine& engine, ServerOptions options)
    : Resource{engine, std::move(options.name)},
      capacity_{options.capacity},
      hours_{options.hours == nullptr ? &always_ : options.hours},
      always_open_{hours_->always_open()},
      discipline_{options.discipline},
      at_closing_{options.at_closing},
      held_by_stream_(std::max(options.quotas.size(), static_cast<std::size_t>(options.streams)),
                      0),
      quotas_{std::move(options.quotas)},
      streams_{options.streams},
      greatest_capacity_{options.capacity} {
  expects(capacity_ >= 0, "a capacity is not negative");
  make_units(static_cast<std::size_t>(capacity_));
  refill();
}

void ServerState::make_units(std::size_t count) {
  units_.resize(count);
  free_units_.resize((count + kUnitsAWord - 1) / kUnitsAWord);
}

int ServerState::available() const {
  // More may be free than the capacity allows after a cut, while units beyond it are still in use.
  return std::clamp(capacity_ - in_use_.number() - failed_free_.number(), 0, free_count_);
}

bool ServerState::can_finish(Duration work) const {
  return hours().is_open(now()) && hours().open_between(now(), now() + work) == work;
}

bool ServerState::fits(Claim const& claim) const {
  if (claim.units > available()) return false;
  return at_closing_ == AtClosing::refuse ? can_finish(claim.work) : open();
}

bool ServerState::at_limit(Claim const& claim) const {
  auto const stream = static_cast<std::size_t>(claim.stream);
  expects(stream < held_by_stream_.size(), "a claim names a stream of its server");
  return over_quota(claim) || (streams_ > 0 && takes_what_others_need(claim));
}

bool ServerState::over_quota(Claim const& claim) const {
  if (quotas_.empty()) return false;
  auto const stream = static_cast<std::size_t>(claim.stream);
  return held_by_stream_[stream] + claim.units > quotas_[stream];
}

/// Other streams hold nothing yet, and the units left after this claim would not do for them.
bool ServerState::takes_what_others_need(Claim const& claim) const {
  auto const without = std::count(held_by_stream_.begin(), held_by_stream_.end(), 0);
  auto const own = held_by_stream_[static_cast<std::size_t>(claim.stream)] == 0 ? 1 : 0;
  auto const left = available() - claim.units;
  return left >= 0 && left < without - own;
}

bool ServerState::before(Claim const& a, Claim const& b) const {
  switch (discipline_) {
    case Discipline::fifo:
      return false;
    case Discipline::priority:
      return a.priority > b.priority;
    case Discipline::earliest_due:
      return a.due < b.due;
  }
  return false;
}

std::uint32_t ServerState::take_now(Claim const& claim) {
  expects(claim.units >= 1, "a claim is for one unit at least");
  count_instant_step();
  offer();  // it may have opened at this very instant
  if (passed_over(claim) || !fits(claim)) return kNone;
  for (auto const* one = queue_.front(); one != nullptr; one = one->next) {
    auto const& ahead = static_cast<Acquire const*>(one)->claim_;
    if (before(claim, ahead)) break;
    if (!passed_over(ahead)) return kNone;
  }
  return hand_out(claim, engine().current());
}

void ServerState::enqueue(Acquire& wait) {
  wait.kind = kAcquire;
  account_waiting();
  begin(wait, wait.patience_, [&] {
    auto* place = queue_.back();
    while (place != nullptr && before(wait.claim_, static_cast<Acquire*>(place)->claim_)) {
      place = place->previous;
    }
    queue_.insert_after(place, wait);
    waiting_.change(1, moment());
    offer();
    bool const waits = wait.state == WaitState::waiting && !wait.ends;
    if (waits && !somebody_moves()) look_for_circle(wait);
  });
}

/// A search for a circle would end at one of the holders: it is spared.
bool ServerState::somebody_moves() const {
  if (!held_by_stream_.empty()) return false;  // a holder of another stream may be of no help
  return std::any_of(holdings_.begin(), holdings_.end(), [&](Holding const& holding) {
    return holding.units > 0 && can_move(holding.holder);
  });
}

void ServerState::leave_line(Waiter& waiter) {
  account_waiting();
  queue_.erase(waiter);
  waiting_.change(-1, moment());
}

void ServerState::serve() {
  for (auto* one = queue_.front(); one != nullptr && available() > 0;) {
    auto& wait = *static_cast<Acquire*>(one);
    one = one->next;
    if (passed_over(wait.claim_)) continue;
    if (!fits(wait.claim_)) break;
    make_room();
    grant(wait);
    leave_line(wait);
    wait.holding_ = hand_out(wait.claim_, process_of(wait));
    if (now() > wait.since) waits_.add(now() - wait.since);
  }
  if (!queue_.empty()) {
    wait_for_opening();
  } else if (ring_pending()) {
    cancel_ring();
  }
}

/// The server wakes itself only while someone waits, and only if opening hours are what he lacks.
void ServerState::wait_for_opening() {
  if (always_open_ || ring_pending()) return;
  auto opening = hours().next_open(now());
  if (opening == now()) {  // open, but perhaps not for long enough
    if (at_closing_ != AtClosing::refuse) return;
    opening = hours().next_open(hours().next_change(now()));
  }
  if (opening != SimTime::never()) ring_at(opening);
}

void ServerState::ring() {
  offer();
  look_for_locks();
}

/// Without streams all in line wait for the same holders.
void ServerState::look_for_locks() {
  look_for_circle_behind(queue_, !held_by_stream_.empty());
}

/// All the memory that a lease takes; that it comes back then takes none.
void ServerState::make_room() {
  if (free_holding_ != kNoHolding) return;
  holdings_.emplace_back();
  free_holding_ = static_cast<int>(holdings_.size() - 1);
}

std::uint32_t ServerState::hand_out(Claim const& claim, ProcessId holder) {
  make_room();
  auto const number = static_cast<std::uint32_t>(free_holding_);
  auto& holding = holdings_[number];
  free_holding_ = holding.first_unit;
  holding = Holding{holder, claim.units, kNoUnit, claim.stream, 0, nullptr};
  int* link = &holding.first_unit;
  for (int i = 0; i < claim.units; ++i) {
    *link = take_lowest();
    auto& unit = units_[static_cast<std::size_t>(*link)];
    unit.holding = number;
    unit.next = kNoUnit;
    link = &unit.next;
  }
  in_use_.change(claim.units, moment());
  ++granted_;
  if (!held_by_stream_.empty())
    held_by_stream_[static_cast<std::size_t>(claim.stream)] += claim.units;
  return number;
}

void ServerState::release(std::uint32_t number) {
  if (closing_down()) return;
  auto& holding = holdings_[number];
  expects(holding.work == nullptr, "a lease is given back when its work is done");
  count_holding(holding, -1);
  in_use_.change(-holding.units, moment());
  if (!held_by_stream_.empty())
    held_by_stream_[static_cast<std::size_t>(holding.stream)] -= holding.units;
  for (int number_of_unit = holding.first_unit; number_of_unit != kNoUnit;) {
    auto& unit = units_[static_cast<std::size_t>(number_of_unit)];
    unit.holding = kNone;
    put_back(std::exchange(number_of_unit, unit.next));
  }
  holding = Holding{};
  holding.first_unit = std::exchange(free_holding_, static_cast<int>(number));
  if (total_.number() > capacity_) count_total();
  offer();
}

void ServerState::put_back(int number) {
  if (number >= capacity_) return;  // withdrawn by a cut of the capacity
  if (units_[static_cast<std::size_t>(number)].failed) {
    failed_free_.change(1, moment());
    return;
  }
  auto const unit = static_cast<std::size_t>(number);
  free_units_[unit / kUnitsAWord] |= std::uint64_t{1} << unit % kUnitsAWord;
  ++free_count_;
}

int ServerState::take_lowest() {
  auto* word = free_units_.begin();
  while (*word == 0) ++word;
  auto const bit = std::countr_zero(*word);
  *word &= *word - 1;
  --free_count_;
  return static_cast<int>(word - free_units_.begin()) * static_cast<int>(kUnitsAWord) + bit;
}

/// Lists the free units anew, after what is rare: cuts, breakdowns, repairs.
void ServerState::refill() {
  std::fill(free_units_.begin(), free_units_.end(), 0);
  free_count_ = 0;
  failed_free_.change(-failed_free_.number(), moment());
  for (int number = 0; number < capacity_; ++number) {
    if (units_[static_cast<std::size_t>(number)].holding == kNone) put_back(number);
  }
  count_total();
}

void ServerState::set_capacity(int capacity) {
  expects(capacity >= 0, "a capacity is not negative");
  make_units(std::max(units_.size(), static_cast<std::size_t>(capacity)));
  capacity_ = capacity;
  greatest_capacity_ = std::max(greatest_capacity_, capacity);
  refill();
  ring();
}

ProcessId ServerState::first_holder() const {
  auto const one = std::find_if(holdings_.begin(), holdings_.end(),
                                [](Holding const& holding) { return holding.units > 0; });
  return one == holdings_.end() ? ProcessId{} : one->holder;
}

/// At the end of the engine, when the calendar may be gone already: no accounts, nobody is served.
void ServerState::leave_quietly(Waiter& waiter) {
  if (waiter.kind == kWork) {
    holdings_[static_cast<Work&>(waiter).holding_].work = nullptr;
  } else if (waiter.kind == kAcquire && waiter.state == WaitState::waiting) {
    queue_.erase(waiter);
  }
}

void ServerState::abandon(Waiter& waiter) {
  if (closing_down()) {
    leave_quietly(waiter);
  } else if (waiter.kind == kWork) {
    end_work(static_cast<Work&>(waiter));
  } else if (waiter.kind == kBusyFor) {
    auto& unit = units_[static_cast<std::size_t>(static_cast<BusyFor&>(waiter).unit_)];
    if (unit.ages == &waiter) unit.ages = nullptr;
  } else if (waiter.state == WaitState::granted) {
    release(static_cast<Acquire&>(waiter).holding_);
  } else {
    leave_line(waiter);
    gave_up_ += now() > waiter.since ? 1 : 0;
    offer();
    look_for_locks();
  }
}

/// One of the holders must give back before the claim can be served, unless hours, a repair or a
/// greater capacity help, or it fits as it is and only someone ahead bars it who may give up.
bool ServerState::blockers(Waiter const& waiter, std::vector<ProcessId>& list) const {
  if (waiter.kind != kAcquire) return false;
  auto const& claim = static_cast<Acquire const&>(waiter).claim_;
  bool const own_only = over_quota(claim);  // a claim above its quota is helped by its own stream
  for (auto const& holding : holdings_) {
    bool const helps = !own_only || holding.stream == claim.stream;
    if (holding.units > 0 && helps) list.push_back(holding.holder);
  }
  bool const by_hours = !always_open_ && (!open() || at_closing_ == AtClosing::refuse);
  if (by_hours || failed_ > 0 || capacity_ < greatest_capacity_) return false;
  return claim.units > available() || passed_over(claim) || !may_move_up(waiter);
}

}  // namespace caravan::engine::detail
