#include "caravan/core/hash.hpp"

namespace caravan {

std::string Fingerprint::text() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::uint64_t const word : {high_, low_}) {
    for (unsigned shift = 64; shift > 0; shift -= 4) {
      if (!text.empty() && shift % 32 == 0) text += '-';
      text += kDigits[(word >> (shift - 4)) & 0xfU];
    }
  }
  return text;
}

}  // namespace caravan
