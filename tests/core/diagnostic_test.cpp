#include "caravan/core/diagnostic.hpp"

#include <gtest/gtest.h>

namespace caravan {
namespace {

SourceRef file(std::string text) {
  return std::make_shared<SourceFile const>(SourceFile{"border.yaml", std::move(text)});
}

TEST(SourceFile, gives_its_lines_without_their_ends) {
  auto const source = file("one\r\ntwo\n\nfour");
  EXPECT_EQ(source->line(1), "one");
  EXPECT_EQ(source->line(2), "two");
  EXPECT_EQ(source->line(3), "");
  EXPECT_EQ(source->line(4), "four");
  EXPECT_EQ(source->line(5), "");
  EXPECT_EQ(source->line(0), "");
}

TEST(Mark, leaves_out_what_it_does_not_know) {
  EXPECT_EQ((Mark{file(""), 3, 7}).text(), "border.yaml:3:7");
  EXPECT_EQ((Mark{file(""), 3}).text(), "border.yaml:3");
  EXPECT_EQ((Mark{file("")}).text(), "border.yaml");
  EXPECT_EQ(Mark{}.text(), "");
}

TEST(Diagnostics, sort_by_place_and_drop_repetitions) {
  auto const source = file("a\nb\n");
  Diagnostics list;
  list.error("late", {source, 2, 1}, "second");
  list.error("early", {source, 1, 1}, "first");
  list.error("late", {source, 2, 1}, "second");
  list.warning("flag", {}, "nowhere");
  EXPECT_EQ(list.errors(), 3U);
  list.sort();
  ASSERT_EQ(list.all().size(), 3U);
  EXPECT_EQ(list.errors(), 2U);
  EXPECT_EQ(list.warnings(), 1U);
  EXPECT_EQ(list.all()[0].code, "flag");
  EXPECT_EQ(list.all()[1].code, "early");
  EXPECT_EQ(list.all()[2].code, "late");
  EXPECT_FALSE(list.ok());
}

TEST(Render, shows_the_line_the_caret_the_notes_and_the_help) {
  auto const source = file("places:\n  алматы: {contry: KZ}\n");
  Diagnostics list;
  auto& one = list.error("unknown-key", {source, 2, 12, 6}, "`contry` is not a key of a place",
                         "did you mean `country`?");
  one.notes.push_back({"the place begins here", {source, 2, 3, 6}});
  EXPECT_EQ(render(list),
            "border.yaml:2:12: error: `contry` is not a key of a place [unknown-key]\n"
            "  2 |   алматы: {contry: KZ}\n"
            "    |            ^~~~~~\n"
            "border.yaml:2:3: note: the place begins here\n"
            "  2 |   алматы: {contry: KZ}\n"
            "    |   ^~~~~~\n"
            "  help: did you mean `country`?\n");
}

TEST(Render, counts_what_it_leaves_out) {
  Diagnostics list;
  for (int i = 0; i < 5; ++i) list.error("many", {}, "fault " + std::to_string(i));
  EXPECT_EQ(render(list, 2), "error: fault 0 [many]\nerror: fault 1 [many]\n… and 3 more\n");
}

TEST(Render, shows_only_the_part_of_a_long_line_around_the_mark) {
  auto const source = file(std::string(5000, 'x') + "!" + std::string(5000, 'y'));
  Diagnostics list;
  list.error("long", {source, 1, 5001, 1}, "here");
  auto const text = render(list);
  EXPECT_LT(text.size(), 500U);
  auto const quote = text.find("  1 | ");
  auto const caret = text.find('^');
  auto const quote_end = text.find('\n', quote);
  auto const exclamation = text.find('!');
  // The ellipsis before the part takes three bytes and one column.
  EXPECT_EQ(exclamation - quote - 2, caret - quote_end - 1);
}

TEST(Render, lets_no_control_character_through) {
  auto const source = file("key\x1b[2J: \x07");
  Diagnostics list;
  list.error("odd", {source, 1, 4, 1}, "bell \x07 and \xe2\x80\xae override", "mend \x9b");
  auto const text = render(list);
  for (char const c : text) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << text;
  }
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("\\u202e"), std::string::npos);
  EXPECT_NE(render(list, 20, true).find("\x1b[1;31merror:\x1b[0m"), std::string::npos);
}

TEST(Printable, escapes_controls_direction_marks_and_broken_bytes) {
  EXPECT_EQ(printable("a\tb"), "a b");
  EXPECT_EQ(printable("\x1b[0m"), "\\x1b[0m");
  EXPECT_EQ(printable("\n\r\x7f"), "\\x0a\\x0d\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"), "\\x9b");
  EXPECT_EQ(printable("\xe2\x80\xae\xe2\x81\xa6"), "\\u202e\\u2066");
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("\xc0\x80"), "\\xc0\\x80");                    // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond Unicode
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");                    // cut short
  EXPECT_EQ(printable("阿拉山口 Достык"), "阿拉山口 Достык");
  EXPECT_EQ(printable(std::string_view{"\0", 1}), "\\x00");
}

TEST(Nearest, finds_the_word_that_was_meant) {
  std::vector<std::string> const known{"capacity", "country", "track-gauge", "hours"};
  EXPECT_EQ(nearest("contry", known), "country");
  EXPECT_EQ(nearest("capactiy", known), "capacity");
  EXPECT_EQ(nearest("trackgauge", known), "track-gauge");
  EXPECT_EQ(nearest("houses", known), "hours");
  EXPECT_EQ(nearest("wagons", known), std::nullopt);
  EXPECT_EQ(nearest("x", {"y"}), std::nullopt);
  EXPECT_EQ(nearest("ab", {"ax", "bb"}), "ax");
  EXPECT_EQ(nearest("a-very-lnog-key-nmae", {"a-very-long-key-name"}), "a-very-long-key-name");
}

}  // namespace
}  // namespace caravan
