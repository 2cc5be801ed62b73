#include "caravan/output/csv.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace caravan::output {

namespace {

// What opens a formula in the common spreadsheets, with the full-width forms of = + - @.
// Source: OWASP, "CSV Injection".
constexpr std::array<std::string_view, 11> kFormulaStarts{
    "=",           "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
    "\xEF\xBC\xA0"};

}  // namespace

std::string csv_text(std::string_view text) {
  std::string safe{text};
  bool const formula = std::any_of(kFormulaStarts.begin(), kFormulaStarts.end(),
                                   [&](auto start) { return text.starts_with(start); });
  if (formula) safe.insert(0, 1, '\'');
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (char const c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_line(std::vector<std::string> const& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    line += cells[i];
  }
  return line + '\n';
}

}  // namespace caravan::output
