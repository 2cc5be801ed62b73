/// Laws of random quantities, as plain data.
///
/// A law is stated in a scenario, checked there, and drawn by the engine (`engine/sampling.hpp`).
/// All parameters are in one base unit, chosen by whoever holds the law: milliseconds for times,
/// units for counts, ratios for factors. Every law here draws values >= 0 (a truncated normal is
/// cut at 0).
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace caravan {

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
  double mean = 0;
  double sd = 1;
  double least = 0;
  double greatest = 0;  ///< 0 = no upper bound
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
  std::vector<double> weights;
  std::vector<double> means;
};
/// `values[i]` with probability `weights[i]`; weights sum to 1. Also holds empirical data.
struct Discrete {
  std::vector<double> values;
  std::vector<double> weights;
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
