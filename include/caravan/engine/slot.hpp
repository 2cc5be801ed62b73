/// What an engine knows of each of its processes.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "caravan/engine/process.hpp"
#include "caravan/engine/wait.hpp"

namespace caravan::engine::detail {

inline constexpr std::size_t kCacheLine = 64;

/// A process, or room for one. Its generation tells apart those that came one after another. With a
/// million processes each event waits for the memory of one slot: it is one cache line.
struct alignas(kCacheLine) Slot {
  std::coroutine_handle<Process::promise_type> root;  ///< none: free
  std::coroutine_handle<> leaf;                       ///< the innermost task, or the process itself
  std::uint64_t tag = 0;
  std::uint64_t ticket = 0;  ///< what an event must carry to reach the present wait
  std::uint64_t mark = 0;    ///< number of the last search for a circle that came by
  Waiter* waiter = nullptr;
  Waiter* joiners = nullptr;  ///< the first who waits for its end (sim/engine/endings.hpp)
  std::uint32_t generation = 0;
  bool background = false;
};
static_assert(sizeof(Slot) == kCacheLine);

/// The search for a circle of those who wait for one another (sim/engine/stall.cpp).
struct CircleSearch {
  std::uint64_t number = 0;  ///< of the last search
  bool found = false;
  std::vector<ProcessId> circle;
  std::vector<ProcessId> blockers;  ///< used within a search only; kept for their memory
  std::vector<ProcessId> to_visit;
};

}  // namespace caravan::engine::detail
