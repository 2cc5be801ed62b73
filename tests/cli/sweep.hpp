/// A folder with the small study in it, for the tests of `sweep` and of what goes on with its
/// results.
#pragma once

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {

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
    for (auto const* const name : {"table.csv", "summary.json", "summary.txt", "manifest.json"}) {
      EXPECT_EQ(folder.read(a + '/' + name), folder.read(b + '/' + name)) << name;
      EXPECT_THAT(folder.read(a + '/' + name), ::testing::Not(::testing::IsEmpty())) << name;
    }
  }
  Folder folder;
};

}  // namespace caravan::cli
