#include "caravan/output/replications.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "output/measures.hpp"
#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using experiment::Measure;
using experiment::Record;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Three replications: lead times of 40, 44 and 48 h, one relation that only two of them saw.
experiment::Replications sample_table() {
  std::vector<Record> records;
  for (int i = 0; i < 3; ++i) {
    Record record;
    record.seed = 7;
    record.replication = static_cast<std::uint32_t>(i);
    record.results.absorb(static_cast<std::uint64_t>(i));
    record.measured.push_back({{"lead-time.p90", "h", Measure::Better::less, true}, 40.0 + 4 * i});
    if (i > 0) {
      record.measured.push_back(
          {{"lead-time.xian>almaty.mean", "h", Measure::Better::less, true}, 30.0 + i});
    }
    record.measured.push_back({{"throughput", "/d", Measure::Better::more}, 100});
    record.measured.push_back({{"trains.cancelled", "/d", Measure::Better::less}, 0});
    record.measured.push_back(
        {{"utilisation.cranes", "share", Measure::Better::neither}, 0.5 + 0.01 * i});
    records.push_back(std::move(record));
  }
  return experiment::tabulate(std::move(records));
}

struct Sample {
  scenario::Scenario scenario = sample_scenario();
  experiment::Replications table = sample_table();
  scenario::Replication plan;
  std::optional<experiment::WarmUp> found;

  [[nodiscard]] Series series() const { return {scenario, plan, 7, found, table}; }
  [[nodiscard]] std::string text() const { return series_text(series(), {}); }
  void warm_up(int days) { scenario.clock.warm_up = SimTime::at(Duration::days(days)); }
  void grow(std::size_t replications) {
    for (std::size_t i = 0; i < replications; ++i) {
      table.records[i].growing = {{"cranes", 3.0}};
    }
  }
};

TEST(SeriesText, has_means_intervals_and_the_runs_behind_each) {
  // 40, 44, 48: sd 4, t(0.975, 2) = 4.3027, half-width 4.3027·4/√3 = 9.94 h.
  Sample sample;
  EXPECT_EQ(sample.text(),
            "sample · 10 d from 2024-03-01 00:00 Asia/Almaty · seed 7 · 3 replications\n"
            "counted    all of each run, which begins empty and ends at the horizon\n"
            "measure                   mean  ± 95 %     sd  runs\n"
            "  lead-time.p90         44.0 h   9.9 h  4.0 h     3\n"
            "  throughput          100.0 /d    0 /d   0 /d     3\n"
            "  utilisation.cranes    51.0 %   2.5 %  1.0 %     3\n"
            "audit ok · fingerprint " +
                fingerprint_of(sample.table).text() + '\n');
  auto const more = series_text(sample.series(), {"lead-time.xian"});
  EXPECT_THAT(more, HasSubstr("  lead-time.xian>almaty.mean    31.5 h       -  0.71 h     2\n"));
}

TEST(SeriesText, tells_a_steady_state_from_a_run_that_is_the_whole_matter) {
  Sample sample;
  sample.warm_up(3);
  EXPECT_THAT(sample.text(), HasSubstr("counted    steady state, after the warm-up of 3 d\n"));
  sample.found = experiment::WarmUp{Duration::days(3), false, 5};
  EXPECT_THAT(sample.text(), HasSubstr("after a warm-up of 3 d, found by MSER-5 from 5 repl"));
  sample.found->too_short = true;
  EXPECT_THAT(sample.text(), HasSubstr("UNSETTLED  no warm-up was found"));
  EXPECT_THAT(sample.text(),
              HasSubstr("\ncounted    what comes after the warm-up of 3 d of the clock\n"));
}

TEST(SeriesText, averages_nothing_that_hangs_on_queues_where_there_is_no_steady_state) {
  Sample sample;
  sample.warm_up(3);
  sample.grow(2);
  EXPECT_THAT(sample.text(),
              HasSubstr("UNSTABLE   the queue for cranes grows by 3.0 a week, in 2 of 3 repl"));
  EXPECT_THAT(sample.text(), HasSubstr("  lead-time.p90       unstable\n"));
  EXPECT_THAT(sample.text(), HasSubstr("  throughput          100.0 /d"));
  EXPECT_THAT(series_csv(sample.series()), HasSubstr("lead-time.p90,h,less,3,,,"));
  EXPECT_THAT(series_csv(sample.series()), HasSubstr(",unstable\n"));
  EXPECT_THAT(series_json(sample.series()), HasSubstr("\"unstable\": true"));
}

TEST(SeriesText, averages_a_run_that_is_the_whole_matter_though_a_queue_grows_in_it) {
  Sample sample;
  sample.grow(2);
  EXPECT_THAT(sample.text(), HasSubstr("growing    the queue for cranes grows"));
  EXPECT_THAT(sample.text(), HasSubstr("  lead-time.p90         44.0 h"));
}

