/// What the readers of values share: the text of a scalar, and words about numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"

#include "node.hpp"
#include "values.hpp"

namespace caravan::scenario {

/// `km/h` as a factor to the base unit: base = number * times / by. Two integers, so that no value
/// is rounded twice.
struct Unit {
  Dimension dimension;
  std::string_view name;
  double times;
  double by;
};
/// The unit of `dimension` called `name`, or null.
[[nodiscard]] Unit const* find_unit(Dimension dimension, std::string_view name);
/// The unit that `example` has, e.g. `d` of `{exponential: 9 d}`; the first of `dimension` if it
/// has none.
[[nodiscard]] std::string usual_unit(Dimension dimension, std::string_view example);
/// `h` for `hours`, `km/h` for `kmh`; empty if the word is not another spelling of a unit.
[[nodiscard]] std::string_view unit_for_word(std::string_view word);

/// The text of a scalar that is not blank; else an error that says `wanted` ("a number").
[[nodiscard]] std::optional<std::string_view> scalar_text(Node const& node, std::string_view wanted,
                                                          Diagnostics& diagnostics);
/// The same for a text without quotes, as numbers are.
[[nodiscard]] std::optional<std::string_view> plain_text(Node const& node, std::string_view wanted,
                                                         Diagnostics& diagnostics);
/// Text between blanks.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);
/// `text` in backquotes, cut to a readable length.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace caravan::scenario
