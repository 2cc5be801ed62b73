#include "caravan/output/ladder.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using experiment::Difference;
using experiment::Step;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Difference lead_time(double base, double other, double half_width) {
  Difference found;
  found.n = 5;
  found.base = base;
  found.other = other;
  found.mean = other - base;
  found.half_width = half_width;
  return found;
}

/// Two rungs: a crane gains four hours of twenty; then neither a crane nor a desk gains enough.
struct Sample {
  scenario::Scenario scenario = sample_scenario();
  experiment::LadderPlan plan;
  experiment::Ladder ladder;
  std::map<std::string, double> prices;

  Sample() {
    ladder.measure = {"lead-time.p90", "h", experiment::Measure::Better::less, true};
    Step const crane{
        {"terminals.dry-port.cranes", "2", "3", "crane", 0.6}, lead_time(20, 16, 0.5), {}, 0.001};
    Step const desk{{"activities.customs.servers", "1", "2", "customs", 0.25},
                    lead_time(16, 15.99, 0.02),
                    {},
                    1};
    ladder.rungs = {{{crane, desk}, 0, "", false, 0.85}, {{desk}, {}, "", false, 0.4}};
    ladder.runs = 25;
  }
  [[nodiscard]] LadderReport report() const { return {scenario, plan, 7, prices, ladder}; }
  [[nodiscard]] std::string text() const { return ladder_text(report()); }
  Step& chosen() { return ladder.rungs.front().tried.front(); }
};

TEST(LadderText, says_what_was_relaxed_what_it_gained_and_what_no_longer_helps) {
  EXPECT_THAT(
      Sample{}.text(),
      StartsWith(
          "sample · lead-time.p90 · at most 10 replications a rung · seed 7\n"
          "1. 3 cranes instead of 2 at dry-port: -4.0 h ± 0.50 h, from 20.0 h to 16.0 h in 5 "
          "replications · crane, 60 % of all waits\n"
          "then nothing gains 1 % of 16.0 h for certain: 2 servers instead of 1 at customs -36.0 s "
          "± 72.0 s\n"
          "of all waits 40 % are for a capacity; what the others are for, 'caravan run' says\n"
          "25 runs · fingerprint "));
}

TEST(LadderText, divides_the_price_of_a_step_by_the_hours_that_it_saves) {
  Sample it;
  it.prices["terminals.dry-port.cranes"] = 120'000;
  EXPECT_THAT(it.text(), HasSubstr("of all waits · 30 000 an hour saved\n"));
  it.prices = {{"terminals.other", 1}};
  EXPECT_THAT(it.text(), Not(HasSubstr("an hour saved")));
}

TEST(LadderText, says_what_an_hour_saved_costs_where_the_scenario_has_costs) {
  Sample it;
  it.scenario.costs.emplace().currency = "USD";
  it.chosen().cost = lead_time(4000, 4010, 2);
  EXPECT_THAT(it.text(), HasSubstr(" · cost a load 10.0 ± 2.0 USD, 2.5 USD an hour saved\n"));
  it.chosen().cost = lead_time(4010, 4000, 2);
  EXPECT_THAT(it.text(), HasSubstr(" · cost a load -10.0 ± 2.0 USD, -2.5 USD an hour saved\n"));
}

TEST(LadderText, says_why_it_ends) {
  Sample it;
  it.ladder.rungs.back().tried.clear();
  EXPECT_THAT(it.text(), HasSubstr("\nthen loads wait for nothing that capacity would end\n"));
  it.ladder.rungs.pop_back();
  EXPECT_THAT(it.text(), HasSubstr("\nthere may be more: --rungs\n"));
  it.ladder.stalled = true;
  EXPECT_THAT(it.text(), HasSubstr("\nsome replications locked up and are left out\n"));
  it.ladder.interrupted = true;
  EXPECT_THAT(it.text(), EndsWith("PARTIAL: interrupted; the rungs are those finished\n"));
}

TEST(LadderText, names_a_queue_that_grew_until_then) {
  Sample it;
  it.ladder.rungs.front().growing = "dry-port cranes";
  EXPECT_THAT(it.text(), HasSubstr(" · until then the queue for dry-port cranes grows\n"));
}

TEST(LadderText, says_of_a_step_against_a_queue_without_end_that_nothing_was_gained_yet) {
  Sample it;
  it.ladder.rungs.front().growing = "dry-port cranes";
  it.ladder.rungs.front().endless = true;
  EXPECT_THAT(it.text(), HasSubstr("\n1. 3 cranes instead of 2 at dry-port: the queue for dry-port "
                                   "cranes grows without end, so lead-time.p90 has no mean yet · "
                                   "crane, 60 % of all waits\n"));
  EXPECT_THAT(ladder_csv(it.report()),
              HasSubstr("\n1,yes,terminals.dry-port.cranes,2,3,crane,0.600000,lead-time.p90,h,5"
                        ",,,,,,,,,\n"));
  EXPECT_THAT(ladder_json(it.report()), HasSubstr("\"endless\": true"));
}

