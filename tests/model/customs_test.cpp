// Lanes, shared officers and what follows an inspection, where luck has a part in it: against the
// shares that were asked for, and against sums that must hold exactly.

#include <cmath>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

constexpr std::int64_t kMinute = 60'000;

/// A truck an hour for so many hours, at one post.
model::RunResult run_post(std::string const& work, int hours) {
  auto const loaded = scenario::load_text(
      "customs.yaml",
      "schema: caravan/1\nclock: {start: 2026-01-01 00:00, run: " + std::to_string(hours) +
          " h}\nflows: {t: {from: post, by: truck, every: 1 h}}\n" + work);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto result = model::run(*loaded.scenario, {});
  EXPECT_TRUE(result.audit.ok());
  return result;
}

model::ResourceResult resource(model::RunResult const& result, std::string const& name) {
  for (auto const& candidate : result.resources) {
    if (candidate.name == name) {
      return candidate;
    }
  }
  ADD_FAILURE() << "no resource " << name;
  return {};
}

/// `count` of `of` trials of probability `share`: within five standard deviations.
void expect_share(std::int64_t count, std::int64_t of, double share) {
  auto const n = static_cast<double>(of);
  EXPECT_NEAR(static_cast<double>(count), n * share, 5 * std::sqrt(n * share * (1 - share)));
}

std::string const kLanes =
    "places: {post: {activities: [customs]}}\n"
    "activities:\n"
    "  customs:\n"
    "    servers: 9\n"
    "    per: truck\n"
    "    lanes:\n"
    "      green: {share: 80 %, time: 4 min}\n"
    "      red: {share: rest, time: 3 h}\n"
    "      yellow: {share: 15 %, time: 30 min}\n";

