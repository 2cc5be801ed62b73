/// What is wrong with an input, said so that its author can mend it.
///
/// A `Diagnostic` says what, where and how to mend it. A check adds to `Diagnostics` and goes on,
/// so that all faults of an input come at once. Lines and columns start at 1; columns count
/// characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace caravan {

/// One text file as read, kept for quoting its lines.
struct SourceFile {
  std::string name;  ///< as the user wrote it, e.g. `scenarios/border.yaml`, or `--set` for flags
  std::string text;
  /// Line `number` (from 1) without its line end; empty beyond the end.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
};
using SourceRef = std::shared_ptr<SourceFile const>;

/// A place in a source file. Without a file: nowhere (made by the program itself).
struct Mark {
  SourceRef file;
  std::uint32_t line = 0;    ///< from 1; 0 = the whole file
  std::uint32_t column = 0;  ///< from 1, in characters; 0 = the whole line
  std::uint32_t length = 1;  ///< characters to underline
  /// `file:line:column`, without the parts that are 0.
  [[nodiscard]] std::string text() const;
};

enum class Severity : std::uint8_t { error, warning };

/// A second place that helps to understand the first.
struct Note {
  std::string text;
  Mark at;
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;  ///< stable, e.g. `unknown-key`; one page of docs/reference/diagnostics.md each
  std::string text;  ///< what is wrong, one sentence without a full stop
  Mark at;
  std::vector<Note> notes;
  std::string help;  ///< how to mend it; may be empty
};

/// The list that all checks of one input add to.
class Diagnostics {
 public:
  Diagnostic& error(std::string code, Mark at, std::string text, std::string help = {});
  Diagnostic& warning(std::string code, Mark at, std::string text, std::string help = {});
  [[nodiscard]] std::vector<Diagnostic> const& all() const { return list_; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return list_.size() - errors_; }
  [[nodiscard]] bool ok() const { return errors_ == 0; }
  /// Sorted by file, line, column, code, text; equal entries once.
  void sort();

 private:
  std::vector<Diagnostic> list_;
  std::size_t errors_ = 0;
};

/// Prints diagnostics as a compiler does: place, severity, text, code, source line, caret, notes,
/// help. At most `limit` are printed, then a count of the rest. No control character reaches the
/// terminal: see `printable`. Colours are ANSI codes, used only if `colour`.
[[nodiscard]] std::string render(Diagnostics const& diagnostics, std::size_t limit = 20,
                                 bool colour = false);

/// `text` with every control character (C0 except tab, DEL, C1), bidirectional control and broken
/// UTF-8 byte written as `\x1b`, `\u202e`, `\xff`. Tab becomes one blank.
[[nodiscard]] std::string printable(std::string_view text);

/// The entry of `known` nearest to `word` (Damerau–Levenshtein distance at most 2, or at most a
/// third of the word's length), for "did you mean". Nothing when all are further away. Ties: the
/// first.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::vector<std::string> const& known);

}  // namespace caravan
