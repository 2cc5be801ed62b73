/// Characters of a text in UTF-8, one at a time. A byte that belongs to no character counts as one.
#pragma once

#include <cstddef>
#include <string_view>

namespace caravan {

struct Utf8Character {
  char32_t code = 0;      ///< meaningless if not valid
  std::size_t bytes = 1;  ///< how many bytes of the text it takes
  bool valid = false;     ///< well-formed by table 3-7 of the Unicode standard
};

/// The first character of a text that is not empty.
[[nodiscard]] Utf8Character first_character(std::string_view text);

/// The number of characters.
[[nodiscard]] std::size_t characters(std::string_view text);

/// The number of bytes that the first `count` characters take, or all if there are fewer.
[[nodiscard]] std::size_t bytes_of(std::string_view text, std::size_t count);

}  // namespace caravan
