#include "scenario/values_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "caravan/core/contract.hpp"

namespace caravan::scenario {

namespace {

// The first unit of a dimension is the one that is proposed. An empty name: a bare number.
constexpr std::array kUnits{
    Unit{Dimension::count, "", 1, 1},
    Unit{Dimension::factor, "", 1, 1},
    Unit{Dimension::factor, "%", 1, 100},
    Unit{Dimension::duration, "h", 3'600'000, 1},
    Unit{Dimension::duration, "min", 60'000, 1},
    Unit{Dimension::duration, "d", 86'400'000, 1},
    Unit{Dimension::duration, "wk", 604'800'000, 1},
    Unit{Dimension::duration, "s", 1000, 1},
    Unit{Dimension::duration, "ms", 1, 1},
    Unit{Dimension::length, "km", 1000, 1},
    Unit{Dimension::length, "m", 1, 1},
    Unit{Dimension::speed, "km/h", 1000, 3600},
    Unit{Dimension::speed, "m/s", 1, 1},
    Unit{Dimension::speed, "km/d", 1000, 86'400},
    Unit{Dimension::acceleration, "m/s²", 1, 1},
    Unit{Dimension::acceleration, "m/s2", 1, 1},
    Unit{Dimension::track_gauge, "mm", 1, 1},
    Unit{Dimension::load, "TEU", 1, 1},
    Unit{Dimension::load, "FEU", 2, 1},  // a 40-foot unit takes the room of two 20-foot units
    Unit{Dimension::rate, "/d", 1, 86'400'000},
    Unit{Dimension::rate, "/h", 1, 3'600'000},
    Unit{Dimension::rate, "/wk", 1, 604'800'000},
    Unit{Dimension::rate, "/min", 1, 60'000},
    Unit{Dimension::mass, "t", 1000, 1},
    Unit{Dimension::mass, "kg", 1, 1},
};

using Spelling = std::pair<std::string_view, std::string_view>;
constexpr std::array kSpellings{
    Spelling{"hours", "h"},    Spelling{"hour", "h"},        Spelling{"hrs", "h"},
    Spelling{"hr", "h"},       Spelling{"H", "h"},           Spelling{"minutes", "min"},
    Spelling{"minute", "min"}, Spelling{"mins", "min"},      Spelling{"seconds", "s"},
    Spelling{"second", "s"},   Spelling{"sec", "s"},         Spelling{"days", "d"},
    Spelling{"day", "d"},      Spelling{"weeks", "wk"},      Spelling{"week", "wk"},
    Spelling{"w", "wk"},       Spelling{"metres", "m"},      Spelling{"meters", "m"},
    Spelling{"KM", "km"},      Spelling{"kilometres", "km"}, Spelling{"kilometers", "km"},
    Spelling{"kmh", "km/h"},   Spelling{"kph", "km/h"},      Spelling{"kmph", "km/h"},
    Spelling{"m/s^2", "m/s²"}, Spelling{"m/ss", "m/s²"},     Spelling{"teu", "TEU"},
    Spelling{"Teu", "TEU"},    Spelling{"feu", "FEU"},       Spelling{"percent", "%"},
    Spelling{"/day", "/d"},    Spelling{"/hour", "/h"},      Spelling{"/week", "/wk"},
    Spelling{"/w", "/wk"},     Spelling{"tonnes", "t"},      Spelling{"tons", "t"},
    Spelling{"per day", "/d"}, Spelling{"per hour", "/h"},   Spelling{"per week", "/wk"},
};

constexpr std::size_t kLongestQuote = 60;

}  // namespace

std::string_view name_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::count:
      return "count";
    case Dimension::factor:
      return "factor";
    case Dimension::duration:
      return "duration";
    case Dimension::length:
      return "length";
    case Dimension::speed:
      return "speed";
    case Dimension::acceleration:
      return "acceleration";
    case Dimension::track_gauge:
      return "track gauge";
    case Dimension::load:
      return "load";
    case Dimension::rate:
      return "rate";
    case Dimension::mass:
      return "mass";
  }
  expects(false, "every dimension has a name");
  return {};
}

std::vector<std::string> units_of(Dimension dimension) {
  std::vector<std::string> names;
  for (Unit const& unit : kUnits) {
    if (unit.dimension == dimension && !unit.name.empty()) names.emplace_back(unit.name);
  }
  return names;
}

bool is_unit(std::string_view word) {
  for (Unit const& unit : kUnits) {
    if (!word.empty() && unit.name == word) return true;
  }
  return false;
}

Unit const* find_unit(Dimension dimension, std::string_view name) {
  for (Unit const& unit : kUnits) {
    if (unit.dimension == dimension && unit.name == name) return &unit;
  }
  return nullptr;
}

std::string usual_unit(Dimension dimension, std::string_view example) {
  constexpr std::string_view kBetween = " ,[]{}";
  for (auto at = example.find_first_not_of(kBetween); at != std::string_view::npos;) {
    auto const end = std::min(example.find_first_of(kBetween, at), example.size());
    std::string_view const word = example.substr(at, end - at);
    if (find_unit(dimension, word) != nullptr) return std::string{word};
    at = example.find_first_not_of(kBetween, end);
  }
  return units_of(dimension).front();
}

std::string_view unit_for_word(std::string_view word) {
  for (auto const& [spelling, unit] : kSpellings) {
    if (spelling == word) return unit;
  }
  return {};
}

std::optional<std::string_view> scalar_text(Node const& node, std::string_view wanted,
                                            Diagnostics& diagnostics) {
  std::string const what{wanted};
  if (!node.is_scalar()) {
    diagnostics.error("value", node.mark,
                      what + " is wanted here, not a " + (node.is_map() ? "map" : "list"),
                      "write a single value behind the key");
    return {};
  }
  if (node.is_blank()) {
    diagnostics.error("value", node.mark, "the value is missing; " + what + " is wanted",
                      "write the value behind the key, or leave the key out");
    return {};
  }
  return node.text;
}

std::optional<std::string_view> plain_text(Node const& node, std::string_view wanted,
                                           Diagnostics& diagnostics) {
  auto const text = scalar_text(node, wanted, diagnostics);
  if (!text || !node.quoted) return text;
  diagnostics.error("value", node.mark, std::string{wanted} + " is wanted here, not a quoted text",
                    "remove the quotes");
  return {};
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (auto at = text.find_first_not_of(' '); at != std::string_view::npos;) {
    auto const end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(' ', end);
  }
  return words;
}

std::string in_quotes(std::string_view text) {
  std::string result{text.substr(0, kLongestQuote)};
  if (text.size() > kLongestQuote) result += "...";
  return "`" + result + "`";
}

}  // namespace caravan::scenario
