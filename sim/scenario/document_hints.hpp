/// Where a fault of YAML may have begun that the parser sees only further down.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace caravan::scenario {

/// For a line, at `offset`, that belongs to no map above it: the first entry of the map just above,
/// if that is indented more than the line but opened by a line that is indented less. Then one of
/// the two is indented wrongly.
[[nodiscard]] std::optional<std::size_t> entry_indented_otherwise(std::string_view text,
                                                                  std::size_t offset);

/// The nearest quote above the line of `offset` that opens a text and is not closed on its line.
[[nodiscard]] std::optional<std::size_t> quote_left_open(std::string_view text, std::size_t offset);

}  // namespace caravan::scenario
