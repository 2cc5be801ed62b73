#include "caravan/core/calendar.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace caravan {

namespace {

/// The first interval that ends after `t`.
auto first_ending_after(std::vector<Interval> const& intervals, SimTime t) {
  return std::upper_bound(intervals.begin(), intervals.end(), t,
                          [](SimTime at, Interval const& one) { return at < one.until; });
}

void append_padded(std::string& text, std::int64_t number, std::size_t digits) {
  auto const plain = std::to_string(number);
  text.append(digits > plain.size() ? digits - plain.size() : 0, '0');
  text += plain;
}

}  // namespace

Calendar::Calendar(std::vector<Interval> intervals) : always_{false} {
  std::sort(intervals.begin(), intervals.end(), [](Interval const& a, Interval const& b) {
    return std::pair{a.from, a.until} < std::pair{b.from, b.until};
  });
  for (auto const& next : intervals) {
    if (next.until <= next.from) continue;
    if (!intervals_.empty() && next.from <= intervals_.back().until) {
      intervals_.back().until = std::max(intervals_.back().until, next.until);
    } else {
      intervals_.push_back(next);
    }
  }
}

bool Calendar::is_open(SimTime t) const {
  if (always_) return true;
  auto const one = first_ending_after(intervals_, t);
  return one != intervals_.end() && one->from <= t;
}

SimTime Calendar::next_open(SimTime t) const {
  if (always_) return t;
  auto const one = first_ending_after(intervals_, t);
  return one == intervals_.end() ? SimTime::never() : std::max(t, one->from);
}

SimTime Calendar::next_change(SimTime t) const {
  if (always_) return SimTime::never();
  auto const one = first_ending_after(intervals_, t);
  if (one == intervals_.end()) return SimTime::never();
  return one->from > t ? one->from : one->until;
}

Duration Calendar::open_between(SimTime from, SimTime until) const {
  if (until <= from) return Duration{};
  if (always_) return until - from;
  Duration open;
  for (auto one = first_ending_after(intervals_, from);
       one != intervals_.end() && one->from < until; ++one) {
    open += std::min(one->until, until) - std::max(one->from, from);
  }
  return open;
}

Calendar Calendar::both(Calendar const& a, Calendar const& b) {
  if (a.always_) return b;
  if (b.always_) return a;
  std::vector<Interval> common;
  auto left = a.intervals_.begin();
  auto right = b.intervals_.begin();
  while (left != a.intervals_.end() && right != b.intervals_.end()) {
    common.push_back({std::max(left->from, right->from), std::min(left->until, right->until)});
    left->until < right->until ? static_cast<void>(++left) : static_cast<void>(++right);
  }
  return Calendar{std::move(common)};  // drops the pairs that do not overlap
}

Calendar Calendar::without(Calendar const& calendar, std::vector<Interval> closed) {
  Calendar const closures{std::move(closed)};
  if (closures.intervals_.empty()) return calendar;
  std::vector<Interval> rest;
  // Before everything that a run can reach; "always" has no first instant of its own.
  auto from = SimTime::at(Duration::milliseconds(std::numeric_limits<std::int64_t>::min()));
  for (auto const& gap : closures.intervals_) {
    rest.push_back({from, gap.from});
    from = gap.until;
  }
  rest.push_back({from, SimTime::never()});
  return both(calendar, Calendar{std::move(rest)});
}

std::string local_time_text(LocalClock const& clock, std::int64_t epoch_ms, SimTime t,
                            bool with_seconds) {
  if (t == SimTime::never()) return "never";
  using std::chrono::days;
  auto const local = std::chrono::milliseconds{
      (Duration::milliseconds(epoch_ms) + t.since_start() + clock.utc_offset.at(t)).count()};
  auto const midnight = std::chrono::floor<days>(local);
  expects(midnight.count() > -12'000'000 && midnight.count() < 11'000'000,
          "a date lies within the years -30000 to 30000");
  std::chrono::year_month_day const date{std::chrono::sys_days{midnight}};
  auto const second = std::chrono::floor<std::chrono::seconds>(local - midnight).count();
  std::string text;
  append_padded(text, int{date.year()}, 4);
  append_padded(text += '-', unsigned{date.month()}, 2);
  append_padded(text += '-', unsigned{date.day()}, 2);
  append_padded(text += ' ', second / 3600, 2);
  append_padded(text += ':', second / 60 % 60, 2);
  if (with_seconds) append_padded(text += ':', second % 60, 2);
  return text;
}

namespace {

std::string seconds_text(std::int64_t ms) {
  auto text = std::to_string(ms / 1000);
  if (auto const rest = ms % 1000; rest != 0) {
    append_padded(text += '.', rest, 3);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + " s";
}

}  // namespace

std::string duration_text(Duration d) {
  if (d < Duration{}) return "-" + duration_text(Duration{} - d);
  auto const ms = d.count();
  constexpr std::int64_t kMinute = 60'000;
  if (ms < kMinute) return seconds_text(ms);
  if (ms < 60 * kMinute) {
    auto const seconds = ms % kMinute == 0 ? std::string{} : " " + seconds_text(ms % kMinute);
    return std::to_string(ms / kMinute) + " min" + seconds;
  }
  auto const minutes = ms / kMinute + (ms % kMinute >= kMinute / 2 ? 1 : 0);
  auto const hours = minutes / 60;
  std::string text;
  if (hours >= 24) text = std::to_string(hours / 24) + " d ";
  append_padded(text, hours % 24, hours >= 24 ? 2 : 1);
  append_padded(text += " h ", minutes % 60, 2);
  return text + " min";
}

}  // namespace caravan
