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
using ::testing::StartsWith;

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
  ASSERT_EQ(folder.run("ln -s first.yaml other-name && ln -s first.yaml first.html").code, 0);
  auto const first = folder.read("first.yaml");
  auto const over = folder.read("over.yaml");
  for (std::string const words :
       {"run over.yaml --force -o over.yaml", "run over.yaml --force -o first.yaml",
        "run over.yaml --force -o other-name", "run over.yaml --force --report ./first.html",
        "report over.yaml --force -o first.html", "sweep over.yaml --force -o first.yaml",
        "plan over.yaml --shards 2 --into p --force -o over.yaml",
        "compare over.yaml --with clock.run=60d --force -o over.yaml",
        "test over.yaml --junit over.yaml", "test over.yaml --markdown first.yaml",
        "test over.yaml --report first.html"}) {
    auto const outcome = folder.run("$caravan " + words);
    EXPECT_EQ(outcome.code, 4) << words;
    EXPECT_THAT(outcome.err, EndsWith(": it is read; name another file\n")) << words;
    EXPECT_THAT(outcome.out, IsEmpty()) << words;
  }
  EXPECT_EQ(folder.read("first.yaml"), first);
  EXPECT_EQ(folder.read("over.yaml"), over);
}

// Each flag by its own name: who reads of the other looks for it in vain.
TEST_F(Mistakes, in_a_changed_value_are_told_by_the_flag_in_which_they_are) {
  for (std::string const command : {"compare", "diff"}) {
    auto const words = "$caravan " + command + " first.yaml --set clock.run=30d --with ";
    auto const value = folder.run(words + "clock.warm-up=3");
    EXPECT_EQ(value.code, 3) << command;
    EXPECT_THAT(value.err, StartsWith("--with:1:15: error: ")) << command;
    EXPECT_THAT(value.err, HasSubstr("clock.warm-up=3\n")) << command;
    auto const path = folder.run(words + "clock.rum=3");
    EXPECT_EQ(path.code, 3) << command;
    EXPECT_THAT(path.err, StartsWith("--with:1:1: error: ")) << command;
    auto const neither = folder.run(words + "nonsense");
    EXPECT_EQ(neither.code, 3) << command;
    EXPECT_THAT(neither.err, HasSubstr("for example `--with terminals.khorgos-dry-port.cranes=8`"))
        << command;
    auto const set =
        folder.run("$caravan " + command + " first.yaml --set clock.rum=3 --with clock.run=30d");
    EXPECT_EQ(set.code, 3) << command;
    EXPECT_THAT(set.err, StartsWith("--set:1:1: error: ")) << command;
  }
}

TEST_F(Mistakes, in_the_ending_of_a_page_are_told_before_the_run) {
  auto const told = [](std::string const& name, std::string const& ending) {
    return "caravan: a page is HTML, and '" + name + ending + "' ends with " + ending +
           "\n  name it for example '" + name + ".html'; a browser prints it, also to PDF\n";
  };
  expect("report first.yaml -o x.pdf", 2, told("x", ".pdf"));
  expect("run first.yaml --report a.x.json", 2, told("a.x", ".json"));
  expect("compare first.yaml first.yaml --report x.PNG", 2, told("x", ".PNG"));
  expect("sweep first.yaml --report x.csv", 2, told("x", ".csv"));
  expect("ladder first.yaml --report x.txt", 2, told("x", ".txt"));
  expect("test first.yaml --report x.xml", 2, told("x", ".xml"));
  for (std::string const page : {"page", "page.htm", "page.html"}) {
    EXPECT_EQ(folder.run("$caravan report first.yaml -o " + page).code, 0) << page;
    EXPECT_TRUE(folder.has(page)) << page;
  }
  EXPECT_EQ(folder.run("$caravan report first.yaml --format json -o data.json").code, 0);
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
