/// What limits anything that others wait for: its hours, its failures, and who is next.
///
/// Times are milliseconds since the start of the run.
#pragma once

#include <cstdint>

#include "caravan/core/distribution.hpp"

namespace caravan::scenario {

/// Breakdowns of the single units (each crane, each desk) of a resource, independent of each other.
struct Breakdowns {
  Law up;                  ///< time to failure, milliseconds
  Law down;                ///< time to repair, milliseconds
  bool only_busy = false;  ///< true: the time to failure runs only while the unit works
};

/// What a desk does with the job in hand when its hours end.
enum class AtClosing : std::uint8_t {
  finish,   ///< finishes it in overtime
  suspend,  ///< leaves it and goes on at the next opening
  refuse,   ///< starts no job that cannot be finished before closing
};

enum class Discipline : std::uint8_t { fifo, priority, earliest_due };

}  // namespace caravan::scenario
