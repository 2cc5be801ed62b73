/// Independent pieces of work on all cores, taken in order.
///
/// What comes out depends on the number of a piece alone, never on how many threads worked or which
/// was first.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace caravan::experiment {

/// How far a farm is. `planned` may still grow or shrink where a precision decides.
struct FarmProgress {
  std::size_t done = 0;
  std::size_t planned = 0;
};

struct Farm {
  unsigned threads = 0;                          ///< 0: as many as there are cores
  std::atomic<bool> const* interrupt = nullptr;  ///< set from outside: begin nothing more
  std::function<void(FarmProgress)> progress;    ///< called by the thread that called `run`

  /// Calls `work(i)` for i = 0, 1, 2 … below `count`, on several threads at once, and `take(i)` in
  /// order of i on the calling thread, each after `work(i)` has ended. `work` writes only what
  /// belongs to i. When `take` returns false, or the farm is interrupted, no further work is begun
  /// and no more is taken. If some `work` throws, everything before it is taken first and its
  /// exception is passed on. Returns how many were taken.
  std::size_t run(std::size_t count, std::function<void(std::size_t)> const& work,
                  std::function<bool(std::size_t)> const& take) const;
};

/// The cores that this process may use, at least 1.
[[nodiscard]] unsigned cores();

}  // namespace caravan::experiment
