/// 128-bit integers for exact sums of many 64-bit times.
#pragma once

namespace caravan {

__extension__ using Wide = __int128;

}  // namespace caravan
