#include "caravan/output/text.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/output/csv.hpp"

namespace caravan::output {
namespace {

TEST(Numbers, are_grouped_by_thousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1 000");
  EXPECT_EQ(grouped(-1'234'567), "-1 234 567");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9 223 372 036 854 775 808");
}

TEST(Numbers, that_are_whole_may_be_of_any_size) {
  EXPECT_EQ(whole(-0.2), "0");
  EXPECT_EQ(whole(999.5), "1 000");
  EXPECT_EQ(whole(-1'234'567.4), "-1 234 567");
  EXPECT_EQ(whole(1e30), "1 000 000 000 000 000 019 884 624 838 656");
  EXPECT_EQ(whole(std::numeric_limits<double>::infinity()), "n/a");
}

TEST(Numbers, have_the_decimals_asked_for) {
  EXPECT_EQ(fixed(1.25, 2), "1.25");
  EXPECT_EQ(fixed(2.0 / 3, 4), "0.6667");
  EXPECT_EQ(fixed(-0.004, 2), "0.00");
  EXPECT_EQ(fixed(-0.006, 2), "-0.01");
  EXPECT_EQ(fixed(1e300, 0).size(), 301U);
  EXPECT_EQ(fixed(std::numeric_limits<double>::quiet_NaN(), 1), "n/a");
}

TEST(Numbers, in_brief_keep_the_digits_that_matter) {
  EXPECT_EQ(brief(0), "0");
  EXPECT_EQ(brief(0.314), "0.31");
  EXPECT_EQ(brief(12.94), "12.9");
  EXPECT_EQ(brief(999.6), "1 000");
  EXPECT_EQ(brief(1e20), "100 000 000 000 000 000 000");
}

TEST(Percent, of_a_small_share_is_not_zero) {
  EXPECT_EQ(percent(0), "0 %");
  EXPECT_EQ(percent(0.001), "< 1 %");
  EXPECT_EQ(percent(0.314), "31 %");
  EXPECT_EQ(percent(1), "100 %");
}

TEST(TimeUnits, suit_the_longest_of_a_column) {
  EXPECT_EQ(unit_for(Duration::days(2)), TimeUnit::days);
  EXPECT_EQ(unit_for(Duration::hours(47)), TimeUnit::hours);
  EXPECT_EQ(unit_for(Duration::minutes(119)), TimeUnit::minutes);
  EXPECT_EQ(unit_for(Duration{}), TimeUnit::seconds);
  EXPECT_EQ(in_unit(Duration::hours(36), TimeUnit::days), "1.5 d");
  EXPECT_EQ(in_unit(Duration::seconds(90), TimeUnit::minutes), "1.5 min");
}

TEST(Lengths, in_whole_days_are_said_so) {
  EXPECT_EQ(days_text(Duration::days(1366)), "1 366 d");
  EXPECT_EQ(days_text(Duration::hours(25)), "1 d 01 h 00 min");
}

TEST(Columns, are_aligned_by_characters_and_end_without_blanks) {
  Columns table{{Columns::Align::left, Columns::Align::right, Columns::Align::left}};
  table.add({"a → b", "1", "x"});
  table.add({"almaty", "200", ""});
  table.add({"c"});
  EXPECT_EQ(table.text(), "a → b     1  x\nalmaty  200\nc\n");
}

TEST(Columns, take_no_row_that_is_too_long) {
  Columns table{{Columns::Align::left}};
  EXPECT_THROW(table.add({"a", "b"}), Fault);
}

TEST(CsvText, is_quoted_only_where_it_must_be) {
  EXPECT_EQ(csv_text("plain text"), "plain text");
  EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_text("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(csv_text("two\nlines"), "\"two\nlines\"");
}

TEST(CsvText, is_never_a_formula) {
  EXPECT_EQ(csv_text("=1+1"), "'=1+1");
  EXPECT_EQ(csv_text("+1"), "'+1");
  EXPECT_EQ(csv_text("-1"), "'-1");
  EXPECT_EQ(csv_text("@x"), "'@x");
  EXPECT_EQ(csv_text("\tx"), "'\tx");
  EXPECT_EQ(csv_text("\rx"), "\"'\rx\"");
  EXPECT_EQ(csv_text("＝1"), "'＝1");
  EXPECT_EQ(csv_text("a=1"), "a=1");
}

}  // namespace
}  // namespace caravan::output
