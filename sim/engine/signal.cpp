#include "caravan/engine/signal.hpp"

#include <memory>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/engine/engine.hpp"

namespace caravan::engine {

namespace detail {

class SignalState final : public Resource {
 public:
  using Resource::Resource;

  void wait(SignalWait& one) {
    begin(one, one.patience_, [&] { waiting_.push_back(one); });
  }
  void fire(bool alone) {
    if (waiting_.empty()) return;
    auto& one = static_cast<SignalWait&>(*waiting_.front());
    grant(one, one.rank_);
    waiting_.erase(one);
    one.alone_ = alone;
  }
  void fire_all() {
    while (!waiting_.empty()) fire(false);
  }
  void abandon(Waiter& waiter) override {
    if (waiter.state == WaitState::waiting) {
      waiting_.erase(waiter);
    } else if (static_cast<SignalWait&>(waiter).alone_) {
      fire(true);
    }
  }
  [[nodiscard]] int waiting() const { return waiting_.size(); }

 private:
  WaitList waiting_;
};

void SignalWait::await_suspend(std::coroutine_handle<>) {
  signal_->wait(*this);
}

}  // namespace detail

Signal::Signal(Engine& engine, std::string name)
    : state_{&engine.adopt(std::make_unique<detail::SignalState>(engine, std::move(name)))} {}

detail::SignalWait Signal::wait(Rank rank) {
  return {*state_, Duration::max(), rank};
}

detail::SignalWait Signal::wait_within(Duration patience, Rank rank) {
  expects(patience >= Duration{}, "patience is not negative");
  return {*state_, patience, rank};
}

void Signal::fire_one() {
  state_->fire(true);
}
void Signal::fire_all() {
  state_->fire_all();
}
int Signal::waiting() const {
  return state_->waiting();
}

}  // namespace caravan::engine
