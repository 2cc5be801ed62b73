/// Builds the tree of a document from the parser's events, and refuses what scenarios do not have.
///
/// It knows no parser: `document.cpp` passes on the events, with offsets into the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document_bytes.hpp"
#include "node.hpp"

namespace caravan::scenario {

class TreeBuilder {
 public:
  /// Thrown to end parsing, when what follows would only confuse.
  struct Stop {};

  TreeBuilder(SourceText& source, Diagnostics& diagnostics);

  void scalar(std::size_t offset, std::string_view value, bool plain);
  /// Nothing where a value may be, or one of the words that YAML reads as nothing.
  void blank(std::size_t offset);
  void open(std::size_t offset, Kind kind);
  void close();
  void anchor(std::size_t offset);
  void alias(std::size_t offset);
  void tag(std::size_t offset);

  /// True if the text at `offset` begins with `sign`.
  [[nodiscard]] bool is_at(char sign, std::size_t offset) const {
    return source_.text().substr(offset).starts_with(sign);
  }

  /// Reports what was counted on the way. Call once, also after an exception.
  void report();
  /// The tree; nothing if the document was empty. Call last.
  [[nodiscard]] std::optional<Node> take_top() { return std::move(top_); }

  /// The innermost list or map that is open, and the last quoted text over several lines: where a
  /// fault that shows later may have begun.
  [[nodiscard]] Mark const* innermost() const;
  [[nodiscard]] std::optional<Mark> const& long_quote() const { return long_quote_; }
  /// Whether a quote that nothing closes was reported.
  [[nodiscard]] bool quote_is_open() const { return quote_is_open_; }

 private:
  struct Repeat {
    std::string key;
    Mark first;
    Mark second;
    std::size_t count = 2;
  };
  struct Seen {
    std::size_t entry = 0;
    std::optional<std::size_t> repeat;
  };
  struct Open {
    Node node;
    std::optional<Entry> pending;  ///< a key that waits for its value
    bool drop = false;             ///< the pending key is a repetition
    std::unordered_map<std::string, Seen> seen;
  };
  struct Refusal {
    Mark first;
    std::size_t count = 0;
  };

  void refuse(std::string const& code, Mark const& mark);
  void place(Node node);
  void begin_entry(std::string key, Mark mark);
  void check_quote(std::size_t offset);
  [[nodiscard]] bool key_is_next() const;
  [[nodiscard]] std::string_view nothing_word(std::size_t offset) const;

  SourceText& source_;
  Diagnostics& diagnostics_;
  std::vector<Open> stack_;
  std::optional<Node> top_;
  std::size_t values_ = 0;
  std::vector<Repeat> repeats_;
  std::map<std::string, Refusal> refusals_;
  std::optional<Mark> long_quote_;
  bool quote_is_open_ = false;
};

}  // namespace caravan::scenario
