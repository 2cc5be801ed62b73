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
#include <utility>

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
    std::suspend_always initial_suspend() noexcept { return {}; }
    Ending final_suspend() noexcept {
      bool const well = !failure();
      running_->halt = well ? detail::Halt::over : detail::Halt::failed;
      if (well) detail::end_process(*running_);
      return {well};
    }
    [[nodiscard]] Engine const* engine() const noexcept { return running_->engine; }
  };

 private:
  friend class Engine;
  explicit Process(std::coroutine_handle<promise_type> handle) noexcept : frame_{handle} {}
  detail::Frame<promise_type> frame_;
};

/// A part of a story: it begins where it is called, and is awaited there, by name and once. What it
/// throws, the one who awaits it gets.
class [[nodiscard]] Task {
 public:
  class promise_type : public detail::Promise {
   public:
    template <class... Parameters>
    explicit promise_type(Parameters&... parameters)
        : Promise{parameters...},
          caller_{std::exchange(running_->leaf,
                                std::coroutine_handle<promise_type>::from_promise(*this))} {}
    Task get_return_object() noexcept {
      return Task{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    Ending final_suspend() noexcept {
      running_->leaf = caller_;
      if (awaited_ == nullptr) return {false};  // the caller still runs, and will ask
      running_->halt = detail::Halt::task_over;
      if (failure()) return {false};
      static_cast<void>(awaited_->frame_.release());
      return {true};
    }

   private:
    friend class detail::TaskWait;
    std::coroutine_handle<> caller_;
    Task* awaited_ = nullptr;
  };

 private:
  friend class detail::TaskWait;
  explicit Task(std::coroutine_handle<promise_type> handle) noexcept : frame_{handle} {}
  detail::Frame<promise_type> frame_;
};

namespace detail {

class TaskWait {
 public:
  explicit TaskWait(Task& task) noexcept : task_{&task} {}
  TaskWait(TaskWait const&) = delete;
  TaskWait& operator=(TaskWait const&) = delete;
  [[nodiscard]] bool await_ready() const {
    auto const handle = task_->frame_.get();
    if (!handle.done()) return false;
    count_step(*handle.promise().running_);
    return true;
  }
  void await_suspend(std::coroutine_handle<>) const noexcept {
    task_->frame_.get().promise().awaited_ = task_;
  }
  /// A frame is left if it is over already, or has failed.
  void await_resume() const {
    auto const handle = task_->frame_.get();
    if (!handle) return;
    if (auto const& failure = handle.promise().failure()) std::rethrow_exception(failure);
  }

 private:
  Task* task_;
};

static_assert(Awaitable<TaskWait>);

}  // namespace detail

/// Only of one that has a name.
inline detail::TaskWait operator co_await(Task& task) noexcept {
  return detail::TaskWait{task};
}

}  // namespace caravan::engine
