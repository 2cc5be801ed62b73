/// Numbers and tables for people.
///
/// Everything here is the same on every machine: digits come from `to_chars`, never from a locale.
/// Widths count characters (UTF-8 code points), not bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/time.hpp"

namespace caravan::output {

/// `2 413 221`
[[nodiscard]] std::string grouped(std::int64_t value);
/// `2 413 221`: the nearest whole number, of whatever size. A value that is not finite: `n/a`.
[[nodiscard]] std::string whole(double value);
/// `12.90`: exactly `decimals` of them, and no sign before nothing. A value that is not finite:
/// `n/a`.
[[nodiscard]] std::string fixed(double value, int decimals);
/// `12.9` from 10 up without need for more, `0.31` below 1: about three digits that matter.
[[nodiscard]] std::string brief(double value);
/// `31 %`; a share above 0 that rounds to 0 is `< 1 %`.
[[nodiscard]] std::string percent(double share);
/// `1 %`, `0.2 %`, `99.99 %`: a share that somebody chose, as it was written.
[[nodiscard]] std::string chosen_percent(double share);

/// A unit of time for a column of durations.
enum class TimeUnit : std::uint8_t { days, hours, minutes, seconds };
/// The greatest unit of which `longest` has at least two.
[[nodiscard]] TimeUnit unit_for(Duration longest);
/// `14.2 d`
[[nodiscard]] std::string in_unit(Duration duration, TimeUnit unit);

/// `366 d` if it is whole days, else as `duration_text`.
[[nodiscard]] std::string days_text(Duration duration);

/// `1 replication`, `1 024 runs`
[[nodiscard]] std::string counted(std::size_t count, std::string_view what);

/// Characters of `text`.
[[nodiscard]] std::size_t width_of(std::string_view text);
/// `text` filled with blanks to `width`.
[[nodiscard]] std::string left(std::string_view text, std::size_t width);
[[nodiscard]] std::string right(std::string_view text, std::size_t width);

/// What stands between the parts of one line of an answer.
inline constexpr char const* kDot = " · ";
/// The labels at the begin of its lines are this wide.
inline constexpr std::size_t kLabelWidth = 11;
/// `waits      3.8 h a load` and its end of line.
[[nodiscard]] std::string line(std::string_view label, std::string_view text);

/// Rows of cells, printed with aligned columns two blanks apart and no blank at a line's end.
class Columns {
 public:
  enum class Align : std::uint8_t { left, right };
  explicit Columns(std::vector<Align> aligns) : aligns_{std::move(aligns)} {}
  /// A row may be shorter than the others, never longer.
  void add(std::vector<std::string> cells);
  /// The first column is at least this wide.
  void at_least(std::size_t first_width) { first_width_ = first_width; }
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Align> aligns_;
  std::vector<std::vector<std::string>> rows_;
  std::size_t first_width_ = 0;
};

}  // namespace caravan::output
