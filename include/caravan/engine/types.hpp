/// The few words that every part of the engine uses.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace caravan::engine {

/// Order of what happens at one instant. What frees something runs before what asks for it, so that
/// nobody is turned away from a place that is freed in the same moment:
///   finish    work ends, something is given back
///   calendar  opening hours, closures, breakdowns and repairs begin or end
///   grant     who waited gets what was freed
///   arrive    someone comes, a process begins
///   decide    someone chooses, knowing all of the above
///   timeout   patience ends: a grant of the same instant wins
///   observe   someone looks and changes nothing
enum class Rank : std::uint8_t { finish, calendar, grant, arrive, decide, timeout, observe };

/// What orders events of one instant and one rank: first scheduled first, or a seeded draw (so that
/// a result which hangs on that order shows itself).
enum class Ties : std::uint8_t { fifo, shuffled };

/// Why a run returned.
enum class RunEnd : std::uint8_t {
  horizon,      ///< the next event lies at or after the horizon
  exhausted,    ///< nothing is left to do
  stalled,      ///< someone waits for what can never come: see `Engine::stall`
  interrupted,  ///< asked to stop from outside
};

/// A process of one engine. It stays distinct from all later ones, also after its end.
struct ProcessId {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t slot = kNone;
  std::uint32_t generation = 0;
  [[nodiscard]] constexpr bool valid() const { return slot != kNone; }
  friend constexpr auto operator<=>(ProcessId, ProcessId) = default;
};

}  // namespace caravan::engine
