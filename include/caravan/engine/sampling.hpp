/// Draws from the laws of `core/distribution.hpp`.
///
/// Where it can, a draw inverts the distribution function at one uniform number, so that a greater
/// number never gives a smaller value: common random numbers then couple two scenarios best. The
/// exceptions are gamma, Erlang and beta, which take several. Only `portable::` functions are used.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <variant>

#include "caravan/core/distribution.hpp"
#include "caravan/core/time.hpp"
#include "caravan/engine/random.hpp"

namespace caravan::engine {

namespace detail {
[[nodiscard]] double sample_by_luck(Law const& law, Stream& stream);  // of any law, not cut at 0
}

/// In the base unit of the law, >= 0. That nothing need be drawn is foreseen where it is asked for.
[[nodiscard]] inline double sample(Law const& law, Stream& stream) {
  auto const* const constant = std::get_if<law::Constant>(&law);
  return std::max(0.0, constant != nullptr ? constant->value : detail::sample_by_luck(law, stream));
}
/// Of a law in milliseconds, rounded to the millisecond at once (so a continuous law may give 0).
[[nodiscard]] inline Duration sample_duration(Law const& law, Stream& stream) {
  return Duration::rounded(sample(law, stream));
}

/// One duration after the other, from a stream that nobody else draws from. Some are drawn ahead,
/// since a processor works on several draws at a time: what comes is the same as one by one.
class Durations {
 public:
  /// `law` outlives it.
  Durations(Law const& law, Stream stream) : law_{&law}, stream_{stream} {}
  [[nodiscard]] Duration next() {
    if (given_ == kAhead) draw();
    return drawn_[given_++];
  }

 private:
  static constexpr std::size_t kAhead = 8;
  void draw();

  Law const* law_;
  Stream stream_;
  std::array<Duration, kAhead> drawn_;
  std::size_t given_ = kAhead;
};

}  // namespace caravan::engine
