#include <cstdint>
#include <string>
#include <string_view>

#include "caravan/core/diagnostic.hpp"
#include "caravan/core/utf8.hpp"

namespace caravan {

namespace {

void append_escape(std::string& text, char kind, std::uint32_t value, unsigned digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  text += '\\';
  text += kind;
  for (unsigned left = digits; left > 0; --left) {
    text += kDigits[(value >> (4 * (left - 1))) & 0xfU];
  }
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/// Characters that reorder or break a line on screen: Unicode's Bidi_Control property, and the line
/// and paragraph separators.
bool rearranges(char32_t c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    auto const next = first_character(text);
    if (!next.valid) {
      append_escape(shown, 'x', static_cast<unsigned char>(text.front()), 2);
    } else if (next.code == U'\t') {
      shown += ' ';
    } else if (is_control(next.code)) {
      append_escape(shown, 'x', next.code, 2);
    } else if (rearranges(next.code)) {
      append_escape(shown, 'u', next.code, 4);
    } else {
      shown += text.substr(0, next.bytes);
    }
    text.remove_prefix(next.bytes);
  }
  return shown;
}

}  // namespace caravan
