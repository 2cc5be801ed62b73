#include "scenario/document_hints.hpp"

namespace caravan::scenario {

namespace {

constexpr auto kNone = std::string_view::npos;

std::size_t line_start(std::string_view text, std::size_t offset) {
  auto const end_before = offset == 0 ? kNone : text.rfind('\n', offset - 1);
  return end_before == kNone ? 0 : end_before + 1;
}

std::string_view line_at(std::string_view text, std::size_t start) {
  return text.substr(start, text.find('\n', start) - start);
}

/// The offset of the quote in `line` that opens a text which the line does not close.
std::size_t open_quote(std::string_view line) {
  constexpr std::string_view kBeforeText = " \t{[,";
  bool begins = true;  // whether a value or a comment may begin here
  for (std::size_t i = 0; i < line.size(); ++i) {
    char const c = line[i];
    if (begins && c == '#') return kNone;
    if (begins && (c == '"' || c == '\'')) {
      auto const close = line.find(c, i + 1);
      if (close == kNone) return i;
      i = close;
    }
    begins = kBeforeText.find(c) != kNone;
  }
  return kNone;
}

}  // namespace

std::optional<std::size_t> entry_indented_otherwise(std::string_view text, std::size_t offset) {
  std::size_t start = line_start(text, offset);
  std::size_t const here = offset - start;
  std::optional<std::size_t> first;
  while (start > 0) {
    start = line_start(text, start - 1);
    std::string_view const line = line_at(text, start);
    auto const indentation = line.find_first_not_of(" \r");
    if (indentation == kNone || line[indentation] == '#') continue;
    if (indentation == here) return {};
    if (indentation < here) return first;
    first = start + indentation;
  }
  return first;
}

std::optional<std::size_t> quote_left_open(std::string_view text, std::size_t offset) {
  for (std::size_t start = line_start(text, offset); start > 0;) {
    start = line_start(text, start - 1);
    auto const quote = open_quote(line_at(text, start));
    if (quote != kNone) return start + quote;
  }
  return {};
}

}  // namespace caravan::scenario
