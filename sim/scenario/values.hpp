/// The grammar of single values: numbers, quantities, dates, phrases, distributions.
///
/// Everything with a dimension is `number unit` (`4600 km`, `1435 mm`, `8 h`, `5 %`); a bare number
/// is a count, a factor or a share. Each reader takes the node of one value and gives it in base
/// units, or adds a diagnostic at the node's place that says what was expected and proposes a mend.
///
/// Codes: `value` (a map or list where a scalar belongs, or the reverse), `number`, `unit`,
/// `range`, `boolean`, `date`, `time`, `coordinates`, `distribution`; and those of `csv.hpp` and
/// `files.hpp`.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/core/distribution.hpp"
#include "caravan/core/time.hpp"
#include "caravan/network/network.hpp"

#include "node.hpp"

namespace caravan::scenario {

class FileReader;

/// Shares that differ from 1 by less add up to 1.
inline constexpr double kShareTolerance = 1e-9;

/// What a number measures, with the base unit of the value read.
enum class Dimension : std::uint8_t {
  count,         ///< things; bare numbers
  factor,        ///< ratio; bare numbers or %
  duration,      ///< milliseconds; ms s min h d wk
  length,        ///< metres; m km
  speed,         ///< metres a second; km/h m/s km/d
  acceleration,  ///< metres a second, each second; m/s² m/s2
  track_gauge,   ///< millimetres; mm
  load,          ///< TEU; TEU FEU
  rate,          ///< events a millisecond; /min /h /d /wk
  mass,          ///< kilograms; kg t
};
/// `duration`, `track gauge`...: the dimension in a sentence.
[[nodiscard]] std::string_view name_of(Dimension dimension);
/// The units that a value of this dimension may have, e.g. `km/h`, `m/s`, `km/d`; the first is
/// proposed.
[[nodiscard]] std::vector<std::string> units_of(Dimension dimension);

/// True for a word that is the unit of some dimension.
[[nodiscard]] bool is_unit(std::string_view word);

/// Bounds in base units, both included unless `above` (then the value must be greater than
/// `least`).
struct Range {
  double least = 0;
  double most = std::numeric_limits<double>::infinity();
  bool above = false;
};
inline constexpr Range kPositive{0, std::numeric_limits<double>::infinity(), true};

/// A plain decimal number: `12`, `-3.5`, `1e3`. Not: `010`, `0x1F`, `1_000`, `.5`, `+1`, `nan`,
/// `.inf`, nor one that a double cannot hold. Never depends on the locale.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
/// The shortest text that `parse_number` reads back as `value`: `12`, `0.5`, `1e+22`.
[[nodiscard]] std::string number_text(double value);

/// `4600 km` as number and unit; `5%` and `20/d` without a blank; a bare number has an empty unit.
struct NumberAndUnit {
  double number = 0;
  std::string unit;
};
[[nodiscard]] std::optional<NumberAndUnit> split_quantity(std::string_view text);

[[nodiscard]] std::optional<std::string> read_text(Node const& node, Diagnostics& diagnostics);
[[nodiscard]] std::optional<bool> read_boolean(Node const& node, Diagnostics& diagnostics);
/// A number without unit.
[[nodiscard]] std::optional<double> read_number(Node const& node, Range range,
                                                Diagnostics& diagnostics);
/// A whole number without unit.
[[nodiscard]] std::optional<std::int64_t> read_count(Node const& node, std::int64_t least,
                                                     std::int64_t most, Diagnostics& diagnostics);
/// `0.05` or `5 %`: from 0 to 1.
[[nodiscard]] std::optional<double> read_share(Node const& node, Diagnostics& diagnostics);
/// A value of `dimension` in its base unit. Where the unit is missing, that of `example` is
/// proposed.
[[nodiscard]] std::optional<double> read_quantity(Node const& node, Dimension dimension,
                                                  Range range, Diagnostics& diagnostics,
                                                  std::string_view example = {});
/// The amount in `text`, of whatever sign; none if it is not one of this dimension.
[[nodiscard]] std::optional<double> in_base_units(std::string const& text, Dimension dimension);
/// The same where only whole base units make sense: `1435 mm`, `2 TEU`.
[[nodiscard]] std::optional<std::int64_t> read_whole_quantity(Node const& node, Dimension dimension,
                                                              Range range, Diagnostics& diagnostics,
                                                              std::string_view example = {});
[[nodiscard]] std::optional<Duration> read_duration(Node const& node, Range range,
                                                    Diagnostics& diagnostics,
                                                    std::string_view example = {});

/// `44.21N 80.42E`, `33.9S 18.4E`.
[[nodiscard]] std::optional<network::Position> read_coordinates(Node const& node,
                                                                Diagnostics& diagnostics);

/// A law in base units of `dimension`: a constant, or a one-key map such as
/// `{lognormal: {median: 3 h, p95: 10 h}}`; docs/reference/scenario.md lists the forms. `files`
/// opens the table of an `empirical` law.
[[nodiscard]] std::optional<Law> read_law(Node const& node, Dimension dimension, FileReader& files,
                                          Diagnostics& diagnostics, std::string_view example = {});
/// One form of distribution, for reference pages.
struct LawForm {
  std::string_view name;
  std::string_view example;  ///< with times, e.g. `{triangular: [2 h, 3 h, 6 h]}`
  std::string_view sentence;
};
[[nodiscard]] std::vector<LawForm> law_forms();

}  // namespace caravan::scenario
