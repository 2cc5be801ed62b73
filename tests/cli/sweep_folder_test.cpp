// `sweep --into`, `plan`, `merge` and `repro`, as they are used: stopped, killed, in parts, made
// again.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/sweep.hpp"

namespace caravan::cli {
namespace {

using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(Sweep, gives_the_same_bytes_by_any_number_of_threads) {
  out("sweep study.yaml --into one --threads 1");
  out("sweep study.yaml --into four --threads 4");
  expect_same_results("one", "four");
  EXPECT_EQ(out("sweep study.yaml"), folder.read("one/summary.txt"));
}

TEST_F(Sweep, that_is_complete_runs_nothing_twice) {
  out("sweep study.yaml --into out");
  auto const before = folder.read("out/runs-1-of-1.journal");
  out("sweep study.yaml --into out");
  EXPECT_EQ(folder.read("out/runs-1-of-1.journal"), before);
}

TEST_F(Sweep, goes_on_from_less_to_more_replications) {
  out("sweep study.yaml --into out --replications 2");
  auto const before = folder.read("out/runs-1-of-1.journal");
  out("sweep study.yaml --into out --replications 5");
  EXPECT_THAT(folder.read("out/runs-1-of-1.journal"), StartsWith(before));
  out("sweep study.yaml --into whole --replications 5");
  EXPECT_EQ(folder.read("out/table.csv"), folder.read("whole/table.csv"));
}

TEST_F(Sweep, counts_the_first_of_its_runs_where_fewer_are_asked_for_later) {
  std::string const words = "sweep study.yaml --replications ";
  out(words + "5 --into out");
  auto const journal = folder.read("out/runs-1-of-1.journal");
  auto const fewer = out(words + "2 --into out");
  EXPECT_EQ(fewer, out(words + "2 --into two"));
  expect_same_results("out", "two");
  EXPECT_THAT(out("repro out"), StartsWith("the same: 16 runs, fingerprint "));
  EXPECT_EQ(folder.run("rm out/summary.txt").code, 0);
  EXPECT_EQ(out("merge out"), fewer);
  // Those that do not count are kept all the same.
  EXPECT_EQ(out(words + "5 --into out"), out(words + "5"));
  EXPECT_EQ(folder.read("out/runs-1-of-1.journal"), journal);
}

double seconds_of(std::function<void()> const& act) {
  auto const start = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Ended by SIGKILL at 50 random moments; what was journalled is kept, nothing is run twice.
// In the foreground `timeout` waits until who was killed is gone, and its lock with it; one that
// ends at that very moment keeps its own code.
TEST_F(Sweep, that_is_killed_fifty_times_gives_the_bytes_of_one_that_was_not) {
  std::string const words = "sweep study.yaml --replications 60 --threads 2 --into ";
  double const whole = seconds_of([&] { out(words + "whole"); });
  double const again = seconds_of([&] { out(words + "whole"); });  // nothing is left to run
  int kills = 0;
  std::uint64_t luck = 20261122;
  for (int sweep = 0; kills < 50; ++sweep) {
    auto const into = "killed-" + std::to_string(sweep);
    std::string journal;
    for (;;) {
      luck = luck * 6364136223846793005U + 1442695040888963407U;
      double const share = static_cast<double>(luck >> 11U) * 0x1p-53;
      // Longer and longer, should the machine have become slower than it was.
      double const patience = std::max(1.0, kills / 100.0);
      auto const limit = std::to_string(share * (again + whole / 8) * patience);
      auto const outcome = folder.run("timeout --foreground --preserve-status -s KILL " + limit +
                                      " $caravan " + words + into);
      auto const path = into + "/runs-1-of-1.journal";
      auto const after = folder.has(path) ? folder.read(path) : std::string{};
      // What a kill left half written at the end may go; nothing before it.
      constexpr std::size_t kLongerThanAnEntry = 20'000;
      EXPECT_GE(after.size() + kLongerThanAnEntry, journal.size());
      journal = after;
      if (outcome.code == 0) break;
      ASSERT_EQ(outcome.code, 137) << outcome.err;
      ++kills;
      ASSERT_LT(kills, 500);
    }
    expect_same_results("whole", into);
    EXPECT_EQ(journal.size(), folder.read("whole/runs-1-of-1.journal").size());
  }
  RecordProperty("kills", kills);
}

// Asked to end when some runs are in its journal, and most are not.
TEST_F(Sweep, that_is_interrupted_says_so_and_goes_on) {
  auto const stopped =
      folder.stopped("sweep study.yaml --replications 2000 --into out", {SIGTERM},
                     [&] { return folder.read("out/runs-1-of-1.journal").size() > 20'000; });
  EXPECT_EQ(stopped.code, 130) << stopped.err;
  EXPECT_THAT(stopped.out, HasSubstr("\nPARTIAL    some runs are missing"));
  out("sweep study.yaml --replications 20 --into out");
  out("sweep study.yaml --replications 20 --into whole");
  EXPECT_THAT(folder.read("whole/summary.txt"), Not(HasSubstr("PARTIAL")));
}

TEST_F(Sweep, in_shards_is_merged_to_the_bytes_of_one_machine) {
  out("sweep study.yaml --into whole");
  auto const plan = out("plan study.yaml --shards 3 --into parts");
  EXPECT_EQ(plan,
            "caravan sweep study.yaml --seed 1 --into parts --shard 1/3\n"
            "caravan sweep study.yaml --seed 1 --into parts --shard 2/3\n"
            "caravan sweep study.yaml --seed 1 --into parts --shard 3/3\n"
            "caravan merge parts\n");
  EXPECT_EQ(out("sweep study.yaml --seed 1 --into parts --shard 3/3"),
            "shard 3/3: 13 of 13 runs are in parts\n");
  out("sweep study.yaml --seed 1 --into parts --shard 1/3");
  auto const early = run("merge parts");
  EXPECT_EQ(early.code, 4);
  EXPECT_THAT(early.err, HasSubstr("13 runs are missing; nothing was merged\n  make them by: "
                                   "caravan sweep study.yaml --seed 1 --into parts --shard 2/3\n"));
  EXPECT_FALSE(folder.has("parts/table.csv"));
  auto const first = folder.read("parts/runs-1-of-3.journal");
  // A shard dies, and is made again by itself.
  auto const died = folder.run(
      "timeout --foreground --preserve-status -s KILL 0.04 $caravan sweep study.yaml --seed 1 "
      "--into parts --shard "
      "2/3");
  EXPECT_THAT((std::vector{0, 137}), Contains(died.code));
  out("sweep study.yaml --seed 1 --into parts --shard 2/3");
  EXPECT_EQ(out("merge parts"), folder.read("whole/summary.txt"));
  expect_same_results("whole", "parts");
  EXPECT_EQ(folder.read("parts/runs-1-of-3.journal"), first);
}

// Where no run has been made yet, only the manifest says whose folder it is.
TEST_F(Sweep, is_not_planned_into_the_folder_of_another) {
  out("plan study.yaml --shards 3 --into parts");
  auto const manifest = folder.read("parts/manifest.json");
  folder.write("other.yaml",
               "schema: caravan/1\nname: other\nextends: study.yaml\n"
               "change: {terminals.dry-port.cranes: 1}\n");
  for (std::string const words :
       {"other.yaml", "study.yaml --seed 2", "study.yaml --ties shuffled",
        "study.yaml --set terminals.dry-port.cranes=1", "study.yaml --set sweep=remove"}) {
    auto const other = run("plan " + words + " --shards 3 --into parts");
    EXPECT_EQ(other.code, 4) << words;
    EXPECT_EQ(other.out, "") << words;
    EXPECT_THAT(other.err,
                HasSubstr("caravan: cannot write parts: it is of another study, seed, or "
                          "version; name a new folder\n"))
        << words;
    EXPECT_EQ(folder.read("parts/manifest.json"), manifest) << words;
  }
  EXPECT_EQ(folder.run("ls parts").out, "manifest.json\n");
}

TEST_F(Sweep, that_is_planned_again_keeps_its_results) {
  out("plan study.yaml --replications 2 --shards 1 --into parts");
  // The same points, more replications: the folder is of these from now on.
  out("plan study.yaml --replications 3 --shards 2 --into parts");
  EXPECT_THAT(folder.read("parts/manifest.json"), HasSubstr("\"--replications\",\n    \"3\""));
  out("sweep study.yaml --replications 3 --into parts");
  auto const manifest = folder.read("parts/manifest.json");
  out("plan study.yaml --replications 3 --shards 3 --into parts");
  EXPECT_EQ(folder.read("parts/manifest.json"), manifest);
  EXPECT_THAT(out("repro parts"), StartsWith("the same: "));
}

TEST_F(Sweep, is_planned_for_slurm_by_a_script_that_a_shell_reads) {
  out("plan study.yaml --shards 3 --into 'the parts' --slurm -o submit.sh");
  // Instead of Slurm: shows what it would be given.
  auto const shown = folder.run(
      "mkdir bin && printf '#!/bin/sh\\nfor word; do echo \"<$word>\"; done >&2; echo 17\\n' "
      "> bin/sbatch && chmod +x bin/sbatch && PATH=$PWD/bin:$PATH sh submit.sh --partition=long");
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.err, HasSubstr("<--array=1-3>\n"));
  EXPECT_THAT(shown.err, HasSubstr("<--partition=long>\n"));
  EXPECT_THAT(shown.err, HasSubstr("<caravan sweep study.yaml --seed 1 --into 'the parts' --shard "
                                   "\"$SLURM_ARRAY_TASK_ID\"/3>\n"));
  EXPECT_THAT(shown.err, HasSubstr("<--dependency=afterok:17>\n"));
  EXPECT_THAT(shown.err, HasSubstr("<caravan merge 'the parts'>\n"));
}

TEST_F(Sweep, is_made_again_and_compared) {
  out("sweep study.yaml --into out");
  EXPECT_THAT(out("repro out"), StartsWith("the same: 40 runs, fingerprint "));
  EXPECT_THAT(out("repro out/manifest.json --threads 1"), StartsWith("the same: "));
  auto study = folder.read("study.yaml");
  study.replace(study.find("yard: 400 TEU"), 13, "yard: 300 TEU");  // more than is ever needed
  folder.write("study.yaml", study);
  EXPECT_THAT(out("repro out"), ContainsRegex("^the same: .*\n  the scenario was "));
  study.replace(study.find("speed: 42 km/h"), 14, "speed: 41 km/h");
  folder.write("study.yaml", study);
  auto const changed = run("repro out");
  EXPECT_EQ(changed.code, 1);
  EXPECT_THAT(changed.out, StartsWith("DIFFERENT: fingerprint "));
  EXPECT_THAT(changed.out, HasSubstr("\n  the scenario was "));
}

TEST_F(Sweep, or_a_run_that_went_to_a_file_is_made_again_by_the_manifest_beside_it) {
  out("run study.yaml -r 2 --set terminals.dry-port.cranes=3 --format json -o answer.json");
  EXPECT_THAT(out("repro answer.json"), StartsWith("the same: 1 run, fingerprint "));
  out("run study.yaml --replications 4 --threads 2 -o series.txt");
  EXPECT_THAT(out("repro series.txt"), StartsWith("the same: 4 runs, fingerprint "));
  EXPECT_THAT(folder.read("answer.json.manifest.json"),
              HasSubstr("\"terminals.dry-port.cranes=3\",\n"));
  auto manifest = folder.read("answer.json.manifest.json");
  manifest.replace(manifest.find("cranes=3"), 8, "cranes=2");
  folder.write("answer.json.manifest.json", manifest);
  auto const changed = run("repro answer.json");
  EXPECT_EQ(changed.code, 1);
  EXPECT_THAT(changed.out, HasSubstr("\n  the scenario was "));
}

TEST_F(Sweep, or_a_comparison_or_a_ladder_is_made_again_by_its_manifest) {
  folder.write("other.yaml",
               "schema: caravan/1\nname: other\nextends: study.yaml\nsweep: remove\n"
               "change: {terminals.dry-port.cranes: 3}\n");
  out("compare study.yaml other.yaml --with terminals.dry-port.cranes=4 --replications 3 "
      "--headline waits -o difference.csv --format csv");
  EXPECT_THAT(out("repro difference.csv"), StartsWith("the same: 9 runs, fingerprint "));
  EXPECT_EQ(out("repro difference.csv --threads 1"), out("repro difference.csv --threads 2"));
  // The base stays, an alternative moves.
  folder.write("other.yaml", folder.read("other.yaml") + "about: more\n");
  EXPECT_THAT(out("repro difference.csv"), StartsWith("the same: "));
  folder.write("other.yaml",
               "schema: caravan/1\nname: other\nextends: study.yaml\nsweep: remove\n"
               "change: {terminals.dry-port.cranes: 1}\n");
  auto const changed = run("repro difference.csv");
  EXPECT_EQ(changed.code, 1);
  EXPECT_THAT(changed.out, HasSubstr("\n  what is varied was "));
  out("ladder study.yaml --replications 3 --headline lead-time.mean --rungs 2 -o steps.txt");
  EXPECT_THAT(folder.read("steps.txt.manifest.json"), HasSubstr("\"--rungs\","));
  auto const text = folder.read("steps.txt");
  auto const print = text.substr(text.rfind("fingerprint "));
  EXPECT_THAT(out("repro steps.txt"), ContainsRegex("^the same: [0-9]+ runs, fingerprint "));
  EXPECT_THAT(out("repro steps.txt --threads 1"), HasSubstr(print));
}

TEST_F(Sweep, of_an_unfinished_folder_or_of_none_cannot_be_made_again) {
  out("plan study.yaml --shards 2 --into out");
  auto const early = run("repro out");
  EXPECT_EQ(early.code, 4);
  EXPECT_THAT(early.err, HasSubstr("is not complete"));
  EXPECT_EQ(run("repro absent").code, 4);
  folder.write("manifest.json", "{\"schema\": 1}");
  EXPECT_THAT(run("repro manifest.json").err, HasSubstr("is no manifest of a result"));
}

TEST_F(Sweep, does_not_mix_the_runs_of_two_studies) {
  out("sweep study.yaml --into out");
  auto const other = run("sweep study.yaml --into out --seed 2");
  EXPECT_EQ(other.code, 4);
  EXPECT_THAT(other.err, HasSubstr("write out: it is of another study, seed, or version"));
  // Without what says of which study they are, the runs themselves do.
  EXPECT_EQ(folder.run("rm out/manifest.json").code, 0);
  EXPECT_THAT(run("sweep study.yaml --into out --seed 2").err,
              HasSubstr("runs-1-of-1.journal is of another study, seed, or version"));
}

TEST_F(Sweep, does_not_go_into_the_folder_of_another_result) {
  out("run study.yaml -o whole");
  auto const names = folder.run("ls whole").out;
  auto const manifest = folder.read("whole/manifest.json");
  auto const mixed = run("sweep study.yaml --into whole");
  EXPECT_EQ(mixed.code, 4);
  EXPECT_EQ(mixed.err, "caravan: cannot write whole: it holds another result; name a new folder\n");
  EXPECT_EQ(folder.run("ls whole").out, names);
  EXPECT_EQ(folder.read("whole/manifest.json"), manifest);
  // The point of a scenario that varies nothing has the runs of its replications, not their answer.
  out("run study.yaml --replications 2 -o parts --shard 1/2");
  auto const shards = run("sweep study.yaml --set sweep=remove --replications 2 --into parts");
  EXPECT_EQ(shards.code, 4) << shards.err;
  EXPECT_THAT(shards.err, HasSubstr("write parts: it is of another study, seed, or"));
  EXPECT_FALSE(folder.has("parts/runs-1-of-1.journal"));
}

// A word that was mistyped strews no files among those of somebody else.
TEST_F(Sweep, does_not_go_into_a_folder_of_other_things) {
  folder.write("plain.yaml",
               folder.read("study.yaml").substr(0, folder.read("study.yaml").find("sweep:\n")));
  EXPECT_EQ(folder.run("mkdir mine; echo precious > mine/photo; echo a > mine/table.csv").code, 0);
  for (std::string const words :
       {"sweep study.yaml --into mine", "sweep study.yaml --into mine --shard 1/2",
        "plan study.yaml --shards 2 --into mine",
        "plan plain.yaml --replications 2 --shards 2 --into mine",
        "run plain.yaml --replications 2 -o mine --shard 1/2"}) {
    auto const mixed = run(words);
    EXPECT_EQ(mixed.code, 4) << words;
    EXPECT_EQ(mixed.out, "") << words;
    EXPECT_EQ(mixed.err,
              "caravan: cannot write mine: it is a folder with other things than runs in it "
              "(photo); name a new folder or an empty one\n")
        << words;
    EXPECT_EQ(folder.run("ls mine").out, "photo\ntable.csv\n") << words;
  }
}

// Whatever an earlier start left, when it was killed, is of the study; and what somebody laid
// beside it since, is not in the way.
TEST_F(Sweep, goes_into_an_empty_folder_and_into_what_is_left_of_its_own) {
  out("sweep study.yaml --replications 2 --into whole");
  EXPECT_EQ(folder
                .run("mkdir empty begun runs; echo > begun/manifest.json.part-7; "
                     "cp whole/runs-1-of-1.journal runs; echo > runs/table.csv.part-7")
                .code,
            0);
  for (std::string const into : {"empty", "begun", "runs"}) {
    out("sweep study.yaml --replications 2 --into " + into);
    expect_same_results("whole", into);
  }
  folder.write("whole/notes.txt", "mine");
  out("sweep study.yaml --replications 2 --into whole");
  EXPECT_EQ(folder.read("whole/notes.txt"), "mine");
}

// As on a full disk: what can be written is kept, and nothing passes for success.
TEST_F(Sweep, that_cannot_write_ends_with_4_and_goes_on_later) {
  out("sweep study.yaml --into whole");
  // The limit is in blocks of 512 bytes; the signal that comes with it is ignored, as for a disk.
  auto const full = folder.run("trap '' XFSZ; ulimit -f 100; $caravan sweep study.yaml --into out");
  EXPECT_EQ(full.code, 4) << full.out;
  EXPECT_THAT(full.err, HasSubstr("cannot write out/runs-1-of-1.journal: File too large\n"));
  EXPECT_FALSE(folder.has("out/table.csv"));
  out("sweep study.yaml --into out");
  expect_same_results("whole", "out");
  EXPECT_EQ(folder.read("out/runs-1-of-1.journal").size(),
            folder.read("whole/runs-1-of-1.journal").size());
}

TEST_F(Sweep, lets_one_process_at_a_time_write) {
  std::string const words = "sweep study.yaml --replications 2000 --into out";
  Outcome second;
  auto const first = folder.stopped(words, {SIGTERM}, [&] {
    if (folder.read("out/runs-1-of-1.journal").empty()) return false;
    second = run(words);
    return true;
  });
  EXPECT_EQ(first.code, 130) << first.err;
  EXPECT_EQ(second.code, 4) << second.out;
  EXPECT_THAT(second.err, HasSubstr("another process is writing out/runs-1-of-1.journal"));
}

}  // namespace
}  // namespace caravan::cli
