/// Draws from the laws of `core/distribution.hpp`.
///
/// Where it can, a draw inverts the distribution function at one uniform number, so that a greater
/// number never gives a smaller value: common random numbers then couple two scenarios best. The
/// exceptions are gamma, Erlang and beta, which take several. Only `portable::` functions are used.
#pragma once

#include "caravan/core/distribution.hpp"
#include "caravan/core/time.hpp"
#include "caravan/engine/random.hpp"

namespace caravan::engine {

/// In the base unit of the law, >= 0.
[[nodiscard]] double sample(Law const& law, Stream& stream);
/// Of a law in milliseconds, rounded to the millisecond at once (so a continuous law may give 0).
[[nodiscard]] Duration sample_duration(Law const& law, Stream& stream);

}  // namespace caravan::engine
