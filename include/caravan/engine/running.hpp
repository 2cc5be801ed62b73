/// What the process that runs and its engine tell one another.
#pragma once

#include <coroutine>
#include <cstdint>

#include "caravan/engine/frame_pool.hpp"

namespace caravan::engine {

class Engine;

namespace detail {

/// Why the coroutine that ran has stopped.
enum class Halt : std::uint8_t {
  waits,
  task_over,  ///< the process goes on at once, in the coroutine that awaited it
  over,       ///< the process has ended, and its frame is gone
  failed,     ///< the process has thrown
};

/// One an engine, as one process runs at a time. Its coroutines enter and leave one another here.
struct Running {
  explicit Running(Engine& of) : engine{&of} {}
  Engine* engine;
  FramePool pool;                ///< of the frames of all processes
  std::coroutine_handle<> leaf;  ///< the innermost coroutine of the one that runs
  Halt halt = Halt::waits;
};

[[nodiscard]] inline Running& running_of(Engine& engine);  // in engine.hpp
/// Counts a task that is over before it was waited for: a loop over such ones may never end.
void count_step(Running const& running);
/// The process that runs is over, and dead for everyone before its frame goes: what the frame gives
/// back may ask.
void end_process(Running const& running) noexcept;

}  // namespace detail
}  // namespace caravan::engine
