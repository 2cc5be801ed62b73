/// Things that are lent and come back: wagons of a common fleet, empty containers, slots of a yard.
///
/// They are counted, not numbered, so a pool of thousands costs what a pool of two costs. Nothing
/// enters or leaves for good: who holds them is known, and a circle of those who wait for one
/// another is found the moment it closes. Borrowers are served in order of coming; one at the head
/// that does not fit blocks those behind.
#pragma once

#include <coroutine>
#include <cstdint>
#include <string>
#include <utility>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine {

class Engine;

namespace detail {
class PoolState;
class Borrow;
}  // namespace detail

/// Units that are out on loan; empty by default. They go back when it is destroyed; what goes wrong
/// then leaves `Engine::run_until`.
class Loan {
 public:
  Loan() = default;
  Loan(Loan&& other) noexcept
      : pool_{std::exchange(other.pool_, nullptr)}, holding_{other.holding_} {}
  Loan& operator=(Loan&& other) noexcept {
    if (this == &other) return *this;
    if (pool_ != nullptr) drop();
    pool_ = std::exchange(other.pool_, nullptr);
    holding_ = other.holding_;
    return *this;
  }
  ~Loan() {
    if (pool_ != nullptr) drop();
  }
  [[nodiscard]] explicit operator bool() const { return pool_ != nullptr; }
  [[nodiscard]] std::int64_t units() const;
  /// Some of them; the loan is empty after the last.
  void give_back(std::int64_t units);
  void release();
  /// Who answers for it from now on, in stall reports. At first the process that borrowed it.
  void held_by(ProcessId process);

 private:
  void drop() noexcept;
  friend class Pool;
  friend class detail::Borrow;
  Loan(detail::PoolState& pool, std::uint32_t holding) : pool_{&pool}, holding_{holding} {}
  detail::PoolState* pool_ = nullptr;
  std::uint32_t holding_ = 0;
};

namespace detail {

class [[nodiscard]] Borrow : private Waiter {
 public:
  Borrow(PoolState& pool, std::int64_t units, Duration patience)
      : pool_{&pool}, units_{units}, patience_{patience} {}
  [[nodiscard]] bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  [[nodiscard]] Loan await_resume();

 private:
  friend class PoolState;
  PoolState* pool_;
  std::int64_t units_;
  Duration patience_;
  std::uint32_t holding_ = 0;
};

static_assert(Awaitable<Borrow>);

}  // namespace detail

class Pool {
 public:
  Pool(Engine& engine, std::string name, std::int64_t units);

  /// `auto loan = co_await pool.borrow(n);` for 1 to all of its units.
  [[nodiscard]] detail::Borrow borrow(std::int64_t units = 1);
  /// The loan is empty if patience ended first. A patience of 0 lasts until the end of this
  /// instant.
  [[nodiscard]] detail::Borrow borrow_within(std::int64_t units, Duration patience);
  /// At once or not at all (then empty); nobody is overtaken.
  [[nodiscard]] Loan try_borrow(std::int64_t units = 1);

  [[nodiscard]] std::int64_t units() const;
  [[nodiscard]] std::int64_t free() const;
  [[nodiscard]] int waiting() const;

 private:
  detail::PoolState* state_;
};

}  // namespace caravan::engine
