#include "scenario/document_tree.hpp"

#include <array>
#include <utility>

#include "caravan/core/contract.hpp"

#include "scenario/document.hpp"

namespace caravan::scenario {

namespace {

constexpr std::size_t kMaxValues = 300'000;

struct Words {
  std::string_view text;
  std::string_view help;
};

Words words_for(std::string_view code) {
  if (code == "anchor") {
    return {"`&` begins an anchor, which scenarios do not have",
            "write the value out, or use `extends:`"};
  }
  if (code == "alias") {
    return {"`*` begins an alias, which scenarios do not have",
            "write the value out, or use `extends:`"};
  }
  if (code == "tag") {
    return {"`!` begins a tag, which scenarios do not have",
            "remove it; put quotes around a text that begins with `!`"};
  }
  expects(code == "merge-key", "only parts of YAML with a name are refused by name");
  return {"`<<` is a merge key, which scenarios do not have",
          "use `extends:` and `change:`, or write the values out"};
}

/// The offset behind the quote that closes the one at `offset`; npos if none does.
std::size_t end_of_quoted(std::string_view text, std::size_t offset) {
  char const quote = text[offset];
  for (std::size_t i = offset + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || text.substr(i + 1, 1) != "'") return i + 1;
      ++i;  // '' stands for one quote
    }
  }
  return std::string_view::npos;
}

/// True if a line after the first begins as an entry of a map does.
bool swallows_an_entry(std::string_view quoted) {
  constexpr std::string_view kKeyCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
  for (auto i = quoted.find('\n'); i != std::string_view::npos; i = quoted.find('\n', i + 1)) {
    auto const begin = quoted.find_first_not_of(" \t\r", i + 1);
    auto const end = quoted.find_first_not_of(kKeyCharacters, begin);
    if (begin == std::string_view::npos || end == std::string_view::npos || end == begin) continue;
    auto const after = quoted.substr(end, 2);
    if (after == ": " || after == ":\n" || after == ":\r") return true;
  }
  return false;
}

}  // namespace

TreeBuilder::TreeBuilder(SourceText& source, Diagnostics& diagnostics)
    : source_{source}, diagnostics_{diagnostics} {}

bool TreeBuilder::key_is_next() const {
  return !stack_.empty() && stack_.back().node.is_map() && !stack_.back().pending;
}

void TreeBuilder::refuse(std::string const& code, Mark const& mark) {
  Refusal& refusal = refusals_[code];
  if (refusal.count++ == 0) refusal.first = mark;
}

void TreeBuilder::anchor(std::size_t offset) {
  refuse("anchor", source_.mark(offset));
}

void TreeBuilder::tag(std::size_t offset) {
  refuse("tag", source_.mark(offset));
}

void TreeBuilder::alias(std::size_t offset) {
  Mark const mark = source_.mark(offset);
  refuse("alias", mark);
  if (key_is_next()) {
    begin_entry("*", mark);
  } else {
    place(scalar_node("", mark));
  }
}

void TreeBuilder::scalar(std::size_t offset, std::string_view value, bool plain) {
  std::string_view const rest = source_.text().substr(offset);
  std::size_t length = rest.starts_with(value) ? value.size() : 1;
  if (rest.starts_with('"') || rest.starts_with('\'')) {
    check_quote(offset);
    auto const end = end_of_quoted(source_.text(), offset);
    auto const quoted = source_.text().substr(offset, end - offset);
    length = quoted.find('\n') == std::string_view::npos ? quoted.size() : 1;
  }
  if (length > 1 && rest.substr(0, length).find('\n') != std::string_view::npos) length = 1;
  Mark mark = source_.mark(offset, length);
  if (key_is_next()) {
    begin_entry(std::string{value}, std::move(mark));
    return;
  }
  Node node = scalar_node(value, std::move(mark));
  node.quoted = !plain;
  place(std::move(node));
}

void TreeBuilder::check_quote(std::size_t offset) {
  auto const end = end_of_quoted(source_.text(), offset);
  auto const quoted = source_.text().substr(offset, end - offset);
  if (quoted.find('\n') == std::string_view::npos) return;
  long_quote_ = source_.mark(offset);
  if (end == std::string_view::npos || swallows_an_entry(quoted)) {
    quote_is_open_ = true;
    diagnostics_.error("unclosed-quote", source_.mark(offset),
                       "the quote that opens here is not closed on its line",
                       "close it; write a text over several lines as a block after `|`");
  }
}

