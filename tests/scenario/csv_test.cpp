#include "sim/scenario/csv.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caravan::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

SourceRef source(std::string text) {
  return std::make_shared<SourceFile const>(SourceFile{"x.csv", std::move(text)});
}

std::vector<std::vector<std::string>> cells(std::string text) {
  Diagnostics diagnostics;
  auto const table = read_csv(source(std::move(text)), diagnostics);
  EXPECT_TRUE(table) << render(diagnostics);
  std::vector<std::vector<std::string>> rows;
  if (!table) return rows;
  rows.emplace_back();
  for (CsvCell const& cell : table->header) rows.back().push_back(cell.text);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    rows.emplace_back();
    for (std::size_t i = 0; i < table->header.size(); ++i) {
      rows.back().push_back(table->at(row, i).text);
    }
  }
  return rows;
}

std::vector<std::string> faults(std::string text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_csv(source(std::move(text)), diagnostics));
  std::vector<std::string> list;
  for (Diagnostic const& diagnostic : diagnostics.all()) {
    list.push_back(diagnostic.at.text() + " " + diagnostic.code);
  }
  return list;
}

TEST(Csv, ReadsCellsRowByRow) {
  EXPECT_THAT(cells("a,b\n1,2\n3,4\n"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2"), ElementsAre("3", "4")));
}

TEST(Csv, ReadsTheExamplesOfItsStandard) {
  // RFC 4180, section 2: quoted cells with commas, line ends and doubled quotes; a last line
  // without end.
  EXPECT_THAT(cells("aaa,bbb,ccc\r\n\"a,a\",\"b\r\nb\",\"c\"\"c\"\r\nz,y,x"),
              ElementsAre(ElementsAre("aaa", "bbb", "ccc"), ElementsAre("a,a", "b\r\nb", "c\"c"),
                          ElementsAre("z", "y", "x")));
}

TEST(Csv, DropsBlanksAroundCellsAndBlankLines) {
  EXPECT_THAT(cells("\xEF\xBB\xBF a , b \n\n 1 ,\"2\" \n\n"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2")));
  EXPECT_THAT(cells("a,b\n,\n1,"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("", ""), ElementsAre("1", "")));
}

TEST(Csv, KnowsThePlaceOfEachCell) {
  Diagnostics diagnostics;
  auto const table = read_csv(source("a,b\n\"x\ny\",\"2\"\nä, 3\n"), diagnostics);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->cell(0, 1).mark.text(), "x.csv:3:4");
  EXPECT_EQ(table->cell(1, 1).mark.text(), "x.csv:4:4");
  EXPECT_EQ(table->cell(1, 1).text, "3");
}

TEST(Csv, RefusesRowsOfAnotherWidthAllAtOnce) {
  EXPECT_THAT(faults("a,b\n1\n1,2\n1,2,3\n"),
              ElementsAre("x.csv:2 csv-syntax", "x.csv:4 csv-syntax"));
}

TEST(Csv, RefusesBrokenQuotes) {
  EXPECT_THAT(faults("a,b\n1,\"2\n"), ElementsAre("x.csv:2:3 csv-syntax"));
  EXPECT_THAT(faults("a,b\n1,\"2\"3\n"), ElementsAre("x.csv:2:6 csv-syntax"));
  EXPECT_THAT(faults("a,b\n1,2\"\n"), ElementsAre("x.csv:2:4 csv-syntax"));
}

TEST(Csv, RefusesWhatIsNoText) {
  EXPECT_THAT(faults(""), ElementsAre("x.csv csv-syntax"));
  EXPECT_THAT(faults("a\n\xff\n"), ElementsAre("x.csv:2:1 encoding"));
  EXPECT_THAT(faults("a\n1\x1b\n"), ElementsAre("x.csv:2:2 control-character"));
}

TEST(Csv, RefusesATableOverItsLimitOfCells) {
  std::string text = "a,b,c,d\n";
  for (std::size_t i = 0; i <= kMaxCsvCells / 4; ++i) text += "1,2,3,4\n";
  EXPECT_THAT(faults(std::move(text)), ElementsAre(HasSubstr("size")));
}

TEST(Csv, FindsColumnsWithOrWithoutTheirUnit) {
  Diagnostics diagnostics;
  auto const table =
      read_csv(source("dwell (h),red lane,wait min,speed km/h\n1,2,3,4\n"), diagnostics);
  ASSERT_TRUE(table);
  Mark const here{};
  EXPECT_EQ(table->column("dwell", here, diagnostics), 0U);
  EXPECT_EQ(table->column("dwell (h)", here, diagnostics), 0U);
  EXPECT_EQ(table->column("red lane", here, diagnostics), 1U);
  EXPECT_EQ(table->column("wait", here, diagnostics), 2U);
  EXPECT_EQ(table->unit(0), "h");
  EXPECT_EQ(table->unit(1), "");
  EXPECT_EQ(table->unit(2), "min");
  EXPECT_EQ(table->unit(3), "km/h");
  EXPECT_TRUE(diagnostics.ok());
  EXPECT_EQ(table->column("dwel", here, diagnostics), std::nullopt);
  EXPECT_EQ(diagnostics.all().at(0).help, "did you mean `dwell`?");
}

TEST(Csv, RefusesAColumnThatIsThereTwice) {
  Diagnostics diagnostics;
  auto const table = read_csv(source("a h,a min\n1,2\n"), diagnostics);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->column("a", Mark{}, diagnostics), std::nullopt);
  EXPECT_EQ(diagnostics.all().at(0).code, "csv-column");
  EXPECT_EQ(table->column("a h", Mark{}, diagnostics), 0U) << "the full heading tells them apart";
  auto const same = read_csv(source("a,a\n1,2\n"), diagnostics);
  EXPECT_EQ(same->column("a", Mark{}, diagnostics), std::nullopt);
}

TEST(Csv, IsReferredToByPathColumnAndWeight) {
  Diagnostics diagnostics;
  auto const plain = read_column_ref(scalar_node("data/x.csv#dwell", {}), diagnostics);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->path, "data/x.csv");
  EXPECT_EQ(plain->column, "dwell");
  EXPECT_EQ(plain->weight, "");
  auto const weighted = read_column_ref(scalar_node("x.csv#dwell*count", {}), diagnostics);
  EXPECT_EQ(weighted->column, "dwell");
  EXPECT_EQ(weighted->weight, "count");
  for (std::string_view const wrong :
       {"x.csv", "#dwell", "x.csv#", "x.csv#dwell*", "x.csv#*count"}) {
    Diagnostics faulty;
    EXPECT_FALSE(read_column_ref(scalar_node(wrong, {}), faulty)) << wrong;
    EXPECT_EQ(faulty.errors(), 1U);
  }
}

}  // namespace
}  // namespace caravan::scenario
