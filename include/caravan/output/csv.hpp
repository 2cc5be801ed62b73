/// CSV after RFC 4180 with line feeds, safe to open in a spreadsheet.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front: quoting alone
/// does not stop it (CWE-1236). Numbers are written as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caravan::output {

/// Decimals of the figures in files that are no counts.
inline constexpr int kDecimalsInFiles = 6;

/// One cell of text: made safe, and quoted where it must be.
[[nodiscard]] std::string csv_text(std::string_view text);

/// Cells that are ready, as one line.
[[nodiscard]] std::string csv_line(std::vector<std::string> const& cells);

}  // namespace caravan::output
