#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "caravan/core/diagnostic.hpp"
#include "caravan/core/utf8.hpp"

namespace caravan {

namespace {

constexpr std::size_t kWidth = 120;  // characters of a source line that are shown

/// ANSI codes, or nothing.
class Paint {
 public:
  explicit Paint(bool colour) : colour_{colour} {}
  [[nodiscard]] std::string operator()(char const* code, std::string const& text) const {
    return colour_ ? "\x1b[" + std::string{code} + "m" + text + "\x1b[0m" : text;
  }

 private:
  bool colour_;
};

constexpr char const* kBold = "1";
constexpr char const* kRed = "1;31";
constexpr char const* kYellow = "1;33";
constexpr char const* kCyan = "1;36";

/// The source line and a caret line under it; of a very long line the part around the mark.
void append_quote(std::string& out, Mark const& at, Paint const& paint) {
  if (!at.file || at.line == 0) return;
  auto const line = at.file->line(at.line);
  auto const column = at.column == 0 ? 0 : std::min<std::size_t>(at.column - 1, characters(line));
  auto const first = column > kWidth / 2 && characters(line) > kWidth ? column - kWidth / 2 : 0;
  auto const shown = line.substr(bytes_of(line, first));
  auto const cut = shown.substr(0, bytes_of(shown, kWidth));
  auto const number = std::to_string(at.line);
  out += "  " + number + " | " + (first > 0 ? "…" : "") + printable(cut) +
         (cut.size() < shown.size() ? "…" : "") + "\n";
  if (at.column == 0) return;
  auto const before = cut.substr(0, bytes_of(cut, column - first));
  auto const marked = cut.substr(before.size(), bytes_of(cut.substr(before.size()), at.length));
  auto const indent = characters(printable(before)) + (first > 0 ? 1 : 0);
  auto const length = std::max<std::size_t>(1, characters(printable(marked)));
  out += std::string(number.size() + 2, ' ') + " | " + std::string(indent, ' ') +
         paint(kRed, "^" + std::string(length - 1, '~')) + "\n";
}

/// The marked part of the source.
std::string_view marked_part(Mark const& at) {
  if (!at.file || at.line == 0 || at.column == 0) return {};
  auto const line = at.file->line(at.line);
  auto const rest = line.substr(bytes_of(line, at.column - 1));
  return rest.substr(0, bytes_of(rest, at.length));
}

/// Where words are compared letter by letter, a letter of another script may look like the right
/// one, or like nothing. It is named.
void append_foreign_letter(std::string& out, Diagnostic const& one, Paint const& paint) {
  constexpr std::array<std::string_view, 12> kCodes{
      "choice", "coordinates", "country", "date",        "id",           "number",
      "schema", "time",        "unit",    "unknown-key", "unknown-name", "zone"};
  if (std::find(kCodes.begin(), kCodes.end(), one.code) == kCodes.end()) return;
  for (auto rest = marked_part(one.at); !rest.empty();) {
    auto const letter = first_character(rest);
    if (letter.valid && letter.code >= 0xa0) {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      std::string number;
      for (auto code = static_cast<std::uint32_t>(letter.code); code > 0 || number.size() < 4;
           code /= 16) {
        number.insert(number.begin(), kDigits[code % 16]);
      }
      out += "  " + paint(kCyan, "note:") + " `" + printable(rest.substr(0, letter.bytes)) +
             "` is U+" + number + ", no letter, digit or sign of ASCII\n";
      return;
    }
    rest.remove_prefix(letter.bytes);
  }
}

void append_place(std::string& out, Mark const& at, Paint const& paint) {
  if (at.file) out += paint(kBold, printable(at.text()) + ":") + " ";
}

void append(std::string& out, Diagnostic const& one, Paint const& paint) {
  append_place(out, one.at, paint);
  bool const is_error = one.severity == Severity::error;
  out += is_error ? paint(kRed, "error:") : paint(kYellow, "warning:");
  out += " " + printable(one.text) + " [" + printable(one.code) + "]\n";
  append_quote(out, one.at, paint);
  append_foreign_letter(out, one, paint);
  for (auto const& note : one.notes) {
    append_place(out, note.at, paint);
    out += paint(kCyan, "note:") + " " + printable(note.text) + "\n";
    append_quote(out, note.at, paint);
  }
  if (!one.help.empty()) out += "  " + paint(kCyan, "help:") + " " + printable(one.help) + "\n";
}

}  // namespace

std::string render(Diagnostics const& diagnostics, std::size_t limit, bool colour) {
  Paint const paint{colour};
  std::string out;
  auto const& all = diagnostics.all();
  for (std::size_t i = 0; i < std::min(limit, all.size()); ++i) {
    append(out, all[i], paint);
  }
  if (all.size() > limit) {
    out += "… and " + std::to_string(all.size() - limit) + " more\n";
  }
  return out;
}

}  // namespace caravan
