// `caravan export`, from a run folder to files of other programs.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"
#include "tests/support/longest_names.hpp"

namespace caravan::cli {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A folder with a run of the small corridor in it.
class Export : public ::testing::Test {
 protected:
  void SetUp() override {
    folder.write("corridor.yaml", source_text("tests/slurm/study.yaml"));
    ASSERT_EQ(run("run corridor.yaml -r 1 -o result --events all").code, 0);
  }
  Outcome run(std::string const& words) const { return folder.run("$caravan " + words); }
  Folder folder;
};

TEST_F(Export, makes_the_same_of_a_folder_and_of_its_database_every_time) {
  for (auto const* const words :
       {"--ocel a.sqlite", "--ocel a.json", "--event-log a.csv", "--event-log a.csv --of trains"}) {
    ASSERT_EQ(run("export result " + std::string{words} + " --force").code, 0) << words;
    auto const outcome =
        folder.run("mkdir -p b; cd b; $caravan export ../result/run.sqlite " + std::string{words} +
                   " --force && for f in a.*; do cmp ../$f $f || exit 1; done");
    EXPECT_EQ(outcome.code, 0) << words << outcome.out << outcome.err;
  }
  EXPECT_THAT(folder.read("a.csv"),
              StartsWith("case_id,activity,start,end,resource,kind,place,link\nblock-train#1,"));
  EXPECT_EQ(folder.run("python3 -m json.tool a.json > /dev/null").code, 0);
}

TEST_F(Export, and_report_take_the_longest_names_that_a_scenario_can_have) {
  auto text = longest_names();
  // The name of a scenario may be any text: here nearly as long as its file may be.
  constexpr std::size_t kTitle = 1'400'000;
  auto const title = std::string(kTitle, 'x');
  text.replace(text.find("name: ") + 6, std::string{"longest-names"}.size(), title);
  folder.write("longest.yaml", text);
  ASSERT_EQ(run("run longest.yaml -o longest --events all -r 1").code, 0);
  for (auto const* const words :
       {"--ocel a.sqlite", "--ocel a.json", "--event-log a.csv", "--event-log b.csv --of trains",
        "--event-log c.csv --of trucks", "--geojson a.geojson"}) {
    EXPECT_EQ(run("export longest " + std::string{words}).code, 0) << words;
  }
  EXPECT_EQ(run("report longest").code, 0);
  EXPECT_EQ(run("report longest.yaml -o page.html").code, 0);
}

TEST_F(Export, draws_the_map_of_the_scenario_that_was_run) {
  ASSERT_EQ(run("export result --geojson map.json").code, 0);
  EXPECT_EQ(folder.read("map.json"), run("graph corridor.yaml --format geojson").out);
}

TEST_F(Export, replaces_files_by_force_only_and_leaves_none_behind_that_is_not_whole) {
  folder.write("log.csv", "precious");
  auto const refused = run("export result --event-log log.csv");
  EXPECT_EQ(refused.code, 4);
  EXPECT_EQ(refused.err,
            "caravan: log.csv exists already (--force replaces it); nothing was written\n");
  auto const full = folder.run(
      "trap '' XFSZ; ulimit -f 16; $caravan export result --event-log log.csv --force "
      "--ocel a.sqlite");
  EXPECT_EQ(full.code, 4) << full.err;
  EXPECT_EQ(folder.read("log.csv"), "precious");
  EXPECT_THAT(folder.names(), Not(Contains(HasSubstr("part"))));
  EXPECT_THAT(folder.names(), Not(Contains("a.sqlite")));
}

TEST_F(Export, says_what_is_wrong_with_the_command) {
  EXPECT_EQ(run("export result").code, 2);
  EXPECT_EQ(run("export result --ocel log.xml").code, 2);
  EXPECT_EQ(run("export result --of trains --ocel a.json").code, 2);
  EXPECT_EQ(run("export absent --ocel a.json").code, 4);
  EXPECT_EQ(run("export . --ocel a.json").code, 4);
  EXPECT_EQ(run("export corridor.yaml --ocel a.json").code, 4);
}

}  // namespace
}  // namespace caravan::cli
