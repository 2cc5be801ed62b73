// `run --shard`, and `plan` and `merge` of replications: many runs of one scenario, made in parts.
#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A folder with a study in it that varies nothing, and one with the same that has a sweep.
class RunShard : public ::testing::Test {
 protected:
  void SetUp() override {
    auto const study = source_text("tests/slurm/study.yaml");
    folder.write("study.yaml", study);
    folder.write("plain.yaml", study.substr(0, study.find("sweep:\n")));
  }
  Outcome run(std::string const& words) const { return folder.run("$caravan " + words); }
  std::string out(std::string const& words) const {
    auto const outcome = run(words);
    EXPECT_EQ(outcome.code, 0) << words << '\n' << outcome.err;
    return outcome.out;
  }
  // What lies in `parts` after its merge is what one machine prints by `words`, in every form.
  void expect_merged_as(std::string const& words) const {
    EXPECT_EQ(out("merge parts"), out(words));
    EXPECT_EQ(folder.read("parts/summary.txt"), out(words));
    EXPECT_EQ(folder.read("parts/table.csv"), out(words + " --format csv"));
    EXPECT_EQ(folder.read("parts/summary.json"), out(words + " --format json"));
  }
  Folder folder;
};

TEST_F(RunShard, in_shards_is_merged_to_the_bytes_of_one_run) {
  auto const plan = out("plan plain.yaml --replications 7 --shards 3 --into parts");
  EXPECT_EQ(plan,
            "caravan run plain.yaml --seed 1 --replications 7 --output parts --shard 1/3\n"
            "caravan run plain.yaml --seed 1 --replications 7 --output parts --shard 2/3\n"
            "caravan run plain.yaml --seed 1 --replications 7 --output parts --shard 3/3\n"
            "caravan merge parts\n");
  std::string const words = "run plain.yaml --seed 1 --replications 7 --output parts --shard ";
  EXPECT_EQ(out(words + "1/3"), "shard 1/3: 3 of 3 runs are in parts\n");
  EXPECT_EQ(out(words + "3/3 --threads 1"), "shard 3/3: 2 of 2 runs are in parts\n");
  auto const early = run("merge parts");
  EXPECT_EQ(early.code, 4);
  EXPECT_EQ(early.err,
            "caravan: 2 runs are missing; nothing was merged\n"
            "  make them by: caravan run plain.yaml --seed 1 --replications 7 --output parts "
            "--shard 2/3\n");
  EXPECT_FALSE(folder.has("parts/table.csv"));
  out(words + "2/3");
  expect_merged_as("run plain.yaml --replications 7");
}

TEST_F(RunShard, needs_no_plan_and_goes_by_what_the_scenario_says) {
  folder.write("many.yaml", folder.read("plain.yaml") + "replicate: 5\n");
  out("run many.yaml --ties shuffled --measure terminal -o parts --shard 2/2");
  out("run many.yaml --ties shuffled --measure terminal -o parts --shard 1/2");
  expect_merged_as("run many.yaml --ties shuffled --measure terminal");
}

// It is killed when some of its runs are in its journal, and most are not.
TEST_F(RunShard, that_dies_is_made_again_by_itself) {
  std::string const words = "run plain.yaml --replications 600 -o parts --shard ";
  out(words + "1/2");
  auto const other = folder.read("parts/runs-1-of-2.journal");
  auto const died = folder.stopped(words + "2/2", {SIGTERM, SIGKILL}, [&] {
    return folder.has("parts/runs-2-of-2.journal") &&
           folder.read("parts/runs-2-of-2.journal").size() > 20'000;
  });
  EXPECT_EQ(died.code, 137) << died.err;
  auto const left = folder.read("parts/runs-2-of-2.journal");
  EXPECT_EQ(run("merge parts").code, 4);
  EXPECT_EQ(out(words + "2/2"), "shard 2/2: 300 of 300 runs are in parts\n");
  EXPECT_GT(folder.read("parts/runs-2-of-2.journal").size(), left.size());
  EXPECT_EQ(folder.read("parts/runs-1-of-2.journal"), other);
  EXPECT_EQ(out("merge parts"), out("run plain.yaml --replications 600"));
}

TEST_F(RunShard, that_is_complete_runs_nothing_twice_and_grows_when_more_is_asked_for) {
  out("run plain.yaml --replications 2 -o parts --shard 1/1");
  auto const journal = folder.read("parts/runs-1-of-1.journal");
  out("run plain.yaml --replications 2 -o parts --shard 1/1");
  EXPECT_EQ(folder.read("parts/runs-1-of-1.journal"), journal);
  expect_merged_as("run plain.yaml --replications 2");
  out("run plain.yaml --replications 5 -o parts --shard 1/1");
  EXPECT_THAT(folder.read("parts/runs-1-of-1.journal"), StartsWith(journal));
  expect_merged_as("run plain.yaml --replications 5");
}

TEST_F(RunShard, that_alone_is_missing_is_named_by_merge) {
  out("plan plain.yaml --replications 3 --shards 1 --into parts");
  EXPECT_THAT(run("merge parts").err,
              HasSubstr("3 runs are missing; nothing was merged\n  make them by: caravan run "
                        "plain.yaml --seed 1 --replications 3 --output parts --shard 1/1\n"));
}

