/// Which of several variants is best, and how surely.
///
/// Variants are compared replication by replication under common luck, so what counts is how much
/// they differ within a replication. All procedures assume values that are about normal: means over
/// many loads are.
#pragma once

#include <cstddef>
#include <vector>

namespace caravan::experiment {

struct KnSettings {
  double within = 0;         ///< a difference below this does not matter; above 0
  double confidence = 0.95;  ///< of having the best, if it is best by `within`
  bool more_is_better = false;
};

/// The fully sequential procedure of Kim and Nelson (2001, ACM TOMACS 11:251): after a first stage,
/// one value of each variant that is left, again and again; each time those go that are worse than
/// another by more than luck explains. Luck may be common to the variants.
class KnSelection {
 public:
  /// `first`: the values of each variant in the first stage, at least two and equally many.
  KnSelection(std::vector<std::vector<double>> const& first, KnSettings settings);

  /// Variants that may still be the best, ascending; one in the end.
  [[nodiscard]] std::vector<std::size_t> const& left() const { return left_; }
  [[nodiscard]] bool decided() const { return left_.size() == 1; }
  /// One more value of each variant of `left()`, in that order.
  void add(std::vector<double> const& values);

 private:
  void screen();

  KnSettings settings_;
  double h2_ = 0;
  std::size_t count_ = 0;                      ///< values of each variant that is left
  std::vector<double> sums_;                   ///< turned so that more is better
  std::vector<std::vector<double>> variance_;  ///< of the differences in the first stage
  std::vector<std::size_t> left_;
};

/// η of that procedure for `variants` of them and a first stage of `first` values.
[[nodiscard]] double kn_eta(std::size_t variants, std::size_t first, double confidence);

/// A variant as far as it is known.
struct Sampled {
  double mean = 0;
  double sd = 0;
};
/// Of at least one value; the sd of one is 0.
[[nodiscard]] Sampled sampled(std::vector<double> const& values);
/// How to spread `budget` runs over variants so that the best is most surely found: the optimal
/// computing budget allocation of Chen, Lin, Yücesan and Chick (2000, DEDS 10:251). At least two
/// variants. Those as good as the best, or without luck, get equal shares of what they would.
[[nodiscard]] std::vector<double> ocba(std::vector<Sampled> const& variants, double budget,
                                       bool more_is_better);

/// How often each variant should have been run after `more` further runs: towards the allocation
/// above, from `counts` so far, nobody beyond `at_most`. Equal to `counts` if all have that many.
[[nodiscard]] std::vector<std::size_t> ocba_counts(std::vector<Sampled> const& variants,
                                                   std::vector<std::size_t> const& counts,
                                                   std::size_t more, std::size_t at_most,
                                                   bool more_is_better);

struct Choice {
  std::size_t best = 0;
  /// A lower bound of the probability that none of the others is better by more than a margin, from
  /// the differences within the replications that it shares with each (Student's t, Bonferroni); 0
  /// if there are too few replications to say.
  double probability = 0;
};
/// The variant with the best mean, of values by variant and replication, from the first replication
/// on; at least one value of each.
[[nodiscard]] Choice best_of(std::vector<std::vector<double>> const& values, bool more_is_better,
                             double margin = 0);

}  // namespace caravan::experiment
