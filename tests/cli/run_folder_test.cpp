// `caravan run -o FOLDER`: whole or not at all, and never at the cost of an older result.
#include <algorithm>
#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A folder with the small corridor in it.
class RunFolder : public ::testing::Test {
 protected:
  void SetUp() override { folder.write("corridor.yaml", source_text("tests/slurm/study.yaml")); }
  Outcome run(std::string const& words) const { return folder.run("$caravan " + words); }
  std::string out(std::string const& words) const {
    auto const outcome = run(words);
    EXPECT_EQ(outcome.code, 0) << words << '\n' << outcome.err;
    return outcome.out;
  }
  std::string shell(std::string const& words) const { return folder.run(words).out; }
  Folder folder;
};

TEST_F(RunFolder, holds_all_there_is_and_prints_the_answer) {
  auto const told = out("run corridor.yaml -r 1 -o result --events all");
  EXPECT_EQ(told, out("run corridor.yaml -r 1"));
  EXPECT_EQ(folder.read("result/summary.txt"), told);
  EXPECT_EQ(folder.read("result/resolved.yaml"), out("show corridor.yaml --resolved"));
  EXPECT_EQ(
      shell("ls result"),
      "activities.csv\nevent_kinds.csv\nevents.csv\nfleet_series.csv\nfleets.csv\nledger.csv\n"
      "links.csv\nmanifest.json\nmeasures.csv\norigins.csv\nplaces.csv\nreport.json\nresolved."
      "yaml\n"
      "resources.csv\n"
      "run.sqlite\nruns.csv\nseries.csv\nsources.csv\nstages.csv\nsummary.txt\n"
      "terminals.csv\ntrains.csv\nunits.csv\n");
  EXPECT_THAT(out("repro result"), StartsWith("the same: 1 run, fingerprint "));
  EXPECT_THAT(folder.names(), ElementsAre("corridor.yaml", "result"));
}

TEST_F(RunFolder, is_the_same_bytes_every_time) {
  out("run corridor.yaml -r 1 -o one --events all");
  out("run corridor.yaml -r 1 -o two/ --events all");
  EXPECT_EQ(shell("diff -r one two && echo same"), "same\n");
}

TEST_F(RunFolder, of_several_replications_has_the_measures_of_all_and_the_events_of_the_first) {
  out("run corridor.yaml --replications 3 -o all --events all");
  out("run corridor.yaml -r 0 -o first --events all");
  EXPECT_EQ(shell("wc -l < all/runs.csv"), "4\n");
  EXPECT_EQ(shell("cut -d, -f1 all/measures.csv | sort -u"), "0\n1\n2\nreplication\n");
  EXPECT_EQ(shell("cmp all/events.csv first/events.csv && echo same"), "same\n");
  EXPECT_THAT(folder.read("all/measures.csv"), StartsWith(folder.read("first/measures.csv")));
  EXPECT_THAT(out("repro all"), StartsWith("the same: 3 runs, fingerprint "));
}

TEST_F(RunFolder, replaces_an_older_result_by_force_only_and_nothing_else_ever) {
  out("run corridor.yaml -r 1 -o result");
  auto const before = folder.read("result/runs.csv");
  auto const refused = run("run corridor.yaml -r 2 -o result");
  EXPECT_EQ(refused.code, 4);
  EXPECT_EQ(refused.err,
            "caravan: result exists already (--force replaces it); nothing was written\n");
  EXPECT_EQ(folder.read("result/runs.csv"), before);
  out("run corridor.yaml -r 2 -o result --force");
  EXPECT_NE(folder.read("result/runs.csv"), before);
  EXPECT_THAT(folder.names(), ElementsAre("corridor.yaml", "result"));

  shell("mkdir mine empty; echo precious > mine/photo");
  auto const foreign = run("run corridor.yaml -o mine --force");
  EXPECT_EQ(foreign.code, 4);
  EXPECT_THAT(foreign.err, HasSubstr("a folder with other things than a result in it"));
  EXPECT_EQ(folder.read("mine/photo"), "precious\n");
  out("run corridor.yaml -r 1 -o empty");
  EXPECT_EQ(run("run corridor.yaml -o absent/result").code, 4);
}

// A limit on the length of files stands for a disk that is full.
TEST_F(RunFolder, that_finds_the_disk_full_leaves_the_older_one_whole) {
  out("run corridor.yaml -r 1 -o result");
  shell("cp -r result before");
  for (auto const* const blocks : {"8", "100", "400"}) {
    auto const full =
        folder.run(std::string{"trap '' XFSZ; ulimit -f "} + blocks +
                   "; $caravan run corridor.yaml -r 2 -o result --force --events all");
    EXPECT_EQ(full.code, 4) << blocks;
    EXPECT_THAT(full.err, HasSubstr("result")) << blocks;
    EXPECT_EQ(shell("diff -r before result && echo same"), "same\n") << blocks;
    EXPECT_THAT(folder.names(), ElementsAre("before", "corridor.yaml", "result")) << blocks;
  }
}