// As `run` does: a scenario's sweep is for `sweep`.
TEST_F(RunShard, of_a_scenario_with_a_sweep_is_of_the_scenario_as_it_is_and_says_so) {
  for (std::string const shard : {"1/2", "2/2"}) {
    auto const told = run("run study.yaml --replications 4 -o parts --shard " + shard);
    EXPECT_EQ(told.code, 0);
    EXPECT_EQ(told.err,
              "caravan: replications of the scenario as it is; `sweep` is left aside, as by "
              "'caravan run'\n");
  }
  expect_merged_as("run study.yaml --replications 4");
  EXPECT_THAT(out("plan study.yaml --shards 2 --into swept"),
              StartsWith("caravan sweep study.yaml --seed 1 --into swept --shard 1/2\n"));
}

TEST_F(RunShard, says_what_of_replicate_it_leaves_aside) {
  folder.write("until.yaml", folder.read("plain.yaml") +
                                 "replicate: {until: lead-time.mean within 2 %, at-least: 4, "
                                 "warm-up: find}\n");
  EXPECT_EQ(run("run until.yaml -o parts --shard 1/2").err,
            "caravan: a shard counts from the clock's warm-up on; `warm-up: find` is left aside\n"
            "caravan: there are 4 replications, the least of `replicate`; `until` is left aside\n");
  out("run until.yaml -o parts --shard 2/2");
  EXPECT_EQ(out("merge parts"),
            out("run until.yaml --replications 4 --set replicate.warm-up=remove"));
}

// A queue without end and trains that lock are told of the merged runs as of one run.
TEST_F(RunShard, whose_runs_stall_ends_in_a_merge_that_says_so) {
  folder.write("lock.yaml", kLock);
  EXPECT_EQ(run("run lock.yaml --replications 2 -o parts --shard 1/1").code, 0);
  auto const merged = run("merge parts");
  auto const whole = run("run lock.yaml --replications 2");
  EXPECT_EQ(merged.code, 5);
  EXPECT_EQ(whole.code, 5);
  EXPECT_EQ(merged.out, whole.out);
}

// Instead of Slurm: does at once what it is given, once for each number of an array.
constexpr char const* kInsteadOfSlurm = R"sh(#!/bin/sh
last=1
for word; do case $word in --array=1-*) last=${word#--array=1-} ;; esac; done
while [ "$1" != --wrap ]; do shift; done
for number in $(seq "$last"); do SLURM_ARRAY_TASK_ID=$number sh -c "$2" >&2 || exit 1; done
echo 17
)sh";

TEST_F(RunShard, is_planned_for_slurm_by_a_script_that_gives_the_bytes_of_one_run) {
  std::string const words = " plain.yaml --measure terminal --replications 7";
  out("plan" + words + " --shards 3 --into 'the parts' --slurm -o submit.sh");
  folder.write("sbatch", kInsteadOfSlurm);
  auto const done = folder.run(
      "mkdir bin && mv sbatch bin && chmod +x bin/sbatch && CARAVAN=$caravan PATH=$PWD/bin:$PATH "
      "sh submit.sh");
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_THAT(done.err, HasSubstr("shard 3/3: 2 of 2 runs are in the parts\n"));
  EXPECT_EQ(folder.read("the parts/summary.txt"), out("run" + words));
  // Ten where neither the words nor the scenario say how many, as of the points of a sweep.
  EXPECT_THAT(out("plan plain.yaml --shards 3 --into ten"), HasSubstr(" --replications 10 "));
}

TEST_F(RunShard, is_made_again_and_shown_by_its_folder) {
  out("plan plain.yaml --replications 4 --shards 2 --into parts");
  EXPECT_THAT(run("repro parts").err, HasSubstr("is not complete"));
  out("run plain.yaml --replications 4 -o parts --shard 1/2");
  out("run plain.yaml --replications 4 -o parts --shard 2/2");
  out("merge parts");
  EXPECT_THAT(out("repro parts"), StartsWith("the same: 4 runs, fingerprint "));
  out("report parts");
  EXPECT_TRUE(folder.has("parts/report.html"));
}

