#include "scenario/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "caravan/core/contract.hpp"

#include "scenario/type_forms.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

/// How many characters at the beginning of `text` are a number; 0 if it begins with none.
std::size_t number_length(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  std::size_t const whole = digits_at(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0')) return 0;
  at += whole;
  if (text.substr(at).starts_with('.')) {
    std::size_t const fraction = digits_at(text, at + 1);
    if (fraction == 0) return 0;
    at += 1 + fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t const sign = text.substr(at + 1, 1) == "-" || text.substr(at + 1, 1) == "+" ? 1 : 0;
    std::size_t const exponent = digits_at(text, at + 1 + sign);
    if (exponent > 0) at += 1 + sign + exponent;
  }
  return at;
}

/// How to mend a text that should be a number and is not.
std::string number_help(std::string_view text) {
  std::size_t const sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  std::string_view const body = text.substr(sign);
  std::size_t const whole = digits_at(body, 0);
  if (number_length(text) == text.size()) return "the number is too large or too small to be held";
  if (text.starts_with('+') && number_length(body) == body.size()) return "leave out the `+`";
  if (body.starts_with('.') && digits_at(body, 1) == body.size() - 1 && body.size() > 1) {
    return "write a digit before the point: " + in_quotes("0" + std::string{body});
  }
  if (whole == body.size() && whole > 1 && body[0] == '0') {
    auto const first = std::min(body.find_first_not_of('0'), body.size() - 1);
    return "a number does not begin with 0; write " + in_quotes(body.substr(first));
  }
  if (whole > 0 && body.substr(whole).starts_with(',')) return "write the decimal point as `.`";
  return "write a plain decimal number such as `12` or `0.5`";
}

void report_number(Node const& node, std::string_view text, std::string_view wanted,
                   Diagnostics& diagnostics) {
  diagnostics.error("number", node.mark, in_quotes(text) + " is not " + std::string{wanted},
                    number_help(text));
}

/// For people, who read `100000 km` with more ease than `1e+05 km`.
std::string in_unit(double base, Unit const& unit) {
  std::array<char, 400> digits{};
  auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(),
                                          base * unit.by / unit.times, std::chars_format::fixed);
  expects(error == std::errc{}, "400 characters hold every number");
  std::string number(digits.data(), end);
  if (unit.name.empty()) return number;
  return number + " " + std::string{unit.name};
}

/// Beyond these a value is a slip of the pen, and sums could leave the range of the clock.
double sane_limit(Dimension dimension) {
  switch (dimension) {
    case Dimension::count:
    case Dimension::load:
      return 1e9;
    case Dimension::factor:
      return 1e6;
    case Dimension::duration:
      return 1000 * 365.25 * 86'400'000.0;  // a thousand years
    case Dimension::length:
      return 1e8;
    case Dimension::speed:
      return 1000;
    case Dimension::acceleration:
      return 100;
    case Dimension::track_gauge:
      return 10'000;
    case Dimension::rate:
      return 1;
    case Dimension::mass:
      return 1e12;
  }
  expects(false, "every dimension has a limit");
  return 0;
}

bool check_range(Node const& node, double value, Range const& range, Unit const& unit,
                 Diagnostics& diagnostics) {
  double const most = std::min(range.most, sane_limit(unit.dimension));
  std::string wanted;
  if (range.above ? value <= range.least : value < range.least) {
    // Of days, the least is a millisecond: nobody reads 0.000000012 d.
    bool const tiny = range.least > 0 && value <= 0 && range.least * unit.by / unit.times < 1e-3;
    wanted = tiny          ? "greater than " + in_unit(0, unit)
             : range.above ? "greater than " + in_unit(range.least, unit)
                           : "at least " + in_unit(range.least, unit);
  } else if (value > most) {
    wanted = "at most " + in_unit(most, unit);
  } else {
    return true;
  }
  diagnostics.error("range", node.mark, in_quotes(node.text) + " is out of range",
                    "it must be " + wanted);
  return false;
}

std::string list_of(std::vector<std::string> const& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
    list += "`" + names[i] + "`";
  }
  return list;
}

void report_unit(Node const& node, NumberAndUnit const& value, Dimension dimension,
                 std::string_view example, Diagnostics& diagnostics) {
  std::string const name{name_of(dimension)};
  std::vector<std::string> const units = units_of(dimension);
  std::string const number = number_text(value.number);
  if (units.empty()) {
    diagnostics.error("unit", node.mark, with_article(name) + " has no unit",
                      "write " + in_quotes(number));
    return;
  }
  if (value.unit.empty()) {
    diagnostics.error("unit", node.mark, with_article(name) + " needs a unit",
                      "got " + in_quotes(node.text) + "; did you mean " +
                          in_quotes(number + " " + usual_unit(dimension, example)) + "?");
    return;
  }
  std::string_view meant = unit_for_word(value.unit);
  auto const near = nearest(value.unit, units);
  if (find_unit(dimension, meant) == nullptr) meant = near ? std::string_view{*near} : "";
  bool const other = is_unit(value.unit);
  diagnostics.error("unit", node.mark, in_quotes(value.unit) + " is not a unit of " + name,
                    meant.empty() || other
                        ? with_article(name) + " is given in " + list_of(units)
                        : "did you mean " + in_quotes(number + " " + std::string{meant}) + "?");
}