/// YAML reads these plain words as nothing. Here they stay words, so that whoever wants a value
/// says what is wrong with them.
std::string_view TreeBuilder::nothing_word(std::size_t offset) const {
  constexpr std::array<std::string_view, 4> kWords{"~", "null", "Null", "NULL"};
  for (std::string_view const word : kWords) {
    if (source_.text().substr(offset).starts_with(word)) return word;
  }
  return {};
}

void TreeBuilder::blank(std::size_t offset) {
  std::string_view const text = source_.text();
  std::string_view const word = nothing_word(offset);
  if (is_at('!', offset)) tag(offset);
  if (key_is_next()) {
    if (word.empty()) {
      diagnostics_.error(
          "key", source_.mark(offset), "a key is missing here",
          "write `key: value`; put quotes around a text that begins with `:` or `?`");
      throw Stop{};
    }
    begin_entry(std::string{word}, source_.mark(offset, word.size()));
    return;
  }
  bool const in_map = !stack_.empty() && stack_.back().node.is_map();
  if (!in_map && is_at(',', offset)) {
    diagnostics_.error("syntax", source_.mark(offset), "a `,` is out of place here", "remove it");
    throw Stop{};
  }
  if (stack_.empty() && word.empty()) return;
  if (!word.empty()) {
    place(scalar_node(word, source_.mark(offset, word.size())));
  } else if (in_map) {
    place(scalar_node("", stack_.back().pending->key_mark));
  } else {
    auto const before =
        offset == 0 ? std::string_view::npos : text.find_last_not_of(" \t\r\n", offset - 1);
    place(scalar_node("", source_.mark(before == std::string_view::npos ? offset : before)));
  }
}

void TreeBuilder::open(std::size_t offset, Kind kind) {
  Mark mark = source_.mark(offset);
  if (stack_.size() >= kMaxDepth) {
    diagnostics_.error("depth", std::move(mark),
                       "lists and maps are nested more than " + std::to_string(kMaxDepth) + " deep",
                       "use fewer levels");
    throw Stop{};
  }
  if (key_is_next()) {
    diagnostics_.error("key", std::move(mark), "a key must be a word, not a list or a map",
                       "write `key: value`; does a list or map above lack its closing `]` or `}`?");
    throw Stop{};
  }
  stack_.emplace_back();
  stack_.back().node.kind = kind;
  stack_.back().node.mark = std::move(mark);
}

void TreeBuilder::close() {
  expects(!stack_.empty(), "only an open list or map is closed");
  Node node = std::move(stack_.back().node);
  stack_.pop_back();
  place(std::move(node));
}

void TreeBuilder::begin_entry(std::string key, Mark mark) {
  Open& map = stack_.back();
  if (key == "<<") refuse("merge-key", mark);
  auto const [found, is_new] = map.seen.try_emplace(key, Seen{map.node.entries.size(), {}});
  map.drop = !is_new;
  if (!is_new) {
    Seen& seen = found->second;
    if (seen.repeat) {
      ++repeats_[*seen.repeat].count;
    } else {
      seen.repeat = repeats_.size();
      repeats_.push_back({key, map.node.entries[seen.entry].key_mark, mark});
    }
  }
  map.pending = Entry{std::move(key), std::move(mark), {}};
}

void TreeBuilder::place(Node node) {
  if (++values_ > kMaxValues) {
    diagnostics_.error("size", node.mark,
                       "the file holds more than " + std::to_string(kMaxValues) + " values",
                       "keep data in CSV files");
    throw Stop{};
  }
  if (stack_.empty()) {
    top_ = std::move(node);
    return;
  }
  Open& parent = stack_.back();
  if (parent.node.is_list()) {
    parent.node.items.push_back(std::move(node));
    return;
  }
  parent.pending->value = std::move(node);
  if (!parent.drop) parent.node.entries.push_back(std::move(*parent.pending));
  parent.pending.reset();
}

Mark const* TreeBuilder::innermost() const {
  return stack_.empty() ? nullptr : &stack_.back().node.mark;
}

void TreeBuilder::report() {
  for (auto const& [code, refusal] : refusals_) {
    Words const words = words_for(code);
    std::string text{words.text};
    if (refusal.count > 1) text += " (and " + std::to_string(refusal.count - 1) + " more)";
    diagnostics_.error(code, refusal.first, std::move(text), std::string{words.help});
  }
  for (Repeat const& repeat : repeats_) {
    std::string const times = repeat.count == 2 ? "twice" : std::to_string(repeat.count) + " times";
    Diagnostic& diagnostic =
        diagnostics_.error("duplicate-key", repeat.second,
                           "key `" + repeat.key + "` is given " + times, "keep one of them");
    diagnostic.notes.push_back({"first given here", repeat.first});
  }
}

}  // namespace caravan::scenario
