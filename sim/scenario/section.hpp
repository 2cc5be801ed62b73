/// Sections: things keyed by their ids.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/type.hpp"
#include "scenario/type_forms.hpp"

namespace caravan::scenario {

/// The name and record of one thing of a section: the id must be well formed.
[[nodiscard]] bool check_id(Entry const& entry, std::string const& noun, Reader& reader);
/// The section is a map, or blank.
[[nodiscard]] bool check_section(Node const& node, std::string const& noun, Reader& reader);

/// What misses in a map is told where its key stands.
template <class T>
[[nodiscard]] std::optional<T> read_at_key(Type<T> const& record, Entry const& entry,
                                           Reader& reader) {
  Mark const& mark = entry.value.mark;
  bool const there = mark.line == entry.key_mark.line && mark.column == entry.key_mark.column;
  if (there || !(entry.value.is_map() || entry.value.is_blank())) {
    return record.read(entry.value, reader);
  }
  Node body = entry.value;
  body.mark = entry.key_mark;
  return record.read(body, reader);
}

/// After so many faults in one section the rest of it is not read: only the first are told.
inline constexpr std::size_t kMostFaultsInSection = 1000;

/// A section: things keyed by id, in the order of their ids.
template <class T>
[[nodiscard]] Type<std::vector<T>> keyed(Type<T> const& record) {
  Type<std::vector<T>> type;
  type.says = "map from id to " + record.says;
  type.json = R"({"type": "object", "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"}, )"
              R"("additionalProperties": )" +
              record.json + "}";
  type.inside = record.inside;
  type.keyed = true;
  type.read = [record](Node const& node, Reader& reader) -> std::optional<std::vector<T>> {
    if (!check_section(node, record.says, reader)) return std::nullopt;
    std::vector<T> things;
    bool sound = true;
    auto const before = reader.diagnostics.errors();
    things.reserve(node.entries.size());
    for (Entry const& entry : node.entries) {
      if (reader.diagnostics.errors() >= before + kMostFaultsInSection) break;
      sound = check_id(entry, record.says, reader) && sound;
      auto thing = read_at_key(record, entry, reader);
      sound = sound && thing.has_value();
      if (!thing) continue;
      thing->id = entry.key;
      thing->mark = entry.key_mark;
      things.push_back(std::move(*thing));
    }
    if (!sound) return std::nullopt;
    std::sort(things.begin(), things.end(), [](T const& a, T const& b) { return a.id < b.id; });
    return things;
  };
  return type;
}

/// Whether `text` is what a table is named by.
[[nodiscard]] bool is_table_path(std::string_view text);

/// The same; it may also be the path of a table (`section_table.hpp`).
template <class T>
[[nodiscard]] Type<std::vector<T>> keyed(Type<T> const& record, TableText table) {
  auto type = keyed(record);
  type.says += ", or a table";
  type.json = R"({"anyOf": [{"type": "string", "pattern": "\\.csv$"}, )" + type.json + "]}";
  type.table = std::make_shared<TableText const>(std::move(table));
  return type;
}

}  // namespace caravan::scenario
