/// Waits drawn beforehand, so that random numbers cost neither side of a comparison anything.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "caravan/core/time.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/engine/sampling.hpp"

namespace caravan::bench {

/// How the times of events lie, for queues of events. Means are of the order of a few minutes.
enum class Shape : std::uint8_t {
  exponential,  ///< the ordinary case
  clustered,    ///< within one second of a whole hour: shifts, opening hours
  bimodal,      ///< nineteen of twenty soon, one of twenty a hundred times as far
  minutes,      ///< exponential, on whole minutes as in timetables: full of ties
};

[[nodiscard]] inline std::int64_t wait_ms(Shape shape, double mean_ms, engine::Stream& stream) {
  constexpr std::int64_t kSecond = 1'000;
  constexpr std::int64_t kMinute = 60'000;
  constexpr std::int64_t kHour = 3'600'000;
  auto const drawn = engine::sample_duration(law::Exponential{mean_ms}, stream).count();
  switch (shape) {
    case Shape::exponential:
      break;
    case Shape::clustered:
      return drawn / kHour * kHour + kHour + drawn % kSecond;
    case Shape::bimodal:
      return stream.uniform() < 0.95 ? drawn % kMinute : 100 * kMinute + drawn % kMinute;
    case Shape::minutes:
      return drawn / kMinute * kMinute + kMinute;
  }
  return drawn;
}

/// Waits, given out in turn and over again.
class Waits {
 public:
  Waits(double mean_ms, std::uint64_t name, Shape shape = Shape::exponential) : waits_(kDrawn) {
    engine::Stream stream{{.seed = 1, .replication = 0}, name};
    for (auto& wait : waits_) wait = Duration::milliseconds(wait_ms(shape, mean_ms, stream));
  }
  Duration next() { return waits_[next_++ % kDrawn]; }

 private:
  static constexpr std::size_t kDrawn = 1U << 16U;
  std::vector<Duration> waits_;
  std::size_t next_ = 0;
};

/// Measures `work` alone, without what must be set up and torn down around it.
template <class Work>
void time_only(benchmark::State& state, Work work) {
  auto const began = std::chrono::steady_clock::now();
  work();
  state.SetIterationTime(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
}

/// `bench/speed.py` reads this count: all that do the same work count the same events.
inline void count_events(benchmark::State& state, std::int64_t events_a_round) {
  state.counters["events"] = benchmark::Counter(static_cast<double>(events_a_round),
                                                benchmark::Counter::kIsIterationInvariantRate);
}

/// `hold/engine/minutes` and the like.
[[nodiscard]] inline std::string name_of(std::string const& work, std::string const& by,
                                         std::string const& variant) {
  return work + '/' + by + '/' + variant;
}

}  // namespace caravan::bench