TEST(LadderText, shows_no_gain_of_a_step_with_which_a_queue_grows_without_end) {
  Sample it;
  it.ladder.rungs.front().tried.back().growing = "dry-port cranes";
  it.ladder.rungs.back().tried.back().growing = "customs";
  EXPECT_THAT(it.text(), HasSubstr("60 % of all waits · with 2 servers instead of 1 at customs the "
                                   "queue for dry-port cranes grows without end\n"));
  EXPECT_THAT(it.text(), HasSubstr(" for certain: 2 servers instead of 1 at customs lets the queue "
                                   "for customs grow without end\n"));
  EXPECT_THAT(ladder_csv(it.report()),
              HasSubstr("\n2,no,activities.customs.servers,1,2,customs,0.250000,lead-time.p90,h,5"
                        ",,,,,,,,,\n"));
  EXPECT_THAT(ladder_json(it.report()), HasSubstr("\"growing_queue\": \"dry-port cranes\""));
}

TEST(LadderText, names_what_only_a_table_can_have_more_of) {
  Sample it;
  auto& last = it.ladder.rungs.back();
  last.tried.clear();
  last.counted = {{"fleets.flats.stock.home", "", "", "wagons", 0.4, "today.csv"}};
  EXPECT_THAT(it.text(),
              HasSubstr("\nthen loads wait for nothing that a change of the scenario would end\n"
                        "fleets.flats.stock.home is counted in today.csv: more must be tried there "
                        "· wagons, 40 % of all waits\n"));
  EXPECT_THAT(ladder_json(it.report()), HasSubstr("\"table\": \"today.csv\""));
}

TEST(LadderText, begins_and_ends_at_once_where_nothing_gains) {
  Sample it;
  it.plan.threshold = 0.002;
  it.ladder.rungs.erase(it.ladder.rungs.begin());
  it.ladder.rungs.front().growing = "customs";
  EXPECT_THAT(it.text(), HasSubstr("seed 7\nnothing gains 0.2 % of 16.0 h for certain: "));
  EXPECT_THAT(it.text(), HasSubstr("\nthe queue for customs grows\n"));
}

TEST(LadderCsv, has_a_line_for_each_step_that_was_tried) {
  EXPECT_EQ(ladder_csv(Sample{}.report()),
            "rung,chosen,path,before,after,cause,share,measure,unit,pairs,from,to,gain,half-width,"
            "p-adjusted,cost-a-load,cost-an-hour,price,currency\n"
            "1,yes,terminals.dry-port.cranes,2,3,crane,0.600000,lead-time.p90,h,5,20.000000,"
            "16.000000,-4.000000,0.500000,0.001000,,,,\n"
            "1,no,activities.customs.servers,1,2,customs,0.250000,lead-time.p90,h,5,16.000000,"
            "15.990000,-0.010000,0.020000,1.000000,,,,\n"
            "2,no,activities.customs.servers,1,2,customs,0.250000,lead-time.p90,h,5,16.000000,"
            "15.990000,-0.010000,0.020000,1.000000,,,,\n");
}

TEST(LadderCsv, says_in_which_currency_costs_are) {
  Sample it;
  it.scenario.costs.emplace().currency = "USD";
  auto const csv = ladder_csv(it.report());
  EXPECT_THAT(csv, HasSubstr(",,,,USD\n"));
  EXPECT_THAT(ladder_json(it.report()), HasSubstr("\"currency\": \"USD\""));
}

TEST(LadderJson, holds_what_the_text_says) {
  Sample it;
  it.prices["terminals"] = 8;
  auto const json = ladder_json(it.report());
  EXPECT_THAT(json, HasSubstr("\"schema\": \"caravan-ladder/1\""));
  EXPECT_THAT(json, HasSubstr("\"runs\": 25"));
  EXPECT_THAT(json, HasSubstr("\"chosen\": 0"));
  EXPECT_THAT(json, HasSubstr("\"chosen\": null"));
  EXPECT_THAT(json, HasSubstr("\"difference\": -4,"));
  EXPECT_THAT(json, HasSubstr("\"p_adjusted\": 0.001"));
  EXPECT_THAT(json, HasSubstr("\"price\": 2\n"));
}

}  // namespace
}  // namespace caravan::output
