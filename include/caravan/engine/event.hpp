/// One thing to come. An event is plain data: it names a slot and the ticket that was valid when it
/// was scheduled; the engine drops it if the ticket has changed since.
#pragma once

#include <cstdint>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"

namespace caravan::engine {

/// As wide as the room that is left: an event without a gap at its end is copied in two steps.
enum class EventKind : std::uint32_t {
  wake,     ///< the wait of the process in `slot` has ended
  timeout,  ///< the patience of the process in `slot` has ended
  alarm,    ///< the resource number `slot` wanted to be called
};

struct Event {
  SimTime time;
  std::uint64_t order = 0;  ///< rank in the upper 8 bits, sequence in the lower 56
  std::uint64_t ticket = 0;
  std::uint32_t slot = 0;
  EventKind kind = EventKind::wake;

  [[nodiscard]] Rank rank() const { return static_cast<Rank>(order >> 56U); }
  [[nodiscard]] bool before(Event const& other) const {
    return time != other.time ? time < other.time : order < other.order;
  }
};

static_assert(sizeof(Event) == 32);

}  // namespace caravan::engine
