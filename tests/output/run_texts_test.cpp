// How long the texts of a run database can be: as long as a run writes them, and no longer.
#include <array>
#include <cstddef>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/output/run_export.hpp"

#include "tests/output/recorded_run.hpp"
#include "tests/support/longest_names.hpp"

namespace caravan::output {
namespace {

using testing::HasSubstr;

class RunTexts : public RecordedRun {
 protected:
  void run_longest() { run(scenario::load_text("longest.yaml", longest_names())); }
  /// What any of the exports says, "none" if all are made.
  std::string error() const {
    auto const path = (folder / "export").string();
    try {
      for (auto const cases : {Cases::trains, Cases::units, Cases::trucks}) {
        fs::remove(path);
        write_event_log(folder.string(), cases, path);
      }
      for (auto const form : {OcelForm::sqlite, OcelForm::json}) {
        fs::remove(path);
        write_ocel(folder.string(), form, path);
      }
    } catch (DatabaseError const& found) {
      return found.what();
    }
    return "none";
  }
};

/// A text of so many bytes.
std::string as_long(std::size_t bytes) {
  return "substr(hex(zeroblob(300)), 1, " + std::to_string(bytes) + ")";
}

TEST_F(RunTexts, of_a_scenario_with_the_longest_ids_are_exported_in_every_form) {
  run_longest();
  EXPECT_EQ(error(), "none");
  auto const longest = [&](std::string const& column, std::string const& table) {
    return count("SELECT max(length(" + column + ")) FROM " + table);
  };
  for (auto const* const table : {"places", "links", "activities", "terminals", "fleets"}) {
    EXPECT_EQ(longest("name", table), 64) << table;
  }
  EXPECT_EQ(longest("name", "stages"), 64 + 1 + 64);       // `control green`
  EXPECT_EQ(longest("cause", "stages"), 64 + 11);          // `control laboratory`
  EXPECT_EQ(longest("name", "sources"), 64 + 1 + 64 + 2);  // `altynkol>almaty~2`
  EXPECT_GE(longest("name", "trains"), 64 + 1 + 64 + 2 + 2);
  EXPECT_EQ(longest("name", "units"), 64 + 5);
}

TEST_F(RunTexts, that_are_longer_than_a_run_writes_any_are_refused_with_their_place) {
  run_longest();
  struct Column {
    std::string table;
    std::string key;
    std::string name;
    std::size_t most = 0;
  };
  std::array<Column, 11> const columns{{{"places", "place", "name", 64},
                                        {"links", "link", "name", 64},
                                        {"activities", "activity", "name", 64},
                                        {"terminals", "terminal", "name", 64},
                                        {"stages", "stage", "name", 160},
                                        {"stages", "stage", "kind", 160},
                                        {"stages", "stage", "cause", 160},
                                        {"sources", "source", "name", 160},
                                        {"event_kinds", "kind", "name", 160},
                                        {"trains", "id", "name", 160},
                                        {"units", "id", "name", 160}}};
  auto const whole = content(folder / kRunDatabaseName);
  for (auto const& [table, key, column, most] : columns) {
    auto const set_to = [&](std::size_t bytes) {
      change("UPDATE " + table + " SET " + column + " = " + as_long(bytes) + " WHERE " + key +
             " = (SELECT max(" + key + ") FROM " + table + ")");
    };
    auto const last = count("SELECT max(" + key + ") FROM " + table);
    set_to(most);
    EXPECT_EQ(error(), "none") << table << '.' << column;
    set_to(most + 1);
    EXPECT_THAT(error(),
                HasSubstr("run.sqlite is damaged: column \"" + column + "\" of its table \"" +
                          table + "\", where \"" + key + "\" is " + std::to_string(last) +
                          ", has a text of " + std::to_string(most + 1) + " bytes, a run writes " +
                          std::to_string(most) + " at most; make it again with"));
    std::ofstream{folder / kRunDatabaseName, std::ios::binary} << whole;
  }
}

}  // namespace
}  // namespace caravan::output
