/// The known answers, and when an estimate agrees with one.
///
/// `known.csv` holds closed forms and exact solutions of finite Markov chains, each with its
/// source. Nothing in it comes from a simulator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace caravan::oracles {

/// The value of `quantity` in `known.csv`. A name that is not there is a `Fault`.
[[nodiscard]] double known(std::string_view oracle, std::string_view quantity);

/// The seed of an oracle: fixed by its name, so that no two share their luck. A number in
/// CARAVAN_ORACLES_SEED gives every oracle another.
[[nodiscard]] std::uint64_t seed_of(std::string_view name);

constexpr std::uint32_t kReplications = 100;

/// How many replications: CARAVAN_ORACLES_TIMES times as many as usual.
[[nodiscard]] std::uint32_t replications(std::uint32_t usual = kReplications);

/// The values of one quantity, one from each independent replication.
class Sample {
 public:
  void add(double value) { values_.push_back(value); }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] double mean() const;
  [[nodiscard]] double standard_error() const;  ///< of the mean

  /// A second quantity of the same replications, whose true mean is known: a control.
  struct Control {
    Sample const* sample = nullptr;
    double mean = 0;
  };
  /// This sample less what the luck of the controls explains, by least squares: the same mean, a
  /// smaller error (Lavenberg and Welch, Management Science 27, 1981). Controls that do
  /// not vary are passed over.
  [[nodiscard]] Sample adjusted(std::vector<Control> const& controls) const;

 private:
  /// Σ of the products of the distances from the means.
  [[nodiscard]] double products(Sample const& other) const;
  void take_out(Sample const& control, double mean);

  std::vector<double> values_;
  std::size_t fitted_ = 0;  // coefficients that the values have determined
};

using Samples = std::map<std::string, Sample>;

/// Expects |mean − exact| ≤ q·s, with q the two-sided quantile of Student's law at 1e-6 for 100
/// replications (5.22; README.md says why), and s at most `precision` of the exact value: a wide
/// interval that contains the truth shows nothing. Prints a line of the table: oracle, quantity,
/// exact value, mean, s, z.
void expect_agreement(std::string const& oracle, std::string const& quantity, double exact,
                      Sample const& sample, double precision);

/// The same against `known(oracle, quantity)`.
void expect_known(std::string const& oracle, std::string const& quantity, Sample const& sample,
                  double precision);

}  // namespace caravan::oracles
