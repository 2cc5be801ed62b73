// `sweep`, `plan`, `merge` and `repro`, as they are used: stopped, killed, in parts.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<char const*> const kResults{"table.csv", "summary.json", "summary.txt",
                                        "manifest.json"};

// A folder with the small study in it.
class Sweep : public ::testing::Test {
 protected:
  void SetUp() override { folder.write("study.yaml", source_text("tests/slurm/study.yaml")); }
  Outcome run(std::string const& words) const { return folder.run("$caravan " + words); }
  std::string out(std::string const& words) const {
    auto const outcome = run(words);
    EXPECT_EQ(outcome.code, 0) << words << '\n' << outcome.err;
    return outcome.out;
  }
  void expect_same_results(std::string const& a, std::string const& b) const {
    for (auto const* const name : kResults) {
      EXPECT_EQ(folder.read(a + '/' + name), folder.read(b + '/' + name)) << name;
      EXPECT_THAT(folder.read(a + '/' + name), Not(IsEmpty())) << name;
    }
  }
  Folder folder;
};

std::size_t lines(std::string const& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_F(Sweep, gives_a_tidy_line_for_each_point_replication_and_measure) {
  auto const table = out("sweep study.yaml --format csv --set 'sweep.measures=lead-time.mean'");
  EXPECT_THAT(table, StartsWith("point,terminals.dry-port.cranes,terminals.dry-port.form.oldest,"
                                "replication,measure,value,unit\n1,2,6 h,0,lead-time.mean,"));
  EXPECT_EQ(lines(table), 1U + 8 * 5 * 2);  // 8 points, 5 replications; the mean and the best
  EXPECT_THAT(table, HasSubstr("\n8,4,12 h,4,lead-time.p90,"));
}

TEST_F(Sweep, shows_the_same_however_few_measures_its_tables_hold) {
  EXPECT_EQ(out("sweep study.yaml --set sweep.measures=on-time"), out("sweep study.yaml"));
}

TEST_F(Sweep, makes_the_runs_that_run_makes) {
  auto const table = out("sweep study.yaml --format json");
  auto const one =
      out("run study.yaml -r 3 --format json --set terminals.dry-port.cranes=3 --set "
          "'terminals.dry-port.form.oldest=9 h'");
  std::string const key = "\"results\": ";
  auto const at = one.find(key);
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(table, HasSubstr(one.substr(at + key.size(), 37)));
}

TEST_F(Sweep, names_the_best_and_ranks_the_inputs) {
  auto const text = out("sweep study.yaml");
  EXPECT_THAT(text, StartsWith("study · 8 points · seed 1 · 40 runs\npoint  cranes  oldest  "));
  EXPECT_THAT(text, HasSubstr("\nbest       point "));
  EXPECT_THAT(text, HasSubstr(" at least, by the differences within replications\n"));
  EXPECT_THAT(text, HasSubstr("\ninputs by effect on lead-time.p90 "));
}

// Half a width lies behind the whole mean, which has a blank between its thousands.
TEST_F(Sweep, writes_means_of_a_thousand_and_more_in_full) {
  folder.write("line.yaml", source_text("scenarios/02-single-track.yaml"));
  EXPECT_THAT(out("sweep line.yaml --replications 3"),
              ContainsRegex("\n +1 [^\n]* 1 [0-9]{3} ± [0-9.]+ /d  "));
}

// Of cranes that cannot keep up, the loads that come out are those of the first trains.
TEST_F(Sweep, calls_a_point_unstable_instead_of_the_best) {
  auto const study = folder.read("study.yaml");
  folder.write("lifts.yaml", study.substr(0, study.find("\nsweep:")) +
                                 "\nsweep: {vary: {terminals.dry-port.lift: [10 min, 45 min]}, "
                                 "replications: 3, best: {of: waits}}\n");
  std::string const words = "sweep lifts.yaml --set clock.run=90d";
  auto const text = out(words);
  EXPECT_THAT(text, ContainsRegex("\n +2 +45 min +unstable +unstable +unstable +[0-9.]+ ± [0-9.]+ "
                                  "/d +3  the queue for dry-port [^\n]* grows without end\n"));
  EXPECT_THAT(text, HasSubstr("\nbest       point 1 by waits"));
  EXPECT_THAT(text,
              HasSubstr("\n           no other point has it in every replication and a steady "
                        "state\n"));
  EXPECT_THAT(text, Not(HasSubstr("inputs by effect")));
  auto const json = out(words + " --format json");
  auto const second = json.substr(json.find("\"point\": 2"));
  EXPECT_THAT(second, HasSubstr("\"name\": \"throughput\""));
  EXPECT_THAT(second, Not(HasSubstr("\"name\": \"lead-time")));
  EXPECT_THAT(out(words + " --format csv"), HasSubstr("\n2,45 min,0,lead-time.p90,"));
}

// At 1 km/h the first train is under way for 15 days. No queue has anything to do with it.
TEST_F(Sweep, asks_for_a_steady_state_only_where_one_is_missing) {
  auto const study = folder.read("study.yaml");
  folder.write("slow.yaml", study.substr(0, study.find("\nsweep:")) +
                                "\nsweep: {vary: {links.kz-south.speed: [42 km/h, 1 km/h]}, "
                                "replications: 3, best: {of: lead-time.mean}}\n");
  auto const text = out("sweep slow.yaml --set clock.run=12d");
  EXPECT_THAT(text, HasSubstr("\n           no other point has it in every replication\n"));
  auto const none = out("sweep slow.yaml --set clock.run=7d --set 'links.kz-south.length=3700 km'");
  EXPECT_THAT(none, HasSubstr("\nbest       no point has lead-time.mean in every replication\n"));
}

TEST_F(Sweep, adds_runs_until_the_best_is_known) {
  auto const text = out("sweep study.yaml --set 'sweep.best={of: lead-time.mean, within: 0.02}'");
  EXPECT_THAT(text, HasSubstr("the best with 95 % confidence, or within 0.02 of it (KN)\n"));
  EXPECT_THAT(text, Not(HasSubstr(" 40 runs\n")));
}

TEST_F(Sweep, spreads_runs_by_ocba_until_it_is_sure) {
  auto const words = std::string{
      "sweep study.yaml --set 'sweep.best={of: lead-time.mean, by: ocba, within: 0.05, "
      "at-most: 60}'"};
  auto const text = out(words);
  EXPECT_THAT(text, HasSubstr("\n           the best or within 0.05 of it with probability "));
  EXPECT_THAT(text, HasSubstr(" at least, by the differences within replications (OCBA)\n"));
  EXPECT_THAT(text, Not(HasSubstr("UNDECIDED")));
  EXPECT_EQ(out(words + " --threads 1"), text);
  EXPECT_THAT(out(words + " --format json"), HasSubstr("\"by\": \"ocba\""));
  auto const undecided =
      out("sweep study.yaml --replications 5 --set 'sweep.best={of: "
          "lead-time.mean, by: ocba, confidence: 99.99 %, at-most: 6}'");
  EXPECT_THAT(undecided, HasSubstr("\nUNDECIDED  99.99 % was not reached with 6 replications at "
                                   "most; the best so far:\nbest       point "));
}

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

TEST_F(Sweep, with_a_bad_point_runs_nothing) {
  auto const wrong =
      run("sweep study.yaml --set 'sweep.vary={terminals.dry-port.cranes: [2, many]}'");
  EXPECT_EQ(wrong.code, 3);
  EXPECT_THAT(wrong.err, HasSubstr("`many` is not a number"));
  EXPECT_THAT(wrong.err, EndsWith("1 error; nothing was run\n"));
  // Each value may be; it is not as long as the warm-up.
  auto const bad =
      run("sweep study.yaml --set 'sweep.vary={terminals.dry-port.cranes: [2, 4], "
          "terminals.dry-port.form.oldest: [6 h], clock.run: [20 d, 3 d]}'");
  EXPECT_EQ(bad.code, 3);
  EXPECT_THAT(bad.err, EndsWith("1 error in the points of the sweep; nothing was run\n"));
  auto const none = run("sweep study.yaml --set 'sweep.skip=terminals.dry-port.cranes > 0'");
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.err, HasSubstr("all points are skipped"));
}

