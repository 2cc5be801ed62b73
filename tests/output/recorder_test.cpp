#include "caravan/output/recorder.hpp"

#include <algorithm>
#include <cstdint>
#include <map>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

#include "tests/output/sample.hpp"
#include "tests/support/paths.hpp"

namespace caravan::output {
namespace {

namespace observed = model::observed;
using model::Tag;
using scenario::LinkId;
using scenario::PlaceId;
using What = Event::What;

SimTime hour(std::int64_t h) {
  return SimTime::at(Duration::hours(h));
}

Tag const kTrain{Tag::Kind::train, model::SourceId{0}, 7, 0};
Tag const kUnit{Tag::Kind::unit, model::SourceId{0}, 7, 3};
model::StageId const kStage{4};

TEST(Recorder, keeps_every_field_of_every_observation_in_order) {
  Recorder recorder;
  recorder.observe(observed::Created{kTrain, hour(-2)});
  recorder.observe(observed::Began{kTrain, kStage, PlaceId{1}, {}, hour(1), kUnit});
  recorder.observe(observed::Began{kTrain, kStage, {}, LinkId{2}, hour(2), {}});
  recorder.observe(observed::Reassigned{kTrain, kStage, Duration::milliseconds(5), hour(3)});
  recorder.observe(observed::Boarded{kUnit, kTrain, hour(4)});
  recorder.observe(observed::Alighted{kUnit, kTrain, hour(5)});
  recorder.observe(observed::Ended{kUnit, observed::Ended::How::delivered, hour(6)});
  recorder.observe(observed::Ended{kUnit, observed::Ended::How::turned_away, hour(7)});
  recorder.observe(observed::Ended{kTrain, observed::Ended::How::dissolved, hour(8)});
  auto const train = kTrain.packed();
  auto const unit = kUnit.packed();
  constexpr auto kNone = Event::kNoStage;
  constexpr auto kNowhere = Event::kNowhere;
  std::vector<Event> const expected{{hour(-2), train, 0, kNowhere, kNone, What::created, false},
                                    {hour(1), train, unit, 1, 4, What::began, false},
                                    {hour(2), train, 0, 2, 4, What::began, true},
                                    {hour(3), train, 5, kNowhere, 4, What::reassigned, false},
                                    {hour(4), unit, train, kNowhere, kNone, What::boarded, false},
                                    {hour(5), unit, train, kNowhere, kNone, What::alighted, false},
                                    {hour(6), unit, 0, kNowhere, kNone, What::delivered, false},
                                    {hour(7), unit, 0, kNowhere, kNone, What::turned_away, false},
                                    {hour(8), train, 0, kNowhere, kNone, What::dissolved, false}};
  ASSERT_EQ(recorder.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(recorder[i], expected[i]) << i;
  static_assert(sizeof(Event) == 32);
}

TEST(Recorder, loses_nothing_however_much_there_is) {
  Recorder recorder;
  constexpr std::int64_t kMany = 200'000;
  for (std::int64_t i = 0; i < kMany; ++i) {
    recorder.observe(observed::Created{kTrain, SimTime::at(Duration::milliseconds(i))});
  }
  ASSERT_EQ(recorder.size(), std::size_t{kMany});
  std::int64_t next = 0;
  recorder.for_each([&](Event const& event) { EXPECT_EQ(event.at.count(), next++); });
  EXPECT_EQ(next, kMany);
  EXPECT_EQ(recorder[131'072].at.count(), 131'072);
}

// xian -> khorgos -> almaty by links 0 and 1. The unit begins at xian, rides the train over both
// links, and is delivered from it: nothing tells of its arrival but the train's way.
TEST(LifeSpans, follow_a_load_through_its_trains_to_where_they_took_it) {
  auto const scenario = sample_scenario();
  model::Stages const stages{scenario};
  Recorder recorder;
  recorder.observe(observed::Created{kUnit, hour(0)});
  recorder.observe(observed::Began{kUnit, stages.onward, PlaceId{2}, {}, hour(0), {}});
  recorder.observe(observed::Created{kTrain, hour(1)});
  recorder.observe(observed::Began{kTrain, stages.forming, PlaceId{2}, {}, hour(1), {}});
  recorder.observe(observed::Boarded{kUnit, kTrain, hour(1)});
  recorder.observe(observed::Began{kTrain, stages.line, {}, LinkId{0}, hour(2), {}});
  recorder.observe(observed::Began{kTrain, stages.running, {}, LinkId{0}, hour(3), {}});
  recorder.observe(observed::Began{kTrain, stages.running, {}, LinkId{1}, hour(9), {}});
  recorder.observe(observed::Ended{kUnit, observed::Ended::How::delivered, hour(12)});
  auto const spans = life_spans(recorder, scenario.network);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].who, kUnit);
  EXPECT_EQ(spans[0].first, PlaceId{2});
  EXPECT_EQ(spans[0].last, PlaceId{0});
  EXPECT_EQ(spans[0].rides, 1U);
  EXPECT_EQ(spans[0].how, What::delivered);
  EXPECT_EQ(spans[0].ended, hour(12));
  EXPECT_EQ(spans[1].first, PlaceId{2});
  EXPECT_EQ(spans[1].last, PlaceId{0});
  EXPECT_EQ(spans[1].ended, SimTime::never());
}

using Relation = std::pair<PlaceId, PlaceId>;

// The model knows from where to where each load goes and says so in no observation. What the spans
// make of the events must be the same, relation by relation.
class LifeSpansOf : public testing::TestWithParam<char const*> {};

TEST_P(LifeSpansOf, end_where_the_model_delivers) {
  auto const loaded =
      scenario::load_scenario(source_folder() + "/scenarios/" + GetParam() + ".yaml");
  ASSERT_TRUE(loaded.scenario);
  Recorder recorder;
  model::RunOptions options;
  options.observers = {&recorder};
  auto const result = model::run(*loaded.scenario, options);
  std::map<Relation, std::int64_t> expected;
  for (auto const& relation : result.relations) {
    if (relation.delivered > 0) expected[{relation.from, relation.to}] += relation.delivered;
  }
  std::map<Relation, std::int64_t> found;
  std::int64_t loads = 0;
  for (auto const& span : life_spans(recorder, loaded.scenario->network)) {
    if (span.who.kind == Tag::Kind::train) continue;
    ++loads;
    if (span.how == What::delivered) ++found[{span.first, span.last}];
  }
  EXPECT_FALSE(expected.empty());
  EXPECT_EQ(found, expected);
  EXPECT_EQ(loads, result.loads_created);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, LifeSpansOf,
                         testing::Values("01-first-train", "03-gauge-transfer", "04-customs",
                                         "05-trucks", "06-border-hub", "08-goods"));

}  // namespace
}  // namespace caravan::output
