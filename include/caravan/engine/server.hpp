/// Things that are used for a while and given back: tracks, cranes, customs officers, paths.
///
/// A server has `capacity` interchangeable units, numbered from 0. Who acquires gets a `Lease` and
/// gives back by destroying it. Waiting claims are served in the order of the discipline, ties in
/// order of coming; a claim at the head that does not fit blocks those behind it, save that claims
/// of a stream at its limit (quotas, streams) are passed over. Opening hours are read from the
/// calendar at each instant, not from the order of events. Time spent in `work` is working time; a
/// lease that is held otherwise is blocked.
#pragma once

#include <coroutine>
#include <cstdint>
#include <string>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine {

class Engine;

enum class Discipline : std::uint8_t { fifo, priority, earliest_due };

/// What closing time does to a job in hand.
enum class AtClosing : std::uint8_t {
  finish,   ///< it is finished in overtime
  suspend,  ///< it rests until the next opening
  refuse,   ///< none is granted that could not end by closing time (`Claim::work`)
};

struct Claim {
  int units = 1;
  int stream = 0;                  ///< index into the quotas, or below `streams`
  std::int64_t priority = 0;       ///< higher goes first
  SimTime due = SimTime::never();  ///< earlier goes first
  Duration work{};                 ///< how long the job will take, for `AtClosing::refuse`
};

/// Where the time of all units went, in unit-milliseconds. The five parts add up to `total`. And
/// what it was to those who wait.
struct ServerTime {
  Duration working;  ///< in `work`, not stopped
  Duration blocked;  ///< leased but not in `work`: waiting for something else
  Duration idle;     ///< open and free
  Duration closed;   ///< outside opening hours and not in use
  Duration down;     ///< failed
  Duration total;
  Duration waited;           ///< of all claims that had to wait, those waiting now included
  std::int64_t granted = 0;  ///< claims served so far
  std::int64_t longest = 0;  ///< most claims that waited at once, for longer than an instant
};

namespace detail {
class ServerState;
class Acquire;
class Work;
class BusyFor;
}  // namespace detail

/// The right to some units; empty by default. Giving them back offers them to who waits. A lease is
/// not given back while another process works with it.
class Lease {
 public:
  Lease() = default;
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&& other) noexcept;
  ~Lease();
  [[nodiscard]] explicit operator bool() const { return server_ != nullptr; }
  [[nodiscard]] int units() const;
  [[nodiscard]] int unit() const;  ///< number of its first unit
  void release();
  /// Who answers for it from now on, in stall reports. At first the process that acquired it.
  void held_by(ProcessId process);

 private:
  friend class Server;
  friend class detail::Acquire;
  friend class detail::Work;
  Lease(detail::ServerState& server, std::uint32_t holding) : server_{&server}, holding_{holding} {}
  detail::ServerState* server_ = nullptr;
  std::uint32_t holding_ = 0;
};

namespace detail {

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

}  // namespace detail

struct ServerOptions {
  std::string name{};
  int capacity = 1;
  Discipline discipline = Discipline::fifo;
  Calendar const* hours = nullptr;  ///< borrowed, outlives the engine's run; none: always open
  AtClosing at_closing = AtClosing::finish;
  std::vector<int> quotas{};  ///< most units that each stream may hold; empty: no quotas
  /// If above 0: a claim is granted only if a free unit is left for each other stream that holds
  /// none.
  int streams = 0;
};

class Server {
 public:
  using Options = ServerOptions;
  Server(Engine& engine, Options options);

  /// `auto lease = co_await server.acquire(claim);`
  [[nodiscard]] detail::Acquire acquire(Claim claim = {});
  /// The lease is empty if patience ended first. A patience of 0 lasts until the end of this
  /// instant.
  [[nodiscard]] detail::Acquire acquire_within(Claim claim, Duration patience);
  /// At once or not at all (then empty); nobody is overtaken.
  [[nodiscard]] Lease try_acquire(Claim claim = {});
  /// `co_await server.work(lease, d)`: until the leased units have worked for `d`. They do not work
  /// while one of them is down, or while closed under `AtClosing::suspend`.
  [[nodiscard]] detail::Work work(Lease const& lease, Duration duration, Rank rank = Rank::finish);
  /// A job begun now and never stopped would end by closing time.
  [[nodiscard]] bool can_finish(Duration work) const;

  [[nodiscard]] int capacity() const;
  /// From now on. Jobs in hand are finished; units over the capacity go as they are given back.
  void set_capacity(int capacity);
  [[nodiscard]] int free() const;
  [[nodiscard]] int in_use() const;
  [[nodiscard]] int waiting() const;
  [[nodiscard]] bool open() const;
  [[nodiscard]] ProcessId first_holder() const;
  [[nodiscard]] std::string const& name() const;

  /// The unit takes no new job; the job in hand stops, and goes on after `repair`.
  void fail(int unit);
  void repair(int unit);
  /// `co_await server.busy_for(unit, d)`: until the unit has worked for `d` from now, for
  /// breakdowns that come with use. One process a unit.
  [[nodiscard]] detail::BusyFor busy_for(int unit, Duration duration, Rank rank = Rank::calendar);

  [[nodiscard]] ServerTime times() const;  ///< from the server's beginning until now
  void forget_longest();                   ///< `longest` counts from now on

 private:
  detail::ServerState* state_;
};

}  // namespace caravan::engine
