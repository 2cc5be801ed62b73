#include "experiment/race.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace caravan::experiment {

namespace {

std::vector<std::optional<double>> column(Runner const& runner, std::string_view measure,
                                          std::size_t count) {
  std::vector<std::optional<double>> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(runner.records[i].value(measure));
  return values;
}

Difference between(Runner const& base, Runner const& other, std::string_view measure,
                   std::size_t pairs, double confidence) {
  return difference(column(base, measure, pairs), column(other, measure, pairs), confidence);
}

}  // namespace

std::string endless_for(Measure const& measure, Runner const& runner, std::size_t count) {
  if (!measure.of_queue) return {};
  return endless_queue(is_steady(*runner.loaded.scenario), std::span{runner.records}.first(count));
}

bool make_runs(std::vector<Runner*> const& runners, std::size_t count,
               ReplicateOptions const& options) {
  struct Missing {
    Runner* runner;
    std::size_t replication;
  };
  std::vector<Missing> missing;
  for (auto* const runner : runners) {
    auto const made = runner->records.size();
    for (auto i = made; i < count; ++i) missing.push_back({runner, i});
    runner->records.resize(std::max(made, count));
  }
  auto const work = [&](std::size_t i) {
    auto& runner = *missing[i].runner;
    auto const replication = missing[i].replication;
    auto const read_ledger = [&](model::RunResult const& result) {
      if (replication == 0) runner.relaxations = relaxations(runner.loaded, result);
    };
    runner.records[replication] =
        record_of(*runner.loaded.scenario, options.run(replication), read_ledger);
  };
  bool whole = true;
  auto const take = [&](std::size_t i) {
    auto const& [runner, replication] = missing[i];
    whole = runner->records[replication].end != model::End::interrupted;
    return whole;
  };
  return options.farm.run(missing.size(), work, take) == missing.size() && whole;
}

Race::Race(LadderPlan const& plan, Measure const& measure, Runner& base,
           std::vector<Runner> runners)
    : plan_{plan},
      measure_{measure},
      base_{base},
      runners_{std::move(runners)},
      gains_(runners_.size()),
      growing_(runners_.size()),
      seen_(runners_.size()),
      looks_{looks_of(plan.replication)} {
  for (std::size_t i = 0; i < runners_.size(); ++i) left_.push_back(i);
}

bool Race::run(ReplicateOptions const& options) {
  for (auto const replications : looks_) {
    if (left_.empty()) return true;
    std::vector<Runner*> all{&base_};
    for (auto const i : left_) all.push_back(&runners_[i]);
    if (!make_runs(all, replications, options)) return false;
    look(replications);
    if (over()) break;
  }
  winner_ = leader();
  return true;
}

bool Race::look_once(ReplicateOptions const& options) {
  if (runners_.empty()) return true;
  if (!make_runs({&base_, &runners_.front()}, looks_.front(), options)) return false;
  look(looks_.front());
  winner_ = 0;
  return true;
}

void Race::look(std::size_t replications) {
  for (auto const i : left_) {
    seen_[i] = replications;
    gains_[i] =
        between(base_, runners_[i], measure_.name, replications, plan_.replication.confidence);
    growing_[i] = endless_for(measure_, runners_[i], replications);
  }
  std::erase_if(left_, [&](std::size_t i) { return !growing_[i].empty(); });
  auto const ahead = leader();
  std::erase_if(left_, [&](std::size_t i) {
    if (ahead == i) return false;
    if (too_little(i, replications)) return true;
    if (!ahead) return false;
    auto const behind =
        between(runners_[i], runners_[*ahead], measure_.name, replications, 1 - level());
    return behind.p < level() && improvement(behind) > 0;
  });
}

bool Race::over() const {
  auto const ahead = leader();
  return left_.empty() || (ahead && left_.size() == 1) || precise();
}

bool Race::sure(std::size_t number) const {
  auto const gain = improvement(gains_[number]);
  return adjusted_p(number) < alpha() && gain > 0 &&
         gain >= plan_.threshold * std::fabs(gains_[number].base);
}

bool Race::too_little(std::size_t number, std::size_t replications) const {
  auto const found = between(base_, runners_[number], measure_.name, replications, 1 - level());
  if (!found.half_width) return false;
  return improvement(found) + *found.half_width < plan_.threshold * std::fabs(found.base);
}

bool Race::precise() const {
  auto const& until = plan_.replication.until;
  if (!until) return false;
  return std::all_of(left_.begin(), left_.end(), [&](std::size_t i) {
    auto const& gain = gains_[i];
    return gain.n >= static_cast<std::size_t>(plan_.replication.at_least) && gain.half_width &&
           *gain.half_width <= until->within * std::fabs(gain.base);
  });
}

/// Of those left the one that gains most, if it gains enough for certain.
std::optional<std::size_t> Race::leader() const {
  std::optional<std::size_t> best;
  for (auto const i : left_) {
    if (sure(i) && (!best || improvement(gains_[i]) > improvement(gains_[*best]))) best = i;
  }
  return best;
}

/// How much better a difference makes the measure; below 0: worse.
double Race::improvement(Difference const& difference) const {
  return measure_.better == Measure::Better::more ? difference.mean : -difference.mean;
}

double Race::level() const {
  return alpha() / static_cast<double>(runners_.size() * looks_.size());
}

double Race::adjusted_p(std::size_t number) const {
  return std::min(1.0, gains_[number].p * static_cast<double>(runners_.size() * looks_.size()));
}

std::optional<Difference> Race::difference_in(std::string_view measure, std::size_t number) const {
  auto const found =
      between(base_, runners_[number], measure, seen_[number], plan_.replication.confidence);
  if (found.n == 0) return std::nullopt;
  return found;
}

}  // namespace caravan::experiment
