#include "caravan/output/report.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using model::SourceId;
using model::StageId;
using model::Tag;
using scenario::LinkId;
using scenario::PlaceId;
using ::testing::HasSubstr;
using ::testing::Not;
namespace observed = model::observed;

constexpr PlaceId kKhorgos{1};
constexpr PlaceId kXian{2};
constexpr LinkId kTrunk{0};

SimTime hour(std::int64_t h) {
  return SimTime::at(Duration::hours(h));
}

class Page : public ::testing::Test {
 protected:
  static Tag train(std::uint32_t number) { return {Tag::Kind::train, SourceId{0}, number, 0}; }
  void at(Tag who, StageId stage, PlaceId place, std::int64_t h) {
    recorder.observe(observed::Began{who, stage, place, {}, hour(h), {}});
  }
  void on(Tag who, StageId stage, LinkId link, std::int64_t h) {
    recorder.observe(observed::Began{who, stage, {}, link, hour(h), {}});
  }
  /// Waits in xian, runs, stands at a loop from hour 12 to 13, is cleared in khorgos from 20 to 22.
  void run_train(std::uint32_t number) {
    auto const who = train(number);
    recorder.observe(observed::Created{who, hour(0)});
    at(who, stages.track, kXian, 0);
    on(who, stages.line, kTrunk, 2);  // takes no time: no step
    on(who, stages.running, kTrunk, 2);
    on(who, stages.line, kTrunk, 12);
    on(who, stages.running, kTrunk, 13);
    on(who, stages.running, kTrunk, 15);  // the next section, without a stop: no step
    at(who, stages.work(scenario::ActivityId{0}), kKhorgos, 20);
    recorder.observe(observed::Ended{who, observed::Ended::How::dissolved, hour(22)});
  }
  std::string json() {
    recorder.finish();
    return report_json({.version = "1.2", .runs = {{scenario, answer, reader}}});
  }

  scenario::Scenario scenario = sample_scenario();
  experiment::Answer answer = sample_answer(scenario);
  model::Stages stages{scenario};
  ReportReader reader{scenario};
  Recorder recorder{{&reader}};
};

TEST_F(Page, knows_the_way_of_a_train_by_minutes) {
  run_train(1);
  auto const text = json();
  EXPECT_THAT(text, HasSubstr("\"schema\": \"caravan-report/1\""));
  EXPECT_THAT(text, HasSubstr("\"minutes\": [0,120,600,60,420]"));
  EXPECT_THAT(text, HasSubstr("\"codes\": [0,2,3,2,4]"));
  EXPECT_THAT(text, HasSubstr("\"ended\": [120]"));
  EXPECT_THAT(text, HasSubstr("\"place\": [2,2,-1,-1,1]"));
  EXPECT_THAT(text, HasSubstr("\"link\": [-1,-1,0,0,-1]"));
  EXPECT_THAT(text, HasSubstr("\"sections\": [0,0,0,1,0]"));
}

TEST_F(Page, counts_who_ran_over_a_link_each_way) {
  run_train(1);
  auto const back = train(2);
  recorder.observe(observed::Created{back, hour(1)});
  at(back, stages.track, kKhorgos, 1);
  on(back, stages.running, kTrunk, 2);
  auto const text = json();
  EXPECT_THAT(text, HasSubstr("\"trains\": [1,1]"));
  EXPECT_THAT(text, HasSubstr("\"forward\": [1,1,1,1,1,1,0]"));
  EXPECT_THAT(text, HasSubstr("\"ended\": [120,-1]")) << "the second is still under way";
}

// Ten days make intervals of ten minutes. Two trains stand at the loop for six of them.
TEST_F(Page, sums_up_who_is_where_over_time) {
  run_train(1);
  run_train(2);
  std::string zeros;
  for (int i = 0; i < 72; ++i) zeros += "0,";
  EXPECT_THAT(json(), HasSubstr("[" + zeros + "200,200,200,200,200,200]"));
  EXPECT_THAT(json(), HasSubstr("\"interval_minutes\": 10"));
}

// One train stands at xian for the first two hours in the first two replications, none in the
// third; intervals of ten minutes are joined by four. Mean 2/3; half the 95 % interval is 4.303
// (Student, two degrees) times 0.5774 / sqrt(3) = 1.434.
TEST_F(Page, knows_how_certain_it_is_of_what_waits) {
  run_train(1);
  ReportReader second{scenario};
  ReportReader const third{scenario};
  Recorder again{{&second}};
  again.observe(observed::Created{train(1), hour(0)});
  again.observe(observed::Began{train(1), stages.track, kXian, {}, hour(0), {}});
  again.observe(observed::Began{train(1), stages.running, {}, kTrunk, hour(2), {}});
  again.finish();
  recorder.finish();
  auto const text =
      report_json({.version = "1.2",
                   .runs = {{scenario, answer, reader}},
                   .further = {{scenario, answer, second}, {scenario, answer, third}}});
  EXPECT_THAT(text, HasSubstr("\"mean_hundredths\": [67,67,67]"));
  EXPECT_THAT(text, HasSubstr("\"half_hundredths\": [143,143,143]"));
  EXPECT_THAT(text, HasSubstr("\"crowd_replications\": 3"));
  EXPECT_THAT(text, HasSubstr("\"joined_intervals\": 4"));
  EXPECT_THAT(json(), Not(HasSubstr("half_hundredths"))) << "one replication knows nothing";
}

