// What `sweep --into` makes of a folder that holds runs already: more of them, or fewer.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::StartsWith;

// A folder with the small study in it.
class SweepAgain : public ::testing::Test {
 protected:
  void SetUp() override { folder.write("study.yaml", source_text("tests/slurm/study.yaml")); }
  std::string out(std::string const& words) const {
    auto const outcome = folder.run("$caravan " + words);
    EXPECT_EQ(outcome.code, 0) << words << '\n' << outcome.err;
    return outcome.out;
  }
  Folder folder;
};

TEST_F(SweepAgain, goes_on_from_less_to_more_replications) {
  out("sweep study.yaml --into out --replications 2");
  auto const before = folder.read("out/runs-1-of-1.journal");
  out("sweep study.yaml --into out --replications 5");
  EXPECT_THAT(folder.read("out/runs-1-of-1.journal"), StartsWith(before));
  out("sweep study.yaml --into whole --replications 5");
  EXPECT_EQ(folder.read("out/table.csv"), folder.read("whole/table.csv"));
}

TEST_F(SweepAgain, counts_the_first_of_its_runs_where_fewer_are_asked_for_later) {
  std::string const words = "sweep study.yaml --replications ";
  out(words + "5 --into out");
  auto const journal = folder.read("out/runs-1-of-1.journal");
  auto const fewer = out(words + "2 --into out");
  EXPECT_EQ(fewer, out(words + "2 --into two"));
  for (std::string const name : {"table.csv", "summary.json", "summary.txt", "manifest.json"}) {
    EXPECT_EQ(folder.read("out/" + name), folder.read("two/" + name)) << name;
  }
  EXPECT_THAT(out("repro out"), StartsWith("the same: 16 runs, fingerprint "));
  EXPECT_EQ(folder.run("rm out/summary.txt").code, 0);
  EXPECT_EQ(out("merge out"), fewer);
  // Those that do not count are kept all the same.
  EXPECT_EQ(out(words + "5 --into out"), out(words + "5"));
  EXPECT_EQ(folder.read("out/runs-1-of-1.journal"), journal);
}

// Stages begin where the first replications end, so other runs are wanted.
TEST_F(SweepAgain, counts_no_run_that_its_search_did_not_want) {
  std::string const best = " --set 'sweep.best={of: lead-time.mean, within: 0.02}' ";
  out("sweep study.yaml --replications 30 --into out");
  auto const found = out("sweep study.yaml --into out" + best);
  EXPECT_EQ(found, out("sweep study.yaml --into anew" + best));
}

}  // namespace
}  // namespace caravan::cli
