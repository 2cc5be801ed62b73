/// The grammar of dates, times of day and days of the week.
///
/// Codes: `date`, `time`.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"

#include "scenario/node.hpp"

namespace caravan::scenario {

/// A day of the calendar, 1970 to 2200.
struct LocalDate {
  int year = 1970;
  int month = 1;
  int day = 1;
  friend constexpr auto operator<=>(LocalDate const&, LocalDate const&) = default;
};
/// Days since 1970-01-01, and back.
[[nodiscard]] std::int64_t day_number(LocalDate date);
[[nodiscard]] LocalDate date_of_day(std::int64_t day_number);
/// 0 = Monday ... 6 = Sunday.
[[nodiscard]] std::size_t weekday_of_day(std::int64_t day_number);
/// `2026-03-02`.
[[nodiscard]] std::string date_text(LocalDate date);

/// What a clock on the wall shows.
struct LocalDateTime {
  LocalDate date;
  std::int32_t ms_of_day = 0;
  friend constexpr auto operator<=>(LocalDateTime const&, LocalDateTime const&) = default;
};
/// `2026-03-02 00:00`, with seconds only if they are not 0.
[[nodiscard]] std::string date_time_text(LocalDateTime const& time);

/// `2026-03-02`.
[[nodiscard]] std::optional<LocalDate> read_date(Node const& node, Diagnostics& diagnostics);
/// `2026-03-02 00:00` or `2026-03-02 00:00:30`.
[[nodiscard]] std::optional<LocalDateTime> read_date_time(Node const& node,
                                                          Diagnostics& diagnostics);
/// Days from `first` to `last`, both included: `2026-03-02` or `2026-03-02..2026-03-08`.
struct DateSpan {
  LocalDate first;
  LocalDate last;
  friend bool operator==(DateSpan const&, DateSpan const&) = default;
};
[[nodiscard]] std::optional<DateSpan> read_date_span(Node const& node, Diagnostics& diagnostics);

/// Which days of the week, Monday first.
using Weekdays = std::array<bool, 7>;
/// `daily`, `mon`, `mon-fri`, `mon wed fri`, `mon-thu sat`; `fri-mon` goes over the weekend.
[[nodiscard]] std::optional<Weekdays> parse_weekdays(std::string_view text);

/// Opening hours of one day, minutes after midnight; `until` > 1440 is past midnight
/// (`22:00-06:00`).
struct DayHours {
  int from = 0;
  int until = 1440;
  friend bool operator==(DayHours const&, DayHours const&) = default;
};
/// `08:00-20:00`, a list of such, `always` (00:00-24:00), or `closed` (none).
[[nodiscard]] std::optional<std::vector<DayHours>> read_day_hours(Node const& node,
                                                                  Diagnostics& diagnostics);

/// A departure that repeats every week.
struct WeeklyTime {
  Weekdays days{};
  int minute_of_day = 0;
  friend bool operator==(WeeklyTime const&, WeeklyTime const&) = default;
};
/// `daily at 20:00`, `mon wed fri at 04:30`, `mon-fri at 08:00`.
[[nodiscard]] std::optional<WeeklyTime> read_weekly_time(Node const& node,
                                                         Diagnostics& diagnostics);

}  // namespace caravan::scenario
