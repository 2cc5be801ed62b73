#include "caravan/engine/store.hpp"

#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <new>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/engine/engine.hpp"

namespace caravan::engine {

namespace detail {

class StoreState final : public Resource {
 public:
  using Side = StoreWait::Side;

  StoreState(Engine& engine, std::string name, std::int64_t level, std::int64_t capacity)
      : Resource{engine, std::move(name)}, level_{level}, capacity_{capacity} {
    expects(level >= 0 && level <= capacity, "a store begins with what fits into it");
  }

  [[nodiscard]] bool move_now(Side side, std::int64_t amount, int priority) {
    expects(amount >= 0, "an amount is not negative");
    count_instant_step();
    auto const* const first = static_cast<StoreWait*>(queue(side).front());
    if ((first != nullptr && first->priority_ >= priority) || !fits(side, amount)) return false;
    move(side, amount);
    offer_after_move();
    return true;
  }
  void wait(StoreWait& one) {
    one.kind = static_cast<std::uint8_t>(one.side_);
    begin(one, one.patience_, [&] {
      auto& line = queue(one.side_);
      Waiter* ahead = line.back();
      while (ahead != nullptr && static_cast<StoreWait*>(ahead)->priority_ < one.priority_) {
        ahead = ahead->previous;
      }
      line.insert_after(ahead, one);
    });
  }
  void abandon(Waiter& waiter) override {
    auto const& one = static_cast<StoreWait&>(waiter);
    if (waiter.state == WaitState::waiting) {
      queue(one.side_).erase(waiter);
    } else if (one.side_ == Side::take) {
      level_ += one.amount_;
    }
    offer();
  }

  [[nodiscard]] std::int64_t level() const { return level_; }
  /// What a stopped taker returns may be more than still fits.
  [[nodiscard]] std::int64_t free_room() const {
    return std::max<std::int64_t>(0, capacity_ - level_);
  }
  [[nodiscard]] int waiting(Side side) const {
    return (side == Side::take ? takers_ : putters_).size();
  }

 private:
  [[nodiscard]] WaitList& queue(Side side) { return side == Side::take ? takers_ : putters_; }
  [[nodiscard]] bool fits(Side side, std::int64_t amount) const {
    return amount <= (side == Side::take ? level() : free_room());
  }
  void move(Side side, std::int64_t amount) { level_ += side == Side::take ? -amount : amount; }

  [[nodiscard]] bool serve(Side side) {
    auto* const one = static_cast<StoreWait*>(queue(side).front());
    if (one == nullptr || !fits(side, one->amount_)) return false;
    grant(*one);
    queue(side).erase(*one);
    move(side, one->amount_);
    return true;
  }
  /// A take makes room for a put and a put brings goods for a take, so both sides are tried in
  /// turn.
  void offer() {
    bool moved = true;
    while (moved) {
      bool const took = serve(Side::take);
      bool const did_put = serve(Side::put);
      moved = took || did_put;
    }
  }
  /// The move is done, and who moved is told so: if there is no memory for those whom it lets
  /// through, they are still in line when that ends the run.
  void offer_after_move() {
    try {
      offer();
    } catch (std::bad_alloc const&) {
      lose(std::current_exception());
    }
  }

  std::int64_t level_;
  std::int64_t capacity_;
  WaitList takers_;
  WaitList putters_;
};

bool StoreWait::await_ready() {
  if (!store_->move_now(side_, amount_, priority_)) return false;
  state = WaitState::granted;
  return true;
}

void StoreWait::await_suspend(std::coroutine_handle<>) {
  store_->wait(*this);
}

}  // namespace detail

using Side = detail::StoreWait::Side;

Store::Store(Engine& engine, std::string name, std::int64_t level,
             std::optional<std::int64_t> capacity)
    : state_{&engine.adopt(std::make_unique<detail::StoreState>(
          engine, std::move(name), level,
          capacity.value_or(std::numeric_limits<std::int64_t>::max())))} {}

detail::StoreWait Store::take(std::int64_t amount, int priority) {
  return take_within(amount, Duration::max(), priority);
}
detail::StoreWait Store::take_within(std::int64_t amount, Duration patience, int priority) {
  expects(patience >= Duration{}, "patience is not negative");
  return {*state_, Side::take, amount, patience, priority};
}
detail::StoreWait Store::put(std::int64_t amount) {
  return put_within(amount, Duration::max());
}
detail::StoreWait Store::put_within(std::int64_t amount, Duration patience) {
  expects(patience >= Duration{}, "patience is not negative");
  return {*state_, Side::put, amount, patience, 0};
}
bool Store::try_take(std::int64_t amount, int priority) {
  return state_->move_now(Side::take, amount, priority);
}
bool Store::try_put(std::int64_t amount) {
  return state_->move_now(Side::put, amount, 0);
}
std::int64_t Store::level() const {
  return state_->level();
}
std::int64_t Store::free_room() const {
  return state_->free_room();
}
int Store::waiting_takers() const {
  return state_->waiting(Side::take);
}
int Store::waiting_putters() const {
  return state_->waiting(Side::put);
}

}  // namespace caravan::engine
