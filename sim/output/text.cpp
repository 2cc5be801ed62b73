#include "caravan/output/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

#include "caravan/core/calendar.hpp"
#include "caravan/core/contract.hpp"

namespace caravan::output {

namespace {

constexpr std::size_t kGroup = 3;

struct UnitRow {
  TimeUnit unit;
  char const* name;
  Duration one;
};

constexpr std::array kUnits{UnitRow{TimeUnit::days, "d", Duration::days(1)},
                            UnitRow{TimeUnit::hours, "h", Duration::hours(1)},
                            UnitRow{TimeUnit::minutes, "min", Duration::minutes(1)},
                            UnitRow{TimeUnit::seconds, "s", Duration::seconds(1)}};

/// The digits of a whole number, with its sign if it has one.
std::string grouped_digits(std::string const& digits) {
  std::size_t const sign = digits.front() == '-' ? 1 : 0;
  std::string text = digits.substr(0, sign);
  for (auto i = sign; i < digits.size(); ++i) {
    if (i > sign && (digits.size() - i) % kGroup == 0) text += ' ';
    text += digits[i];
  }
  return text;
}

}  // namespace

std::string grouped(std::int64_t value) {
  return grouped_digits(std::to_string(value));
}

std::string whole(double value) {
  if (!std::isfinite(value)) return "n/a";
  return grouped_digits(fixed(std::round(value), 0));
}

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value)) return "n/a";
  std::array<char, 400> buffer{};  // a double has up to 309 digits before the point
  auto const [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          std::chars_format::fixed, decimals);
  expects(error == std::errc{}, "every double fits into 400 characters");
  std::string_view const digits{buffer.data(), static_cast<std::size_t>(end - buffer.data())};
  bool const nothing = digits.find_first_not_of("-0.") == std::string_view::npos;
  return std::string{nothing && digits.starts_with('-') ? digits.substr(1) : digits};
}

std::string brief(double value) {
  auto const size = std::fabs(value);
  if (size == 0) return "0";
  if (size < 0.995) return fixed(value, 2);
  if (size < 999.5) return fixed(value, 1);
  return whole(value);
}

std::string percent(double share) {
  if (share > 0 && share < 0.005) return "< 1 %";
  return fixed(share * 100, 0) + " %";
}

std::string chosen_percent(double share) {
  constexpr int kDigits = 4;
  auto text = fixed(share * 100, kDigits);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text + " %";
}

TimeUnit unit_for(Duration longest) {
  for (auto const& row : kUnits) {
    if (longest >= row.one * 2) return row.unit;
  }
  return TimeUnit::seconds;
}

std::string in_unit(Duration duration, TimeUnit unit) {
  auto const& row = *std::find_if(kUnits.begin(), kUnits.end(),
                                  [unit](UnitRow const& each) { return each.unit == unit; });
  auto const count = static_cast<double>(duration.count()) / static_cast<double>(row.one.count());
  return fixed(count, 1) + ' ' + row.name;
}

std::string days_text(Duration duration) {
  auto const day = Duration::days(1).count();
  if (duration.count() % day != 0) return duration_text(duration);
  return grouped(duration.count() / day) + " d";
}

std::string counted(std::size_t count, std::string_view what) {
  return grouped(static_cast<std::int64_t>(count)) + ' ' + std::string{what} +
         (count == 1 ? "" : "s");
}

std::size_t width_of(std::string_view text) {
  constexpr unsigned kContinuationMask = 0xC0U;
  constexpr unsigned kContinuation = 0x80U;
  auto const starts_character = [](char c) {
    return (static_cast<unsigned char>(c) & kContinuationMask) != kContinuation;
  };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string left(std::string_view text, std::size_t width) {
  std::string filled{text};
  auto const own = width_of(text);
  if (own < width) filled.append(width - own, ' ');
  return filled;
}

std::string right(std::string_view text, std::size_t width) {
  auto const own = width_of(text);
  return std::string(own < width ? width - own : 0, ' ').append(text);
}

std::string line(std::string_view label, std::string_view text) {
  return left(label, kLabelWidth) + std::string{text} + '\n';
}

void Columns::add(std::vector<std::string> cells) {
  expects(cells.size() <= aligns_.size(), "a row has no more cells than the table has columns");
  rows_.push_back(std::move(cells));
}

std::string Columns::text() const {
  std::vector<std::size_t> widths(aligns_.size(), 0);
  if (!widths.empty()) widths.front() = first_width_;
  for (auto const& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string all;
  for (auto const& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      line += aligns_[i] == Align::left ? left(row[i], widths[i]) : right(row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    all += line + '\n';
  }
  return all;
}

}  // namespace caravan::output
