/// What a scenario may at most be, where others have to know it: docs/reference/limits.md has all.
#pragma once

#include <cstddef>

namespace caravan::scenario {

/// Bytes of an id, which are letters of ASCII: `kz-south`.
inline constexpr std::size_t kLongestId = 64;

}  // namespace caravan::scenario
