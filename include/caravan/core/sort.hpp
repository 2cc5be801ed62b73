/// Many whole numbers in ascending order: the lead times of a run.
#pragma once

#include <cstdint>
#include <vector>

namespace caravan {

/// As `std::sort` does, but in a time that grows with how many there are and hardly more: it looks
/// at eleven bits of each number at once, beginning with the lowest (radix sort; Knuth, The Art of
/// Computer Programming 3, section 5.2.5). Needs room for as many numbers again.
void sort_numbers(std::vector<std::int64_t>& numbers);

}  // namespace caravan
