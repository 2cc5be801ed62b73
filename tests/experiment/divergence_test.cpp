// The first thing in which two runs differ, against a plain comparison of all that happens in them.

#include "caravan/experiment/divergence.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/experiment/corridor.hpp"

namespace caravan::experiment {
namespace {

namespace observed = model::observed;

/// Everything that is observed, in words.
class Everything final : public model::Observer {
 public:
  explicit Everything(scenario::Scenario const& scenario)
      : scenario_{scenario}, stages_{scenario} {}

  void observe(model::Observation const& observation) override { seen_.push_back(observation); }

  std::vector<std::string> words(model::RunResult const& result) const {
    std::vector<std::string> all;
    for (auto const& each : seen_) {
      auto text =
          std::to_string(each.index()) + ' ' + std::to_string(time_of(each).since_start().count());
      for (auto const who : concerned(each)) text += ' ' + model::text_of(who, result.sources);
      if (auto const* const began = std::get_if<observed::Began>(&each)) {
        text += ' ' + stages_[began->stage].name;
        if (began->place.valid()) text += " at " + scenario_.network.places()[began->place].name;
        if (began->link.valid()) text += " on " + scenario_.network.links()[began->link].name;
      }
      all.push_back(std::move(text));
    }
    return all;
  }

 private:
  scenario::Scenario const& scenario_;
  model::Stages stages_;
  std::vector<model::Observation> seen_;
};

std::vector<std::string> everything(scenario::Scenario const& scenario,
                                    model::RunOptions options = {}) {
  Everything all{scenario};
  options.observers.push_back(&all);
  return all.words(model::run(scenario, options));
}

Divergence found(scenario::Scenario const& a, scenario::Scenario const& b,
                 model::RunOptions const& options_b = {}) {
  return find_divergence({&a, {}}, {&b, options_b}, nullptr).value();
}

void expect_as_compared(scenario::Scenario const& a, scenario::Scenario const& b,
                        std::size_t at_least, model::RunOptions const& options_b = {}) {
  auto const all_a = everything(a);
  auto const all_b = everything(b, options_b);
  std::size_t first = 0;
  while (first < all_a.size() && first < all_b.size() && all_a[first] == all_b[first]) ++first;
  auto const divergence = found(a, b, options_b);
  EXPECT_TRUE(divergence.parted);
  EXPECT_EQ(divergence.same, first);
  EXPECT_GE(first, at_least);
}

TEST(Divergence, OfARunFromItselfIsNone) {
  auto const divergence = found(corridor(), corridor());
  EXPECT_FALSE(divergence.parted);
  EXPECT_EQ(divergence.same, everything(corridor()).size());
  EXPECT_EQ(divergence.a.results, divergence.b.results);
}

TEST(Divergence, IsFoundWhereAPlainComparisonFindsIt) {
  expect_as_compared(corridor(), corridor({"terminals.dry-port.cranes=3"}), 10);
  expect_as_compared(corridor(), corridor({"links.kz-south.speed=43 km/h"}), 10);
  model::RunOptions other_luck;
  other_luck.seed = 2;
  expect_as_compared(corridor(), corridor(), 0, other_luck);
}

// A service more shifts the numbers of all things, not their names.
TEST(Divergence, GoesByNames) {
  auto const more = scenario::load_text(
      "corridor.yaml", std::string{kCorridor} +
                           "  a-rare-train: {from: khorgos, to: almaty, departs: sun at 12:00, "
                           "consist: narrow, units: 2}\n");
  ASSERT_TRUE(more.scenario);
  expect_as_compared(corridor(), *more.scenario, 100);
}

// Twenty days have more than one stretch of 4096 observations; the closure comes on the last.
TEST(Divergence, IsFoundLateInARun) {
  auto const closed = corridor(
      {"closures={late: {of: links.kz-south, from: 2026-03-20 06:00, until: 2026-03-21 18:00}}"});
  expect_as_compared(corridor(), closed, 4096);
}

TEST(Divergence, OfARunThatIsABeginningOfTheOther) {
  auto const longer = corridor({"clock.run=21 d"});
  auto const divergence = found(corridor(), longer);
  EXPECT_TRUE(divergence.parted);
  EXPECT_EQ(divergence.same, everything(corridor()).size());
  EXPECT_FALSE(divergence.a.next);
  EXPECT_TRUE(divergence.b.next);
}

// Lifts of 9 instead of 10 minutes: the first lift begins in both at the same time, and ends a
// minute earlier in one of them.
TEST(Divergence, TellsWhatThoseConcernedDidBefore) {
  auto const divergence = found(corridor({"terminals.dry-port.lift=10 min"}),
                                corridor({"terminals.dry-port.lift=9 min"}));
  ASSERT_TRUE(divergence.b.next);
  ASSERT_FALSE(divergence.b.past.empty());
  EXPECT_EQ(divergence.b.past.front().who, concerned(*divergence.b.next).front());
  EXPECT_FALSE(divergence.b.past.front().last.empty());
  EXPECT_LE(time_of(divergence.b.past.front().last.back()), time_of(*divergence.b.next));
  EXPECT_LE(time_of(*divergence.b.next), time_of(*divergence.a.next));
}

TEST(Divergence, IsNotLookedForAfterAnInterruption) {
  std::atomic<bool> const interrupt = true;
  auto const one = corridor();
  EXPECT_FALSE(find_divergence({&one, {}}, {&one, {}}, &interrupt));
}

TEST(Concerned, AreTrainsUnitsAndTrucksEachOnceAndNobodyElse) {
  using model::Tag;
  Tag const train{Tag::Kind::train, model::SourceId{0}, 1, 0};
  Tag const other{Tag::Kind::train, model::SourceId{0}, 2, 0};
  observed::Began began;
  began.who = train;
  EXPECT_THAT(concerned(began), testing::ElementsAre(train));  // nobody holds it up
  began.holder = train;
  EXPECT_THAT(concerned(began), testing::ElementsAre(train));
  began.holder = other;
  EXPECT_THAT(concerned(began), testing::ElementsAre(train, other));
}

}  // namespace
}  // namespace caravan::experiment
