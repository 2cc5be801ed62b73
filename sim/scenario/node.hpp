/// What a YAML file says, as a tree with positions, before anyone asks what it means.
///
/// A scalar is text, a map has keys in the order of the file, a list has items. A key without a
/// value is a scalar that is blank. Positions are kept for every key and every value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"

namespace caravan::scenario {

enum class Kind : std::uint8_t { scalar, map, list };

struct Entry;

struct Node {
  Kind kind = Kind::scalar;
  bool quoted = false;         ///< scalar written in quotes or as a text block: never a number
  std::string text;            ///< scalar
  Mark mark;                   ///< where the value begins
  std::vector<Entry> entries;  ///< map, in the order of the file; keys are unique
  std::vector<Node> items;     ///< list

  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  /// A key with nothing behind it.
  [[nodiscard]] bool is_blank() const { return is_scalar() && !quoted && text.empty(); }
  /// The value under `key`, or null. Linear: maps that are looked up often are small.
  [[nodiscard]] inline Node const* find(std::string_view key) const;
  [[nodiscard]] inline Entry const* find_entry(std::string_view key) const;
};

struct Entry {
  std::string key;
  Mark key_mark;
  Node value;
};

inline Entry const* Node::find_entry(std::string_view key) const {
  for (Entry const& entry : entries) {
    if (entry.key == key) {
      return &entry;
    }
  }
  return nullptr;
}

inline Node const* Node::find(std::string_view key) const {
  Entry const* const entry = find_entry(key);
  return entry != nullptr ? &entry->value : nullptr;
}

/// `text` as an unquoted scalar at `mark`: for cells of tables and values of flags.
[[nodiscard]] inline Node scalar_node(std::string_view text, Mark mark) {
  Node node;
  node.text = text;
  node.mark = std::move(mark);
  return node;
}

}  // namespace caravan::scenario
