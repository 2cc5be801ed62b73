/// Things that are used for a while and given back: tracks, cranes, customs officers, paths.
///
/// A server has `capacity` interchangeable units, numbered from 0. Who acquires gets a `Lease` and
/// gives back by destroying it. Waiting claims are served in the order of the discipline, ties in
/// order of coming; a claim at the head that does not fit blocks those behind it, save that claims
/// of a stream at its limit (quotas, streams) are passed over. Opening hours are read from the
/// calendar at each instant, not from the order of events. Time spent in `work` is working time; a
/// lease that is held otherwise is blocked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/contract.hpp"
#include "caravan/core/spread.hpp"
#include "caravan/core/time.hpp"
#include "caravan/engine/lease.hpp"
#include "caravan/engine/server_waits.hpp"
#include "caravan/engine/types.hpp"

namespace caravan::engine {

class Engine;

enum class Discipline : std::uint8_t { fifo, priority, earliest_due };

/// What closing time does to a job in hand.
enum class AtClosing : std::uint8_t {
  finish,   ///< it is finished in overtime
  suspend,  ///< it rests until the next opening
  refuse,   ///< none is granted that could not end by closing time (`Claim::work`)
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
  std::int64_t gave_up = 0;  ///< claims whose patience ended after a wait
  std::int64_t longest = 0;  ///< most claims that waited at once, for longer than an instant
};

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

/// A handle: copies are the same server.
class Server {
 public:
  using Options = ServerOptions;
  Server(Engine& engine, Options options);
  friend bool operator==(Server, Server) = default;

  /// `auto lease = co_await server.acquire(claim);`
  [[nodiscard]] detail::Acquire acquire(Claim claim = {}) {
    return {*state_, claim, Duration::max()};
  }
  /// The lease is empty if patience ended first. A patience of 0 lasts until the end of this
  /// instant.
  [[nodiscard]] detail::Acquire acquire_within(Claim claim, Duration patience) {
    expects(patience >= Duration{}, "patience is not negative");
    return {*state_, claim, patience};
  }
  /// At once or not at all (then empty); nobody is overtaken.
  [[nodiscard]] Lease try_acquire(Claim claim = {});
  /// `co_await server.work(lease, d)`: until the leased units have worked for `d`. They do not work
  /// while one of them is down, or while closed under `AtClosing::suspend`.
  [[nodiscard]] detail::Work work(Lease const& lease, Duration duration, Rank rank = Rank::finish) {
    expects(lease.server_ == state_, "work is done with a lease of the same server");
    return {lease, duration, rank};
  }
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
  /// Of the claims that were granted after a wait.
  [[nodiscard]] Spread const& waits() const;
  void forget_waits();  ///< `longest` and `waits` count from now on

 private:
  detail::ServerState* state_;
};

}  // namespace caravan::engine
