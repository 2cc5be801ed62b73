#include "caravan/output/recorder.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

#include "output/lives.hpp"
#include "tests/output/all_events.hpp"
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

TEST(Recorder, hands_on_every_field_of_every_observation_in_order) {
  AllEvents events;
  Recorder recorder{{&events}};
  recorder.observe(observed::Created{kTrain, hour(-2)});
  recorder.observe(observed::Created{kUnit, hour(-1)});
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
                                    {hour(-1), unit, 0, kNowhere, kNone, What::created, false},
                                    {hour(1), train, unit, 1, 4, What::began, false},
                                    {hour(2), train, 0, 2, 4, What::began, true},
                                    {hour(3), train, 5, kNowhere, 4, What::reassigned, false},
                                    {hour(4), unit, train, kNowhere, kNone, What::boarded, false},
                                    {hour(5), unit, train, kNowhere, kNone, What::alighted, false},
                                    {hour(6), unit, 0, kNowhere, kNone, What::delivered, false},
                                    {hour(7), unit, 0, kNowhere, kNone, What::turned_away, false},
                                    {hour(8), train, 0, kNowhere, kNone, What::dissolved, false}};
  std::vector<std::uint32_t> const who{1, 2, 1, 1, 1, 2, 2, 2, 2, 1};
  std::vector<std::uint32_t> const other{0, 0, 2, 0, 0, 1, 1, 0, 0, 0};
  recorder.finish();
  ASSERT_EQ(events.all.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(events.all[i].event, expected[i]) << i;
    EXPECT_EQ(events.all[i].who, who[i]) << i;
    EXPECT_EQ(events.all[i].other, other[i]) << i;
  }
  static_assert(sizeof(Event) == 32);
}

// Slower than the run: it has to wait, and nothing is lost.
class Slow final : public EventReader {
 public:
  void read(std::span<NumberedEvent const> events) override {
    std::this_thread::sleep_for(std::chrono::microseconds{200});
    for (auto const& seen : events) {
      in_order = in_order && seen.event.at.count() == count;
      ++count;
    }
  }
  std::int64_t count = 0;
  bool in_order = true;
};

TEST(Recorder, loses_nothing_however_much_there_is) {
  Slow slow;
  Recorder recorder{{&slow}};
  constexpr std::uint32_t kMany = 1'000'000;
  for (std::uint32_t i = 0; i < kMany; ++i) {
    Tag const who{Tag::Kind::train, model::SourceId{0}, i + 1, 0};
    recorder.observe(observed::Created{who, SimTime::at(Duration::milliseconds(i))});
  }
  recorder.finish();
  EXPECT_EQ(slow.count, kMany);
  EXPECT_TRUE(slow.in_order);
}

class Failing final : public EventReader {
 public:
  void read(std::span<NumberedEvent const> /*events*/) override {
    ++reads;
    throw std::runtime_error{"no more room"};
  }
  int reads = 0;
};

TEST(Recorder, says_at_the_end_what_a_reader_failed_of) {
  Failing failing;
  Recorder recorder{{&failing}};
  for (std::uint32_t i = 1; i <= 100'000; ++i) {
    recorder.observe(observed::Created{{Tag::Kind::train, model::SourceId{0}, i, 0}, hour(1)});
  }
  EXPECT_THROW(recorder.finish(), std::runtime_error);
  EXPECT_EQ(failing.reads, 1) << "what has failed is not tried again";
}

TEST(Recorder, knows_that_nobody_acts_before_he_is_there) {
  AllEvents events;
  Recorder recorder{{&events}};
  recorder.observe(observed::Boarded{kUnit, kTrain, hour(4)});
  EXPECT_THROW(recorder.finish(), Fault);
}

// xian -> khorgos -> almaty by links 0 and 1. The unit begins at xian, rides the train over both
// links, and is delivered from it: nothing tells of its arrival but the train's way.
TEST(LifeSpans, follow_a_load_through_its_trains_to_where_they_took_it) {
  auto const scenario = sample_scenario();
  model::Stages const stages{scenario};
  Lives lives{scenario.network, stages.size()};
  Recorder recorder{{&lives}};
  recorder.observe(observed::Created{kUnit, hour(0)});
  recorder.observe(observed::Began{kUnit, stages.onward, PlaceId{2}, {}, hour(0), {}});
  recorder.observe(observed::Created{kTrain, hour(1)});
  recorder.observe(observed::Began{kTrain, stages.forming, PlaceId{2}, {}, hour(1), {}});
  recorder.observe(observed::Boarded{kUnit, kTrain, hour(1)});
  recorder.observe(observed::Began{kTrain, stages.line, {}, LinkId{0}, hour(2), {}});
  recorder.observe(observed::Began{kTrain, stages.running, {}, LinkId{0}, hour(3), {}});
  recorder.observe(observed::Began{kTrain, stages.running, {}, LinkId{1}, hour(9), {}});
  recorder.observe(observed::Ended{kUnit, observed::Ended::How::delivered, hour(12)});
  recorder.finish();
  ASSERT_EQ(lives.size(), 2U);
  std::vector const spans{lives.span(1), lives.span(2)};
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
  Lives lives{loaded.scenario->network, model::Stages{*loaded.scenario}.size()};
  Recorder recorder{{&lives}};
  model::RunOptions options;
  options.observers = {&recorder};
  auto const result = model::run(*loaded.scenario, options);
  std::map<Relation, std::int64_t> expected;
  for (auto const& relation : result.relations) {
    if (relation.delivered > 0) expected[{relation.from, relation.to}] += relation.delivered;
  }
  std::map<Relation, std::int64_t> found;
  std::int64_t loads = 0;
  recorder.finish();
  for (std::size_t number = 1; number <= lives.size(); ++number) {
    auto const span = lives.span(number);
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
