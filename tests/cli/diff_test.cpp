// caravan diff, as its users see it.

#include <cstddef>
#include <regex>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Diff : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(folder.run("$caravan new").code, 0);
    folder.write(
        "slow.yaml",
        "schema: caravan/1\nextends: first.yaml\nchange:\n  links.cn-trunk.speed: 50 km/h\n");
  }
  Folder folder;
};

TEST_F(Diff, of_the_same_ends_with_0) {
  auto const outcome = folder.run("$caravan diff first.yaml first.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("the same: all "), HasSubstr("the scenarios say the same\n")));
}

// The first train leaves at 20:00 of Almaty and runs 3500 km: 63 h 38 min at 55 km/h. Where a
// section of the line ends first, the slower train is still on it.
TEST_F(Diff, tells_what_happens_first_to_whom_and_which_lines_differ) {
  auto const outcome = folder.run("$caravan diff first.yaml slow.yaml");
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(
      outcome.out,
      AllOf(HasSubstr("observations are the same, then they part\n  A  2024-06-"),
            HasSubstr("xian-almaty#1"), HasSubstr("before that, in both\n  xian-almaty#1\n"),
            HasSubstr("  links.cn-trunk.speed\n    A  55 km/h (first.yaml:23)\n    B  50 km/h "
                      "(slow.yaml:4)\n")));
  EXPECT_THAT(outcome.err, IsEmpty());
}

// Nothing was the same before, so nothing is told of before.
TEST_F(Diff, says_that_two_runs_part_at_once) {
  auto const outcome =
      folder.run("$caravan diff first.yaml --with 'services.xian-almaty.departs=daily at 21:00'");
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(
      outcome.out,
      HasSubstr(
          "they part at once\n  A  2024-06-01 17:00 Asia/Almaty  xian-almaty#1 sets out\n"
          "  B  2024-06-01 18:00 Asia/Almaty  xian-almaty#1 sets out\nthe scenarios differ in "));
}

TEST_F(Diff, compares_with_a_change_and_with_results) {
  auto const change = folder.run("$caravan diff first.yaml --with 'links.cn-trunk.speed=50 km/h'");
  EXPECT_EQ(change.code, 1);
  EXPECT_THAT(change.out, HasSubstr("    B  50 km/h (--with)\n"));
  ASSERT_EQ(folder
                .run("$caravan run first.yaml -o a.txt && $caravan run first.yaml --seed 2 -o "
                     "b.txt")
                .code,
            0);
  EXPECT_EQ(folder.run("$caravan diff a.txt a.txt").code, 0);
  auto const results = folder.run("$caravan diff a.txt b.txt");
  EXPECT_EQ(results.code, 1);
  EXPECT_THAT(results.out, AllOf(HasSubstr("A  a.txt · seed 1, replication 0\nB  b.txt · seed 2, "),
                                 HasSubstr("\n  seed\n    A  1 (")));
}

// Two clocks in one telling: which is which stands beside each time.
TEST_F(Diff, says_of_each_time_in_which_zone_it_is) {
  auto const parted = folder.run("$caravan diff first.yaml --with 'links.cn-trunk.speed=50 km/h'");
  std::istringstream lines{parted.out};
  std::size_t times = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!std::regex_search(line, std::regex{"20[0-9]{2}-[0-9]{2}-[0-9]{2} "})) continue;
    ++times;
    EXPECT_THAT(line, ContainsRegex("20[0-9][0-9]-[0-9]+-[0-9]+ [0-9]+:[0-9]+ "
                                    "(Asia/[A-Z][a-z]+|UTC)  "));
  }
  EXPECT_GT(times, 1U) << parted.out;
}

TEST_F(Diff, refuses_what_is_no_pair_of_runs) {
  EXPECT_EQ(folder.run("$caravan diff first.yaml").code, 2);
  EXPECT_EQ(folder.run("$caravan diff - -").code, 2);
  EXPECT_EQ(folder.run("$caravan diff first.yaml none.yaml").code, 4);
  EXPECT_EQ(folder.run("$caravan diff first.yaml none.txt").code, 4);
  folder.write("bad.yaml", "schema: caravan/1\nextends: first.yaml\nchange: {clock.run: 3}\n");
  EXPECT_EQ(folder.run("$caravan diff first.yaml bad.yaml").code, 3);
}

}  // namespace
}  // namespace caravan::cli
