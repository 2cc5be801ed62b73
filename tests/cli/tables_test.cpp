// Places and links as tables: what a run prints does not tell in which form they were written.
#include <string>

#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

TEST(Tables, OfPlacesAndLinksGiveTheBytesOfTheSameRowsInYaml) {
  Folder const folder;
  folder.write("continent.py", source_text("bench/continent.py"));
  auto const made = folder.run(
      "python3 -B continent.py yaml --places 100 --trains 1000 --days 30 && "
      "python3 -B continent.py tables --places 100 --trains 1000 --days 30 --tables");
  ASSERT_EQ(made.code, 0) << made.err;
  auto const run = [&folder](std::string const& form) {
    return folder.run("cd " + form + " && $caravan run continent.yaml --format json");
  };
  auto const yaml = run("yaml");
  auto const tables = run("tables");
  ASSERT_EQ(yaml.code, 0) << yaml.err;
  EXPECT_GT(yaml.out.size(), 1000U);
  EXPECT_EQ(yaml.out, tables.out);
}

}  // namespace
}  // namespace caravan::cli
