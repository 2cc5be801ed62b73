#include "caravan/output/life.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using model::Tag;
namespace observed = model::observed;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

SimTime hour(std::int64_t h) {
  return SimTime::at(Duration::hours(h));
}

Tag const kTrain{Tag::Kind::train, model::SourceId{0}, 3, 0};
Tag const kOther{Tag::Kind::train, model::SourceId{0}, 2, 0};
Tag const kOnward{Tag::Kind::train, model::SourceId{1}, 5, 0};
Tag const kLoad{Tag::Kind::unit, model::SourceId{0}, 3, 2};

// One load rides two trains; by hand: ran 60 h, waited 2 h for a handling track that another train
// held, 1 h for a crane, lifted 6 min, waited 3 h 54 min for the onward train, rode 10 h.
class OneLoad : public ::testing::Test {
 protected:
  void tell(LifeRecorder& recorder) const {
    auto const& stages = result.stages;
    auto const began = [&](Tag who, model::StageId stage, scenario::PlaceId place, SimTime at,
                           scenario::LinkId link = {}, Tag holder = {}) {
      recorder.observe(observed::Began{who, stage, place, link, at, holder});
    };
    recorder.observe(observed::Created{kTrain, hour(20)});
    began(kTrain, stages.line, xian, hour(20));
    recorder.observe(observed::Created{kLoad, hour(20)});
    began(kLoad, stages.line, xian, hour(20));
    recorder.observe(observed::Boarded{kLoad, kTrain, hour(20)});
    began(kTrain, stages.running, {}, hour(20), scenario::LinkId{0});
    began(kTrain, stages.handling_track, khorgos, hour(80), {}, kOther);
    recorder.observe(observed::Alighted{kLoad, kTrain, hour(82)});
    began(kLoad, stages.crane, khorgos, hour(82));
    began(kTrain, stages.crane, khorgos, hour(82));
    began(kLoad, stages.lift, khorgos, hour(83));
    began(kLoad, stages.onward, khorgos, hour(83) + Duration::minutes(6));
    recorder.observe(observed::Ended{kTrain, observed::Ended::How::dissolved, hour(84)});
    recorder.observe(observed::Created{kOnward, hour(86)});
    began(kOnward, stages.forming, khorgos, hour(86));
    recorder.observe(observed::Boarded{kLoad, kOnward, hour(87)});
    began(kOnward, stages.running, {}, hour(87), scenario::LinkId{1});
    recorder.observe(observed::Alighted{kLoad, kOnward, hour(97)});
    recorder.observe(observed::Ended{kLoad, observed::Ended::How::delivered, hour(97)});
    recorder.observe(observed::Ended{kOnward, observed::Ended::How::delivered, hour(97)});
  }

  scenario::PlaceId khorgos{1};
  scenario::PlaceId xian{2};
  scenario::Scenario scenario = sample_scenario();
  model::RunResult result = sample_result(scenario);
};

TEST_F(OneLoad, lives_through_its_own_stages_and_those_of_its_trains) {
  LifeRecorder recorder{"xian-almaty#3/2"};
  tell(recorder);
  auto const life = recorder.life(result);
  ASSERT_TRUE(life);
  EXPECT_EQ(life_text(scenario, result, *life),
            "xian-almaty#3/2: load unit, xian → almaty, 3 d 05 h 00 min, of which 6 h 54 min "
            "waiting; local times\n"
            "  2024-03-01 23:00  xian     set out\n"
            "  2024-03-01 23:00  xian     boarded xian-almaty#3\n"
            "  2024-03-01 23:00  xian     ran 2 d 12 h 00 min over cn-trunk\n"
            "  2024-03-04 08:00  khorgos  waited 2 h 00 min for a handling track, held by "
            "xian-almaty#2\n"
            "  2024-03-04 10:00  khorgos  brought by xian-almaty#3\n"
            "  2024-03-04 10:00  khorgos  waited 1 h 00 min for a crane\n"
            "  2024-03-04 11:00  khorgos  lift 6 min\n"
            "  2024-03-04 11:06  khorgos  waited 3 h 54 min for an onward train\n"
            "  2024-03-04 15:00  khorgos  boarded khorgos>almaty#5\n"
            "  2024-03-04 15:00  khorgos  ran 10 h 00 min over kz-south\n"
            "  2024-03-05 01:00  almaty   brought by khorgos>almaty#5\n"
            "  2024-03-05 01:00  almaty   delivered\n"
            "waited  onward train 3 h 54 min · handling track 2 h 00 min · crane 1 h 00 min · in "
            "all 6 h 54 min\n"
            "worked  lift 6 min\n"
            "moved   running 2 d 22 h 00 min\n"
            "sum     3 d 05 h 00 min = lead time\n");
}

