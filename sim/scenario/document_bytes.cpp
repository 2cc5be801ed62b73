#include "scenario/document_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "caravan/core/utf8.hpp"

namespace caravan::scenario {

namespace {

/// One kind of fault: where it is first, and how often.
struct Occurrences {
  std::size_t first = 0;
  std::size_t count = 0;
  void add(std::size_t offset) {
    if (count++ == 0) first = offset;
  }
  /// ` (and 3 more)`, or nothing.
  [[nodiscard]] std::string rest() const {
    return count > 1 ? " (and " + std::to_string(count - 1) + " more)" : std::string{};
  }
};

std::string hexadecimal(std::uint32_t value, std::size_t digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(digits, '0');
  for (std::size_t i = digits; i > 0; --i, value >>= 4U) {
    text[i - 1] = kDigits[value & 0xfU];
  }
  return text;
}

/// UTF-16 and UTF-32 begin with a byte order mark, or show a zero in the first two bytes because
/// the first character of a scenario is ASCII.
bool is_wide(std::string_view text) {
  if (text.size() < 2) return false;
  auto const first_two = text.substr(0, 2);
  return first_two == "\xFF\xFE" || first_two == "\xFE\xFF" || text[0] == '\0' || text[1] == '\0';
}

bool is_control(char32_t code) {
  bool const c0 = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
  return c0 || (code >= 0x7f && code < 0xa0);
}

}  // namespace

SourceText::SourceText(SourceRef file) : file_{std::move(file)}, text_{file_->text} {
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  line_starts_.push_back(0);
  for (std::size_t i = text_.find('\n'); i != std::string_view::npos; i = text_.find('\n', i + 1)) {
    line_starts_.push_back(i + 1);
  }
}

Mark SourceText::mark(std::size_t offset, std::size_t bytes) {
  offset = std::min(offset, text_.size());
  auto const next_line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  std::size_t const line_start = *(next_line - 1);
  if (known_offset_ < line_start || known_offset_ > offset) {
    known_offset_ = line_start;
    known_column_ = 1;
  }
  known_column_ +=
      static_cast<std::uint32_t>(characters(text_.substr(known_offset_, offset - known_offset_)));
  known_offset_ = offset;
  auto const length = static_cast<std::uint32_t>(characters(text_.substr(offset, bytes)));
  return Mark{file_, static_cast<std::uint32_t>(next_line - line_starts_.begin()), known_column_,
              std::max(length, 1U)};
}

bool check_characters(SourceText& source, Diagnostics& diagnostics) {
  std::string_view const text = source.text();
  if (is_wide(text)) {
    diagnostics.error("encoding", source.mark(0),
                      "the file is not UTF-8; it looks like UTF-16 or UTF-32",
                      "save the file as UTF-8");
    return false;
  }
  Occurrences broken;
  Occurrences control;
  Occurrences lone_cr;
  for (std::size_t i = 0; i < text.size();) {
    Utf8Character const character = first_character(text.substr(i));
    if (!character.valid) {
      broken.add(i);
    } else if (is_control(character.code)) {
      control.add(i);
    } else if (character.code == '\r' && text.substr(i + 1, 1) != "\n") {
      lone_cr.add(i);
    }
    i += character.bytes;
  }
  if (broken.count > 0) {
    auto const byte = static_cast<unsigned char>(text[broken.first]);
    diagnostics.error("encoding", source.mark(broken.first),
                      "byte 0x" + hexadecimal(byte, 2) + " is not valid UTF-8" + broken.rest(),
                      "save the file as UTF-8");
  }
  if (control.count > 0) {
    auto const code = first_character(text.substr(control.first)).code;
    diagnostics.error("control-character", source.mark(control.first),
                      "control character U+" + hexadecimal(code, 4) + control.rest(), "remove it");
  }
  if (lone_cr.count > 0) {
    diagnostics.error("line-ends", source.mark(lone_cr.first),
                      "a carriage return without a line feed" + lone_cr.rest(),
                      "save the file with line ends LF or CRLF");
  }
  return broken.count + control.count + lone_cr.count == 0;
}

bool check_yaml_lines(SourceText& source, Diagnostics& diagnostics) {
  std::string_view const text = source.text();
  Occurrences directive;
  Occurrences tab;
  for (std::size_t start = 0; start < text.size();) {
    std::size_t const end = std::min(text.find('\n', start), text.size());
    std::string_view const line = text.substr(start, end - start);
    if (line.starts_with('%')) directive.add(start);
    std::string_view const indentation = line.substr(0, line.find_first_not_of(" \t"));
    auto const at = indentation.find('\t');
    if (at != std::string_view::npos) tab.add(start + at);
    start = end + 1;
  }
  if (directive.count > 0) {
    diagnostics.error("directive", source.mark(directive.first),
                      "a line that begins with `%` is a YAML directive" + directive.rest(),
                      "remove the line: scenarios have no directives");
  }
  if (tab.count > 0) {
    diagnostics.error("tab", source.mark(tab.first), "a tab indents this line" + tab.rest(),
                      "indent with blanks");
  }
  return directive.count + tab.count == 0;
}

}  // namespace caravan::scenario
