/// Processes: the lives of trains, trucks, cranes and timetables, written as stories.
///
/// A process is a coroutine that returns `Process` and is handed to `Engine::spawn`. A part of a
/// story that several share is a coroutine that returns `Task`; it has no value: `auto part = f(…);
/// co_await part;`. Both are functions or member functions, never lambdas with captures, and their
/// first parameter (or their object) is the `Engine` or offers `engine()`: their frames come from
/// its pool. References among the parameters must outlive the frame.
///
/// `co_await` stands first in its statement or directly right of `=`; see
/// docs/decisions/0002-coroutines-and-their-grammar.md. What is awaited has a trivial destructor,
/// which the compiler checks here.
#pragma once

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

#include "caravan/engine/frame_pool.hpp"

namespace caravan::engine {

class Engine;
class Task;

namespace detail {

FramePool& pool_of(Engine& engine);
/// Makes `next` the coroutine that its running process goes on with.
void continue_with(Engine& engine, std::coroutine_handle<> next);

template <class T>
concept GivesEngine = std::same_as<std::remove_cv_t<T>, Engine> || requires(T& t) {
  { t.engine() } -> std::same_as<Engine&>;
};

template <GivesEngine T>
Engine& engine_of(T& t) {
  if constexpr (std::same_as<std::remove_cv_t<T>, Engine>) {
    return t;
  } else {
    return t.engine();
  }
}

/// What may stand right of `co_await`.
template <class T>
concept Wait = std::is_trivially_destructible_v<std::remove_cvref_t<T>> &&
               requires(std::remove_cvref_t<T>& wait, std::coroutine_handle<> handle) {
                 { wait.await_ready() } -> std::same_as<bool>;
                 wait.await_suspend(handle);
                 wait.await_resume();
               };

class TaskWait;

/// What the promises of `Process` and `Task` share.
class Promise {
 public:
  template <GivesEngine First, class... Rest>
  explicit Promise(First& first, Rest&...) : engine_{&engine_of(first)} {}

  template <GivesEngine First, class... Rest>
  static void* operator new(std::size_t size, First& first, Rest&...) {
    return pool_of(engine_of(first)).take(size);
  }
  static void operator delete(void* frame) noexcept { FramePool::give_back(frame); }

  std::suspend_always initial_suspend() noexcept { return {}; }
  void return_void() noexcept {}
  void unhandled_exception() noexcept { exception_ = std::current_exception(); }
  /// What the coroutine threw, if it did.
  [[nodiscard]] std::exception_ptr const& failure() const noexcept { return exception_; }

  template <Wait Awaited>
  Awaited&& await_transform(Awaited&& awaited) noexcept {
    return static_cast<Awaited&&>(awaited);
  }
  TaskWait await_transform(Task& task) noexcept;

 protected:
  Engine* engine_;

 private:
  std::exception_ptr exception_;
};

/// Sole owner of a coroutine's frame.
template <class PromiseType>
class Frame {
 public:
  using Handle = std::coroutine_handle<PromiseType>;
  explicit Frame(Handle handle) noexcept : handle_{handle} {}
  Frame(Frame&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
  Frame& operator=(Frame&&) = delete;
  ~Frame() {
    if (handle_) handle_.destroy();
  }
  [[nodiscard]] Handle get() const noexcept { return handle_; }
  [[nodiscard]] Handle release() noexcept { return std::exchange(handle_, nullptr); }

 private:
  Handle handle_;
};

}  // namespace detail

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

inline TaskWait Promise::await_transform(Task& task) noexcept {
  return TaskWait{task};
}

}  // namespace detail
}  // namespace caravan::engine
