/// Types of values in the language: how each reads, and how each is described.
///
/// A `Type` is a value: what it is called, its JSON Schema, and the function that reads it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "scenario/files.hpp"
#include "scenario/given.hpp"
#include "scenario/node.hpp"
#include "scenario/record_text.hpp"

namespace caravan::scenario {

/// What the reading of values needs besides the node.
struct Reader {
  FileReader& files;
  Diagnostics& diagnostics;
  std::string_view example = {};  ///< of the key whose value is read: its unit is proposed
};

template <class V>
struct Type {
  using Value = V;
  std::string says;
  std::string json;
  std::function<std::optional<V>(Node const&, Reader&)> read;
  RecordRef inside = nullptr;
  bool keyed = false;
  std::shared_ptr<TableText const> table = nullptr;
};

/// Keeps `value` in a member: plain, optional, with its mark, or both.
template <class V>
void keep(V& member, V value, Mark const&) {
  member = std::move(value);
}
template <class V>
void keep(std::optional<V>& member, V value, Mark const&) {
  member = std::move(value);
}
template <class V>
void keep(Given<V>& member, V value, Mark const& mark) {
  member = {std::move(value), mark};
}
template <class V>
void keep(std::optional<Given<V>>& member, V value, Mark const& mark) {
  member = Given<V>{std::move(value), mark};
}

}  // namespace caravan::scenario
