/// Counted goods: wagons of a kind, slots of a yard, empty containers.
///
/// Takers wait in order of priority, then of coming, putters in order of coming, each on their
/// side; one at the head that does not fit blocks those behind. A take is done when it is granted;
/// if its process is stopped before it goes on, the goods return, even beyond the capacity if
/// others have used the room. A put is done when it is granted, and stays done.
///
/// A store does not know who will bring goods or take them away. Things that always come back are
/// better lent by a `Pool`, through which a circle of those who wait is seen.
#pragma once

#include <coroutine>
#include <cstdint>
#include <optional>
#include <string>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine {

class Engine;

namespace detail {

class StoreState;

class [[nodiscard]] StoreWait : private Waiter {
 public:
  enum class Side : std::uint8_t { take, put };
  StoreWait(StoreState& store, Side side, std::int64_t amount, Duration patience, int priority)
      : store_{&store}, amount_{amount}, patience_{patience}, priority_{priority}, side_{side} {}
  [[nodiscard]] bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  /// True if done, false if patience ended.
  bool await_resume() const noexcept { return state != WaitState::timed_out; }

 private:
  friend class StoreState;
  StoreState* store_;
  std::int64_t amount_;
  Duration patience_;
  int priority_;
  Side side_;
};

static_assert(Awaitable<StoreWait>);

}  // namespace detail

class Store {
 public:
  /// `level` units are inside; at most `capacity` fit, if given.
  Store(Engine& engine, std::string name, std::int64_t level,
        std::optional<std::int64_t> capacity = std::nullopt);

  [[nodiscard]] detail::StoreWait take(std::int64_t amount, int priority = 0);
  /// `bool const got = co_await store.take_within(n, d);`
  [[nodiscard]] detail::StoreWait take_within(std::int64_t amount, Duration patience,
                                              int priority = 0);
  [[nodiscard]] detail::StoreWait put(std::int64_t amount);
  [[nodiscard]] detail::StoreWait put_within(std::int64_t amount, Duration patience);
  /// At once or not at all; nobody of the same or a higher priority on the same side is overtaken.
  [[nodiscard]] bool try_take(std::int64_t amount, int priority = 0);
  [[nodiscard]] bool try_put(std::int64_t amount);

  [[nodiscard]] std::int64_t level() const;
  [[nodiscard]] std::int64_t free_room() const;  ///< without a capacity: the greatest number
  [[nodiscard]] int waiting_takers() const;
  [[nodiscard]] int waiting_putters() const;

 private:
  detail::StoreState* state_;
};

}  // namespace caravan::engine
