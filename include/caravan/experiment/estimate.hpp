/// What independent replications say together: a mean, how far it may be off, and percentiles.
///
/// Intervals of means are Student's; intervals of percentiles are order statistics and hold for any
/// law. `docs/explanation/statistics.md` gives the formulas and their sources. All of it uses
/// portable arithmetic: the same bits on every machine.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace caravan::experiment {

struct Interval {
  double low = 0;
  double high = 0;
};

/// The value below which a share `p` of the replications lies, by nearest rank. The interval is
/// absent if there are too few replications for one of the confidence wanted.
struct Quantile {
  double value = 0;
  std::optional<Interval> interval;
};

struct Estimate {
  static constexpr std::size_t kFewestForInterval = 3;

  std::size_t n = 0;
  double mean = 0;
  double sd = 0;                     ///< standard deviation of one replication; 0 if n < 2
  double skewness = 0;               ///< of the sample, g1
  std::optional<double> half_width;  ///< of the interval of the mean; absent if n < 3
  Quantile p50;
  Quantile p90;
  Quantile p95;
  /// So skewed that the interval of the mean covers the truth less often than it says: the skewness
  /// is beyond doubt, and n below 25 times its square.
  bool skewed = false;
};

/// Exact to about 1e-12 up to a thousand degrees of freedom: the probability that Student's t with
/// `degrees` of freedom lies below `t`, and the value below which it lies with probability `p`.
[[nodiscard]] double student_cdf(double t, double degrees);
[[nodiscard]] double student_quantile(double p, double degrees);

/// Ranks (from 1) of the two ordered values, out of n independent ones, between which the
/// `p`-quantile lies with at least `confidence`; each misses with at most half of the rest. Nothing
/// if n is too small.
struct Ranks {
  std::size_t low = 0;
  std::size_t high = 0;
};
[[nodiscard]] std::optional<Ranks> quantile_ranks(std::size_t n, double p, double confidence);

/// Makes the estimates of many measures at one `confidence`, which lies above 0 and below 1. What
/// an interval takes from the number of values alone is worked out once for each number.
class Estimator {
 public:
  explicit Estimator(double confidence);

  /// An estimate from one value a replication. No values: n is 0 and nothing else means anything.
  [[nodiscard]] Estimate of(std::vector<double> values);

 private:
  struct Factors {
    double student = 0;  ///< half width of the mean's interval, in standard errors
    std::optional<Ranks> p50;
    std::optional<Ranks> p90;
    std::optional<Ranks> p95;
  };
  Factors const& factors(std::size_t n);

  double confidence_;
  std::map<std::size_t, Factors> factors_;
};

/// The same for one measure.
[[nodiscard]] Estimate estimate(std::vector<double> values, double confidence);

}  // namespace caravan::experiment