// One point, the scenario as it is.
TEST_F(Sweep, of_a_scenario_that_varies_nothing_is_its_replications) {
  auto const words = std::string{" study.yaml --set sweep=remove --replications 6"};
  auto const whole = out("sweep" + words + " --into whole");
  EXPECT_THAT(whole, StartsWith("study · 1 point · seed 1 · 6 runs\npoint  lead-time.mean  "));
  for (std::string const shard : {"1/2", "2/2"}) {
    out("sweep" + words + " --seed 1 --into parts --shard " + shard);
  }
  EXPECT_EQ(out("merge parts"), whole);
  EXPECT_EQ(folder.read("parts/table.csv"), folder.read("whole/table.csv"));
  EXPECT_THAT(folder.read("whole/table.csv"), StartsWith("point,replication,measure,value,unit\n"));
  auto const replications = out("run" + words + " --format json");
  auto const json = folder.read("whole/summary.json");
  std::string const key = "\"fingerprint\": \"";
  for (auto at = replications.find(key), last = replications.rfind(key); at != last;
       at = replications.find(key, at + 1)) {
    EXPECT_THAT(json, HasSubstr(replications.substr(at + key.size(), 35)));
  }
}

TEST_F(Sweep, says_what_of_replicate_it_leaves_aside) {
  auto const told =
      run("sweep study.yaml --set 'replicate={until: lead-time.mean within 2 %, "
          "at-least: 4, warm-up: find}' --set sweep.replications=remove");
  EXPECT_EQ(told.code, 0);
  EXPECT_THAT(told.out, HasSubstr(" · 32 runs\n"));
  EXPECT_EQ(told.err,
            "caravan: a sweep counts from the clock's warm-up on; `warm-up: find` is left aside\n"
            "caravan: each point has 4 replications, the least of `replicate`; `until` is left "
            "aside\n");
}

TEST_F(Sweep, is_told_of_wrong_words) {
  EXPECT_EQ(run("sweep study.yaml --shard 1/2").code, 2);
  EXPECT_EQ(run("sweep study.yaml --into out --shard 3/2").code, 2);
  EXPECT_EQ(run("sweep -").code, 2);
  EXPECT_EQ(run("plan study.yaml --into out").code, 2);
  EXPECT_EQ(run("sweep study.yaml --into study.yaml").code, 4);
}

}  // namespace
}  // namespace caravan::cli
