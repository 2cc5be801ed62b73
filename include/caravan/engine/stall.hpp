/// Why nothing moves: who waits for what, held by whom, since when.
///
/// A circle is found through leases, loans and ends of processes, the moment it closes. A lock
/// through stores, signals or batches shows when nothing is left to do (docs/decisions/0008).
///
/// Processes are named by the tags that the model gave them; the model turns tags into names and
/// lines of the scenario.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"

namespace caravan::engine {

struct Blocked {
  ProcessId process;
  std::uint64_t tag = 0;
  std::string resource;  ///< what it waits for, by name
  SimTime since;
  std::vector<std::uint64_t> holders;  ///< tags of the living processes that hold it
};

struct StallReport {
  bool circle = false;                  ///< a closed circle of holders was found
  std::vector<Blocked> circle_members;  ///< in order: each waits for what the next one holds
  std::vector<Blocked> all;             ///< everyone who waits without a set end, by number of slot
};

}  // namespace caravan::engine
