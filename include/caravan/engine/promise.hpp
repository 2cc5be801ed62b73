/// What processes and tasks are made of: for the compiler and the engine, not for models.
///
/// A promise finds its engine in the coroutine's first parameter (or its object), takes its frame
/// from that engine's pool, and keeps what the coroutine throws. A frame goes by itself when its
/// coroutine has ended and nobody wants to know more, which spares the jump back into it by which
/// it would be destroyed from outside.
#pragma once

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

#include "caravan/engine/frame_pool.hpp"
#include "caravan/engine/running.hpp"

namespace caravan::engine {

namespace detail {

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

/// What the promises of `Process` and `Task` share.
class Promise {
 public:
  template <GivesEngine First, class... Rest>
  explicit Promise(First& first, Rest&...) : running_{&running_of(engine_of(first))} {}

  template <GivesEngine First, class... Rest>
  static void* operator new(std::size_t size, First& first, Rest&...) {
    return running_of(engine_of(first)).pool.take(size);
  }
  static void operator delete(void* frame) noexcept { FramePool::give_back(frame); }

  void return_void() noexcept {}
  void unhandled_exception() noexcept { exception_ = std::current_exception(); }
  /// What the coroutine threw, if it did.
  [[nodiscard]] std::exception_ptr const& failure() const noexcept { return exception_; }

 protected:
  /// How a coroutine ends: its frame goes at once, or stays until its owner destroys it.
  struct Ending {
    bool frame_goes;
    [[nodiscard]] bool await_ready() const noexcept { return frame_goes; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    void await_resume() const noexcept {}
  };
  Running* running_;

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

}  // namespace caravan::engine
