#include "sim/scenario/document.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caravan::scenario {
namespace {

SourceRef source(std::string text) {
  return std::make_shared<SourceFile const>(SourceFile{"test.yaml", std::move(text)});
}

/// `line:column code` of each diagnostic.
std::vector<std::string> faults(std::string text) {
  Diagnostics diagnostics;
  auto const node = read_document(source(std::move(text)), diagnostics);
  EXPECT_EQ(node.has_value(), diagnostics.ok());
  std::vector<std::string> list;
  for (Diagnostic const& diagnostic : diagnostics.all()) {
    list.push_back(std::to_string(diagnostic.at.line) + ":" + std::to_string(diagnostic.at.column) +
                   " " + diagnostic.code);
  }
  return list;
}

std::string place(Mark const& mark) {
  return std::to_string(mark.line) + ":" + std::to_string(mark.column) + "+" +
         std::to_string(mark.length);
}

Node read(std::string text) {
  Diagnostics diagnostics;
  auto node = read_document(source(std::move(text)), diagnostics);
  EXPECT_TRUE(node) << render(diagnostics);
  return node ? *node : Node{};
}

using testing::ElementsAre;

TEST(Document, KeepsKeysInTheOrderOfTheFileWithThePlaceOfEach) {
  Node const top = read("name: border\nplaces:\n  khorgos: {country: KZ, tracks: [1, 2]}\n");
  ASSERT_TRUE(top.is_map());
  ASSERT_EQ(top.entries.size(), 2U);
  EXPECT_EQ(top.entries[0].key, "name");
  EXPECT_EQ(place(top.entries[0].key_mark), "1:1+4");
  EXPECT_EQ(place(top.entries[0].value.mark), "1:7+6");
  Node const* const khorgos = top.find("places")->find("khorgos");
  ASSERT_NE(khorgos, nullptr);
  EXPECT_EQ(place(khorgos->mark), "3:12+1");
  Node const* const tracks = khorgos->find("tracks");
  ASSERT_TRUE(tracks != nullptr && tracks->is_list());
  ASSERT_EQ(tracks->items.size(), 2U);
  EXPECT_EQ(tracks->items[1].text, "2");
  EXPECT_EQ(place(tracks->items[1].mark), "3:38+1");
  EXPECT_EQ(khorgos->find("length"), nullptr);
}

TEST(Document, TellsQuotedFromPlainText) {
  Node const top = read("a: 1\nb: \"1\"\nc: '1'\nd: |\n  1\n\"e\": 1\n");
  EXPECT_FALSE(top.find("a")->quoted);
  EXPECT_TRUE(top.find("b")->quoted);
  EXPECT_TRUE(top.find("c")->quoted);
  EXPECT_TRUE(top.find("d")->quoted);
  EXPECT_EQ(place(top.find("b")->mark), "2:4+3");
  EXPECT_NE(top.find("e"), nullptr);
}

TEST(Document, ReadsAKeyWithoutValueAsBlankAtItsKey) {
  Node const top = read("a:\nb: ~\nc: null\nd: \"\"\n");
  EXPECT_TRUE(top.find("a")->is_blank());
  EXPECT_EQ(place(top.find("a")->mark), "1:1+1");
  EXPECT_EQ(top.find("b")->text, "~");
  EXPECT_EQ(top.find("c")->text, "null");
  EXPECT_FALSE(top.find("d")->is_blank());
}

TEST(Document, CountsColumnsInCharactersNotBytes) {
  Node const top = read("{näme: 阿拉山口, b: x}\n");
  EXPECT_EQ(place(top.entries[0].value.mark), "1:8+4");
  EXPECT_EQ(place(top.entries[1].key_mark), "1:14+1");
}

TEST(Document, ReadsWindowsLineEndsAndAByteOrderMarkAsIfTheyWereNotThere) {
  Node const top = read(
      "\xEF\xBB\xBF"
      "a: 1\r\nb:\r\n  - x\r\n");
  EXPECT_EQ(place(top.entries[0].key_mark), "1:1+1");
  EXPECT_EQ(top.find("a")->text, "1");
  EXPECT_EQ(top.find("b")->items[0].text, "x");
  EXPECT_EQ(place(top.find("b")->items[0].mark), "3:5+1");
}

TEST(Document, AcceptsOneDocumentWithItsMarkers) {
  EXPECT_EQ(read("---\na: 1\n...\n").entries.size(), 1U);
}

TEST(Document, ReadsADepthOf64LevelsAndRefusesOneMore) {
  std::string const at_limit = "a: " + std::string(63, '[') + std::string(63, ']') + "\n";
  EXPECT_THAT(faults(at_limit), ElementsAre());
  std::string const beyond = "a: " + std::string(64, '[') + std::string(64, ']') + "\n";
  EXPECT_THAT(faults(beyond), ElementsAre("1:67 depth"));
}

TEST(Document, ReportsAllCharactersOfOneKindAtTheFirstAndOtherKindsBeside) {
  EXPECT_THAT(faults("a: \x01\x02\nb: \xff\n"),
              ElementsAre("2:4 encoding", "1:4 control-character"));
  Diagnostics diagnostics;
  (void)read_document(source("a: \x01\x02\n"), diagnostics);
  EXPECT_EQ(diagnostics.all()[0].text, "control character U+0001 (and 1 more)");
}

TEST(Document, NamesTheTabThatIndents) {
  EXPECT_THAT(faults("a:\n  \tb: 1\n"), ElementsAre("2:3 tab"));
  EXPECT_THAT(faults("a: 1\n\t\nb: 2\n"), ElementsAre("2:1 tab")) << "on a blank line too";
  EXPECT_THAT(faults("a:\t1\n"), ElementsAre()) << "a gap may be a tab";
}

TEST(Document, RefusesWhatScenariosDoNotHaveAllAtOnce) {
  EXPECT_THAT(faults("a: &x 1\nb: *x\nc: !t 2\nd: {<<: 1}\n"),
              ElementsAre("2:4 alias", "1:4 anchor", "4:5 merge-key", "3:4 tag"));
}

TEST(Document, PointsFromAMergeKeyToExtends) {
  Diagnostics diagnostics;
  (void)read_document(source("a: {<<: 1}\n"), diagnostics);
  ASSERT_EQ(diagnostics.errors(), 1U);
  EXPECT_THAT(diagnostics.all()[0].help, testing::HasSubstr("`extends:`"));
}

TEST(Document, RefusesATagThatLooksLikeTheParsersMarkOfAQuote) {
  EXPECT_THAT(faults("a: ! x\n"), ElementsAre("1:4 tag"));
}

TEST(Document, NamesBothPlacesOfADuplicateKeyAndCountsThem) {
  Diagnostics diagnostics;
  (void)read_document(source("a: 1\nb: {c: 1, c: 2, c: 3}\na: 2\n"), diagnostics);
  ASSERT_EQ(diagnostics.errors(), 2U);
  Diagnostic const& c = diagnostics.all()[0];
  EXPECT_EQ(c.text, "key `c` is given 3 times");
  EXPECT_EQ(place(c.at), "2:11+1");
  EXPECT_EQ(place(c.notes.at(0).at), "2:5+1");
  EXPECT_EQ(diagnostics.all()[1].text, "key `a` is given twice");
}

TEST(Document, AllowsTheSameKeyInDifferentMaps) {
  EXPECT_THAT(faults("a: {x: 1}\nb: {x: 1}\nc: [{x: 1}, {x: 1}]\n"), ElementsAre());
}

TEST(Document, SaysWhereAQuoteThatIsNeverClosedBegins) {
  EXPECT_THAT(faults("a: \"x\nb: 2\n"), ElementsAre("1:4 unclosed-quote"));
  EXPECT_THAT(faults("a: 'x\nb: 2\nc: 'y'\n"), testing::Contains("1:4 unclosed-quote"));
  EXPECT_THAT(faults("a: 'it''s\n  two lines'\n"), ElementsAre());
  EXPECT_THAT(faults("a: \"one \\\" two\"\n"), ElementsAre());
}

TEST(Document, ExplainsBrokenSyntaxWhereItBreaks) {
  EXPECT_THAT(faults("a: b: c\n"), ElementsAre("1:5 syntax"));
  EXPECT_THAT(faults("a: 1\nb\nc: 2\n"), ElementsAre("3:2 syntax"));
  EXPECT_THAT(faults("a: [1, 2\nb: 3\n"), ElementsAre("2:2 syntax"));
  EXPECT_THAT(faults("a: [1,, 2]\n"), ElementsAre("1:7 syntax"));
  EXPECT_THAT(faults("a: @x\n"), ElementsAre("1:4 syntax"));
  EXPECT_THAT(faults(": 1\n"), ElementsAre("1:1 key"));
}

TEST(Document, PointsToTheListThatIsNotClosed) {
  Diagnostics diagnostics;
  (void)read_document(source("a: [1, 2\nb: 3\n"), diagnostics);
  ASSERT_EQ(diagnostics.errors(), 1U);
  EXPECT_EQ(diagnostics.all()[0].text, "a list that opens with `[` does not end with `]`");
  EXPECT_EQ(place(diagnostics.all()[0].notes.at(0).at), "1:4+1");
}

/// `line:column` of each note of the only diagnostic.
std::vector<std::string> notes(std::string text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_document(source(std::move(text)), diagnostics));
  std::vector<std::string> list;
  for (Note const& note : diagnostics.all().at(0).notes) {
    list.push_back(std::to_string(note.at.line) + ":" + std::to_string(note.at.column));
  }
  return list;
}

