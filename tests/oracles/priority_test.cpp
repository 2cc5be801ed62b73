// Classes of trucks at one station, the higher served first. An hour is the unit of time.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/lives.hpp"

namespace caravan::oracles {
namespace {

std::string yaml_of(int hours, std::string const& discipline, int servers,
                    std::vector<double> const& rates) {
  std::string flows;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    auto const number = std::to_string(i + 1);
    auto const priority = std::to_string(rates.size() - i);
    flows += "  class-" + number + ": {from: border, by: truck, priority: " + priority +
             ", rate: " + std::to_string(rates[i]) + " /h}\n";
  }
  return "clock: {start: 2026-01-01 00:00, run: " + std::to_string(hours) +
         " h, warm-up: " + std::to_string(hours / 20) +
         " h}\nplaces: {border: {activities: [desk]}}\n"
         "activities: {desk: {per: truck, time: {exponential: 1 h}, discipline: " +
         discipline + ", servers: " + std::to_string(servers) + "}}\nflows:\n" + flows;
}

/// Mean wait of each class, as `Wq1`, `Wq2`, …; and Σ ρ_i Wq_i.
Samples waits_by_class(std::string const& name, std::string const& yaml, int servers,
                       std::vector<double> const& loads) {
  auto const rate = 0.8 * servers;
  auto samples = replicate(name, yaml, kReplications, [&](auto const& run, auto& all) {
    std::vector<double> sums(loads.size());
    double work = 0;
    std::vector<double> counts(loads.size());
    for (auto const& life : run.lives.ended()) {
      auto const& flow = run.result.sources[life.who.source].name;
      auto const number = static_cast<std::size_t>(flow.back() - '1');
      sums.at(number) += life.waited;
      ++counts.at(number);
      work += life.sojourn() - life.waited;
    }
    all["arrivals"].add(run.lives.arrivals() / run.hours);
    all["work"].add(work / static_cast<double>(run.lives.ended().size()));
    double weighted = 0;
    for (std::size_t i = 0; i < loads.size(); ++i) {
      all["Wq" + std::to_string(i + 1)].add(sums[i] / counts[i]);
      weighted += loads[i] * sums[i] / counts[i];
    }
    all["sum_rho_Wq"].add(weighted);
  });
  Samples controlled;
  for (auto const& [quantity, sample] : samples) {
    if (quantity != "arrivals" && quantity != "work") {
      controlled[quantity] =
          sample.adjusted({{&samples.at("arrivals"), rate}, {&samples.at("work"), 1}});
    }
  }
  return controlled;
}

TEST(Priorities, Q40_two_classes_at_one_server) {
  auto const samples =
      waits_by_class("Q40", yaml_of(16'000, "priority", 1, {0.2, 0.6}), 1, {0.2, 0.6});
  for (auto const& [quantity, sample] : samples) {
    expect_known("Q40", quantity, sample, 0.01);
  }
}

/// M9, Kleinrock: the weighted sum is the same when nobody goes first. M12: and a stream that is
/// split in two waits as it does whole, as long as in Q01.
TEST(Priorities, Q40_the_weighted_sum_of_waits_is_conserved_without_priorities) {
  auto const samples =
      waits_by_class("Q40 fifo", yaml_of(16'000, "fifo", 1, {0.2, 0.6}), 1, {0.2, 0.6});
  ASSERT_FALSE(samples.empty());
  expect_known("Q40", "sum_rho_Wq", samples.at("sum_rho_Wq"), 0.01);
  expect_agreement("Q40", "Wq1 in order of coming", 4, samples.at("Wq1"), 0.01);
  expect_agreement("Q40", "Wq2 in order of coming", 4, samples.at("Wq2"), 0.01);
}

TEST(Priorities, Q43_three_classes_at_three_servers) {
  auto samples =
      waits_by_class("Q43", yaml_of(8'000, "priority", 3, {0.6, 0.9, 0.9}), 3, {0.2, 0.3, 0.3});
  ASSERT_FALSE(samples.empty());
  samples.erase("sum_rho_Wq");
  for (auto const& [quantity, sample] : samples) {
    expect_known("Q43", quantity, sample, 0.01);
  }
}

}  // namespace
}  // namespace caravan::oracles
