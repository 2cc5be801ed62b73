#include "caravan/engine/batch.hpp"

#include <memory>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/engine/engine.hpp"

namespace caravan::engine {

namespace detail {

class BatchState final : public Resource {
 public:
  BatchState(Engine& engine, std::string name, int size, Duration limit)
      : Resource{engine, std::move(name)}, size_{size}, limit_{limit} {
    expects(size >= 1 && limit >= Duration{}, "a batch has a size and a limit >= 0");
  }

  void join(BatchWait& one) {
    begin(one, Duration::max(), [&] {
      members_.push_back(one);
      if (members_.size() == size_) {
        close();
      } else if (members_.size() == 1) {
        wait_for_limit();
      }
    });
  }
  /// The limit is taken back last: it stands if there is no memory for those who go.
  void close() {
    BatchPlace place{0, members_.size()};
    for (; !members_.empty(); ++place.index) {
      auto& one = static_cast<BatchWait&>(*members_.front());
      grant(one);
      members_.erase(one);
      one.place_ = place;
    }
    cancel_ring();
  }
  void abandon(Waiter& waiter) override {
    if (waiter.state != WaitState::waiting) return;
    bool const was_first = members_.front() == &waiter;
    members_.erase(waiter);
    if (was_first) wait_for_limit();
  }
  void ring() override { close(); }
  [[nodiscard]] int waiting() const { return members_.size(); }

 private:
  /// The limit runs from the joining of the member that is first now.
  void wait_for_limit() {
    cancel_ring();
    if (members_.empty() || limit_ == Duration{}) return;
    ring_at(members_.front()->since + limit_, Rank::timeout);
  }

  int size_;
  Duration limit_;
  WaitList members_;
};

void BatchWait::await_suspend(std::coroutine_handle<>) {
  batch_->join(*this);
}

}  // namespace detail

Batch::Batch(Engine& engine, std::string name, int size, Duration limit)
    : state_{&engine.adopt(
          std::make_unique<detail::BatchState>(engine, std::move(name), size, limit))} {}

detail::BatchWait Batch::join() {
  return detail::BatchWait{*state_};
}
int Batch::waiting() const {
  return state_->waiting();
}
void Batch::close() {
  state_->close();
}

}  // namespace caravan::engine
