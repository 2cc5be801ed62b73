#include "caravan/output/run_database.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "output/run_schema.hpp"
#include "tests/output/recorded_run.hpp"
#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

class RunTables : public RecordedRun {};

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(RunTables, are_those_that_are_described_in_the_database_and_as_csv) {
  run_hub();
  for (auto const& table : run_tables()) {
    std::string header;
    std::vector<std::string> columns;
    for (auto const& column : table.columns) {
      header += (header.empty() ? "" : ",") + std::string{column.name};
      columns.emplace_back(column.name);
    }
    EXPECT_EQ(select("SELECT name FROM pragma_table_info('" + std::string{table.name} + "')"),
              columns)
        << table.name;
    auto const csv = content(folder / (std::string{table.name} + ".csv"));
    EXPECT_THAT(csv, StartsWith(header + '\n'));
    auto const lines = std::count(csv.begin(), csv.end(), '\n');
    EXPECT_EQ(count("SELECT count(*) FROM " + std::string{table.name}), lines - 1) << table.name;
  }
  EXPECT_EQ(count("PRAGMA user_version"), kRunVersion);
  EXPECT_EQ(count("PRAGMA application_id"), kRunApplication);
  EXPECT_THAT(select("PRAGMA integrity_check"), ElementsAre("ok"));
}

// `lead_ms`, `growth_per_wk`; those without a unit count, name or number something.
TEST(RunColumns, end_with_their_unit) {
  for (auto const& table : run_tables()) {
    for (auto const& column : table.columns) {
      std::string unit = column.unit;
      if (unit.empty() || std::string_view{column.name} == "value") continue;
      if (unit.front() == '/') unit.replace(0, 1, "per_");
      EXPECT_THAT(column.name, EndsWith('_' + unit)) << table.name;
    }
  }
}

// Whatever is a share, a time or an angle has a unit.
TEST(RunColumns, of_real_numbers_have_a_unit_unless_they_count) {
  for (auto const& table : run_tables()) {
    for (auto const& column : table.columns) {
      std::string_view const name = column.name;
      if (column.type != TableColumn::Type::real || name == "value" || name == "mean_queue") {
        continue;
      }
      EXPECT_NE(std::string_view{column.unit}, "") << table.name << '.' << name;
    }
  }
}

// What else is a whole number is a key, a number of order or a count, and no time or length.
TEST(RunColumns, of_whole_numbers_have_a_unit_unless_they_are_one_of_these) {
  std::set<std::string_view> const plain{
      "activity",   "capacity",       "case_work",   "day",   "engine_events", "event",   "fleet",
      "from_place", "greatest_queue", "id",          "kind",  "link",          "number",  "other",
      "part",       "place",          "replication", "rides", "served",        "servers", "source",
      "stage",      "terminal",       "to_place",    "who"};
  for (auto const& table : run_tables()) {
    for (auto const& column : table.columns) {
      if (column.type != TableColumn::Type::integer || plain.contains(column.name)) continue;
      EXPECT_NE(std::string_view{column.unit}, "") << table.name << '.' << column.name;
    }
  }
}

TEST_F(RunTables, hold_what_the_result_says) {
  run_hub();
  auto const& result = answer.result;
  EXPECT_EQ(count("SELECT count(*) FROM events"), observed);
  EXPECT_EQ(count("SELECT count(*) FROM units"), result.loads_created);
  EXPECT_EQ(count("SELECT count(*) FROM units WHERE outcome = 'delivered'"),
            result.loads_delivered);
  EXPECT_EQ(count("SELECT count(*) FROM trains"), result.trains_started);
  std::int64_t lead = 0;
  for (auto const& relation : result.relations) {
    for (auto const time : relation.lead_times) lead += time;
  }
  EXPECT_EQ(count("SELECT sum(u.lead_ms) FROM units u, runs r WHERE u.created_ms >= r.warm_up_ms"),
            lead);
  EXPECT_EQ(select("SELECT results FROM runs"), std::vector{answer.results.text()});
  EXPECT_EQ(count("SELECT count(*) FROM resources"),
            static_cast<std::int64_t>(result.resources.size()));
  EXPECT_EQ(count("SELECT count(*) FROM origins"), static_cast<std::int64_t>(loaded.values.size()));
  EXPECT_EQ(count("SELECT count(*) FROM origins WHERE origin = 'default'"),
            std::count_if(loaded.values.begin(), loaded.values.end(),
                          [](auto const& value) { return value.origin == "default"; }));
}

// Day by day from the events, or stage by stage from the books: the same milliseconds.
TEST_F(RunTables, have_a_series_that_adds_up_to_the_ledger) {
  run_hub({}, "0 d");
  EXPECT_GT(count("SELECT sum(train_ms) FROM ledger"), 0);
  EXPECT_THAT(select("SELECT count(*) FROM (SELECT stage, sum(train_ms) t, sum(load_ms) l FROM "
                     "ledger GROUP BY stage EXCEPT SELECT stage, sum(train_ms), sum(load_ms) FROM "
                     "series GROUP BY stage)"),
              ElementsAre("0"));
  EXPECT_EQ(count("SELECT max(day) FROM series"), 9);
}