TEST(Document, PointsToTheFirstEntryThatIsIndentedUnlikeTheOthers) {
  std::string const head = "services:\n   first:\n    from: khorgos\n";
  EXPECT_THAT(notes(head + "  second:\n    from: khorgos\n"), ElementsAre("2:4"));
  EXPECT_THAT(notes("a:\n   # a comment\n    b: 1\n\n    c: 2\n  d: 3\n"), ElementsAre("3:5"));
}

TEST(Document, PointsToAQuoteBeforeAKeyThatEndsFarBelow) {
  EXPECT_THAT(notes("places:\n  'khorgos: {}\n  almaty: {}\n  'x: {}\n"), testing::Contains("2:3"));
}

TEST(Document, TakesAnApostropheInAWordOrACommentForNoQuote) {
  EXPECT_THAT(notes("a: xi'an\nb: 1  # it's\nc: 'whole'\nd: [1\n"),
              testing::Not(testing::Contains("1:6")));
}

TEST(Document, WantsAMapAtTheTopButAValueMayBeAnything) {
  EXPECT_THAT(faults("- a\n- b\n"), ElementsAre("1:1 not-a-map"));
  EXPECT_THAT(faults("just text\n"), ElementsAre("1:1 not-a-map"));
  Diagnostics diagnostics;
  auto const value = read_value(source("{scale: 0.5}"), diagnostics);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->find("scale")->text, "0.5");
  EXPECT_EQ(read_value(source("8"), diagnostics)->text, "8");
}

TEST(Document, SaysWhetherAFileIsEmptyOrHoldsOnlyComments) {
  Diagnostics diagnostics;
  (void)read_document(source(" \n"), diagnostics);
  (void)read_document(source("# note\n"), diagnostics);
  ASSERT_EQ(diagnostics.errors(), 2U);
  EXPECT_EQ(diagnostics.all()[0].text, "the file is empty");
  EXPECT_EQ(diagnostics.all()[1].text, "the file holds nothing but comments");
}

TEST(Document, RefusesAFileOverTheSizeLimitUnread) {
  EXPECT_THAT(faults("a: " + std::string(kMaxYamlBytes, 'x')), ElementsAre("0:0 size"));
  EXPECT_THAT(faults("a: " + std::string(kMaxYamlBytes - 3, 'x')), ElementsAre());
}

}  // namespace
}  // namespace caravan::scenario
