/// Laws of random quantities, as plain data.
///
/// A law is stated in a scenario, checked there, and drawn by the engine (`engine/sampling.hpp`).
/// All parameters are in one base unit, chosen by whoever holds the law: milliseconds for times,
/// units for counts, ratios for factors. Every law here draws values >= 0 (a truncated normal is
/// cut at 0).
#pragma once

#include <cstddef>
#include <initializer_list>
#include <variant>
#include <vector>

namespace caravan {

/// Weights >= 0 to choose by, in any unit.
class Weights {
 public:
  Weights() = default;
  Weights(std::initializer_list<double> each) : Weights{std::vector<double>{each}} {}
  explicit Weights(std::vector<double> each);

  [[nodiscard]] std::size_t size() const { return each_.size(); }
  [[nodiscard]] double operator[](std::size_t index) const { return each_[index]; }
  [[nodiscard]] std::vector<double> const& each() const { return each_; }
  /// The first index, of weight > 0, at which the running sum passes `u` times the whole; `u` is in
  /// (0, 1). Takes the logarithm of their number in steps.
  [[nodiscard]] std::size_t choose(double u) const;

 private:
  [[nodiscard]] std::size_t walk(double target) const;

  std::vector<double> each_;
  std::vector<double> sums_;  ///< sums_[i] is that of the weights up to i
};

namespace law {

struct Constant {
  double value = 0;
};
struct Exponential {
  double mean = 1;
};
struct Uniform {
  double least = 0;
  double greatest = 1;
};
struct Triangular {
  double least = 0;
  double mode = 0;
  double greatest = 1;
};
/// Normal, drawn again in [least, greatest] (truncated, not clipped).
struct Normal {
  Normal() : Normal{0, 1, 0, 0} {}
  Normal(double mean_, double sd_, double least_, double greatest_);

  double mean;
  double sd;
  double least;
  double greatest;  ///< 0 = no upper bound

  /// What a draw needs of the bounds, computed once, since it costs ten times as much as the draw:
  /// where they lie in a standard normal, and its probability below and between them. If both lie
  /// above the mean they are those of the mirrored law, whose probabilities are exact.
  struct Cut {
    bool mirrored = false;
    double low = 0;
    double high = 0;
    double below = 0;
    double between = 0;
  };
  Cut cut;
};
/// exp of a normal with mean `log_mean` and standard deviation `log_sd`.
struct Lognormal {
  double log_mean = 0;
  double log_sd = 1;
};
struct Gamma {
  double shape = 1;
  double scale = 1;
};
/// Sum of `shape` exponentials of mean `scale` each.
struct Erlang {
  int shape = 1;
  double scale = 1;
};
struct Weibull {
  double shape = 1;
  double scale = 1;
};
/// Beta on [least, greatest] with mode `mode`; `weight` 4 is the usual PERT.
struct BetaPert {
  double least = 0;
  double mode = 0;
  double greatest = 1;
  double weight = 4;
};
/// With probability `weights[i]` an exponential of mean `means[i]`; weights sum to 1.
struct Hyperexponential {
  Weights weights;
  std::vector<double> means;
};
/// `values[i]` with probability `weights[i]`; weights sum to 1. Also holds empirical data.
struct Discrete {
  std::vector<double> values;
  Weights weights;
};

}  // namespace law

using Law = std::variant<law::Constant, law::Exponential, law::Uniform, law::Triangular,
                         law::Normal, law::Lognormal, law::Gamma, law::Erlang, law::Weibull,
                         law::BetaPert, law::Hyperexponential, law::Discrete>;

/// Mean of the law in its base unit (of a truncated normal: after truncation).
[[nodiscard]] double mean(Law const& law);
/// Variance of the law in its base unit squared.
[[nodiscard]] double variance(Law const& law);
/// True for a law that always draws the same value.
[[nodiscard]] bool is_constant(Law const& law);

/// Parameters from what planners know. Units as the arguments'.
/// Source: lognormal moments, Law, Simulation Modeling and Analysis, section 6.2.2.
[[nodiscard]] law::Lognormal lognormal_from_mean_sd(double mean, double sd);
[[nodiscard]] law::Lognormal lognormal_from_median_p95(double median, double p95);
[[nodiscard]] law::Lognormal lognormal_from_median_cv(double median, double cv);
[[nodiscard]] law::Gamma gamma_from_mean_cv(double mean, double cv);

}  // namespace caravan
