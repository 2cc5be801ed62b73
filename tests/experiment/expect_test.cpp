// Gates on real runs of a small corridor.

#include "caravan/experiment/expect.hpp"

#include <atomic>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/experiment/estimate.hpp"
#include "caravan/experiment/run.hpp"

#include "tests/experiment/corridor.hpp"

namespace caravan::experiment {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The gates of `text`, which are written as under `expect`.
scenario::Expectations gates(std::string const& text) {
  auto const loaded =
      scenario::load_text("corridor.yaml", std::string{kCorridor} + "expect: " + text + '\n');
  EXPECT_TRUE(loaded.expect) << render(loaded.diagnostics);
  return loaded.expect.value();
}

Outcome tested(std::string const& text, std::vector<Reference> references = {},
               unsigned threads = 2) {
  auto const expectations = gates(text);
  references.resize(expectations.gates.size());
  return test(corridor(), expectations, references, by(threads));
}

std::vector<Verdict> verdicts(Outcome const& outcome) {
  std::vector<Verdict> all;
  for (auto const& gate : outcome.gates) all.push_back(gate.judgement.verdict);
  return all;
}

TEST(Expect, StopsAtTheFirstLookWhereAllIsClear) {
  auto const outcome = tested(
      "{gates: {a: {that: lead-time.mean, at-most: 10 d}, b: {that: lead-time.mean, at-most: 1 h}, "
      "c: {that: throughput, between: [1 /d, 1000 /d]}}}");
  EXPECT_THAT(verdicts(outcome), ElementsAre(Verdict::pass, Verdict::fail, Verdict::pass));
  EXPECT_EQ(outcome.runs, 10U);
  EXPECT_EQ(outcome.statistical, 3U);
}

TEST(Expect, OnlyAFingerprintNeedsOneRun) {
  model::RunOptions options;
  auto const print = experiment::run(corridor(), options).results.text();
  auto const outcome =
      tested("{gates: {a: {fingerprint: " + print + "}, b: {fingerprint: unknown}}}");
  EXPECT_THAT(verdicts(outcome), ElementsAre(Verdict::pass, Verdict::fail));
  EXPECT_EQ(outcome.gates[1].fingerprint, print);
  EXPECT_EQ(outcome.runs, 1U);
  EXPECT_EQ(outcome.statistical, 0U);
}

// A run of twenty years is not waited for.
TEST(Expect, EndsInTheMiddleOfARunThatIsInterrupted) {
  std::atomic<bool> interrupt = false;
  auto options = by(1);
  options.farm.interrupt = &interrupt;
  auto const expectations = gates("{gates: {a: {that: throughput, at-least: 0 /d}}}");
  auto const endless = corridor({"clock.run=7300 d"});
  std::thread hand{[&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    interrupt = true;
  }};
  auto const outcome = test(endless, expectations, {{}}, options);
  hand.join();
  EXPECT_TRUE(outcome.interrupted);
  EXPECT_EQ(outcome.runs, 0U);
}

// The bound is the mean of a hundred runs itself: nothing below that decides.
TEST(Expect, IsUndecidedWhereTheMeanLiesOnTheBound) {
  auto const table = replicate(corridor(), times(100), by(2));
  auto const values = table.observed(table.find("lead-time.mean").value());
  double sum = 0;
  for (auto const value : values) sum += value;
  auto const outcome =
      tested("{gates: {a: {that: lead-time.mean, at-most: " + std::to_string(sum / 100) +
             " h}}, at-most: 40}");
  EXPECT_THAT(verdicts(outcome), ElementsAre(Verdict::undecided));
  EXPECT_EQ(outcome.runs, 40U);
  EXPECT_EQ(outcome.gates[0].judgement.n, 40U) << "the last look is at all of them";
  EXPECT_GT(outcome.gates[0].judgement.more.value(), 0U);
}

// At the first of the looks at 10, 15 … 100, √0.1 of it is spent; each gate has its part, and each
// edge of `between` half of that.
TEST(Expect, DividesAlphaAmongGatesEdgesAndLooks) {
  auto const table = replicate(corridor(), times(10), by(2));
  auto const half_width = [&](double tail) {
    return estimate(table.observed(table.find("lead-time.mean").value()), 1 - 2 * tail).half_width;
  };
  double const spent = 0.01 * std::sqrt(0.1);
  std::string const a = "a: {that: lead-time.mean, at-most: 10 d}";
  auto const alone = tested("{gates: {" + a + "}}");
  EXPECT_NEAR(alone.gates[0].judgement.half_width.value(), half_width(spent).value(), 1e-9);
  auto const both = tested("{gates: {" + a +
                           ", b: {that: lead-time.mean, between: [1 h, 10 d]}, c: {fingerprint: "
                           "unknown}}}");
  EXPECT_NEAR(both.gates[0].judgement.half_width.value(), half_width(spent / 2).value(), 1e-9);
  EXPECT_NEAR(both.gates[1].judgement.half_width.value(), half_width(spent / 4).value(), 1e-9);
}

TEST(Expect, GivesTheSameByAnyNumberOfThreads) {
  std::string const text =
      "{gates: {a: {that: lead-time.mean, at-most: 30 h}, b: {that: waits, at-most: 9 h}}}";
  auto const one = tested(text, {}, 1);
  auto const many = tested(text, {}, 7);
  EXPECT_EQ(one.runs, many.runs);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(one.gates[i].judgement.verdict, many.gates[i].judgement.verdict);
    EXPECT_EQ(one.gates[i].judgement.mean, many.gates[i].judgement.mean);
    EXPECT_EQ(one.gates[i].judgement.half_width, many.gates[i].judgement.half_width);
  }
}