TEST(Customs, LanesHaveTheirSharesAndTheirTimes) {
  auto const result = run_post(kLanes, 10'001);
  ASSERT_EQ(result.lanes.size(), 3U);
  auto const& green = result.lanes[0];
  auto const& red = result.lanes[1];
  auto const& yellow = result.lanes[2];
  EXPECT_EQ(red.name, "red");
  auto const all = green.pieces + red.pieces + yellow.pieces;
  EXPECT_EQ(all, resource(result, "customs").served);
  EXPECT_GE(all, 10'000);
  expect_share(green.pieces, all, 0.80);
  expect_share(yellow.pieces, all, 0.15);
  expect_share(red.pieces, all, 0.05);
  EXPECT_EQ(green.time_ms, green.pieces * 4 * kMinute);
  EXPECT_EQ(yellow.time_ms, yellow.pieces * 30 * kMinute);
  EXPECT_EQ(red.time_ms, red.pieces * 180 * kMinute);
}

TEST(Customs, TheLanesOfATruckAreItsLeadTimeWhereNobodyWaits) {
  auto const result = run_post(kLanes, 2'001);
  for (auto const time : result.relations.at(0).lead_times) {
    EXPECT_TRUE(time == 4 * kMinute || time == 30 * kMinute || time == 180 * kMinute) << time;
  }
}

TEST(Customs, OfficersDoTheWorkOfAllTheirActivities) {
  auto const result = run_post(
      "places: {post: {activities: [papers, search]}}\n"
      "staff: {officers: {count: 3}}\n"
      "activities:\n"
      "  papers: {time: 10 min, per: truck, staff: officers}\n"
      "  search: {time: 15 min, per: truck, staff: officers, needs: 2}\n",
      1'001);
  auto const officers = resource(result, "officers");
  EXPECT_EQ(officers.kind, model::ResourceResult::Kind::staff);
  // Each truck takes 10 + 2 x 15 of 3 x 60 minutes.
  EXPECT_NEAR(officers.utilisation, 40.0 / 180.0, 0.001);
  EXPECT_EQ(result.resources.size(), 1U);  // no desks of their own
}

TEST(Customs, InspectionIsRepeatedByItsShareAndNoOftenerThanItMay) {
  auto const result = run_post(
      "places: {post: {activities: [inspection]}}\n"
      "activities:\n"
      "  inspection:\n"
      "    servers: 9\n"
      "    per: truck\n"
      "    time: 10 min\n"
      "    again: {share: 40 %, at-most: 2}\n",
      10'001);
  std::int64_t rounds[4] = {};
  for (auto const time : result.relations.at(0).lead_times) {
    ASSERT_EQ(time % (10 * kMinute), 0);
    auto const round = time / (10 * kMinute);
    ASSERT_TRUE(round >= 1 && round <= 3) << round;
    ++rounds[round];
  }
  auto const all = rounds[1] + rounds[2] + rounds[3];
  expect_share(rounds[1], all, 0.6);
  expect_share(rounds[2], all, 0.4 * 0.6);
  expect_share(rounds[3], all, 0.4 * 0.4);
}

TEST(Customs, TheLaboratoryNeedsNoOfficer) {
  auto const result = run_post(
      "places: {post: {activities: [inspection]}}\n"
      "activities:\n"
      "  inspection: {per: truck, time: 10 min, laboratory: {share: 25 %, time: 3 d}}\n",
      4'001);
  std::int64_t sent = 0;
  auto const& times = result.relations.at(0).lead_times;
  for (auto const time : times) {
    EXPECT_TRUE(time == 10 * kMinute || time == (3 * 1440 + 10) * kMinute) << time;
    sent += time > 10 * kMinute ? 1 : 0;
  }
  expect_share(sent, static_cast<std::int64_t>(times.size()), 0.25);
  auto const desk = resource(result, "inspection");
  EXPECT_NEAR(desk.utilisation, 1.0 / 6.0, 0.001);
  EXPECT_EQ(desk.greatest_queue, 0);
}

// Two units a train, one after the other at one desk, every second one has a sample: a train is at
// work for the two hours of its units and not while all that is left lies in the laboratory, also
// where the unit that was inspected last has no sample.
TEST(Customs, ATrainIsNotAtWorkWhileAllThatIsLeftIsInTheLaboratory) {
  auto const loaded = scenario::load_text("laboratory.yaml", R"(schema: caravan/1
clock: {start: 2026-01-01 00:00, run: 40 d}
places: {west: {}, border: {activities: [inspection]}}
links: {main: {between: [west, border], rail: 1435 mm, length: 30 km, speed: 60 km/h}}
activities:
  inspection: {time: 1 h, per: unit, laboratory: {share: 50 %, time: 10 h}}
services: {e: {from: west, to: border, departs: daily at 01:00, units: 2}}
)");
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto const result = model::run(*loaded.scenario, {});
  std::int64_t at_work = 0;
  for (auto const& row : result.waits) {
    if (result.stages[row.stage].name == "inspection") at_work += row.train_ms;
  }
  EXPECT_EQ(result.trains_ended, 40);
  EXPECT_EQ(at_work, 40 * 2 * 60 * kMinute);
}

/// Of a truck at one desk that takes so long.
std::string fingerprint_of_one(std::string const& time) {
  auto const result = run_post(
      "places: {post: {activities: [stamp]}}\nactivities:\n  stamp: {per: truck, time: " + time +
          "}\n",
      3);
  return result.fingerprints.time.text();
}

// The last that happens to it is that it ends.
TEST(Fingerprint, TellsWhenSomebodyEnded) {
  EXPECT_EQ(fingerprint_of_one("10 min"), fingerprint_of_one("600 s"));
  EXPECT_NE(fingerprint_of_one("10 min"), fingerprint_of_one("11 min"));
}

TEST(Result, TellsHowManyEventsThereWere) {
  std::string const work =
      "places: {post: {activities: [stamp]}}\nactivities:\n  stamp: {per: truck, time: 1 min}\n";
  auto const few = run_post(work, 10).events;
  EXPECT_GT(few, 0U);
  EXPECT_GT(run_post(work, 20).events, few);
}

}  // namespace
}  // namespace caravan
