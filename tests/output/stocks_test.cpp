// What a summary says of the stocks of fleets.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/output/summary.hpp"

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using testing::HasSubstr;

/// Flats at khorgos (KZ) and xian (CN), of which khorgos had too few on day 3.
experiment::Answer answer_with_fleet(scenario::Scenario& scenario) {
  scenario::Fleet fleet;
  fleet.name = "flats";
  fleet.gauges = {network::TrackGauge{1520}};
  scenario.fleets.add(fleet);
  auto answer = sample_answer(scenario);
  model::FleetResult result;
  result.fleet = scenario::FleetId{0};
  result.size = 100;
  result.with_trains_at_end = 55;
  result.turning_round_at_end = 5;
  model::FleetStockResult khorgos;
  khorgos.place = scenario::PlaceId{1};
  khorgos.at_start = 30;
  khorgos.least = 1;
  khorgos.mean = 12.5;
  khorgos.trains = 17;
  khorgos.greatest_queue = 4;
  khorgos.short_since = SimTime::at(Duration::hours(74));
  khorgos.waits_ms = 212 * kHour;
  khorgos.waiting_at_end = 3;
  model::FleetStockResult xian;
  xian.place = scenario::PlaceId{2};
  xian.mean = 37.5;
  xian.at_end = 40;
  result.places = {khorgos, xian};
  answer.result.fleets = {result};
  return answer;
}

TEST(SummaryText, says_when_and_where_a_fleet_ran_out) {
  auto scenario = sample_scenario();
  auto const answer = answer_with_fleet(scenario);
  EXPECT_THAT(summary_text(scenario, answer, {}),
              HasSubstr("short      flats ran out at khorgos on day 3 (2024-03-04 02:00): trains "
                        "waited 212.0 h, 3 still wait\n"));
}

TEST(SummaryCsv, has_the_stocks_of_a_fleet_and_the_gauge_ledger) {
  auto scenario = sample_scenario();
  auto const answer = answer_with_fleet(scenario);
  auto const text = summary_csv(scenario, answer);
  for (auto const* const row :
       {"fleet,flats,size,100,\n", "stock,flats at khorgos,at-start,30,\n",
        "stock,flats at khorgos,at-end,0,\n", "stock,flats at khorgos,least,1,\n",
        "stock,flats at khorgos,trains,17,\n", "stock,flats at khorgos,waiting.at-end,3,\n",
        "stock,flats at khorgos,short-since,74.0000,h\n",
        "stock,flats at khorgos,waits,212.0000,h\n", "stock,flats at xian,at-end,40,\n",
        "gauge-ledger,1520 mm,in-use.mean,50.000000,\n", "gauge-ledger,1520 mm,in-use.at-end,60,\n",
        "gauge-ledger,1520 mm,ready.mean,50.000000,\n",
        "gauge-ledger,1520 mm,ready.at-end,40,\n"}) {
    EXPECT_THAT(text, HasSubstr(row));
  }
}

TEST(SummaryJson, has_the_stocks_of_a_fleet) {
  auto scenario = sample_scenario();
  auto text = summary_json(scenario, answer_with_fleet(scenario));
  std::erase_if(text, [](char sign) { return sign == ' ' || sign == '\n'; });
  EXPECT_THAT(text, HasSubstr(R"("place":"khorgos","at_start":30,"at_end":0,"least":1,"mean":12.5,)"
                              R"("trains":17,"short_since_ms":266400000,"waits_ms":763200000,)"
                              R"("waiting_at_end":3,"greatest_queue":4})"));
  EXPECT_THAT(text, HasSubstr(R"("place":"xian","at_start":0,"at_end":40,"least":0,"mean":37.5,)"
                              R"("trains":0,"short_since_ms":null,)"));
}

}  // namespace
}  // namespace caravan::output