// Four units for ten minutes and two for the next ten are 1.5 on the mean of 40 minutes; with two
// replications without any the mean is 0.5, and half the 95 % interval 4.303 times 0.866 / sqrt(3).
TEST_F(Page, shows_the_units_of_a_fleet_in_use_with_their_interval) {
  scenario::Fleet flats;
  flats.name = "flats";
  flats.gauges = {{1520}};
  scenario.fleets.add(flats);
  constexpr std::int64_t kTenMinutes = 600'000;
  auto const idle = answer;
  auto& use = answer.result.fleets.emplace_back();
  use.fleet = scenario::FleetId{0};
  use.in_use_ms = {4 * kTenMinutes, 2 * kTenMinutes};
  recorder.finish();
  auto const text = report_json({.version = "1.2",
                                 .runs = {{scenario, answer, reader}, {scenario, answer, reader}},
                                 .further = {{scenario, idle, reader}, {scenario, idle, reader}}});
  auto const fleets = text.substr(text.find("\"fleets_in_use\""));
  EXPECT_THAT(fleets, HasSubstr("\"name\": \"flats\""));
  EXPECT_THAT(fleets, HasSubstr("\"hundredths\": [400,200]"));
  EXPECT_THAT(fleets, HasSubstr("\"mean_hundredths\": [50]"));
  EXPECT_THAT(fleets, HasSubstr("\"half_hundredths\": [215]"));
  EXPECT_THAT(fleets.substr(1), Not(HasSubstr("\"fleets_in_use\""))) << "of the run in front only";
  EXPECT_THAT(json(), Not(HasSubstr("half_hundredths"))) << "one replication knows nothing";
}

// Of a run that is laid over another nothing is kept that no picture draws: no ways of trains, and
// nobody under work at a place.
TEST_F(Page, keeps_of_the_runs_behind_only_what_is_laid_over) {
  run_train(1);
  recorder.finish();
  auto const text = report_json(
      {.version = "1.2", .runs = {{scenario, answer, reader}, {scenario, answer, reader}}});
  auto const second = text.substr(text.find("\"lives\"", text.find("\"lives\"") + 1));
  auto const work = std::to_string(stages.work(scenario::ActivityId{0}).number());
  auto const wait = std::to_string(stages.track.number());
  auto const running = std::to_string(stages.running.number());
  EXPECT_THAT(text, HasSubstr("\"stage\": " + work + ","));
  EXPECT_THAT(second, Not(HasSubstr("\"stage\": " + work + ",")));
  EXPECT_THAT(second, HasSubstr("\"stage\": " + wait + ","));
  EXPECT_THAT(second, HasSubstr("\"stage\": " + running + ","));
}

TEST_F(Page, tells_the_life_of_a_load_through_the_trains_that_it_rode) {
  run_train(1);
  Tag const unit{Tag::Kind::unit, SourceId{0}, 1, 1};
  recorder.observe(observed::Created{unit, hour(0)});
  at(unit, stages.onward, kXian, 0);
  recorder.observe(observed::Created{train(2), hour(0)});
  at(train(2), stages.forming, kXian, 0);
  recorder.observe(observed::Boarded{unit, train(2), hour(1)});
  recorder.observe(observed::Alighted{unit, train(2), hour(3)});
  at(unit, stages.lift, kXian, 3);
  recorder.observe(observed::Ended{unit, observed::Ended::How::delivered, hour(4)});
  auto const text = json();
  EXPECT_THAT(text, HasSubstr("\"name\": \"xian-almaty#1/1\""));
  // By minutes: in the yard, on the second of the trains, under the crane.
  EXPECT_THAT(text, HasSubstr("\"steps\": [0,5,60,-2,180,7]"));
}

TEST_F(Page, gives_the_same_document_for_the_same_run) {
  run_train(1);
  ReportReader const again{scenario};
  EXPECT_EQ(json(), json());
  EXPECT_NE(json(), report_json({.version = "1.2", .runs = {{scenario, answer, again}}}));
}

TEST_F(Page, promises_what_all_who_ask_for_a_relation_were_promised) {
  EXPECT_THAT(json(), HasSubstr("\"due_minutes\": [-1]"));
  scenario::Service service{};
  service.from = kXian;
  scenario::Way way{};
  way.route.from = kXian;
  way.route.to = PlaceId{0};
  service.ways = {way};
  service.due = Duration::days(5);
  scenario.services.add(service);
  EXPECT_THAT(json(), HasSubstr("\"due_minutes\": [7200]"));
  service.due = Duration::days(6);
  scenario.services.add(service);
  EXPECT_THAT(json(), HasSubstr("\"due_minutes\": [-1]")) << "two promises are none";
}

TEST_F(Page, holds_everything_and_asks_no_network) {
  auto const page = report_page(json(), "sample");
  EXPECT_THAT(page, HasSubstr("Content-Security-Policy\" content=\"default-src 'none'"));
  EXPECT_THAT(page, HasSubstr("<title>sample</title>"));
  EXPECT_THAT(page, HasSubstr(">H4sI")) << "gzip in base64";
  EXPECT_THAT(page, Not(HasSubstr("src=\"")));
  EXPECT_THAT(page, Not(HasSubstr("{{data}}")));
}

TEST_F(Page, takes_no_name_for_markup) {
  auto const page = report_page("{}", "</title><script>alert(1)</script>&\x1b");
  EXPECT_THAT(page, HasSubstr("<title>&lt;/title>&lt;script>alert(1)&lt;/script>&amp;"));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace caravan::output
