// The intervals of means and quantiles as programs read them: what is written is the interval that
// was computed, in its right order, and nothing where there is none.

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/output/comparison.hpp"
#include "caravan/output/replications.hpp"
#include "caravan/output/sweep.hpp"

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using experiment::Measure;
using testing::HasSubstr;

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char sign) { return sign == ' ' || sign == '\n'; });
  return text;
}

/// A lead time of so many hours in each replication.
experiment::Replications table_of(std::vector<double> const& hours) {
  std::vector<experiment::Record> records;
  for (auto const value : hours) {
    experiment::Record record;
    record.seed = 7;
    record.replication = static_cast<std::uint32_t>(records.size());
    record.measured.push_back({{"lead-time.mean", "h", Measure::Better::less, true}, value});
    records.push_back(std::move(record));
  }
  return experiment::tabulate(std::move(records));
}

std::vector<double> up_to(int last) {
  std::vector<double> values;
  for (int value = 1; value <= last; ++value) values.push_back(value);
  return values;
}

// Of twenty values the sixth and the fifteenth hold the median between them with 95.86 %, the fifth
// and the sixteenth would with 98.8 %; beyond the greatest, nothing holds their ninth tenth.
TEST(IntervalsOfASeries, are_those_of_the_ranks_in_json_and_csv) {
  auto const scenario = sample_scenario();
  auto const table = table_of(up_to(20));
  Series const series{scenario, {}, 7, {}, table};
  auto const json = without_blanks(series_json(series));
  EXPECT_THAT(json, HasSubstr(R"("p50":{"value":10,"low":6,"high":15},"p90":{"value":18},)"
                              R"("p95":{"value":19})"));
  EXPECT_THAT(series_csv(series), HasSubstr(",10.000000,6.000000,15.000000,18.000000,,,19.000000"));
}

// 40, 44, 48: 4.302653 (Student, two degrees) x 4 / sqrt(3) h on either side of 44 h.
TEST(IntervalsOfASeries, of_means_have_half_their_width_in_json_and_both_ends_in_csv) {
  auto const scenario = sample_scenario();
  auto const table = table_of({40, 44, 48});
  Series const series{scenario, {}, 7, {}, table};
  EXPECT_THAT(series_json(series), HasSubstr("\"half_width\": 9.9365"));
  EXPECT_THAT(series_csv(series), HasSubstr(",34.063449,53.936551,"));
  auto const pair = table_of({40, 44});
  Series const short_series{scenario, {}, 7, {}, pair};
  EXPECT_THAT(series_json(short_series), HasSubstr("\"half_width\": null"));
  EXPECT_THAT(series_csv(short_series), HasSubstr(",42.000000,2.828427,,,"));
}

/// A comparison of three pairs, in which the other takes 2, 4 and 6 h longer; or of two.
std::pair<std::string, std::string> versus_of(bool pairs_of_two) {
  auto const scenario = sample_scenario();
  auto const base = pairs_of_two ? std::vector<double>{40, 44} : std::vector<double>{40, 44, 48};
  auto const other = pairs_of_two ? std::vector<double>{42, 48} : std::vector<double>{42, 48, 54};
  experiment::Comparison comparison;
  comparison.tables = {table_of(base), table_of(other)};
  comparison.measures = comparison.tables.front().measures;
  auto const& values = comparison.tables;
  comparison.differences = {
      {experiment::difference(values[0].values[0], values[1].values[0], 0.95)}};
  Versus const versus{{{&scenario, ""}, {&scenario, "slower"}}, {}, 7, {}, "", comparison};
  return {versus_json(versus), versus_csv(versus)};
}

// 2, 4, 6: 4.302653 x 2 / sqrt(3) h on either side of 4 h.
TEST(IntervalsOfAComparison, are_in_json_and_csv_where_there_are_three_pairs) {
  auto const [json, csv] = versus_of(false);
  EXPECT_THAT(json, HasSubstr("\"half_width\": 4.9682"));
  EXPECT_THAT(csv, HasSubstr(",4.000000,2.000000,-0.968275,8.968275,"));
  auto const [short_json, short_csv] = versus_of(true);
  EXPECT_THAT(short_json, HasSubstr("\"half_width\": null"));
  EXPECT_THAT(short_csv, HasSubstr(",3.000000,1.414214,,,"));
}

TEST(IntervalsOfASweep, are_in_json_point_by_point) {
  auto const scenario = sample_scenario();
  experiment::Study study;
  study.points.resize(2);
  experiment::SweepTable table;
  table.points = {table_of({40, 44, 48}), table_of({40, 44})};
  table.results.resize(2);
  table.endless.resize(2);
  auto const json = without_blanks(sweep_json({scenario, 7, study, table, {}}));
  EXPECT_THAT(json, HasSubstr(R"("mean":44,"sd":4,"half_width":9.9365)"));
  EXPECT_THAT(json, HasSubstr(R"("mean":42,"sd":2.8284)"));
  EXPECT_THAT(json, HasSubstr(R"("half_width":null)"));
}

}  // namespace
}  // namespace caravan::output
