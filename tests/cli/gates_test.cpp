// caravan test, as its users and CI servers see it.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// A folder with the starter scenario in it, and gates of it.
class Gates : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(folder.run("$caravan new").code, 0); }

  void gates(std::string const& text, std::string const& name = "gated.yaml") const {
    folder.write(name, "schema: caravan/1\nextends: first.yaml\nexpect:\n" + text);
  }
  Outcome tested(std::string const& words = "gated.yaml") const {
    return folder.run("$caravan test " + words);
  }
  Folder folder;
};

constexpr char const* kPass = "  gates:\n    soon: {that: lead-time.p90, at-most: 100 d}\n";
constexpr char const* kFail = "  gates:\n    soon: {that: lead-time.p90, at-most: 1 h}\n";

TEST_F(Gates, pass_with_0) {
  gates(kPass);
  auto const outcome = tested();
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out,
              StartsWith("gated.yaml: first-corridor · seed 1 · 10 runs · false alarm "
                         "in at most 1 % of such tests\n  pass  soon  lead-time.p90  "));
  EXPECT_THAT(outcome.out, HasSubstr(" at most 100 d  line 5\n"));
  EXPECT_THAT(outcome.out, HasSubstr("1 gate in 1 scenario: 1 passed, 0 failed, 0 undecided\n"));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST_F(Gates, fail_with_1_and_say_by_how_much_and_where) {
  gates(kFail);
  auto const outcome = tested();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("\n  FAIL  soon  lead-time.p90  "));
  EXPECT_THAT(outcome.out, HasSubstr(" beyond what is allowed, in the mean of 10 runs\n"));
  EXPECT_THAT(outcome.out, HasSubstr("gated.yaml:5:42\n"));
}

// Nothing is known of a mean to a millionth.
TEST_F(Gates, are_undecided_with_6_and_say_how_many_more_runs_would_decide) {
  gates("  at-most: 12\n  gates:\n    exact: {that: lead-time.mean, between: [0 h, MEAN h]}\n");
  auto const mean = folder.run(
      "m=$($caravan run first.yaml --replications 12 --format csv | grep ^lead-time.mean, | cut "
      "-d, "
      "-f5); sed -i s/MEAN/$m/ gated.yaml");
  ASSERT_EQ(mean.code, 0) << mean.err;
  auto const outcome = tested();
  EXPECT_EQ(outcome.code, 6) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\n  undecided  exact  lead-time.mean  "));
  EXPECT_THAT(outcome.out, HasSubstr(" would decide\n"));
}

TEST_F(Gates, have_their_fingerprint_and_baseline_written_by_update) {
  gates(
      "  at-most: 12\n  gates:\n    kept: {that: lead-time.mean, unchanged-from: baseline, margin: "
      "2 %}  # ± näher\n    the-same: {fingerprint: unknown}  # as it was\n");
  auto const before = tested();
  EXPECT_EQ(before.code, 1);
  EXPECT_THAT(before.out, HasSubstr("there is no baseline of it yet"));
  EXPECT_THAT(before.out, HasSubstr("there is no fingerprint yet"));
  auto const update = tested("gated.yaml --update");
  EXPECT_EQ(update.code, 0) << update.err;
  EXPECT_EQ(update.out, "gated.yaml: written anew\ngated.baseline.csv: written anew\n");
  EXPECT_THAT(folder.read("gated.yaml"), HasSubstr("margin: 2 %}  # ± näher\n    the-same: "
                                                   "{fingerprint: "));
  EXPECT_THAT(folder.read("gated.yaml"), HasSubstr("}  # as it was\n"));
  EXPECT_THAT(folder.read("gated.baseline.csv"),
              HasSubstr("\n# seed 1\nreplication,lead-time.mean\n0,"));
  EXPECT_EQ(tested().code, 0) << tested().out;
  EXPECT_EQ(tested("--update .").out, "");  // nothing is left to be written
  EXPECT_EQ(tested("--update .").err, "");
  auto const none = tested("--update first.yaml");
  EXPECT_EQ(none.code, 3);
  EXPECT_EQ(none.err,
            "caravan: no scenario here has gates\n"
            "  add the key `expect`: 'caravan explain expect'\n");
  auto const some = tested("--update first.yaml gated.yaml");
  EXPECT_EQ(some.code, 0);
  EXPECT_EQ(some.err, "caravan: first.yaml has no gates; it was left as it is\n");

  auto const slower = tested("gated.yaml --set services.xian-almaty.units=20");
  EXPECT_EQ(slower.code, 1) << slower.out;
  EXPECT_THAT(slower.out, HasSubstr("the answer is another one"));
}

TEST_F(Gates, are_not_inherited) {
  gates(kFail);
  folder.write("over.yaml", "schema: caravan/1\nextends: gated.yaml\n");
  auto const outcome = tested("over.yaml");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("without gates: over.yaml\n"));
  EXPECT_THAT(outcome.err, HasSubstr("no scenario here has gates"));
}

TEST_F(Gates, are_no_part_of_the_hash) {
  gates(kFail);
  folder.write("plain.yaml", "schema: caravan/1\nextends: first.yaml\n");
  auto const hash = [&](std::string const& file) {
    auto const text = folder.run("$caravan check " + file).out;
    return text.substr(text.find("hash"));
  };
  EXPECT_EQ(hash("gated.yaml"), hash("plain.yaml"));
}