// Wherever it is killed, what stands under the name is one whole result.
TEST_F(RunFolder, that_is_killed_leaves_the_older_one_whole) {
  out("run corridor.yaml -r 1 -o result --events all");
  out("run corridor.yaml -r 2 -o newer --events all");
  shell("cp -r result older");
  for (auto const* const seconds : {"0.01", "0.03", "0.06", "0.1", "0.2", "0.3"}) {
    shell(std::string{"timeout --foreground --preserve-status -s KILL "} + seconds +
          " $caravan run corridor.yaml -r 2 -o result --force --events all");
    auto const whole =
        shell("diff -rq older result >&2 && echo older; diff -rq newer result >&2 && echo newer");
    EXPECT_TRUE(whole == "older\n" || whole == "newer\n") << seconds << ": " << whole;
  }
  out("run corridor.yaml -r 2 -o result --force --events all");
  EXPECT_EQ(shell("diff -r newer result && echo same"), "same\n");
}

TEST_F(RunFolder, keeps_the_events_asked_for) {
  out("run corridor.yaml -r 1 -o all --events all");
  out("run corridor.yaml -r 1 -o none --events none");
  out("run corridor.yaml -r 1 -o unsaid");
  EXPECT_EQ(shell("diff -r none unsaid && echo same"), "same\n");
  EXPECT_EQ(shell("wc -l < none/events.csv"), "1\n");
  for (auto const* const table : {"measures", "trains", "units", "series"}) {
    auto const file = '/' + std::string{table} + ".csv";
    EXPECT_EQ(folder.read("none" + file), folder.read("all" + file)) << table;
  }
  out("run corridor.yaml -r 1 -o some --events block-train");  // whose loads ride all trains
  // But for an onward train that nobody had boarded yet.
  EXPECT_EQ(shell("diff all/events.csv some/events.csv | grep -c '^>'"), "0\n");
  EXPECT_GT(folder.read("some/events.csv").size(), folder.read("all/events.csv").size() / 2);
  EXPECT_THAT(folder.read("some/runs.csv"), HasSubstr(",block-train\n"));
  EXPECT_EQ(folder.read("some/units.csv"), folder.read("all/units.csv"));

  auto const wrong = run("run corridor.yaml -o other --events nnoe");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("did you mean 'none'?"));
  EXPECT_EQ(run("run corridor.yaml --events all").code, 2);
  EXPECT_THAT(folder.names(), Not(Contains("other")));
}

TEST_F(RunFolder, keeps_the_answer_for_people_whatever_is_printed) {
  auto const table = out("run corridor.yaml -r 1");
  EXPECT_THAT(out("run corridor.yaml -r 1 -o one/ --format json"), StartsWith("{\n"));
  EXPECT_EQ(folder.read("one/summary.txt"), table);
  auto const series = out("run corridor.yaml --replications 2");
  EXPECT_THAT(out("run corridor.yaml --replications 2 -o two/ --format csv"),
              StartsWith("measure,"));
  EXPECT_EQ(folder.read("two/summary.txt"), series);
}

TEST_F(RunFolder, holds_the_page_that_was_asked_for_by_a_plain_name) {
  out("run corridor.yaml -r 1 -o one --report report.html");
  EXPECT_THAT(folder.read("one/report.html"), StartsWith("<!doctype html>"));
  out("run corridor.yaml -r 1 --report page.html");
  EXPECT_EQ(shell("cmp page.html one/report.html && echo same"), "same\n");
  out("run corridor.yaml -r 1 -o two --events all --report ./two.html");
  EXPECT_EQ(shell("cmp page.html two.html && echo same"), "same\n");
  EXPECT_EQ(shell("ls two/*.html"), "");
  out("run corridor.yaml --replications 3 -o many --report report.html");
  EXPECT_EQ(shell("ls many/*.html"), "many/report.html\n");
}

// Interrupted when the folder has its temporary name, a hundred years before the end.
TEST_F(RunFolder, is_not_made_of_a_run_that_was_interrupted) {
  auto const stopped =
      folder.stopped("run corridor.yaml -r 1 --set 'clock.run=36000 d' -o result", {SIGINT}, [&] {
        return std::ranges::any_of(
            folder.names(), [](auto const& name) { return name.starts_with("result.part-"); });
      });
  EXPECT_EQ(stopped.code, 130) << stopped.err;
  EXPECT_THAT(stopped.out, HasSubstr("PARTIAL"));
  EXPECT_THAT(folder.names(), ElementsAre("corridor.yaml"));
}

}  // namespace
}  // namespace caravan::cli
