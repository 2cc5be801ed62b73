// What people get wrong on the command line, and what they are told before anything is run or lost.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A folder with the starter scenario in it.
class Mistakes : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(folder.run("$caravan new").code, 0); }
  void expect(std::string const& words, int code, std::string const& err) const {
    auto const outcome = folder.run("$caravan " + words);
    EXPECT_EQ(outcome.code, code) << words;
    EXPECT_EQ(outcome.err, err) << words;
    EXPECT_THAT(outcome.out, IsEmpty()) << words;
  }
  Folder folder;
};

TEST_F(Mistakes, of_writing_where_the_scenario_is_read_lose_no_scenario) {
  folder.write("over.yaml",
               "schema: caravan/1\nextends: first.yaml\n"
               "expect: {gates: {soon: {that: waits, at-most: 3 d}}}\n");
  ASSERT_EQ(folder.run("ln -s first.yaml other-name").code, 0);
  auto const first = folder.read("first.yaml");
  auto const over = folder.read("over.yaml");
  for (std::string const words :
       {"run over.yaml --force -o over.yaml", "run over.yaml --force -o first.yaml",
        "run over.yaml --force -o other-name", "run over.yaml --force --report ./first.yaml",
        "report over.yaml --force -o first.yaml", "sweep over.yaml --force -o first.yaml",
        "plan over.yaml --shards 2 --into p --force -o over.yaml",
        "compare over.yaml --with clock.run=60d --force -o over.yaml",
        "test over.yaml --junit over.yaml", "test over.yaml --markdown first.yaml",
        "test over.yaml --report over.yaml"}) {
    auto const outcome = folder.run("$caravan " + words);
    EXPECT_EQ(outcome.code, 4) << words;
    EXPECT_THAT(outcome.err, EndsWith(": it is read; name another file\n")) << words;
    EXPECT_THAT(outcome.out, IsEmpty()) << words;
  }
  EXPECT_EQ(folder.read("first.yaml"), first);
  EXPECT_EQ(folder.read("over.yaml"), over);
}

TEST_F(Mistakes, of_writing_over_a_recorded_run_lose_no_run) {
  ASSERT_EQ(folder.run("$caravan run first.yaml -o result --events all").code, 0);
  auto const database = folder.read("result/run.sqlite");
  for (std::string const option : {"--ocel", "--event-log", "--geojson"}) {
    for (std::string const run : {"result", "result/run.sqlite"}) {
      auto words = "export " + run + " --force " + option;
      words += " result/run.sqlite";
      expect(words, 4, "caravan: cannot write result/run.sqlite: it is read; name another file\n");
    }
  }
  EXPECT_EQ(folder.read("result/run.sqlite"), database);
  expect("export result --geojson -", 2, "caravan: --geojson cannot be '-'\n  name a file\n");
}

TEST_F(Mistakes, of_the_folder_are_told_before_the_run) {
  std::string const missing = "/a.b: there is no folder none\n";
  for (std::string const words :
       {"run first.yaml -o", "run first.yaml --report", "compare first.yaml first.yaml -o",
        "sweep first.yaml -o", "ladder first.yaml -o", "test first.yaml --junit",
        "test first.yaml --report", "report first.yaml -o"}) {
    expect(words + " none/a.b", 4, "caravan: cannot write none" + missing);
  }
  expect("run first.yaml -o ''", 4, "caravan: cannot write a file without a name\n");
  expect("merge none", 4, "caravan: cannot read none: there is none\n");
  expect("repro none", 4, "caravan: cannot read none: there is none\n");
}

TEST_F(Mistakes, in_names_of_measures_are_told_with_what_was_meant) {
  std::string const unmet = "caravan: no measure begins with 'wiats'\n  did you mean 'waits'?\n";
  for (std::string const words : {"run first.yaml --replications 2 --measure wiats",
                                  "compare first.yaml first.yaml --replications 2 --measure wiats",
                                  "sweep first.yaml --replications 2 --measure wiats"}) {
    auto const outcome = folder.run("$caravan " + words);
    EXPECT_EQ(outcome.code, 0) << words;
    EXPECT_EQ(outcome.err, unmet) << words;
  }
  EXPECT_EQ(folder.run("$caravan run first.yaml --replications 2 --measure wait").err, "");
  EXPECT_THAT(folder.run("$caravan run first.yaml --replications 2 --measure nothing").err,
              HasSubstr("  --format csv names all\n"));
  expect("run first.yaml --measure waits", 2,
         "caravan: --measure is of replications, and this is one run\n"
         "  say how many with --replications N\n");
  expect("compare first.yaml first.yaml --replications 2 --headline wiats", 3,
         "caravan: there is no measure `wiats` in the first replication\n"
         "  did you mean `waits`?\n");
  folder.write("best.yaml",
               "schema: caravan/1\nextends: first.yaml\n"
               "sweep: {vary: {services.xian-almaty.units: [50, 55]}, replications: 2, best: {of: "
               "lead-time.maen}}\n");
  EXPECT_EQ(folder.run("$caravan sweep best.yaml").err,
            "caravan: no measure begins with 'lead-time.maen'\n"
            "  did you mean 'lead-time.mean'?\n");
}

TEST_F(Mistakes, in_values_of_a_sweep_are_told_all_at_once) {
  folder.write("vary.yaml",
               "schema: caravan/1\nextends: first.yaml\nsweep:\n  vary:\n"
               "    terminals.khorgos-port.cranes: [2, 0, -1, x]\n"
               "    clock.run: [90 d, 91]\n");
  auto const outcome = folder.run("$caravan sweep vary.yaml");
  EXPECT_EQ(outcome.code, 3);
  for (std::string const place : {"5:40", "5:43", "5:47", "6:23"}) {
    EXPECT_THAT(outcome.err, HasSubstr("vary.yaml:" + place + ": error: ")) << place;
  }
  EXPECT_THAT(outcome.err, EndsWith("4 errors; nothing was run\n"));
}

TEST_F(Mistakes, in_numbers_are_told_before_the_first_run) {
  expect("ladder first.yaml --rungs 0", 2, "caravan: --rungs cannot be '0'\n  one is the least\n");
  expect("ladder first.yaml --threshold 5", 2,
         "caravan: --threshold cannot be '5'\n  it is a share of the measure, e.g. '5 %'\n");
  expect("ladder first.yaml --price terminals.khorgos-port.cranes=much", 2,
         "caravan: --price cannot be 'terminals.khorgos-port.cranes=much'\n"
         "  it is a number above 0\n");
  expect("ladder first.yaml --price terminals.khorgos.cranes=120000", 2,
         "caravan: --price is of 'terminals.khorgos.cranes', with which no value of the scenario "
         "begins\n  'caravan show --resolved --origins' lists them\n");
  expect("plan first.yaml --shards 0 --into parts", 2,
         "caravan: --shards cannot be '0'\n  one is the least\n");
}

}  // namespace
}  // namespace caravan::cli