TEST_F(RunShard, does_not_go_into_the_folder_of_another_result) {
  out("run plain.yaml -o whole");
  auto const manifest = folder.read("whole/manifest.json");
  auto const mixed = run("run plain.yaml --replications 4 -o whole --shard 1/2");
  EXPECT_EQ(mixed.code, 4);
  EXPECT_THAT(mixed.err, HasSubstr("cannot write whole: it holds another result; name a new"));
  EXPECT_EQ(folder.read("whole/manifest.json"), manifest);
  EXPECT_FALSE(folder.has("whole/runs-1-of-2.journal"));
  auto const planned = run("plan plain.yaml --replications 4 --shards 2 --into whole");
  EXPECT_EQ(planned.code, 4);
  EXPECT_EQ(folder.read("whole/manifest.json"), manifest);
  // Nor is a sweep planned into the folder of shards, nor a run into that of points.
  out("plan study.yaml --shards 2 --into swept");
  out("plan plain.yaml --replications 4 --shards 2 --into planned");
  for (std::string const words : {"plan plain.yaml --replications 4 --shards 2 --into swept",
                                  "plan study.yaml --shards 2 --into planned"}) {
    auto const of_other = run(words);
    EXPECT_EQ(of_other.code, 4) << words;
    EXPECT_THAT(of_other.err, HasSubstr("it is of another study, seed, or version")) << words;
  }
  auto const merged = run("merge whole");
  EXPECT_EQ(merged.code, 4);
  EXPECT_THAT(merged.err, HasSubstr("the manifest is of no sweep, nor of shards of a run"));
  out("run plain.yaml --replications 4 -o parts --shard 1/2");
  auto const seed = run("run plain.yaml --replications 4 --seed 2 -o parts --shard 2/2");
  EXPECT_EQ(seed.code, 4);
  EXPECT_THAT(seed.err, HasSubstr("parts: it is of another study, seed, or version"));
  // Nor does a whole run go into the folder of shards.
  EXPECT_EQ(run("run plain.yaml --replications 4 -o parts").code, 4);
}

// Runs that may have taken days are nothing that one word throws away.
TEST_F(RunShard, are_not_replaced_by_a_run_with_force) {
  out("run plain.yaml --replications 2 -o parts --shard 1/2");
  out("sweep study.yaml --replications 2 --into points");
  for (std::string const into : {"parts", "points"}) {
    auto const before = folder.run("cat " + into + "/*").out;
    auto const forced = run("run plain.yaml -o " + into + " --force");
    EXPECT_EQ(forced.code, 4) << into;
    EXPECT_EQ(forced.err, "caravan: cannot write " + into +
                              ": it holds the runs of a sweep or of shards, which nothing "
                              "replaces; name a new folder\n");
    EXPECT_EQ(folder.run("cat " + into + "/*").out, before) << into;
  }
}

TEST_F(RunShard, is_told_of_wrong_words) {
  std::string const words = "run plain.yaml --replications 4 -o parts --shard ";
  for (std::string const shard : {"0/3", "4/3", "x", "1/0", "1", "/3", "1/", "1/2/3", "+1/3",
                                  "1/100001", "' 1/3'", "1/99999999999999999999"}) {
    auto const wrong = run(words + shard);
    EXPECT_EQ(wrong.code, 2) << shard;
    EXPECT_THAT(wrong.err, HasSubstr("--shard cannot be '")) << shard;
    EXPECT_THAT(wrong.err, HasSubstr("write for example 2/8: the second of 8")) << shard;
  }
  std::vector<std::string> const answers{"--format json",   "--report a.html", "--events all",
                                         "--relations all", "--details",       "--force",
                                         "--replication 3"};
  for (auto const& option : answers) {
    auto const wrong = run(words + "1/2 " + option);
    EXPECT_EQ(wrong.code, 2) << option;
    EXPECT_THAT(wrong.err, HasSubstr("not with " + option.substr(0, option.find(' ')) + '\n'));
  }
  EXPECT_THAT(run(words + "1/2 --report a.html --format csv").err,
              HasSubstr("not with --format, --report\n"));
  for (auto const* const place : {"", " -o -", " -o answer.json"}) {
    auto const wrong = run(std::string{"run plain.yaml --replications 4 --shard 1/2"} + place);
    EXPECT_EQ(wrong.code, 2) << place;
    EXPECT_THAT(wrong.err, HasSubstr("--shard needs a folder")) << place;
  }
  EXPECT_THAT(run("run plain.yaml -o parts --shard 1/2").err,
              HasSubstr("nothing says how many replications the shards divide\n"));
  EXPECT_EQ(run("run plain.yaml -o parts --shard 1/2").code, 2);
  EXPECT_THAT(run("run - --replications 4 -o parts --shard 1/2 < plain.yaml").err,
              HasSubstr("shards of a run cannot be read from standard input"));
  EXPECT_THAT(folder.names(), Not(Contains("parts")));
}

// More shards than replications: those behind the last have nothing to do.
TEST_F(RunShard, of_more_shards_than_runs_is_none) {
  EXPECT_EQ(out("run plain.yaml --replications 2 -o parts --shard 100000/100000"),
            "shard 100000/100000: 0 of 0 runs are in parts\n");
}

TEST_F(RunShard, are_no_more_than_runs_and_a_plan_says_so) {
  auto const two = run("plan plain.yaml --replications 2 --shards 5 --into parts");
  EXPECT_EQ(two.code, 0);
  EXPECT_THAT(two.out, HasSubstr(" --shard 2/2\ncaravan merge parts\n"));
  EXPECT_EQ(two.err, "caravan: 2 runs are to be made; 2 shards are planned, not 5\n");
  EXPECT_EQ(run("plan plain.yaml --replications 1 --shards 2 --into one").err,
            "caravan: 1 run is to be made; 1 shard is planned, not 2\n");
  EXPECT_EQ(run("plan plain.yaml --replications 2 --shards 2 --into same").err, "");
}

}  // namespace
}  // namespace caravan::cli
