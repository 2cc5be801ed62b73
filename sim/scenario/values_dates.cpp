#include "scenario/values_dates.hpp"

#include <chrono>
#include <string>

#include "caravan/core/contract.hpp"

#include "scenario/values.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {

namespace {

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2200;
constexpr int kMinutesADay = 1440;
constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/// The number that exactly these digits write; nothing if one is no digit.
std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (char const c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return value;
}

/// A text of the shape `pattern`, where 0 stands for a digit.
bool has_shape(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const digit = text[i] >= '0' && text[i] <= '9';
    if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) return false;
  }
  return true;
}

std::chrono::year_month_day calendar_date(LocalDate date) {
  return {std::chrono::year{date.year}, std::chrono::month{static_cast<unsigned>(date.month)},
          std::chrono::day{static_cast<unsigned>(date.day)}};
}

std::optional<LocalDate> parse_date(std::string_view text) {
  if (!has_shape(text, "0000-00-00")) return {};
  LocalDate const date{*digits(text.substr(0, 4)), *digits(text.substr(5, 2)),
                       *digits(text.substr(8, 2))};
  bool const in_range = date.year >= kFirstYear && date.year <= kLastYear;
  if (!in_range || !calendar_date(date).ok()) return {};
  return date;
}

/// `08:00`, up to 24:00, as minutes after midnight.
std::optional<int> parse_clock(std::string_view text) {
  if (!has_shape(text, "00:00")) return {};
  int const hour = *digits(text.substr(0, 2));
  int const minute = *digits(text.substr(3, 2));
  bool const end_of_day = hour == 24 && minute == 0;
  if ((hour > 23 && !end_of_day) || minute > 59) return {};
  return hour * 60 + minute;
}

/// Milliseconds after midnight of `08:00` or `08:00:30`, before 24:00.
std::optional<std::int32_t> parse_time(std::string_view text) {
  auto const minutes = parse_clock(text.substr(0, 5));
  if (!minutes || *minutes == kMinutesADay) return {};
  if (text.size() == 5) return *minutes * 60'000;
  if (!has_shape(text.substr(5), ":00") || *digits(text.substr(6)) > 59) return {};
  return *minutes * 60'000 + *digits(text.substr(6)) * 1000;
}

std::string date_help(std::string_view text) {
  if (has_shape(text.substr(0, 10), "0000-00-00") && text.size() >= 10) {
    int const year = *digits(text.substr(0, 4));
    if (year < kFirstYear || year > kLastYear) return "dates go from 1970-01-01 to 2200-12-31";
    return "the calendar has no such day";
  }
  return "write year, month and day: `2026-03-02`";
}

std::string two_digits(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::optional<DayHours> read_hours_range(Node const& node, std::string_view text,
                                         Diagnostics& diagnostics) {
  if (text == "always") return DayHours{0, kMinutesADay};
  auto const dash = text.find('-');
  auto const from = parse_clock(text.substr(0, std::min(dash, text.size())));
  auto const until =
      dash == std::string_view::npos ? std::nullopt : parse_clock(text.substr(dash + 1));
  if (!from || !until || *from == kMinutesADay) {
    diagnostics.error("time", node.mark, in_quotes(text) + " is not a range of hours",
                      "write `08:00-20:00`, with two digits for each hour and minute");
    return {};
  }
  if (*from == *until) {
    diagnostics.error("time", node.mark, in_quotes(text) + " has no length",
                      "write `00:00-24:00` for the whole day, or `closed`");
    return {};
  }
  return DayHours{*from, *until > *from ? *until : *until + kMinutesADay};
}

/// `44.21N` as degrees, with the sign of its letter.
std::optional<double> parse_angle(std::string_view text, char positive, char negative,
                                  double greatest) {
  if (text.empty() || (text.back() != positive && text.back() != negative)) return {};
  auto const degrees = parse_number(text.substr(0, text.size() - 1));
  if (!degrees || *degrees < 0 || *degrees > greatest) return {};
  return text.back() == positive ? *degrees : -*degrees;
}

}  // namespace

std::int64_t day_number(LocalDate date) {
  return std::chrono::sys_days{calendar_date(date)}.time_since_epoch().count();
}

