#include "sim/scenario/zones.hpp"

#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caravan::scenario {
namespace {

using testing::ElementsAre;

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;

std::int64_t utc(LocalDate date, int hour, int minute = 0) {
  return day_number(date) * kDayMs + hour * kHourMs + minute * 60'000;
}

LocalDateTime local(LocalDate date, int hour, int minute = 0) {
  return {date, static_cast<std::int32_t>(hour * kHourMs + minute * 60'000)};
}

SimTime hours(std::int64_t count) {
  return SimTime::at(Duration::hours(count));
}

TEST(Zones, AreKnownByTheirIanaNames) {
  EXPECT_TRUE(zone_exists("Asia/Almaty"));
  EXPECT_TRUE(zone_exists("UTC"));
  EXPECT_FALSE(zone_exists("Asia/Khorgos"));
  EXPECT_FALSE(zone_exists(""));
  EXPECT_FALSE(zone_exists("../../etc/passwd"));
}

TEST(Zones, ThatAreMisspeltAreAnsweredWithTheNearest) {
  Diagnostics diagnostics;
  EXPECT_EQ(read_zone(scalar_node("Asia/Shanghai", {}), diagnostics), "Asia/Shanghai");
  EXPECT_EQ(read_zone(scalar_node("Asia/Almati", {}), diagnostics), std::nullopt);
  EXPECT_EQ(read_zone(scalar_node("Almaty", {}), diagnostics), std::nullopt);
  ASSERT_EQ(diagnostics.errors(), 2U);
  EXPECT_EQ(diagnostics.all()[0].help, "did you mean `Asia/Almaty`?");
  EXPECT_EQ(diagnostics.all()[1].help, "did you mean `Asia/Almaty`?");
}

TEST(Zones, KnowThatKazakhstanMovedFromSixToFiveOn2024March1) {
  EXPECT_EQ(utc_ms(local({2024, 2, 29}, 12), "Asia/Almaty"), utc({2024, 2, 29}, 6));
  EXPECT_EQ(utc_ms(local({2024, 3, 2}, 12), "Asia/Almaty"), utc({2024, 3, 2}, 7));
  EXPECT_EQ(local_at(utc({2024, 3, 2}, 7), "Asia/Almaty"), local({2024, 3, 2}, 12));
  EXPECT_EQ(utc_ms(local({2026, 3, 2}, 0), "Asia/Shanghai"), utc({2026, 3, 1}, 16));
}

TEST(Zones, ExpandIntoStepsOfTheOffset) {
  std::int64_t const epoch = utc({2024, 2, 28}, 18);  // midnight of 29 February in Almaty
  LocalClock const clock = expand_zone("Asia/Almaty", epoch, hours(10 * 24));
  ASSERT_EQ(clock.utc_offset.steps().size(), 2U);
  EXPECT_EQ(clock.utc_offset.steps()[0].value, Duration::hours(6));
  EXPECT_EQ(clock.utc_offset.steps()[1].value, Duration::hours(5));
  EXPECT_EQ(clock.utc_offset.steps()[1].from, hours(24)) << "at 00:00 of 1 March, back to 23:00";
  LocalClock const fixed = expand_zone("Asia/Shanghai", epoch, hours(24 * 3650));
  EXPECT_EQ(fixed.utc_offset.steps().size(), 1U);
  EXPECT_EQ(fixed.utc_offset.at(hours(0)), Duration::hours(8));
}

TEST(Zones, OfEuropeChangeTwiceAYear) {
  std::int64_t const epoch = utc({2026, 1, 1}, 0);
  LocalClock const clock = expand_zone("Europe/Warsaw", epoch, hours(300 * 24));
  ASSERT_EQ(clock.utc_offset.steps().size(), 3U);
  // Summer time of 2026 runs from 29 March 01:00 UTC to 25 October 01:00 UTC (directive
  // 2000/84/EC).
  EXPECT_EQ(clock.utc_offset.steps()[1].from.count(), utc({2026, 3, 29}, 1) - epoch);
  EXPECT_EQ(clock.utc_offset.steps()[2].from.count(), utc({2026, 10, 25}, 1) - epoch);
  EXPECT_EQ(clock.utc_offset.at(hours(4000)), Duration::hours(2));
}

TEST(LocalTimes, ThatClocksSkipAreErrorsWithTheirNeighbours) {
  Diagnostics diagnostics;
  EXPECT_EQ(utc_ms(local({2026, 3, 29}, 2, 30), "Europe/Warsaw", Mark{}, diagnostics),
            std::nullopt);
  ASSERT_EQ(diagnostics.errors(), 1U);
  EXPECT_EQ(diagnostics.all()[0].code, "no-such-time");
  EXPECT_EQ(diagnostics.all()[0].text,
            "clocks in Europe/Warsaw never show 2026-03-29 02:30: they go from 2026-03-29 02:00 to "
            "2026-03-29 03:00");
  EXPECT_EQ(utc_ms(local({2026, 3, 29}, 2, 30), "Europe/Warsaw"), utc({2026, 3, 29}, 1))
      << "a rule that repeats takes the change itself";
}

TEST(LocalTimes, ThatClocksShowTwiceAreTheEarlierWithAWarning) {
  Diagnostics diagnostics;
  EXPECT_EQ(utc_ms(local({2026, 10, 25}, 2, 30), "Europe/Warsaw", Mark{}, diagnostics),
            utc({2026, 10, 25}, 0, 30));
  EXPECT_TRUE(diagnostics.ok());
  ASSERT_EQ(diagnostics.warnings(), 1U);
  EXPECT_EQ(diagnostics.all()[0].code, "ambiguous-time");
}

TEST(LocalTimes, OutsideOfChangesSayNothing) {
  Diagnostics diagnostics;
  EXPECT_EQ(utc_ms(local({2026, 7, 1}, 8), "Europe/Warsaw", Mark{}, diagnostics),
            utc({2026, 7, 1}, 6));
  EXPECT_TRUE(diagnostics.all().empty());
}

TEST(LocalTimes, DoNotDependOnTheZoneOfTheMachine) {
  ASSERT_EQ(setenv("TZ", "America/New_York", 1), 0);
  EXPECT_EQ(utc_ms(local({2026, 7, 1}, 8), "Asia/Almaty"), utc({2026, 7, 1}, 3));
  unsetenv("TZ");
}

WeekHours customs() {
  WeekHours week;
  for (std::size_t day = 0; day < 5; ++day) week.days[day] = {{8 * 60, 20 * 60}};
  week.days[5] = {{9 * 60, 13 * 60}};
  return week;
}

TEST(Hours, OpenInTheZoneOfTheDesk) {
  std::int64_t const epoch = utc({2026, 3, 1}, 19);  // Monday 2 March 00:00 in Almaty
  Calendar const calendar = expand_hours(customs(), "Asia/Almaty", epoch, hours(7 * 24));
  EXPECT_FALSE(calendar.is_open(hours(7)));
  EXPECT_TRUE(calendar.is_open(hours(8)));
  EXPECT_FALSE(calendar.is_open(hours(20)));
  EXPECT_EQ(calendar.open_between(hours(0), hours(7 * 24)), Duration::hours(5 * 12 + 4));
  EXPECT_EQ(calendar.next_open(hours(6 * 24)), hours(7 * 24 + 8)) << "closed on Sunday";
  EXPECT_GT(calendar.intervals().back().until, hours(60 * 24)) << "they go on beyond the horizon";
}

TEST(Hours, AreClosedOnGivenDates) {
  std::int64_t const epoch = utc({2026, 3, 1}, 19);
  WeekHours week = customs();
  week.closed = {{{2026, 3, 3}, {2026, 3, 4}}};
  Calendar const calendar = expand_hours(week, "Asia/Almaty", epoch, hours(7 * 24));
  EXPECT_EQ(calendar.next_open(hours(20)), hours(3 * 24 + 8));
  EXPECT_EQ(calendar.open_between(hours(0), hours(7 * 24)), Duration::hours(3 * 12 + 4));
}

TEST(Hours, PastMidnightHoldOnTheNextMorningAndAtTheStartOfTheRun) {
  WeekHours night;
  for (auto& day : night.days) day = {{22 * 60, 30 * 60}};
  std::int64_t const epoch = utc({2026, 3, 1}, 0);
  Calendar const calendar = expand_hours(night, "UTC", epoch, hours(48));
  EXPECT_TRUE(calendar.is_open(hours(0))) << "opened on the evening before the run";
  EXPECT_FALSE(calendar.is_open(hours(6)));
  EXPECT_TRUE(calendar.is_open(hours(23)));
  EXPECT_TRUE(calendar.is_open(hours(29)));
}

TEST(Hours, OfTheWholeDayLeaveNoGap) {
  WeekHours week;
  for (auto& day : week.days) day = {{0, 1440}};
  Calendar const calendar =
      expand_hours(week, "Europe/Warsaw", utc({2026, 1, 1}, 5), hours(365 * 24));
  ASSERT_EQ(calendar.intervals().size(), 1U);
  EXPECT_EQ(calendar.intervals()[0].from, hours(0));
}

TEST(Hours, KeepTheClockOnTheWallAcrossSummerTime) {
  std::int64_t const epoch = utc({2026, 3, 26}, 23);  // Friday 27 March 00:00 in Warsaw
  Calendar const calendar = expand_hours(customs(), "Europe/Warsaw", epoch, hours(7 * 24));
  EXPECT_TRUE(calendar.is_open(hours(8)));
  EXPECT_FALSE(calendar.is_open(hours(3 * 24 + 6)));
  EXPECT_TRUE(calendar.is_open(hours(3 * 24 + 7))) << "Monday 30 March, an hour earlier in UTC";
}

TEST(WeeklyTimes, BecomeInstantsOfTheRun) {
  WeeklyTime daily{{true, true, true, true, true, true, true}, 20 * 60};
  WeeklyTime monday{{true, false, false, false, false, false, false}, 4 * 60 + 30};
  std::int64_t const epoch = utc({2026, 3, 1}, 16);  // Monday 2 March 00:00 in Shanghai
  auto const instants = expand_weekly({daily, monday, daily}, "Asia/Shanghai", epoch, hours(48));
  EXPECT_THAT(instants, ElementsAre(SimTime::at(Duration::minutes(270)), hours(20), hours(44)));
}

TEST(WeeklyTimes, AtTheStartBelongToTheRunAndAtTheEndDoNot) {
  WeeklyTime midnight{{true, true, true, true, true, true, true}, 0};
  EXPECT_THAT(expand_weekly({midnight}, "UTC", utc({2026, 3, 2}, 0), hours(48)),
              ElementsAre(hours(0), hours(24)));
}

TEST(ZoneData, IsNamedByTheRulesOfTheZonesInUse) {
  std::string const version = zone_data_version({"Asia/Almaty", "Asia/Shanghai"});
  EXPECT_EQ(version, zone_data_version({"Asia/Shanghai", "Asia/Almaty", "Asia/Almaty"}));
  EXPECT_NE(version, zone_data_version({"Asia/Almaty", "Europe/Warsaw"}));
  EXPECT_THAT(version, testing::MatchesRegex("[0-9a-f-]+")) << version;
}

}  // namespace
}  // namespace caravan::scenario
