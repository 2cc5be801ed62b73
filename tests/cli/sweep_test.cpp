// `sweep`: what it runs, what it shows, what it does not accept.
#include "tests/cli/sweep.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caravan::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

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
