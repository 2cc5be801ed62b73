// The page of limits says what the program holds to.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/scenario/sweep.hpp"

#include "sim/scenario/csv.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/files.hpp"
#include "sim/scenario/types.hpp"
#include "tests/support/paths.hpp"

namespace caravan::scenario {
namespace {

/// `1 500 000`, as the page writes it.
std::string grouped(std::size_t number) {
  std::string text = std::to_string(number);
  if (number < 10'000) return text;
  for (auto at = text.size(); at > 3; at -= 3) text.insert(at - 3, " ");
  return text;
}

TEST(LimitsPage, SaysWhatTheProgramHoldsTo) {
  std::ifstream file{source_folder() + "/docs/reference/limits.md"};
  std::string const page{std::istreambuf_iterator<char>{file}, {}};
  auto const row = [](std::string const& what, std::size_t number, std::string const& unit) {
    return testing::HasSubstr("| " + what + " | " + grouped(number) + unit);
  };
  EXPECT_THAT(page, row("a scenario file", kMaxYamlBytes, " bytes |"));
  EXPECT_THAT(page, row("maps and lists within one another", kMaxDepth, " |"));
  EXPECT_THAT(page, row("files that extend one another", kMaxFileDepth, " |"));
  EXPECT_THAT(page, row("a table (CSV)", kMaxCsvBytes, " bytes |"));
  EXPECT_THAT(page, row("its cells, and its lines", kMaxCsvCells, " |"));
  EXPECT_THAT(page, row("its faults that are told; what follows is not read", kMaxCsvFaults, " |"));
  EXPECT_THAT(page, row("places", kMostPlaces, " |"));
  EXPECT_THAT(page, row("links", kMostLinks, " |"));
  EXPECT_THAT(page,
              row("entries of any other map: services, terminals and so on", kMostThings, " |"));
  EXPECT_THAT(page, row("points of a sweep", Sweep::kMostPoints, " |"));
}

/// A table as large as may be is read; one cell or line more is told before it is stored.
TEST(LimitsOfTables, HoldToTheCell) {
  auto const read = [](std::string text) {
    Diagnostics diagnostics;
    auto const table = read_csv(
        std::make_shared<SourceFile const>(SourceFile{"t.csv", std::move(text)}), diagnostics);
    return table ? std::to_string(table->rows()) + " rows" : diagnostics.all().front().text;
  };
  std::string column = "x\n";
  for (std::size_t i = 1; i < kMaxCsvCells; ++i) column += "1\n";
  EXPECT_EQ(read(column), "1999999 rows");
  EXPECT_EQ(read(column + "1"), "the table has more than 2000000 cells");
  EXPECT_EQ(read(std::string(kMaxCsvCells + 1, '\n')), "the table has more than 2000000 lines");
  EXPECT_EQ(read(std::string(kMaxCsvCells, ',')), "the table has more than 2000000 cells");
}

TEST(LimitsOfTables, EndTheReadingAfterTwentyFaults) {
  Diagnostics diagnostics;
  std::string text = "a,b\n";
  for (int i = 0; i < 100; ++i) text += "1\n";
  EXPECT_FALSE(read_csv(std::make_shared<SourceFile const>(SourceFile{"t.csv", std::move(text)}),
                        diagnostics));
  EXPECT_EQ(diagnostics.errors(), kMaxCsvFaults);
}

}  // namespace
}  // namespace caravan::scenario
