/// How waits are kept: for the authors of resources, not for models.
///
/// A wait is a small record inside the frame of the process that waits, so that waiting allocates
/// nothing. A process waits for one thing at a time. A wait ends in one of three ways: it is
/// granted (an event wakes the process), its patience ends, or its process is stopped. The resource
/// is told of the latter two by `abandon`, also if a grant is already on its way. A wait that
/// cannot begin, because there is no memory for what it needs, has never been.
#pragma once

#include <concepts>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <string>
#include <type_traits>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"

namespace caravan::engine {

class Engine;

namespace detail {

class Resource;

/// What may stand right of `co_await`: it has nothing to destroy, and stays where it was made. A
/// copy would be made at each wait, which costs as much as the wait itself: the processor waits
/// until what it has just written piece by piece can be read as a whole.
template <class T>
concept Awaitable = std::is_trivially_destructible_v<T> && !std::is_move_constructible_v<T> &&
                    requires(T& wait, std::coroutine_handle<> handle) {
                      { wait.await_ready() } -> std::same_as<bool>;
                      wait.await_suspend(handle);
                      wait.await_resume();
                    };

enum class WaitState : std::uint8_t { waiting, granted, timed_out };

struct Waiter {
  Waiter() = default;
  Waiter(Waiter const&) = delete;
  Waiter& operator=(Waiter const&) = delete;

  Waiter* next = nullptr;
  Waiter* previous = nullptr;
  Resource* resource = nullptr;
  SimTime since;
  std::uint32_t slot = ProcessId::kNone;
  std::uint8_t kind = 0;  ///< a resource's own distinction between its waits
  WaitState state = WaitState::waiting;
  bool ends = false;  ///< an event that ends it is scheduled
};

/// A list threaded through waiters. Owns nothing.
class WaitList {
 public:
  [[nodiscard]] Waiter* front() const { return front_; }
  [[nodiscard]] Waiter* back() const { return back_; }
  [[nodiscard]] bool empty() const { return front_ == nullptr; }
  [[nodiscard]] int size() const { return size_; }
  void push_back(Waiter& waiter) { insert_after(back_, waiter); }
  /// After `place`, or at the front if there is none.
  void insert_after(Waiter* place, Waiter& waiter);
  void erase(Waiter& waiter);

 private:
  Waiter* front_ = nullptr;
  Waiter* back_ = nullptr;
  int size_ = 0;
};

/// Something that processes wait for. The engine owns it, and destroys it after all frames.
class Resource {
 public:
  Resource(Engine& engine, std::string name);
  Resource(Resource const&) = delete;
  Resource& operator=(Resource const&) = delete;
  virtual ~Resource() = default;

  [[nodiscard]] std::string const& name() const { return name_; }

  /// The wait is over without success: it timed out, or its process is being stopped. A grant that
  /// is on its way goes to the next in line.
  virtual void abandon(Waiter& waiter) = 0;
  /// Abandons it; what goes wrong then leaves the run.
  void let_go(Waiter& waiter) noexcept;
  /// What was caught where it cannot be thrown leaves the run instead; the first such thing does.
  void lose(std::exception_ptr const& failure) noexcept;
  /// The time asked for by `ring_at` has come.
  virtual void ring() {}
  /// Adds the processes of which one must move before `waiter` can. False if help may come from
  /// elsewhere, so that the list proves nothing.
  virtual bool blockers(Waiter const& waiter, std::vector<ProcessId>& list) const;

 protected:
  [[nodiscard]] Engine& engine() const { return *engine_; }
  [[nodiscard]] SimTime now() const;
  [[nodiscard]] ProcessId process_of(Waiter const& waiter) const;
  /// The engine is closing down: give back quietly.
  [[nodiscard]] bool closing_down() const;
  /// Counts a wait that may end before it begins, so that a loop of them is found.
  void count_instant_step();
  /// The running process begins to wait here. Its patience (>= 0) ends after `patience`; what
  /// reaches beyond the end of time is for ever. `enter` puts it in line, which takes no memory,
  /// and then does what a newcomer brings about; if that throws, the wait is taken back.
  template <class Enter>
  void begin(Waiter& waiter, Duration patience, Enter enter) {
    suspend(waiter, patience);
    try {
      enter();
    } catch (...) {
      take_back(waiter);
      throw;
    }
  }
  /// The wait succeeded; the process goes on at this instant.
  void grant(Waiter& waiter, Rank rank = Rank::grant);
  /// The wait will end at `time`, unless `hold_off` comes first.
  void wake_at(Waiter& waiter, SimTime time, Rank rank);
  void hold_off(Waiter& waiter);
  /// Calls `ring` at `time`; one call at most is outstanding.
  void ring_at(SimTime time, Rank rank = Rank::calendar);
  void cancel_ring();
  [[nodiscard]] bool ring_pending() const { return ring_pending_; }
  /// It does not wait, or its wait ends by itself: who waits for it is in no circle.
  [[nodiscard]] bool can_move(ProcessId process) const;
  /// Looks for a circle of holders that `waiter` closes.
  void look_for_circle(Waiter const& waiter);
  /// The same for the first in `line` without patience (or for each), after a change that might
  /// have helped those who are still there.
  void look_for_circle_behind(WaitList const& line, bool each = false);
  /// Someone ahead of it in its line has patience that may end.
  [[nodiscard]] static bool may_move_up(Waiter const& waiter);

 private:
  friend class caravan::engine::Engine;
  void suspend(Waiter& waiter, Duration patience);
  void take_back(Waiter& waiter) noexcept;
  Engine* engine_;
  std::string name_;
  std::uint64_t tag_;  ///< its name in fingerprints
  std::uint32_t number_ = 0;
  std::uint64_t ring_ticket_ = 0;
  bool ring_pending_ = false;
};

}  // namespace detail
}  // namespace caravan::engine
