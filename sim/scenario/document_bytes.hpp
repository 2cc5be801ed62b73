/// The bytes of a text file before any parser sees them, and where they are.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"

namespace caravan::scenario {

/// Some editors put it at the begin of UTF-8; it belongs to no text.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The text of a file without a byte order mark, and the way from byte offsets to lines and
/// columns.
class SourceText {
 public:
  explicit SourceText(SourceRef file);
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] SourceRef const& file() const { return file_; }
  /// The place of byte `offset`, underlining `bytes` bytes. Fast if offsets do not decrease.
  [[nodiscard]] Mark mark(std::size_t offset, std::size_t bytes = 1);
  [[nodiscard]] Mark whole_file() const { return Mark{file_, 0, 0, 1}; }

 private:
  SourceRef file_;
  std::string_view text_;
  std::vector<std::size_t> line_starts_;
  std::size_t known_offset_ = 0;  ///< the column of this offset is known
  std::uint32_t known_column_ = 1;
};

/// Valid UTF-8 without control characters, lines ending in LF or CRLF. Each kind of fault is
/// reported at its first place, with a count. Codes: `encoding`, `control-character`, `line-ends`.
[[nodiscard]] bool check_characters(SourceText& source, Diagnostics& diagnostics);

/// No line begins with a directive, none is indented with tabs. Codes: `directive`, `tab`.
[[nodiscard]] bool check_yaml_lines(SourceText& source, Diagnostics& diagnostics);

}  // namespace caravan::scenario
