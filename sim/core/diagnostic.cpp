#include "caravan/core/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace caravan {

std::string_view SourceFile::line(std::uint32_t number) const {
  std::string_view rest = text;
  if (number == 0) return {};
  for (std::uint32_t i = 1; i < number; ++i) {
    auto const end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::string Mark::text() const {
  if (!file) return {};
  std::string text = file->name;
  if (line != 0) text += ":" + std::to_string(line);
  if (line != 0 && column != 0) text += ":" + std::to_string(column);
  return text;
}

Diagnostic& Diagnostics::error(std::string code, Mark at, std::string text, std::string help) {
  ++errors_;
  list_.push_back(
      {Severity::error, std::move(code), std::move(text), std::move(at), {}, std::move(help)});
  return list_.back();
}

Diagnostic& Diagnostics::warning(std::string code, Mark at, std::string text, std::string help) {
  list_.push_back(
      {Severity::warning, std::move(code), std::move(text), std::move(at), {}, std::move(help)});
  return list_.back();
}

void Diagnostics::sort() {
  auto const key = [](Diagnostic const& d) {
    auto const file = d.at.file ? std::string_view{d.at.file->name} : std::string_view{};
    return std::tuple{
        file,      d.at.line, d.at.column, std::string_view{d.code}, std::string_view{d.text},
        d.severity};
  };
  std::stable_sort(list_.begin(), list_.end(),
                   [&](auto const& a, auto const& b) { return key(a) < key(b); });
  auto const same = [&](auto const& a, auto const& b) { return key(a) == key(b); };
  list_.erase(std::unique(list_.begin(), list_.end(), same), list_.end());
  auto const is_error = [](auto const& d) { return d.severity == Severity::error; };
  errors_ = static_cast<std::size_t>(std::count_if(list_.begin(), list_.end(), is_error));
}

namespace {

constexpr std::size_t kLongestWord = 200;  // nobody mistypes a longer one; the rows stay small

/// Edits between two words: insert, delete, replace, swap neighbours (each letter edited once).
/// Source: Damerau 1964; Wagner and Fischer 1974. Counts bytes, which is enough for ASCII keys.
/// Of the table only three rows are kept, and no memory is taken.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, kLongestWord + 1>, 3>
      rows;  // each is filled before it is read
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& now = rows[i % 3];
    auto const& last = rows[(i - 1) % 3];
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t const replace = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + replace});
      bool const swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], rows[(i - 2) % 3][j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::vector<std::string> const& known) {
  if (word.size() > kLongestWord) return std::nullopt;
  std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
  std::optional<std::string> found;
  for (auto const& candidate : known) {
    auto const [least, most] = std::minmax({word.size(), candidate.size()});
    if (most > kLongestWord || most - least >= best) continue;  // so many letters are missing
    auto const edits = distance(word, candidate);
    // Two words with no letter in common are not near, however short.
    if (edits < best && edits < std::max(word.size(), candidate.size())) {
      best = edits;
      found = candidate;
    }
  }
  return found;
}

}  // namespace caravan