LocalDate date_of_day(std::int64_t day_number) {
  std::chrono::year_month_day const date{
      std::chrono::sys_days{std::chrono::days{static_cast<std::int32_t>(day_number)}}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::size_t weekday_of_day(std::int64_t day_number) {
  std::chrono::weekday const day{
      std::chrono::sys_days{std::chrono::days{static_cast<std::int32_t>(day_number)}}};
  return day.iso_encoding() - 1;
}

std::string date_text(LocalDate date) {
  return std::to_string(date.year) + "-" + two_digits(date.month) + "-" + two_digits(date.day);
}

std::string date_time_text(LocalDateTime const& time) {
  int const seconds = time.ms_of_day / 1000;
  std::string text =
      date_text(time.date) + " " + two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60);
  if (seconds % 60 != 0) text += ":" + two_digits(seconds % 60);
  return text;
}

std::optional<LocalDate> read_date(Node const& node, Diagnostics& diagnostics) {
  auto const text = scalar_text(node, "a date", diagnostics);
  if (!text) return {};
  auto const date = parse_date(*text);
  if (!date) {
    diagnostics.error("date", node.mark, in_quotes(*text) + " is not a date", date_help(*text));
  }
  return date;
}

std::optional<LocalDateTime> read_date_time(Node const& node, Diagnostics& diagnostics) {
  auto const text = scalar_text(node, "a date and time", diagnostics);
  if (!text) return {};
  auto const date = parse_date(text->substr(0, 10));
  if (date && text->size() >= 16 && (*text)[10] == ' ') {
    if (auto const time = parse_time(text->substr(11))) return LocalDateTime{*date, *time};
  }
  std::string help = "write date and time of day: `2026-03-02 08:00`";
  if (date && text->size() == 10) {
    help = "did you mean " + in_quotes(std::string{*text} + " 00:00") + "?";
  } else if (!date && has_shape(text->substr(0, 10), "0000-00-00")) {
    help = date_help(*text);
  }
  diagnostics.error("date", node.mark, in_quotes(*text) + " is not a date and time", help);
  return {};
}

std::optional<DateSpan> read_date_span(Node const& node, Diagnostics& diagnostics) {
  auto const text = scalar_text(node, "a date or a span of dates", diagnostics);
  if (!text) return {};
  auto const dots = text->find("..");
  auto const first_text = text->substr(0, dots);
  auto const last_text = dots == std::string_view::npos ? first_text : text->substr(dots + 2);
  auto const first = parse_date(first_text);
  auto const last = parse_date(last_text);
  if (!first || !last) {
    auto const& wrong = first ? last_text : first_text;
    diagnostics.error("date", node.mark, in_quotes(wrong) + " is not a date", date_help(wrong));
    return {};
  }
  if (*last < *first) {
    diagnostics.error("date", node.mark, in_quotes(*text) + " ends before it begins",
                      "write the earlier date first");
    return {};
  }
  return DateSpan{*first, *last};
}

std::optional<Weekdays> parse_weekdays(std::string_view text) {
  auto const day_of = [](std::string_view name) -> std::optional<std::size_t> {
    for (std::size_t day = 0; day < kDays.size(); ++day) {
      if (kDays[day] == name) return day;
    }
    return {};
  };
  Weekdays days{};
  for (std::string_view const word : words_of(text)) {
    auto const dash = word.find('-');
    bool const daily = word == "daily";
    auto const first = daily ? 0 : day_of(word.substr(0, dash));
    auto const last = daily                            ? 6
                      : dash == std::string_view::npos ? first
                                                       : day_of(word.substr(dash + 1));
    if (!first || !last) return {};
    for (std::size_t day = *first;; day = (day + 1) % days.size()) {
      days[day] = true;
      if (day == *last) break;
    }
  }
  if (days == Weekdays{}) return {};
  return days;
}

std::optional<std::vector<DayHours>> read_day_hours(Node const& node, Diagnostics& diagnostics) {
  std::vector<DayHours> hours;
  bool sound = true;
  auto const read_one = [&](Node const& item) {
    auto const text = scalar_text(item, "a range of hours", diagnostics);
    auto const range = text ? read_hours_range(item, *text, diagnostics) : std::nullopt;
    if (range) hours.push_back(*range);
    sound = sound && range.has_value();
  };
  if (node.is_scalar() && node.text == "closed") return hours;
  if (node.is_list()) {
    for (Node const& item : node.items) read_one(item);
  } else {
    read_one(node);
  }
  if (!sound) return {};
  return hours;
}

std::optional<WeeklyTime> read_weekly_time(Node const& node, Diagnostics& diagnostics) {
  auto const text = scalar_text(node, "a weekly time", diagnostics);
  if (!text) return {};
  auto const at = text->find(" at ");
  std::string_view const days_text = text->substr(0, at);
  auto const days = parse_weekdays(days_text);
  auto const minute =
      at == std::string_view::npos ? std::nullopt : parse_clock(text->substr(at + 4));
  if (days && minute && *minute < kMinutesADay) return WeeklyTime{*days, *minute};
  std::string help = "write `daily at 20:00`, `mon-fri at 08:00` or `mon wed fri at 04:30`";
  if (at != std::string_view::npos && !days) {
    help = in_quotes(days_text) + " are no days; " + help;
  } else if (at != std::string_view::npos) {
    help = in_quotes(text->substr(at + 4)) + " is no time of day; " + help;
  }
  diagnostics.error("time", node.mark, in_quotes(*text) + " is not a weekly time", help);
  return {};
}

std::optional<network::Position> read_coordinates(Node const& node, Diagnostics& diagnostics) {
  auto const text = scalar_text(node, "a pair of coordinates", diagnostics);
  if (!text) return {};
  auto const words = words_of(*text);
  if (words.size() == 2) {
    auto const latitude = parse_angle(words[0], 'N', 'S', 90);
    auto const longitude = parse_angle(words[1], 'E', 'W', 180);
    if (latitude && longitude) return network::Position{*latitude, *longitude};
  }
  diagnostics.error("coordinates", node.mark, in_quotes(*text) + " is not a pair of coordinates",
                    "write degrees north or south, then east or west: `44.21N 80.42E`");
  return {};
}

}  // namespace caravan::scenario
