/// A call that processes wait for: "a train is complete", "the section is clear".
///
/// A signal has no memory: a call that nobody waits for is lost. Who might call is not known, so
/// the search for circles of those who wait for one another ends here (docs/decisions/0008).
#pragma once

#include <coroutine>
#include <string>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine {

class Engine;

namespace detail {

class SignalState;

class [[nodiscard]] SignalWait : private Waiter {
 public:
  SignalWait(SignalState& signal, Duration patience, Rank rank)
      : signal_{&signal}, patience_{patience}, rank_{rank} {}
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  /// True if called, false if patience ended.
  bool await_resume() const noexcept { return state == WaitState::granted; }

 private:
  friend class SignalState;
  SignalState* signal_;
  Duration patience_;
  Rank rank_;
  bool alone_ = false;  ///< called by `fire_one`
};

static_assert(Awaitable<SignalWait>);

}  // namespace detail

class Signal {
 public:
  Signal(Engine& engine, std::string name);
  /// `co_await signal.wait();`
  [[nodiscard]] detail::SignalWait wait(Rank rank = Rank::decide);
  /// `bool const called = co_await signal.wait_within(d);`
  [[nodiscard]] detail::SignalWait wait_within(Duration patience, Rank rank = Rank::decide);
  /// Calls who has waited longest. If that process is stopped before it goes on, the next is
  /// called.
  void fire_one();
  void fire_all();
  [[nodiscard]] int waiting() const;

 private:
  detail::SignalState* state_;
};

}  // namespace caravan::engine