/// A number with a unit of `dimension`, not yet checked for its range.
std::optional<std::pair<double, Unit const*>> read_with_unit(Node const& node, Dimension dimension,
                                                             Diagnostics& diagnostics,
                                                             std::string_view example = {}) {
  std::string const wanted = with_article(std::string{name_of(dimension)});
  auto const text = plain_text(node, wanted, diagnostics);
  if (!text) return {};
  auto const value = split_quantity(*text);
  if (!value) {
    report_number(node, *text, wanted, diagnostics);
    return {};
  }
  Unit const* const unit = find_unit(dimension, value->unit);
  if (unit == nullptr) {
    report_unit(node, *value, dimension, example, diagnostics);
    return {};
  }
  return std::pair{value->number * unit->times / unit->by, unit};
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (text.empty() || number_length(text) != text.size()) return {};
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

std::string number_text(double value) {
  std::array<char, 32> digits{};
  auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  expects(error == std::errc{}, "32 characters hold every number");
  return std::string(digits.data(), end);
}

std::optional<NumberAndUnit> split_quantity(std::string_view text) {
  std::size_t const length = number_length(text);
  auto const number = parse_number(text.substr(0, length));
  if (!number) return {};
  std::string_view rest = text.substr(length);
  bool const glued = !rest.empty() && rest[0] != ' ';
  // `12:30`, `1_000`, `0x1F` and `12,5` are no quantities: a unit begins with a letter, `/` or `%`.
  auto const begins_unit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '%';
  };
  if (glued && (!begins_unit(rest[0]) || text.starts_with("0x") || text.starts_with("0X") ||
                text.starts_with("0o") || text.starts_with("0b"))) {
    return {};
  }
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (!rest.empty() && !begins_unit(rest[0])) return {};
  return NumberAndUnit{*number, std::string{rest}};
}

std::optional<std::string> read_text(Node const& node, Diagnostics& diagnostics) {
  auto const text = scalar_text(node, "a text", diagnostics);
  if (!text) return {};
  return std::string{*text};
}

std::optional<bool> read_boolean(Node const& node, Diagnostics& diagnostics) {
  auto const text = plain_text(node, "true or false", diagnostics);
  if (!text) return {};
  if (*text == "true") return true;
  if (*text == "false") return false;
  std::string lower;
  for (char const c : *text) {
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  bool const yes =
      lower == "true" || lower == "yes" || lower == "on" || lower == "y" || lower == "1";
  bool const no =
      lower == "false" || lower == "no" || lower == "off" || lower == "n" || lower == "0";
  diagnostics.error("boolean", node.mark, in_quotes(*text) + " is neither `true` nor `false`",
                    yes  ? "did you mean `true`?"
                    : no ? "did you mean `false`?"
                         : "write `true` or `false`");
  return {};
}

std::optional<double> read_number(Node const& node, Range range, Diagnostics& diagnostics) {
  auto const text = plain_text(node, "a number", diagnostics);
  if (!text) return {};
  auto const value = parse_number(*text);
  if (!value) {
    auto const quantity = split_quantity(*text);
    if (quantity && !quantity->unit.empty()) {
      diagnostics.error("unit", node.mark, "a plain number is wanted here, without a unit",
                        "write " + in_quotes(number_text(quantity->number)));
    } else {
      report_number(node, *text, "a number", diagnostics);
    }
    return {};
  }
  constexpr Unit kNoUnit{Dimension::count, "", 1, 1};
  if (!check_range(node, *value, range, kNoUnit, diagnostics)) return {};
  return value;
}

std::optional<std::int64_t> read_count(Node const& node, std::int64_t least, std::int64_t most,
                                       Diagnostics& diagnostics) {
  auto const value = read_number(
      node, Range{static_cast<double>(least), static_cast<double>(most), false}, diagnostics);
  if (!value) return {};
  if (*value != std::floor(*value)) {
    diagnostics.error("number", node.mark, in_quotes(node.text) + " is not a whole number",
                      "things are counted in whole numbers");
    return {};
  }
  return static_cast<std::int64_t>(*value);
}

std::optional<double> read_share(Node const& node, Diagnostics& diagnostics) {
  auto const value = read_with_unit(node, Dimension::factor, diagnostics);
  if (!value) return {};
  if (value->first >= 0 && value->first <= 1) return value->first;
  bool const percent = value->second->name.empty() && value->first > 1 && value->first <= 100;
  diagnostics.error("range", node.mark, in_quotes(node.text) + " is not a share",
                    percent ? "did you mean " + in_quotes(node.text + " %") + "?"
                            : "a share lies between 0 and 1, or between 0 % and 100 %");
  return {};
}

std::optional<double> read_quantity(Node const& node, Dimension dimension, Range range,
                                    Diagnostics& diagnostics, std::string_view example) {
  auto const value = read_with_unit(node, dimension, diagnostics, example);
  if (!value || !check_range(node, value->first, range, *value->second, diagnostics)) return {};
  return value->first;
}

std::optional<double> in_base_units(std::string const& text, Dimension dimension) {
  Diagnostics unheard;
  return read_quantity(scalar_node(text, {}), dimension, {-std::numeric_limits<double>::infinity()},
                       unheard);
}

std::optional<std::int64_t> read_whole_quantity(Node const& node, Dimension dimension, Range range,
                                                Diagnostics& diagnostics,
                                                std::string_view example) {
  auto const value = read_quantity(node, dimension, range, diagnostics, example);
  if (!value) return {};
  if (*value != std::floor(*value)) {
    diagnostics.error("number", node.mark, in_quotes(node.text) + " is not a whole number",
                      "a " + std::string{name_of(dimension)} + " is given in whole numbers here");
    return {};
  }
  return static_cast<std::int64_t>(*value);
}

std::optional<Duration> read_duration(Node const& node, Range range, Diagnostics& diagnostics,
                                      std::string_view example) {
  auto const value = read_quantity(node, Dimension::duration, range, diagnostics, example);
  if (!value) return {};
  return Duration::rounded(*value);
}

}  // namespace caravan::scenario