// Without a crane more no lead time changes at all: pairs on common luck differ by exactly nothing.
TEST(Expect, ComparesWithAnotherScenarioOnCommonLuck) {
  auto const same = corridor();
  auto const slower = corridor({"terminals.dry-port.lift={triangular: [12 min, 15 min, 22 min]}"});
  std::string const text =
      "{gates: {a: {that: lead-time.mean, unchanged-from: x.yaml, margin: 1 %}, "
      "b: {that: lead-time.mean, not-worse-than: y.yaml, margin: 1 %}, "
      "c: {that: lead-time.mean, unchanged-from: y.yaml, margin: 1 %}}}";
  auto const outcome = tested(text, {{&same, nullptr}, {&slower, nullptr}, {&slower, nullptr}});
  EXPECT_THAT(verdicts(outcome), ElementsAre(Verdict::pass, Verdict::pass, Verdict::fail));
  EXPECT_EQ(outcome.gates[0].judgement.difference, 0);
  EXPECT_EQ(outcome.gates[0].judgement.half_width, 0);
  EXPECT_EQ(outcome.runs, 10U);
}

// Cranes that cannot keep up: only the loads of the first trains come out to be measured.
TEST(Expect, PassesNoMeanOfAQueueThatGrowsWithoutEnd) {
  auto const endless = corridor({"terminals.dry-port.lift=45 min", "clock.run=90 d"});
  auto const steady = corridor({"clock.run=90 d"});
  auto const expectations = gates(
      "{gates: {a: {that: lead-time.p90, at-most: 500 d}, b: {that: throughput, at-least: 1 /d}, "
      "c: {that: lead-time.p90, not-worse-than: x.yaml, margin: 1 %}}, at-least: 3, at-most: 3}");
  auto const outcome = test(endless, expectations, {{}, {}, {&steady, nullptr}}, by(2));
  EXPECT_THAT(verdicts(outcome), ElementsAre(Verdict::fail, Verdict::pass, Verdict::fail));
  EXPECT_THAT(outcome.gates[0].endless, HasSubstr("dry-port"));
  EXPECT_FALSE(outcome.gates[0].endless_there);
  EXPECT_FALSE(outcome.gates[2].endless_there);
  auto const turned = test(steady, expectations, {{}, {}, {&endless, nullptr}}, by(2));
  EXPECT_THAT(verdicts(turned), ElementsAre(Verdict::pass, Verdict::pass, Verdict::fail));
  EXPECT_TRUE(turned.gates[2].endless_there);
  // Without a warm-up the run is the whole matter, and has a mean.
  auto const whole =
      corridor({"terminals.dry-port.lift=45 min", "clock.run=90 d", "clock.warm-up=0 h"});
  EXPECT_EQ(
      test(whole, expectations, {{}, {}, {&steady, nullptr}}, by(2)).gates[0].judgement.verdict,
      Verdict::pass);
}