TEST_F(Gates, of_a_folder_are_tested_in_order_and_files_without_any_are_named) {
  ASSERT_EQ(folder.run("mkdir -p all/more").code, 0);
  folder.write("all/first.yaml", folder.read("first.yaml"));
  folder.write("all/b.yaml",
               std::string{"schema: caravan/1\nextends: first.yaml\nexpect:\n"} + kFail);
  folder.write("all/a.yaml",
               std::string{"schema: caravan/1\nextends: first.yaml\nexpect:\n"} + kPass);
  folder.write("all/more/c.yaml", "schema: caravan/1\nplaces: 3\n");
  folder.write("all/more/other.yaml", "version: 2\n");
  folder.write("all/more/d.yml", "schema: caravan/1\nextends: 4\n");
  auto const outcome = tested("all");
  EXPECT_EQ(outcome.code, 3);  // c.yaml is graver than the failed gate
  auto const at = [&](std::string const& what) { return outcome.out.find(what); };
  EXPECT_LT(at("all/a.yaml: "), at("all/b.yaml: "));
  EXPECT_LT(at("all/b.yaml: "), at("all/more/c.yaml\n"));
  EXPECT_LT(at("all/more/c.yaml\n"), at("all/more/d.yml\n"));
  // Neither a seed nor a number of runs is told of what was never run.
  EXPECT_THAT(outcome.out,
              HasSubstr("\nall/more/c.yaml\n  NOT TESTED  the scenario cannot be loaded\n"));
  EXPECT_THAT(outcome.out, HasSubstr("without gates: all/first.yaml\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("other.yaml")));
  EXPECT_THAT(outcome.err, HasSubstr("all/more/c.yaml:2:9: error: "));
}

// The base is loaded three times: for each of the two that extend it, and as what one is compared
// with.
TEST_F(Gates, tell_a_warning_of_a_file_that_many_extend_once) {
  folder.write("base.yaml",
               "schema: caravan/1\nextends: first.yaml\nplaces:\n  shu: {country: KZ}\n");
  folder.write("one.yaml",
               std::string{"schema: caravan/1\nextends: base.yaml\nexpect:\n"} + kPass +
                   "    same: {that: lead-time.mean, not-worse-than: base.yaml, margin: 5 %}\n");
  folder.write("two.yaml", std::string{"schema: caravan/1\nextends: base.yaml\nexpect:\n"} + kPass);
  auto const outcome = tested("one.yaml two.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  std::size_t count = 0;
  for (auto at = outcome.err.find("place `shu` is not used"); at != std::string::npos;
       at = outcome.err.find("place `shu` is not used", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, 1U) << outcome.err;
}

TEST_F(Gates, make_a_page_with_the_run_of_one_scenario_or_with_verdicts_alone) {
  gates(kFail);
  gates(kPass, "good.yaml");
  EXPECT_EQ(tested("gated.yaml --report one.html").code, 1);
  EXPECT_THAT(folder.read("one.html"), StartsWith("<!doctype html>"));
  EXPECT_EQ(tested("gated.yaml good.yaml --report two.html").code, 1);
  EXPECT_GT(folder.read("one.html").size(), folder.read("two.html").size());
  EXPECT_THAT(folder.read("two.html"), HasSubstr("<title>Gates</title>"));
  EXPECT_THAT(folder.read("one.html"), HasSubstr("<title>first-corridor</title>"));
  EXPECT_EQ(tested("gated.yaml --update --report three.html").code, 2);
}

TEST_F(Gates, give_the_same_bytes_by_any_number_of_threads_and_in_all_forms) {
  gates(std::string{kFail} + "    more: {that: waits, at-most: 2 d}\n");
  auto const forms = [&](std::string const& threads) {
    auto const outcome = tested("gated.yaml --junit j.xml --markdown m.md --threads " + threads);
    return outcome.out + folder.read("j.xml") + folder.read("m.md");
  };
  auto const one = forms("1");
  EXPECT_THAT(one, AllOf(HasSubstr("<testsuites "), HasSubstr("### Gates: ")));
  EXPECT_THAT(one, HasSubstr("<property name=\"alpha\" value=\"1 %\"/>"));
  EXPECT_THAT(one,
              HasSubstr("\n- gated.yaml: seed 1 · 10 runs · false alarm in at most 1 % of such "
                        "tests\n"));
  EXPECT_EQ(one, forms("5"));
}

TEST_F(Gates, tell_measures_that_are_not_there) {
  gates("  gates: {soon: {that: lead-time.p9, at-most: 1 d}}\n");
  auto const outcome = tested();
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("gated.yaml:4:24: error: there is no measure `lead-time.p9`"));
  EXPECT_THAT(outcome.err, HasSubstr("help: did you mean `lead-time.p90`?"));
}

TEST_F(Gates, of_a_run_that_stalls_end_with_5) {
  folder.write("stall.yaml", std::string{kLock} +
                                 "expect: {gates: {soon: {that: throughput, at-least: 1 /d}}}\n");
  auto const outcome = tested("stall.yaml --junit j.xml");
  EXPECT_EQ(outcome.code, 5) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("NOT TESTED  replication 0 stalled"));
  EXPECT_THAT(folder.read("j.xml"), HasSubstr("type=\"not-tested\""));
}

TEST_F(Gates, refuse_what_makes_no_sense) {
  gates(kPass);
  EXPECT_EQ(tested("gated.yaml --update --set clock.run=3d").code, 2);
  EXPECT_EQ(tested("gated.yaml --threads 0").code, 2);
  EXPECT_EQ(tested("nowhere.yaml").code, 4);
  gates("  gates: {same: {that: waits, unchanged-from: gone.yaml, margin: 2 %}}\n");
  EXPECT_EQ(tested().code, 4);
  gates("  gates: {same: {that: waits, unchanged-from: baseline, margin: 2 %}}\n");
  folder.write("gated.baseline.csv", "replication,waits\n0,1\n");
  auto const outcome = tested();
  EXPECT_EQ(outcome.code, 4);
  EXPECT_THAT(outcome.err, HasSubstr("gated.baseline.csv is no baseline"));
}

}  // namespace
}  // namespace caravan::cli
