/// Pictures of a few characters, for a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace caravan::output {

/// `██████▌   `: a share from 0 to 1 of `width` characters, to the eighth of one.
[[nodiscard]] std::string bar(double share, std::size_t width);

/// `▂▆█▅▃▂▁▁`: how ascending `values` are spread, from the least to the 99th percentile. Parts
/// without any are blank. Fewer than two different values: empty.
[[nodiscard]] std::string sparkline(std::vector<std::int64_t> const& values, std::size_t width);

}  // namespace caravan::output
