#include "caravan/core/hash.hpp"

namespace caravan {

namespace {

constexpr std::string_view kHexadecimal = "0123456789abcdef";

}  // namespace

std::string Fingerprint::text() const {
  std::string text;
  for (std::uint64_t const word : {high_, low_}) {
    for (unsigned shift = 64; shift > 0; shift -= 4) {
      if (!text.empty() && shift % 32 == 0) text += '-';
      text += kHexadecimal[(word >> (shift - 4)) & 0xfU];
    }
  }
  return text;
}

std::optional<Fingerprint> Fingerprint::of_text(std::string_view text) {
  Fingerprint print;
  auto left = text;
  for (std::uint64_t* const word : {&print.high_, &print.low_}) {
    for (unsigned digits = 0; digits < 16; ++digits) {
      if (!left.empty() && left.front() == '-') left.remove_prefix(1);
      auto const value = left.empty() ? std::string_view::npos : kHexadecimal.find(left.front());
      if (value == std::string_view::npos) return std::nullopt;
      *word = *word << 4U | value;
      left.remove_prefix(1);
    }
  }
  if (print.text() != text) return std::nullopt;  // dashes elsewhere, or more behind
  return print;
}

}  // namespace caravan
