/// The clock and the events of one run.
///
/// Events leave in the order (time, rank, sequence): earlier first; at one instant the lower rank
/// first; at one rank first scheduled first served (or by a seeded draw: `Ties`). Nothing else
/// decides. There may be any number of engines, in any threads; they share nothing.
///
/// The engine owns the frames of its processes and the state of its resources, whose handles may
/// die before it. Destroying it ends all waits, then destroys all frames, then that state. A
/// `Lease` or `Loan` kept outside a process must not outlive its engine; whoever keeps some calls
/// `close_down` before they go.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"
#include "caravan/core/time.hpp"
#include "caravan/engine/engine_waits.hpp"
#include "caravan/engine/event_queue.hpp"
#include "caravan/engine/process.hpp"
#include "caravan/engine/running.hpp"
#include "caravan/engine/slot.hpp"
#include "caravan/engine/stall.hpp"
#include "caravan/engine/types.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine {

struct EngineOptions {
  Ties ties = Ties::fifo;
  std::uint64_t tie_seed = 0;
  std::atomic<bool> const* interrupt = nullptr;  ///< borrowed; looked at every 1024 events
  std::uint64_t most_steps_at_one_instant = 1'000'000;
};

class Engine {
 public:
  using Options = EngineOptions;
  explicit Engine(Options options = {});
  Engine(Engine const&) = delete;
  Engine& operator=(Engine const&) = delete;
  ~Engine();

  [[nodiscard]] SimTime now() const { return now_; }

  /// Its first step is an event at this instant. `tag` is the model's name for it, in reports and
  /// fingerprints.
  ProcessId spawn(std::uint64_t tag, Process process, Rank rank = Rank::arrive);
  /// The same for a helper that never ends by itself: if only such wait, the run is not stalled.
  ProcessId spawn_background(std::uint64_t tag, Process process, Rank rank = Rank::arrive);
  /// The running process; none outside of a step.
  [[nodiscard]] ProcessId current() const;
  /// Tag of a living process, else 0.
  [[nodiscard]] std::uint64_t tag_of(ProcessId process) const;
  [[nodiscard]] bool alive(ProcessId process) const;
  /// Ends a process where it waits: its frame is destroyed, its leases return, a grant on its way
  /// goes to the next in line. Nothing happens if it is dead already. To stop oneself is a `Fault`.
  void stop(ProcessId process);

  /// `co_await engine.delay(d)`: goes on after `d` >= 0, also through the queue if `d` is 0.
  [[nodiscard]] detail::Sleep delay(Duration duration, Rank rank = Rank::finish) {
    expects(duration >= Duration{}, "a delay is not negative");
    return {*this, now_ + duration, rank};
  }
  /// `co_await engine.until(t)`: goes on at `t`, or at this instant if `t` is past.
  [[nodiscard]] detail::Sleep until(SimTime time, Rank rank = Rank::finish) {
    return {*this, time < now_ ? now_ : time, rank};
  }
  /// `co_await engine.join(p)`: goes on when `p` has ended or was stopped.
  [[nodiscard]] detail::Join join(ProcessId process) { return {*this, process}; }

  /// Runs all events before `horizon`. The clock then shows `horizon` if later events are left,
  /// else the time of the last event. What a process throws leaves here unchanged, and so does what
  /// the destructor of a `Lease` or `Loan` cannot throw itself.
  RunEnd run_until(SimTime horizon);
  /// Ends all waits. From here on nothing runs and nothing is scheduled, and what is given back is
  /// given back quietly, which takes no memory. The destructor does it too.
  void close_down();
  /// Moves the clock of an engine that has nothing left to do before `time`.
  void rest_until(SimTime time);

  [[nodiscard]] std::uint64_t events() const { return events_; }
  /// In the queue, those included that will be dropped because their wait has ended otherwise.
  [[nodiscard]] std::size_t pending() const { return queue_.size(); }
  [[nodiscard]] int living() const { return foreground_ + background_; }
  /// Who waits without a set end; with the circle, if the last run ended by one.
  [[nodiscard]] StallReport stall() const;
  /// Of all events so far: their tags and ranks in order; and with their times.
  [[nodiscard]] Fingerprint const& order_hash() const { return order_hash_; }
  [[nodiscard]] Fingerprint const& time_hash() const { return time_hash_; }

  /// For handles of resources: the engine keeps `resource` until its own end.
  template <class Kind>
  Kind& adopt(std::unique_ptr<Kind> resource) {
    auto& kept = *resource;
    adopt_resource(std::move(resource));
    return kept;
  }

 private:
  friend class detail::Resource;
  friend class detail::Sleep;
  friend class detail::Join;
  friend class detail::Endings;
  friend detail::Running& detail::running_of(Engine& engine);
  friend void detail::count_step(detail::Running const& running);
  friend void detail::end_process(detail::Running const& running) noexcept;

  ProcessId start(std::uint64_t tag, Process process, Rank rank, bool background);
  void schedule(SimTime time, Rank rank, EventKind kind, std::uint32_t slot, std::uint64_t ticket);
  void schedule_far(SimTime time, std::uint64_t order, EventKind kind, std::uint32_t slot,
                    std::uint64_t ticket);
  [[nodiscard]] bool stale(Event const& event) const;
  [[nodiscard]] std::uint64_t order_of(Rank rank);
  [[nodiscard]] EventQueue::Next next_event();
  void fetch_next();
  void execute(EventQueue::Next next);
  void throw_failure();
  void count(SimTime time, Rank rank, std::uint64_t tag);
  void count_step(std::uint64_t tag) {
    if (++steps_at_this_instant_ > options_.most_steps_at_one_instant) [[unlikely]] {
      stand_still(tag);
    }
  }
  [[noreturn]] void stand_still(std::uint64_t tag) const;
  void resume(std::uint32_t slot);
  [[noreturn]] void fail(std::uint32_t slot);
  void finish(std::uint32_t slot);
  void bury(std::uint32_t slot);
  void adopt_resource(std::unique_ptr<detail::Resource> resource);
  [[nodiscard]] detail::Slot& running_slot();
  [[nodiscard]] ProcessId id_of(std::uint32_t slot) const {
    return {slot, slots_[slot].generation};
  }
  [[nodiscard]] Blocked describe(std::uint32_t slot) const;
  [[nodiscard]] bool can_move(ProcessId process) const;
  void look_for_circle(detail::Waiter const& waiter);

  Options options_;
  detail::Running running_{*this};
  SimTime now_;
  std::uint64_t sequence_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t steps_at_this_instant_ = 0;
  EventQueue queue_;
  std::vector<detail::Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::vector<std::unique_ptr<detail::Resource>> resources_;
  detail::Endings* endings_ = nullptr;
  std::uint32_t current_ = ProcessId::kNone;
  bool closing_down_ = false;
  std::exception_ptr failure_;  ///< that a destructor or a stop could not throw
  int foreground_ = 0;
  int background_ = 0;
  detail::CircleSearch search_;
  Fingerprint order_hash_;
  Fingerprint time_hash_;
};

inline detail::Running& detail::running_of(Engine& engine) {
  return engine.running_;
}

}  // namespace caravan::engine
