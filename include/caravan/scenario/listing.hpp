/// What a folder holds.
#pragma once

#include <string>
#include <vector>

namespace caravan::scenario {

struct Listing {
  std::vector<std::string> names;  ///< in order; those read so far if it failed
  int error = 0;                   ///< `errno` of the failure, 0 if there was none
};

/// The names of all that `folder` holds. By the system's own calls: the standard library's
/// iterators end the program where there is no memory, since parts of them may not throw and yet
/// ask for some (libstdc++ 12). Here it is `std::bad_alloc`.
[[nodiscard]] Listing listing_of(std::string const& folder);

}  // namespace caravan::scenario
