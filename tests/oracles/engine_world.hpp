/// What the tests on the bare engine share: one engine, an hour as the unit of time, and draws.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "caravan/core/hash.hpp"
#include "caravan/engine/engine.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/engine/sampling.hpp"
#include "caravan/engine/server.hpp"
#include "caravan/engine/signal.hpp"
#include "caravan/engine/store.hpp"

#include "tests/oracles/known.hpp"

namespace caravan::oracles {

constexpr double kHour = 3.6e6;  // milliseconds

inline Duration hours(double count) {
  return Duration::rounded(count * kHour);
}
inline SimTime at_hours(double count) {
  return SimTime::at(hours(count));
}

/// One replication on the bare engine.
class Plant {
 public:
  Plant(std::string_view oracle, std::uint32_t replication) : key_{seed_of(oracle), replication} {}
  [[nodiscard]] engine::Engine& engine() { return engine_; }
  [[nodiscard]] double now() const { return engine_.now().since_start().in_hours(); }
  [[nodiscard]] engine::Stream stream(std::string_view name, std::uint32_t entity = 0) const {
    return {key_, hash_of(name), entity};
  }
  engine::RunEnd run(double until) { return engine_.run_until(at_hours(until)); }

 private:
  engine::StreamKey key_;
  engine::Engine engine_;
};

/// Exponential with this mean, in hours.
inline Duration exponential(double mean, engine::Stream& stream) {
  return engine::sample_duration(law::Exponential{mean * kHour}, stream);
}

/// Time average of a number, from a warm-up on.
class Average {
 public:
  explicit Average(double from) : from_{from}, last_{from} {}
  void change(double by, double now) {
    advance(now);
    value_ += by;
  }
  [[nodiscard]] double value() const { return value_; }
  [[nodiscard]] double mean(double now) {
    advance(now);
    return area_ / (now - from_);
  }

 private:
  void advance(double now) {
    if (now > last_) {
      area_ += value_ * (now - last_);
      last_ = now;
    }
  }
  double from_;
  double last_;
  double value_ = 0;
  double area_ = 0;
};

constexpr double kWarmUp = 500;  // hours that do not count

/// A sum of waits of those who came after the warm-up.
struct Waits {
  double sum = 0;
  double count = 0;
  void add(double came, double starts) {
    if (came >= kWarmUp) {
      sum += starts - came;
      ++count;
    }
  }
  [[nodiscard]] double mean() const { return sum / count; }
};

}  // namespace caravan::oracles
