/// Steps of a rung that run side by side, each as often as it takes to see what it gains.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/experiment/ladder.hpp"

namespace caravan::experiment {

/// A scenario and its runs so far.
struct Runner {
  explicit Runner(scenario::Loaded scenario) : loaded{std::move(scenario)} {}

  scenario::Loaded loaded;
  Relaxation step;                      ///< what has led to it
  std::vector<Record> records;          ///< by replication
  std::vector<Relaxation> relaxations;  ///< by the ledger of the first of them
};

/// The queue for which `measure` has no mean over the first `count` runs; empty if it has one.
[[nodiscard]] std::string endless_for(Measure const& measure, Runner const& runner,
                                      std::size_t count);

/// Makes the runs that each of `runners` lacks to have `count`; false if that was interrupted.
[[nodiscard]] bool make_runs(std::vector<Runner*> const& runners, std::size_t count,
                             ReplicateOptions const& options);

/// After 5, 10, 20… replications, steps are dropped that for certain gain too little, or less than
/// another, or with which a queue grows so that the measure has no mean. It is over when nothing is
/// left, or when one is left that gains enough for certain, or at the last look: then the one wins
/// that gains most of those that gain enough for certain.
class Race {
 public:
  Race(LadderPlan const& plan, Measure const& measure, Runner& base, std::vector<Runner> runners);

  /// False if it was interrupted.
  [[nodiscard]] bool run(ReplicateOptions const& options);
  /// Makes the runs of the first look, and lets the first step win whatever it gains.
  [[nodiscard]] bool look_once(ReplicateOptions const& options);
  [[nodiscard]] std::optional<std::size_t> winner() const { return winner_; }
  [[nodiscard]] std::vector<Runner> const& runners() const { return runners_; }
  [[nodiscard]] Runner take(std::size_t number) { return std::move(runners_[number]); }

  /// Against the base, over the replications of the last look at it.
  [[nodiscard]] Difference const& gain(std::size_t number) const { return gains_[number]; }
  [[nodiscard]] double adjusted_p(std::size_t number) const;
  /// The queue for which there was no mean to compare at that look; empty if there was one.
  [[nodiscard]] std::string const& growing(std::size_t number) const { return growing_[number]; }
  /// The same in another measure; nothing if it is not observed.
  [[nodiscard]] std::optional<Difference> difference_in(std::string_view measure,
                                                        std::size_t number) const;

 private:
  void look(std::size_t replications);
  [[nodiscard]] bool over() const;
  [[nodiscard]] bool sure(std::size_t number) const;
  [[nodiscard]] bool too_little(std::size_t number, std::size_t replications) const;
  [[nodiscard]] bool precise() const;
  [[nodiscard]] std::optional<std::size_t> leader() const;
  [[nodiscard]] double improvement(Difference const& difference) const;
  [[nodiscard]] double alpha() const { return 1 - plan_.replication.confidence; }
  /// What each statement of a look may be wrong with, so that all together keep `alpha`.
  [[nodiscard]] double level() const;

  LadderPlan const& plan_;
  Measure const& measure_;
  Runner& base_;
  std::vector<Runner> runners_;
  std::vector<Difference> gains_;
  std::vector<std::string> growing_;
  std::vector<std::size_t> seen_;  ///< replications, by the last look
  std::vector<std::size_t> left_;
  std::vector<std::size_t> looks_;
  std::optional<std::size_t> winner_;
};

}  // namespace caravan::experiment
