#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// A folder with the starter scenario in it.
class Reports : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(folder.run("$caravan new").code, 0); }
  std::string out(std::string const& words) const {
    auto const outcome = folder.run(words);
    EXPECT_EQ(outcome.code, 0) << words << '\n' << outcome.err;
    return outcome.out;
  }
  Folder folder;
};

TEST_F(Reports, are_written_beside_the_reader) {
  auto const outcome = folder.run("$caravan report first.yaml");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "wrote report.html\n");
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(out("cat report.html"), StartsWith("<!doctype html>"));
}

TEST_F(Reports, replace_nothing_unless_told) {
  folder.write("report.html", "mine");
  auto const outcome = folder.run("$caravan report first.yaml");
  EXPECT_EQ(outcome.code, 4);
  EXPECT_THAT(outcome.err, HasSubstr("report.html"));
  EXPECT_EQ(out("cat report.html"), "mine");
  out("$caravan report first.yaml --force");
  EXPECT_THAT(out("cat report.html"), StartsWith("<!doctype html>"));
}

TEST_F(Reports, come_with_a_run_that_answers_as_without) {
  EXPECT_EQ(out("$caravan run first.yaml --report run.html"), out("$caravan run first.yaml"));
  out("$caravan report first.yaml -o report.html");
  out("cmp run.html report.html");
}

TEST_F(Reports, of_a_result_run_it_again_as_it_was) {
  out("$caravan run first.yaml --seed 7 --format json -o answer.json");
  auto const of_result = out("$caravan report answer.json --format json -o -");
  EXPECT_EQ(of_result, out("$caravan report first.yaml --seed 7 --format json -o -"));
  EXPECT_THAT(of_result, HasSubstr("\"schema\": \"caravan-report/1\""));
}

TEST_F(Reports, of_many_replications_hold_their_intervals) {
  auto const json = out("$caravan report first.yaml --replications 3 --format json -o -");
  EXPECT_THAT(json, HasSubstr("\"schema\": \"caravan-replications/1\""));
  EXPECT_THAT(json, HasSubstr("\"half_width\""));
}

TEST_F(Reports, of_what_is_not_there_say_so) {
  EXPECT_EQ(folder.run("$caravan report nothing.yaml").code, 4);
  EXPECT_EQ(folder.run("$caravan report .").code, 4);
}

}  // namespace
}  // namespace caravan::cli