TEST_F(OneLoad, says_what_it_cost_where_it_was_priced) {
  scenario.costs.emplace().currency = "USD";
  scenario.energy.emplace().lift_emissions.others = 0.4;
  LifeRecorder recorder{"xian-almaty#3/2"};
  recorder.observe(observed::Created{kLoad, hour(20)});
  recorder.observe(observed::Began{kLoad, result.stages.onward, xian, {}, hour(20), {}});
  {
    model::Expenses const expenses{1, 900, 70, 6, 67.2, 1234.5, 321};
    recorder.observe(observed::Ended{kLoad, observed::Ended::How::delivered, hour(30), &expenses});
  }
  auto const life = recorder.life(result);
  ASSERT_TRUE(life);
  EXPECT_EQ(life->ended->expenses, nullptr) << "what it pointed to is gone";
  EXPECT_THAT(life_text(scenario, result, *life),
              HasSubstr("cost    1043.20 USD: carriage 900.00 · lifts 70.00 · storage 6.00 · "
                        "waiting 67.20\n"
                        "energy  1234.5 kWh · 321.0 kg CO2e\n"));
}

TEST_F(OneLoad, leaves_its_train_to_be_told_as_well) {
  LifeRecorder recorder{"xian-almaty#3"};
  tell(recorder);
  auto const life = recorder.life(result);
  ASSERT_TRUE(life);
  auto const text = life_text(scenario, result, *life);
  EXPECT_THAT(text, HasSubstr("xian-almaty#3: train, xian → khorgos, 2 d 16 h 00 min"));
  EXPECT_THAT(text, HasSubstr("gave up its load and was dissolved"));
}

TEST_F(OneLoad, is_found_by_its_whole_name_only) {
  for (auto const* name : {"khorgos>almaty#3/2", "xian-almaty#3/1", "xian-almaty#4/2",
                           "xian-almaty", "xian-almaty#", "xian-almaty#3/2x", "", "#3/2"}) {
    LifeRecorder recorder{name};
    tell(recorder);
    EXPECT_FALSE(recorder.life(result)) << name;
  }
  LifeRecorder recorder{"nobody#1"};
  tell(recorder);
  EXPECT_THAT(
      recorder.who_lived(result),
      ElementsAre("khorgos>almaty#1 to #5", "xian-almaty#1 to #3", "xian-almaty#1/1 to #3/2"));
}

TEST_F(OneLoad, that_has_not_arrived_is_still_inside) {
  LifeRecorder recorder{"xian-almaty#3/2"};
  recorder.observe(observed::Created{kLoad, hour(20)});
  recorder.observe(observed::Began{kLoad, result.stages.onward, xian, {}, hour(20), {}});
  auto const life = recorder.life(result);
  ASSERT_TRUE(life);
  auto const text = life_text(scenario, result, *life);
  EXPECT_THAT(text, HasSubstr("still inside when the run ended\n"));
  EXPECT_THAT(text, HasSubstr("sum     9 d 04 h 00 min so far\n"));
}

// Customs opens from 24:00 on: of the wait from 20:00 to 26:00 they were closed for 4 h.
TEST_F(OneLoad, that_waits_for_a_closed_desk_says_for_how_long_it_was_closed) {
  scenario::ActivityId const customs{0};
  auto const& stages = result.stages;
  LifeRecorder recorder{"xian-almaty#3/2"};
  recorder.observe(observed::Created{kLoad, hour(20)});
  recorder.observe(observed::Began{kLoad, stages.queue(customs), khorgos, {}, hour(20), {}});
  recorder.observe(
      observed::Reassigned{kLoad, stages.closed(customs), Duration::hours(4), hour(26)});
  recorder.observe(observed::Began{kLoad, stages.work(customs), khorgos, {}, hour(26), {}});
  recorder.observe(observed::Ended{kLoad, observed::Ended::How::delivered, hour(27)});
  auto const text = life_text(scenario, result, recorder.life(result).value());
  EXPECT_THAT(text, HasSubstr("khorgos  waited 6 h 00 min for customs, of which 4 h 00 min "
                              "waiting for customs to open\n"));
  EXPECT_THAT(text, HasSubstr("waited  customs closed 4 h 00 min · customs 2 h 00 min · in all 6 h "
                              "00 min\n"));
}

TEST_F(OneLoad, whose_stages_leave_a_gap_is_a_bug) {
  Life life{kLoad, hour(20), {{hour(21), result.stages.onward, xian, {}, {}}}, {}, {}};
  EXPECT_THROW((void)life_text(scenario, result, life), Fault);
}

}  // namespace
}  // namespace caravan::output
