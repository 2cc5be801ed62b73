#include <csignal>
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

// The scenario is gone: nothing can be run.
TEST_F(Reports, of_a_folder_need_nothing_else) {
  out("$caravan run first.yaml --seed 7 -o result --events all --report page.html");
  out("$caravan run first.yaml --replications 3 -o many --report many.html");
  out("$caravan run first.yaml --seed 7 -o plain");
  out("$caravan run first.yaml --replications 3 -o several");
  out("rm first.yaml result/run.sqlite");
  auto const made = folder.run("$caravan report result");
  EXPECT_EQ(made.err, "wrote result/report.html\n");
  out("cmp result/report.html result/page.html");
  out("$caravan report many -o again.html && cmp again.html many/many.html");
  out("$caravan report plain && cmp plain/report.html result/page.html");
  auto const several = out("$caravan report several --format json -o -");
  EXPECT_THAT(several, HasSubstr("\"half_width\""));
  EXPECT_THAT(several, HasSubstr("\"crowd_replications\": 1,"));
  EXPECT_THAT(folder.read("many/report.json"), HasSubstr("\"crowd_replications\": 3,"));
  EXPECT_EQ(out("$caravan report result --format json -o -"), folder.read("result/report.json"));

  folder.write("result/report.json", folder.read("result/report.json").substr(0, 1000));
  auto const damaged = folder.run("$caravan report result --force");
  EXPECT_EQ(damaged.code, 4);
  EXPECT_THAT(damaged.err, HasSubstr("result/report.json is damaged"));
}

TEST_F(Reports, are_not_written_of_a_run_that_was_interrupted) {
  auto const stopped = folder.stopped("report first.yaml --set 'clock.run=36000 d'", {SIGTERM});
  EXPECT_EQ(stopped.code, 130) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr("interrupted; no page was written\n"));
  EXPECT_FALSE(folder.has("report.html"));
  auto const run =
      folder.stopped("run first.yaml --set 'clock.run=36000 d' --report page.html", {SIGTERM});
  EXPECT_EQ(run.code, 130) << run.err;
  EXPECT_THAT(run.out, HasSubstr("PARTIAL"));
  EXPECT_FALSE(folder.has("page.html"));
}

TEST_F(Reports, of_many_replications_hold_their_intervals) {
  auto const json = out("$caravan report first.yaml --replications 3 --format json -o -");
  EXPECT_THAT(json, HasSubstr("\"replications\": {\n  \"experiment\": {"));
  EXPECT_THAT(json, HasSubstr("\"half_width\""));
}

// The same pages as those that the commands write themselves.
TEST_F(Reports, of_a_comparison_a_ladder_and_a_sweep_make_them_again) {
  out("$caravan compare first.yaml --with terminals.khorgos-port.cranes=3 --replications 3 "
      "--format json -o versus.json --report versus.html");
  out("$caravan report versus.json -o again.html && cmp versus.html again.html");
  EXPECT_THAT(out("$caravan report versus.json --format json -o -"),
              HasSubstr("\"schema\": \"caravan-comparison/1\""));

  out("$caravan ladder first.yaml --rungs 1 --replications 3 --format json -o ladder.json --report "
      "ladder.html");
  out("$caravan report ladder.json -o top.html && cmp ladder.html top.html");
  EXPECT_THAT(out("$caravan report ladder.json --format json -o -"),
              HasSubstr("\"schema\": \"caravan-ladder/1\""));

  folder.write("study.yaml",
               "schema: caravan/1\nextends: first.yaml\nname: study\nsweep:\n  vary:\n"
               "    terminals.khorgos-port.cranes: [1, 2]\n  replications: 2\n");
  out("$caravan sweep study.yaml --into swept --report swept.html");
  out("$caravan report swept && cmp swept.html swept/report.html");
  EXPECT_EQ(folder.run("$caravan sweep study.yaml --into parts --shard 1/2 --report a.html").code,
            2);
}

TEST_F(Reports, of_what_no_page_shows_say_so) {
  out("$caravan run first.yaml -o result && sed -i 's/\"run\"/\"check\"/' result/manifest.json");
  auto const outcome = folder.run("$caravan report result");
  EXPECT_EQ(outcome.code, 4);
  EXPECT_THAT(outcome.err, HasSubstr("result is a result of 'caravan check'; a page shows those of "
                                     "run, compare, ladder and sweep"));
}

TEST_F(Reports, of_what_is_not_there_say_so) {
  EXPECT_EQ(folder.run("$caravan report nothing.yaml").code, 4);
  EXPECT_EQ(folder.run("$caravan report .").code, 4);
}

}  // namespace
}  // namespace caravan::cli
