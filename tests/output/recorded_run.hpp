/// A run with all its events, written as `caravan run -o` writes it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/output/run_database.hpp"
#include "caravan/scenario/load.hpp"

#include "output/sqlite.hpp"
#include "tests/output/all_events.hpp"
#include "tests/support/paths.hpp"

namespace caravan::output {

namespace fs = std::filesystem;

inline std::string content(fs::path const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// A run that is written into a folder which goes with it.
class RecordedRun : public testing::Test {
 protected:
  void SetUp() override {
    auto path = (fs::temp_directory_path() / "caravan-tables-XXXXXX").string();
    ASSERT_NE(mkdtemp(path.data()), nullptr);
    folder = path;
  }
  void TearDown() override { fs::remove_all(folder); }

  void run(scenario::Loaded from, KeptEvents const& kept = {}) {
    ASSERT_TRUE(from.scenario) << render(from.diagnostics);
    loaded = std::move(from);
    RunTables tables{*loaded.scenario, kept, folder.string()};
    AllEvents all;
    Recorder recorder{{&all, &tables}};
    model::RunOptions options;
    options.seed = loaded.scenario->seed;
    options.observers = {&recorder};
    answer = experiment::run(*loaded.scenario, options);
    recorder.finish();
    observed = static_cast<std::int64_t>(all.all.size());
    auto const table = experiment::tabulate({experiment::record_of(*loaded.scenario, answer)});
    tables.finish({"1.2.3", *loaded.scenario, loaded, answer, table});
  }
  /// Ten days of the border hub, two of them before statistics count.
  void run_hub(KeptEvents const& kept = {}, std::string const& warm_up = "2 d") {
    run(scenario::load_scenario(source_folder() + "/scenarios/06-border-hub.yaml",
                                {{"clock.run=10 d", "clock.warm-up=" + warm_up}, {}}),
        kept);
  }
  /// All rows of a selection, cells with blanks between.
  std::vector<std::string> select(std::string const& sql, int columns = 1) const {
    Database const database{(folder / name).string(), Database::Mode::read};
    Statement rows{database, sql};
    std::vector<std::string> all;
    while (rows.step()) {
      auto& line = all.emplace_back(rows.text(0));
      for (int column = 1; column < columns; ++column) line += ' ' + rows.text(column);
    }
    return all;
  }
  std::int64_t count(std::string const& sql) const {
    Database const database{(folder / name).string(), Database::Mode::read};
    Statement rows{database, sql};
    return rows.step() ? rows.integer(0) : -1;
  }

  /// What somebody else does to the database.
  void change(std::string const& sql) const {
    Database database{(folder / kRunDatabaseName).string(), Database::Mode::change};
    database.run(sql + "; COMMIT");
    database.close();
  }

  fs::path folder;
  std::string name = kRunDatabaseName;  ///< of the database that is asked
  std::int64_t observed = 0;            ///< events
  scenario::Loaded loaded;
  experiment::Answer answer;
};

}  // namespace caravan::output
