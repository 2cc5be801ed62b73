/// Processes: the lives of trains, trucks, cranes and timetables, written as stories.
///
/// A process is a coroutine that returns `Process` and is handed to `Engine::spawn`. A part of a
/// story that several share is a coroutine that returns `Task`; it has no value: `auto part = f(…);
/// co_await part;`. Both are functions or member functions, never lambdas with captures, and their
/// first parameter (or their object) is the `Engine` or offers `engine()`: their frames come from
/// its pool. References among the parameters must outlive the frame.
///
/// `co_await` stands first in its statement or directly right of `=`; see
/// docs/decisions/0002-coroutines-and-their-grammar.md. What is awaited is made by the engine alone
/// and is `Awaitable` (wait.hpp).
#pragma once

#include <coroutine>
#include <exception>

#include "caravan/engine/promise.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine {

namespace detail {
class TaskWait;
}

/// A process that has not begun; `Engine::spawn` takes it.
class [[nodiscard]] Process {
 public:
  class promise_type : public detail::Promise {
   public:
    using Promise::Promise;
    Process get_return_object() noexcept {
      return Process{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always final_suspend() noexcept { return {}; }
    [[nodiscard]] Engine const* engine() const noexcept { return engine_; }
  };

 private:
  friend class Engine;
  explicit Process(std::coroutine_handle<promise_type> handle) noexcept : frame_{handle} {}
  detail::Frame<promise_type> frame_;
};

/// A part of a story, awaited once by name. What it throws, the one who awaits it gets.
class [[nodiscard]] Task {
 public:
  class promise_type : public detail::Promise {
   public:
    using Promise::Promise;
    Task get_return_object() noexcept {
      return Task{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    struct GoBack {
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<promise_type> ended) const noexcept {
        detail::continue_with(*ended.promise().engine_, ended.promise().parent);
      }
      void await_resume() const noexcept {}
    };
    GoBack final_suspend() noexcept { return {}; }
    void begin(std::coroutine_handle<> self) noexcept { detail::continue_with(*engine_, self); }
    std::coroutine_handle<> parent;
  };

 private:
  friend class detail::TaskWait;
  explicit Task(std::coroutine_handle<promise_type> handle) noexcept : frame_{handle} {}
  detail::Frame<promise_type> frame_;
};

namespace detail {

class TaskWait {
 public:
  explicit TaskWait(Task& task) noexcept : handle_{task.frame_.get()} {}
  TaskWait(TaskWait const&) = delete;
  TaskWait& operator=(TaskWait const&) = delete;
  [[nodiscard]] bool await_ready() const noexcept { return handle_.done(); }
  void await_suspend(std::coroutine_handle<> parent) const noexcept {
    handle_.promise().parent = parent;
    handle_.promise().begin(handle_);
  }
  void await_resume() const {
    if (auto const& failure = handle_.promise().failure()) std::rethrow_exception(failure);
  }

 private:
  std::coroutine_handle<Task::promise_type> handle_;
};

static_assert(Awaitable<TaskWait>);

}  // namespace detail

/// Only of one that has a name.
inline detail::TaskWait operator co_await(Task& task) noexcept {
  return detail::TaskWait{task};
}

}  // namespace caravan::engine
