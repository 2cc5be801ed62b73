/// Types made of other types: one of several words, lists, maps, sections keyed by id.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scenario/type.hpp"

namespace caravan::scenario {

/// `a link`, `an activity`.
[[nodiscard]] std::string with_article(std::string const& noun);
/// A text as the content of a JSON string, with its quotes.
[[nodiscard]] std::string json_text(std::string_view text);

/// Reports that `node` is not what `says` says.
void not_a(std::string const& says, Node const& node, Reader& reader, std::string help = {});
/// Reports a word that is none of `known`.
void not_one_of(std::vector<std::string> const& known, Node const& node, Reader& reader);

/// One of a few words.
template <class E>
[[nodiscard]] Type<E> one_of(std::vector<std::pair<std::string, E>> words) {
  Type<E> type;
  std::string json;
  std::vector<std::string> known;
  for (auto const& [word, value] : words) {
    type.says += (type.says.empty() ? "`" : ", `") + word + "`";
    json += (json.empty() ? "" : ", ") + json_text(word);
    known.push_back(word);
  }
  type.json = R"({"enum": [)" + json + "]}";
  type.read = [words = std::move(words), known](Node const& node, Reader& reader) {
    for (auto const& [word, value] : words) {
      if (node.is_scalar() && node.text == word) return std::optional<E>{value};
    }
    not_one_of(known, node, reader);
    return std::optional<E>{};
  };
  return type;
}

template <class V>
[[nodiscard]] Type<Given<V>> marked(Type<V> const& inner) {
  Type<Given<V>> type{inner.says, inner.json, {}, inner.inside, inner.keyed};
  type.read = [read = inner.read](Node const& node, Reader& reader) -> std::optional<Given<V>> {
    auto value = read(node, reader);
    if (!value) return std::nullopt;
    return Given<V>{std::move(*value), node.mark};
  };
  return type;
}

namespace detail {
template <class V>
std::optional<std::vector<V>> read_items(Type<V> const& inner, Node const& node, Reader& reader) {
  std::vector<V> values;
  bool sound = true;
  for (Node const& item : node.items) {
    auto value = inner.read(item, reader);
    sound = sound && value.has_value();
    if (value) values.push_back(std::move(*value));
  }
  return sound ? std::optional{std::move(values)} : std::nullopt;
}
}  // namespace detail

template <class V>
[[nodiscard]] Type<std::vector<V>> list_of(Type<V> const& inner) {
  Type<std::vector<V>> type{"list: " + inner.says, {}, {}, nullptr, false};
  type.json = R"({"type": "array", "items": )" + inner.json + "}";
  type.read = [inner, says = type.says](Node const& node, Reader& reader) {
    if (node.is_list()) return detail::read_items(inner, node, reader);
    if (!node.is_scalar() || node.is_blank()) {
      not_a(says, node, reader);
    } else {
      reader.diagnostics.error("value", node.mark, "a list is wanted here, not `" + node.text + "`",
                               "put it in brackets: `[" + node.text + "]`");
    }
    return std::optional<std::vector<V>>{};
  };
  return type;
}

/// A value alone, or a list of them.
template <class V>
[[nodiscard]] Type<std::vector<V>> one_or_more(Type<V> const& inner) {
  Type<std::vector<V>> type{inner.says + ", or a list", {}, {}, nullptr, false};
  type.json =
      R"({"anyOf": [)" + inner.json + R"(, {"type": "array", "items": )" + inner.json + "}]}";
  type.read = [inner](Node const& node, Reader& reader) -> std::optional<std::vector<V>> {
    if (node.is_list()) return detail::read_items(inner, node, reader);
    auto value = inner.read(node, reader);
    if (!value) return std::nullopt;
    std::vector<V> values;
    values.push_back(std::move(*value));
    return values;
  };
  return type;
}

/// A map with keys of one kind, in the order of the keys. `key` reads a key as if it were a value.
template <class K, class V>
[[nodiscard]] Type<Entries<K, V>> map_of(Type<K> const& key, Type<V> const& inner) {
  Type<Entries<K, V>> type{"map from " + key.says + " to " + inner.says, {}, {}, nullptr, false};
  type.json = R"({"type": "object", "propertyNames": )" + key.json +
              R"(, "additionalProperties": )" + inner.json + "}";
  type.read = [key, inner, says = type.says](Node const& node, Reader& reader) {
    std::optional<Entries<K, V>> entries;
    if (!node.is_map()) {
      not_a(says, node, reader);
      return entries;
    }
    entries.emplace();
    bool sound = true;
    for (Entry const& entry : node.entries) {
      auto name = key.read(scalar_node(entry.key, entry.key_mark), reader);
      auto value = inner.read(entry.value, reader);
      sound = sound && name.has_value() && value.has_value();
      if (name && value) entries->push_back({std::move(*name), std::move(*value), entry.key_mark});
    }
    if (!sound) entries.reset();
    return entries;
  };
  return type;
}

}  // namespace caravan::scenario
