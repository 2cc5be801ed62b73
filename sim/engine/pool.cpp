#include "caravan/engine/pool.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "caravan/core/contract.hpp"
#include "caravan/engine/engine.hpp"

namespace caravan::engine {

namespace detail {

class PoolState final : public Resource {
 public:
  static constexpr std::uint32_t kNone = ProcessId::kNone;

  PoolState(Engine& engine, std::string name, std::int64_t units)
      : Resource{engine, std::move(name)}, units_{units}, free_{units} {
    expects(units >= 0, "a pool holds no less than nothing");
  }

  /// Lends at once if nobody is overtaken; the number of the holding, or none.
  [[nodiscard]] std::uint32_t take_now(std::int64_t units) {
    expects(units >= 1 && units <= units_, "a loan is of one unit to all of them");
    count_instant_step();
    return queue_.empty() && units <= free_ ? lend(units, engine().current()) : kNone;
  }
  void wait(Borrow& one) {
    begin(one, one.patience_, [&] {
      queue_.push_back(one);
      if (!one.ends && !somebody_moves()) look_for_circle(one);
    });
  }
  void give_back(std::uint32_t number, std::int64_t units) {
    if (closing_down()) return;
    auto& holding = holdings_[number];
    expects(units >= 0 && units <= holding.units, "no more is given back than was lent");
    free_ += units;
    holding.units -= units;
    if (holding.units == 0) free_holdings_.push_back(number);
    offer();
  }
  void abandon(Waiter& waiter) override {
    if (waiter.state == WaitState::granted) {
      auto const number = static_cast<Borrow&>(waiter).holding_;
      give_back(number, units_of(number));
    } else {
      queue_.erase(waiter);
      offer();
      look_for_circle_behind(queue_);
    }
  }
  /// One of the holders must give back before the claim fits; if it fits as it is, those ahead bar
  /// it, and one with patience may leave.
  bool blockers(Waiter const& waiter, std::vector<ProcessId>& list) const override {
    for (auto const& holding : holdings_) {
      if (holding.units > 0) list.push_back(holding.holder);
    }
    return static_cast<Borrow const&>(waiter).units_ > free_ || !may_move_up(waiter);
  }

  [[nodiscard]] std::int64_t units() const { return units_; }
  [[nodiscard]] std::int64_t free() const { return free_; }
  [[nodiscard]] int waiting() const { return queue_.size(); }
  [[nodiscard]] std::int64_t units_of(std::uint32_t number) const {
    return holdings_[number].units;
  }
  void set_holder(std::uint32_t number, ProcessId who) { holdings_[number].holder = who; }

 private:
  /// A search for a circle would end at this holder: it is spared.
  [[nodiscard]] bool somebody_moves() const {
    return std::any_of(holdings_.begin(), holdings_.end(), [&](Holding const& holding) {
      return holding.units > 0 && can_move(holding.holder);
    });
  }

  /// Units in one hand; 0 if it is not in use.
  struct Holding {
    ProcessId holder;
    std::int64_t units = 0;
  };

  /// All the memory that a loan takes; that it comes back then takes none.
  void make_room() {
    if (!free_holdings_.empty()) return;
    holdings_.emplace_back();
    free_holdings_.reserve(holdings_.capacity());
    free_holdings_.push_back(static_cast<std::uint32_t>(holdings_.size() - 1));
  }
  [[nodiscard]] std::uint32_t lend(std::int64_t units, ProcessId holder) {
    make_room();
    auto const number = free_holdings_.back();
    free_holdings_.pop_back();
    holdings_[number] = {holder, units};
    free_ -= units;
    return number;
  }
  void offer() {
    if (closing_down()) return;
    while (auto* const one = static_cast<Borrow*>(queue_.front())) {
      if (one->units_ > free_) return;
      make_room();
      grant(*one);
      queue_.erase(*one);
      one->holding_ = lend(one->units_, process_of(*one));
    }
  }

  std::int64_t units_;
  std::int64_t free_;
  std::vector<Holding> holdings_;
  std::vector<std::uint32_t> free_holdings_;
  WaitList queue_;
};

bool Borrow::await_ready() {
  holding_ = pool_->take_now(units_);
  if (holding_ == PoolState::kNone) return false;
  state = WaitState::granted;
  return true;
}

void Borrow::await_suspend(std::coroutine_handle<>) {
  pool_->wait(*this);
}

Loan Borrow::await_resume() {
  return state == WaitState::granted ? Loan{*pool_, holding_} : Loan{};
}

}  // namespace detail

void Loan::drop() noexcept {
  auto* const pool = pool_;
  try {
    release();
  } catch (...) {
    pool->lose(std::current_exception());
  }
}

std::int64_t Loan::units() const {
  return pool_ == nullptr ? 0 : pool_->units_of(holding_);
}

void Loan::give_back(std::int64_t units) {
  expects(pool_ != nullptr, "an empty loan gives nothing back");
  // Empty before anything can go wrong, or it would give back once more.
  auto* const pool = units == pool_->units_of(holding_) ? std::exchange(pool_, nullptr) : pool_;
  pool->give_back(holding_, units);
}

void Loan::release() {
  if (auto* const pool = std::exchange(pool_, nullptr)) {
    pool->give_back(holding_, pool->units_of(holding_));
  }
}

void Loan::held_by(ProcessId process) {
  expects(pool_ != nullptr, "an empty loan has no holder");
  pool_->set_holder(holding_, process);
}

Pool::Pool(Engine& engine, std::string name, std::int64_t units)
    : state_{&engine.adopt(std::make_unique<detail::PoolState>(engine, std::move(name), units))} {}

detail::Borrow Pool::borrow(std::int64_t units) {
  return {*state_, units, Duration::max()};
}

detail::Borrow Pool::borrow_within(std::int64_t units, Duration patience) {
  expects(patience >= Duration{}, "patience is not negative");
  return {*state_, units, patience};
}

Loan Pool::try_borrow(std::int64_t units) {
  auto const holding = state_->take_now(units);
  return holding == detail::PoolState::kNone ? Loan{} : Loan{*state_, holding};
}

std::int64_t Pool::units() const {
  return state_->units();
}
std::int64_t Pool::free() const {
  return state_->free();
}
int Pool::waiting() const {
  return state_->waiting();
}

}  // namespace caravan::engine