TEST(SeriesText, takes_a_queue_that_grows_in_half_the_replications_for_luck) {
  Sample sample;
  sample.warm_up(3);
  sample.grow(1);
  EXPECT_THAT(sample.text(), Not(HasSubstr("UNSTABLE")));
}

TEST(SeriesText, opens_with_what_is_wrong) {
  Sample sample;
  sample.table.interrupted = true;
  sample.table.records[1].end = model::End::stalled;
  sample.table.records[2].broken = {"Little's law does not hold for loads"};
  EXPECT_THAT(sample.text(), HasSubstr("\nPARTIAL    interrupted; "));
  EXPECT_THAT(sample.text(),
              HasSubstr("\nSTALLED    1 of 3 replications locked up and are left out: the first "
                        "by `-r 1`\n"));
  EXPECT_THAT(sample.text(), HasSubstr("\naudit BROKEN in 1 replication · "));
}

TEST(SeriesText, says_how_precise_the_answer_is) {
  Sample sample;
  sample.plan.until = {"lead-time.p90", 0.3};
  EXPECT_THAT(sample.text(), HasSubstr("precision  lead-time.p90 is known within 22.6 %\n"));
  sample.plan.until->within = 0.05;
  sample.table.precise_enough = false;
  EXPECT_THAT(sample.text(), HasSubstr("IMPRECISE  lead-time.p90 is known within 22.6 % after the "
                                       "most replications; 5.0 % were wanted\n"));
}

TEST(SeriesCsv, has_a_line_for_each_measure_that_was_ever_something) {
  Sample const sample;
  auto const csv = series_csv(sample.series());
  EXPECT_THAT(csv, StartsWith("measure,unit,better,runs,mean,sd,low,high,p50,p50-low,"));
  EXPECT_THAT(csv, HasSubstr("\nlead-time.p90,h,less,3,44.000000,4.000000,34.063"));
  EXPECT_THAT(csv, HasSubstr("\nlead-time.xian>almaty.mean,h,less,2,31.500000,0.707107,,,31.0"));
  EXPECT_THAT(csv, Not(HasSubstr("trains.cancelled")));
}

TEST(SeriesJson, has_the_value_of_each_replication) {
  Sample const sample;
  auto const json = series_json(sample.series());
  EXPECT_THAT(json, StartsWith("{\n  \"schema\": \"caravan-replications/1\",\n"));
  EXPECT_THAT(json, HasSubstr("\"values\": [\n        null,\n        31,\n        32\n"));
  EXPECT_THAT(json, HasSubstr("\"kind\": \"terminating\""));
}

// 31 and 32 h have a mean of 31.5 h and an sd of 0.7071 h; 40, 44 and 48 h an sd of 4 h, so half an
// interval of 4.302653 (Student, two degrees) x 4 / sqrt(3) h.
TEST(SeriesForPage, has_what_a_page_shows_by_six_digits) {
  Sample const sample;
  auto const json = series_for_page(sample.series());
  EXPECT_THAT(json, HasSubstr("\"mean\": 31.5"));
  EXPECT_THAT(json, HasSubstr("\"sd\": 0.707107"));
  EXPECT_THAT(json, HasSubstr("\"half_width\": 9.93655"));
  EXPECT_THAT(json, HasSubstr("\"replications\": 3"));
  EXPECT_THAT(json, Not(HasSubstr("\"p90\"")));
}

TEST(SeriesForPage, has_each_replication_of_what_is_drawn_alone) {
  Sample const sample;
  auto const json = series_for_page(sample.series());
  auto const of = [&](std::string const& name) {
    auto const from = json.find("\"" + name + "\"");
    return json.substr(from, json.find("\"name\"", from + 1) - from);
  };
  EXPECT_THAT(of("lead-time.p90"), HasSubstr("\"values\": [\n        40,\n"));
  EXPECT_THAT(of("utilisation.cranes"), HasSubstr("\"mean\": 0.51"));
  EXPECT_THAT(of("utilisation.cranes"), Not(HasSubstr("values")));
}

TEST(ValueText, has_three_digits_that_matter_in_the_unit_of_its_scale) {
  EXPECT_EQ(value_text(72, "h", 72), "3.0 d");
  EXPECT_EQ(value_text(1.2, "h", 72), "0.05 d");
  EXPECT_EQ(value_text(-1.5, "h", -1.5), "-90.0 min");
  EXPECT_EQ(value_text(0.975, "share", 1), "97.5 %");
  EXPECT_EQ(value_text(1.5, "", 1), "1.5");
}

TEST(NamedMeasures, are_those_that_begin_so) {
  EXPECT_THAT(named_measures(sample_table(), {"lead-time.x", "through"}), ElementsAre(1, 2));
}

}  // namespace
}  // namespace caravan::output
