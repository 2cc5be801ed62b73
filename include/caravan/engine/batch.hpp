/// Members that go on together: load units that make a train, trucks that make a convoy.
///
/// A batch closes when `size` have joined, or `limit` after its first member joined. All members go
/// on at the same instant, in the order in which they joined (unless ties are shuffled). A member
/// that is stopped before the batch closes leaves it; afterwards the others still count it. Who
/// might still join is not known, so the search for circles of those who wait ends here.
#pragma once

#include <coroutine>
#include <string>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine {

class Engine;

struct BatchPlace {
  int index = 0;  ///< 0 is the leader
  int size = 0;   ///< of the batch when it closed
};

namespace detail {

class BatchState;

class [[nodiscard]] BatchWait : private Waiter {
 public:
  explicit BatchWait(BatchState& batch) : batch_{&batch} {}
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  [[nodiscard]] BatchPlace await_resume() const noexcept { return place_; }

 private:
  friend class BatchState;
  BatchState* batch_;
  BatchPlace place_;
};

static_assert(Awaitable<BatchWait>);

}  // namespace detail

class Batch {
 public:
  /// A limit of 0 is none.
  Batch(Engine& engine, std::string name, int size, Duration limit = {});
  /// `auto const place = co_await batch.join();`
  [[nodiscard]] detail::BatchWait join();
  [[nodiscard]] int waiting() const;
  /// Closes the present batch, however small.
  void close();

 private:
  detail::BatchState* state_;
};

}  // namespace caravan::engine