// Trains leave at 20:00 and 22:00 with two wagons and a locomotive each. They run for 3 h; then the
// wagons turn round for 6, until 5:00 and 7:00, and the locomotives for 2, until 1:00 and 3:00.
TEST_F(RunTables, say_of_each_day_how_long_units_of_a_fleet_were_in_use) {
  run(scenario::load_text("fleets.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 3 d}
places: {a: {}, b: {}}
links: {line: {between: [a, b], rail: 1520 mm, length: 180 km, speed: 60 km/h}}
fleets:
  engines: {locomotives: [line], stock: {a: 3}, turn-round: 2 h}
  flats: {wagons: 1520 mm, stock: {a: 10}, turn-round: 6 h}
consists: {train: {gauge: 1520 mm, capacity: 2 TEU, wagons: 2, fleet: flats}}
services:
  early: {from: a, to: b, departs: mon at 20:00, consist: train, units: 1}
  late: {from: a, to: b, departs: mon at 22:00, consist: train, units: 1}
)"));
  EXPECT_THAT(select("SELECT day, name, in_use_ms / 3600000.0 FROM fleet_series JOIN fleets USING "
                     "(fleet) ORDER BY name, day",
                     3),
              ElementsAre("0 engines 6.0", "1 engines 4.0", "0 flats 12.0", "1 flats 24.0"));
  EXPECT_EQ(content(folder / "fleet_series.csv"),
            "day,fleet,in_use_ms\n0,0,21600000\n1,0,14400000\n0,1,43200000\n1,1,86400000\n");
  EXPECT_EQ(select("SELECT round(utilisation_share * capacity * 72, 6) FROM resources WHERE kind = "
                   "'wagons'"),
            std::vector<std::string>{"36.0"});
}

TEST_F(RunTables, keep_of_a_service_its_loads_its_trains_and_those_that_its_loads_ride) {
  run_hub({KeptEvents::Which::some, {"westbound"}});
  auto const kept = count("SELECT count(*) FROM events");
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, observed);
  EXPECT_EQ(select("SELECT recorded FROM runs"), std::vector<std::string>{"westbound"});
  EXPECT_EQ(count("SELECT count(*) FROM events e JOIN units u ON u.id = e.who JOIN sources s USING "
                  "(source) WHERE s.name <> 'westbound'"),
            0);
  EXPECT_EQ(count("SELECT count(*) FROM events b WHERE other IS NOT NULL AND kind = 3 AND NOT "
                  "EXISTS (SELECT 1 FROM events t WHERE t.who = b.other)"),
            0);
  EXPECT_EQ(count("SELECT count(*) FROM units"), answer.result.loads_created);
}

TEST_F(RunTables, without_events_have_the_same_lives_and_days) {
  std::vector<std::string> tables;
  for (auto const which : {KeptEvents::Which::all, KeptEvents::Which::none}) {
    TearDown();
    SetUp();
    run_hub({which, {}});
    std::string all;
    for (auto const* const table : {"trains", "units", "series", "ledger"}) {
      all += content(folder / (std::string{table} + ".csv"));
    }
    tables.push_back(all);
  }
  EXPECT_GT(tables.front().size(), 10'000U);
  EXPECT_EQ(tables.front(), tables.back());
  EXPECT_EQ(count("SELECT count(*) FROM events"), 0);
  EXPECT_EQ(select("SELECT recorded FROM runs"), std::vector<std::string>{"none"});
}

TEST_F(RunTables, show_events_with_names_in_a_view) {
  run_hub();
  auto const first =
      select("SELECT utc, who, kind, stage FROM event_log ORDER BY event LIMIT 1", 4);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_THAT(first.front(), HasSubstr("created"));
  EXPECT_EQ(count("SELECT count(*) FROM event_log"), count("SELECT count(*) FROM events"));
}

TEST_F(RunTables, that_cannot_be_written_say_where) {
  auto const scenario = sample_scenario();
  try {
    output::RunTables const tables{scenario, {}, (folder / "absent").string()};
    FAIL() << "written into a folder that is not there";
  } catch (DatabaseError const& error) {
    EXPECT_THAT(error.what(), HasSubstr("absent/run.sqlite: No such file or directory"));
  }
}

TEST(RunFolderPage, is_the_page_of_the_reference) {
  auto const path = source_folder() + "/docs/reference/run-folder.md";
  if (std::getenv("CARAVAN_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{path, std::ios::binary} << run_folder_page();
  }
  EXPECT_EQ(content(path), run_folder_page());
}

}  // namespace
}  // namespace caravan::output
