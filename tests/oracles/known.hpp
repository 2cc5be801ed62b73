/// The known answers, and when an estimate agrees with one.
///
/// `known.csv` holds closed forms and exact solutions of finite Markov chains, each with its
/// source. Nothing in it comes from a simulator.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace caravan::oracles {

/// The value of `quantity` in `known.csv`. A name that is not there is a `Fault`.
[[nodiscard]] double known(std::string_view oracle, std::string_view quantity);

/// The values of one quantity, one from each independent replication.
class Sample {
 public:
  void add(double value);
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] double variance() const;        ///< of one value
  [[nodiscard]] double standard_error() const;  ///< of the mean

 private:
  std::size_t size_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // of the distances from the mean
};

using Samples = std::map<std::string, Sample>;

/// Expects |mean − exact| ≤ q·s, with q the two-sided quantile of Student's law at 1e-6 for 100
/// replications (5.22), and s at most `precision` of the exact value: a wide interval that contains
/// the truth shows nothing. Prints a line of the table: oracle, quantity, exact value, mean, s, z.
void expect_agreement(std::string const& oracle, std::string const& quantity, double exact,
                      Sample const& sample, double precision);

/// The same against `known(oracle, quantity)`.
void expect_known(std::string const& oracle, std::string const& quantity, Sample const& sample,
                  double precision);

}  // namespace caravan::oracles
