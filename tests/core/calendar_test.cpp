#include "caravan/core/calendar.hpp"

#include <gtest/gtest.h>

namespace caravan {
namespace {

SimTime at(std::int64_t hour) {
  return SimTime::at(Duration::hours(hour));
}

Calendar two_shifts() {
  return Calendar{{{at(14), at(18)}, {at(8), at(12)}}};
}

TEST(Calendar, is_closed_at_its_closing_instant) {
  auto const calendar = two_shifts();
  EXPECT_FALSE(calendar.is_open(at(7)));
  EXPECT_TRUE(calendar.is_open(at(8)));
  EXPECT_TRUE(calendar.is_open(at(12) - Duration::milliseconds(1)));
  EXPECT_FALSE(calendar.is_open(at(12)));
  EXPECT_TRUE(calendar.is_open(at(14)));
  EXPECT_FALSE(calendar.is_open(at(18)));
}

TEST(Calendar, knows_its_next_opening_and_change) {
  auto const calendar = two_shifts();
  EXPECT_EQ(calendar.next_open(at(0)), at(8));
  EXPECT_EQ(calendar.next_open(at(9)), at(9));
  EXPECT_EQ(calendar.next_open(at(12)), at(14));
  EXPECT_EQ(calendar.next_open(at(18)), SimTime::never());
  EXPECT_EQ(calendar.next_change(at(0)), at(8));
  EXPECT_EQ(calendar.next_change(at(8)), at(12));
  EXPECT_EQ(calendar.next_change(at(12)), at(14));
  EXPECT_EQ(calendar.next_change(at(18)), SimTime::never());
}

TEST(Calendar, counts_open_time_within_a_window) {
  auto const calendar = two_shifts();
  EXPECT_EQ(calendar.open_between(at(0), at(24)), Duration::hours(8));
  EXPECT_EQ(calendar.open_between(at(10), at(15)), Duration::hours(3));
  EXPECT_EQ(calendar.open_between(at(12), at(14)), Duration{});
  EXPECT_EQ(calendar.open_between(at(15), at(10)), Duration{});
}

TEST(Calendar, joins_intervals_that_touch_or_overlap_and_drops_empty_ones) {
  Calendar const calendar{{{at(4), at(6)}, {at(1), at(3)}, {at(3), at(5)}, {at(9), at(9)}}};
  ASSERT_EQ(calendar.intervals().size(), 1U);
  EXPECT_EQ(calendar.intervals()[0], (Interval{at(1), at(6)}));
}

TEST(Calendar, without_intervals_never_opens_and_without_a_list_is_always_open) {
  Calendar const never{std::vector<Interval>{}};
  EXPECT_FALSE(never.is_open(at(0)));
  EXPECT_EQ(never.next_open(at(0)), SimTime::never());
  Calendar const always;
  EXPECT_TRUE(always.is_open(at(-5)));
  EXPECT_EQ(always.next_change(at(0)), SimTime::never());
  EXPECT_EQ(always.open_between(at(1), at(4)), Duration::hours(3));
}

TEST(Calendar, is_open_in_both_where_both_are) {
  auto const common = Calendar::both(two_shifts(), Calendar{{{at(11), at(15)}, {at(17), at(30)}}});
  EXPECT_EQ(common.intervals(),
            (std::vector<Interval>{{at(11), at(12)}, {at(14), at(15)}, {at(17), at(18)}}));
  EXPECT_TRUE(Calendar::both(Calendar{}, Calendar{}).always_open());
}

TEST(Calendar, loses_the_closures_that_are_taken_from_it) {
  auto const rest = Calendar::without(two_shifts(), {{at(9), at(10)}, {at(11), at(16)}});
  EXPECT_EQ(rest.intervals(),
            (std::vector<Interval>{{at(8), at(9)}, {at(10), at(11)}, {at(16), at(18)}}));
  auto const always_but = Calendar::without(Calendar{}, {{at(2), at(4)}});
  EXPECT_TRUE(always_but.is_open(at(-100)));
  EXPECT_FALSE(always_but.is_open(at(3)));
  EXPECT_TRUE(always_but.is_open(at(1'000'000)));
  EXPECT_EQ(always_but.next_change(at(4)), SimTime::never());
}

/// Against a calendar kept as one flag an hour: the definition itself.
TEST(Calendar, agrees_with_a_table_of_hours) {
  for (unsigned pattern = 0; pattern < 1024; ++pattern) {
    std::vector<Interval> intervals;
    auto const open = [&](std::int64_t h) { return h >= 0 && h < 10 && ((pattern >> h) & 1U); };
    for (std::int64_t h = 0; h < 10; ++h) {
      if (open(h)) intervals.push_back({at(h), at(h + 1)});
    }
    Calendar const calendar{intervals};
    for (std::int64_t h = 0; h <= 10; ++h) {
      ASSERT_EQ(calendar.is_open(at(h)), open(h));
      auto change = h + 1;
      while (change <= 10 && open(change) == open(change - 1)) ++change;
      ASSERT_EQ(calendar.next_change(at(h)), change > 10 ? SimTime::never() : at(change));
      std::int64_t sum = 0;
      for (auto i = h; i < 10; ++i) sum += open(i) ? 1 : 0;
      ASSERT_EQ(calendar.open_between(at(h), at(20)), Duration::hours(sum));
    }
  }
}

TEST(StepFunction, holds_each_value_until_the_next_step) {
  StepFunction<int> const f{{{at(0), 1}, {at(5), 2}, {at(9), 3}}};
  EXPECT_EQ(f.at(at(-1)), 1);
  EXPECT_EQ(f.at(at(4)), 1);
  EXPECT_EQ(f.at(at(5)), 2);
  EXPECT_EQ(f.at(at(99)), 3);
  EXPECT_EQ(f.next_step(at(-1)), at(0));
  EXPECT_EQ(f.next_step(at(0)), at(5));
  EXPECT_EQ(f.next_step(at(5)), at(9));
  EXPECT_EQ(f.next_step(at(9)), SimTime::never());
}

/// 2024-03-01 00:00 UTC+6 is the instant at which most of Kazakhstan went to UTC+5.
TEST(LocalTime, follows_the_change_of_kazakhstan_in_2024) {
  LocalClock const almaty{"Asia/Almaty", StepFunction<Duration>{{{at(0), Duration::hours(6)},
                                                                 {at(18), Duration::hours(5)}}}};
  constexpr std::int64_t kEpoch = 1'709'164'800'000;  // 2024-02-29 00:00 UTC
  EXPECT_EQ(local_time_text(almaty, kEpoch, at(0)), "2024-02-29 06:00");
  EXPECT_EQ(local_time_text(almaty, kEpoch, at(18) - Duration::seconds(1), true),
            "2024-02-29 23:59:59");
  EXPECT_EQ(local_time_text(almaty, kEpoch, at(18)), "2024-02-29 23:00");
  EXPECT_EQ(local_time_text(almaty, kEpoch, at(19)), "2024-03-01 00:00");
  EXPECT_EQ(local_time_text(almaty, kEpoch, SimTime::never()), "never");
}

TEST(LocalTime, goes_back_before_1970) {
  LocalClock const utc{"UTC", StepFunction<Duration>{Duration{}}};
  EXPECT_EQ(local_time_text(utc, 0, SimTime::at(Duration::milliseconds(-1)), true),
            "1969-12-31 23:59:59");
}

TEST(DurationText, speaks_as_people_do) {
  EXPECT_EQ(duration_text(Duration{}), "0 s");
  EXPECT_EQ(duration_text(Duration::milliseconds(12'500)), "12.5 s");
  EXPECT_EQ(duration_text(Duration::milliseconds(12'034)), "12.034 s");
  EXPECT_EQ(duration_text(Duration::minutes(35)), "35 min");
  EXPECT_EQ(duration_text(Duration::seconds(35 * 60 + 20)), "35 min 20 s");
  EXPECT_EQ(duration_text(Duration::minutes(5 * 60 + 4)), "5 h 04 min");
  EXPECT_EQ(duration_text(Duration::minutes((3 * 24 + 4) * 60 + 12)), "3 d 04 h 12 min");
  EXPECT_EQ(duration_text(Duration::milliseconds(86'399'999)), "1 d 00 h 00 min");
  EXPECT_EQ(duration_text(Duration{} - Duration::minutes(2)), "-2 min");
}

}  // namespace
}  // namespace caravan
