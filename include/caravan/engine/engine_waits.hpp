/// The waits for time and for the end of a process, as `co_await` sees them: made by `Engine`.
#pragma once

#include <coroutine>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine {

class Engine;

namespace detail {

class Endings;

class [[nodiscard]] Sleep {
 public:
  Sleep(Engine& engine, SimTime time, Rank rank) : engine_{&engine}, time_{time}, rank_{rank} {}
  Sleep(Sleep const&) = delete;
  Sleep& operator=(Sleep const&) = delete;
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const;
  void await_resume() const noexcept {}

 private:
  Engine* engine_;
  SimTime time_;
  Rank rank_;
};

class [[nodiscard]] Join : private Waiter {
 public:
  Join(Engine& engine, ProcessId process) : engine_{&engine}, process_{process} {}
  [[nodiscard]] bool await_ready() const;
  void await_suspend(std::coroutine_handle<>);
  void await_resume() const noexcept {}

 private:
  friend class Endings;
  Engine* engine_;
  ProcessId process_;
};

static_assert(Awaitable<Sleep>);
static_assert(Awaitable<Join>);

}  // namespace detail
}  // namespace caravan::engine
