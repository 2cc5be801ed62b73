/// The waits of a server, as `co_await` sees them: made by `Server`, never by models.
#pragma once

#include <coroutine>
#include <cstdint>

#include "caravan/core/time.hpp"
#include "caravan/engine/lease.hpp"
#include "caravan/engine/types.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine::detail {

class [[nodiscard]] Acquire : private Waiter {
 public:
  Acquire(ServerState& server, Claim claim, Duration patience)
      : server_{&server}, claim_{claim}, patience_{patience} {}
  [[nodiscard]] bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  [[nodiscard]] Lease await_resume();

 private:
  friend class ServerState;
  ServerState* server_;
  Claim claim_;
  Duration patience_;
  std::uint32_t holding_ = 0;
};

class [[nodiscard]] Work : private Waiter {
 public:
  Work(Lease const& lease, Duration duration, Rank rank)
      : server_{lease.server_}, holding_{lease.holding_}, rest_{duration}, rank_{rank} {}
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  void await_resume();

 private:
  friend class ServerState;
  ServerState* server_;
  std::uint32_t holding_;
  Duration rest_;  ///< working time still to come, as of `began_`
  SimTime began_;
  Rank rank_;
  bool running_ = false;
};

class [[nodiscard]] BusyFor : private Waiter {
 public:
  BusyFor(ServerState& server, int unit, Duration duration, Rank rank)
      : server_{&server}, unit_{unit}, rest_{duration}, rank_{rank} {}
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  void await_resume();

 private:
  friend class ServerState;
  ServerState* server_;
  int unit_;
  Duration rest_;
  Rank rank_;
};

static_assert(Awaitable<Acquire>);
static_assert(Awaitable<Work>);
static_assert(Awaitable<BusyFor>);

}  // namespace caravan::engine::detail