TEST(Expect, ComparesWithABaseline) {
  auto const expectations = gates(
      "{gates: {a: {that: lead-time.mean, unchanged-from: baseline, margin: 1 %}}, at-most: 20}");
  auto const before = replicate(corridor(), times(20), by(2));
  auto const baseline = baseline_of(corridor(), expectations, before);
  EXPECT_THAT(baseline.measures, ElementsAre("lead-time.mean"));
  auto const test_with = [&](scenario::Scenario const& now) {
    return test(now, expectations, {{nullptr, &baseline}}, by(2)).gates.front().judgement;
  };
  EXPECT_EQ(test_with(corridor()).verdict, Verdict::pass);
  EXPECT_EQ(test_with(corridor()).n, 10U);
  EXPECT_EQ(test_with(corridor({"terminals.dry-port.cranes=1"})).verdict, Verdict::fail);
}

TEST(Expect, SaysHowManyReplicationsTheBaselineHas) {
  auto const expectations = gates(
      "{gates: {a: {that: lead-time.mean, unchanged-from: baseline, margin: 0.1 h}}, at-most: 40}");
  auto const few = baseline_of(corridor(), expectations, replicate(corridor(), times(12), by(2)));
  auto options = by(2);
  options.seed = 2;
  auto const outcome = test(corridor(), expectations, {{nullptr, &few}}, options);
  EXPECT_EQ(outcome.gates[0].judgement.verdict, Verdict::undecided);
  EXPECT_EQ(outcome.gates[0].judgement.n, 12U);
  EXPECT_EQ(outcome.gates[0].baseline_rows, 12U);
}

TEST(Expect, FailsWithoutABaseline) {
  auto const outcome = tested("{gates: {a: {that: waits, unchanged-from: baseline, margin: 1 %}}}");
  EXPECT_THAT(verdicts(outcome), ElementsAre(Verdict::fail));
  EXPECT_TRUE(outcome.gates[0].without_baseline);
}

std::string faults(std::string const& text) {
  auto const outcome = tested(text);
  EXPECT_EQ(outcome.runs, 1U);
  return render(outcome.faults);
}

TEST(Expect, TellsMeasuresAndUnitsThatCannotBe) {
  EXPECT_THAT(faults("{gates: {a: {that: lead-time.p9, at-most: 1 d}}}"),
              AllOf(HasSubstr("there is no measure `lead-time.p9` in the first replication"),
                    HasSubstr("did you mean `lead-time.p90`?")));
  EXPECT_THAT(faults("{gates: {a: {that: throughput, at-most: 1 d}}}"),
              HasSubstr("`throughput` is measured in `/d`"));
  EXPECT_THAT(faults("{gates: {a: {that: lead-time.p90, at-most: 12}}}"),
              HasSubstr("`lead-time.p90` is measured in `h`"));
  EXPECT_THAT(faults("{gates: {a: {that: trains.started, not-worse-than: baseline, margin: 1 %}}}"),
              HasSubstr("neither more nor less of `trains.started` is worse"));
}

}  // namespace
}  // namespace caravan::experiment
