/// The types that values of the language have: each reads, and says what it is.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/draft.hpp"
#include "scenario/record.hpp"
#include "scenario/section.hpp"
#include "scenario/type_forms.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {

/// What a corridor can need, so that sums of times and distances stay far within their range.
inline constexpr Range kSpan{1, 3'155'760'000'000};             ///< 1 ms to 100 years
inline constexpr Range kSpanOrNone{0, 3'155'760'000'000};       ///< the same, or nothing
inline constexpr Range kDistance{0.001, 100'000'000};           ///< 1 mm to 100 000 km
inline constexpr Range kDistanceOrNone{0, 100'000'000};         ///< the same, or nothing
inline constexpr Range kVelocity{0.001, 2'000};                 ///< 1 mm/s to 7 200 km/h
inline constexpr Range kAcceleration{0.001, 100};               ///< of trains: 1 mm/s² and more
inline constexpr Range kFrequency{1 / 3'155'760'000'000.0, 1};  ///< once in 100 years to 1 a ms
inline constexpr Range kMultiple{0, 1'000};                     ///< of a rate
inline constexpr Range kSlowness{0.001, 1'000};                 ///< of a time

inline constexpr std::size_t kMostThings = 10'000;   ///< entries of one map
inline constexpr std::size_t kMostPlaces = 100'000;  ///< the same, of places
inline constexpr std::size_t kMostLinks = 200'000;   ///< the same, of links: a grid has two a place

/// `[a-z0-9][a-z0-9-]*`, at most 64 characters.
[[nodiscard]] bool is_id(std::string_view text);
[[nodiscard]] Type<std::string> words();
[[nodiscard]] Type<std::string> name_of_a(std::string const& noun);
[[nodiscard]] Type<std::string> country();
[[nodiscard]] Type<std::string> zone();
[[nodiscard]] Type<std::string> column();
[[nodiscard]] Type<bool> yes_no();
/// Only `true` makes sense: the key itself says it.
[[nodiscard]] Type<bool> only_true();
[[nodiscard]] Type<int> count(int least, int most);
[[nodiscard]] Type<std::uint64_t> seed();
[[nodiscard]] Type<double> share();
[[nodiscard]] Type<double> factor(Range range);
[[nodiscard]] Type<double> quantity(Dimension dimension, Range range);
[[nodiscard]] Type<Duration> duration(Range range);
[[nodiscard]] Type<network::TrackGauge> track_gauge();
[[nodiscard]] Type<int> load(int least, int most);
[[nodiscard]] Type<Law> random(Dimension dimension);
[[nodiscard]] Type<network::Position> coordinates();
[[nodiscard]] Type<LocalDateTime> date_time();
[[nodiscard]] Type<WeeklyTime> weekly_time();
[[nodiscard]] Type<std::vector<DayHours>> day_hours();
[[nodiscard]] Type<DateSpan> date_span();
/// `1435 mm`, `road`, `sea`, `air`.
[[nodiscard]] std::optional<Carrier> parse_carrier(std::string_view text);
[[nodiscard]] Type<ChangeDraft> change();

}  // namespace caravan::scenario
