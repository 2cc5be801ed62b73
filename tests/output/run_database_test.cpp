#include "caravan/output/run_database.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
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
