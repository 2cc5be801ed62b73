/// Sections: things keyed by their ids.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scenario/type.hpp"

namespace caravan::scenario {

/// The name and record of one thing of a section: the id must be well formed.
[[nodiscard]] bool check_id(Entry const& entry, std::string const& noun, Reader& reader);
/// The section is a map, or blank.
[[nodiscard]] bool check_section(Node const& node, std::string const& noun, Reader& reader);

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
    for (Entry const& entry : node.entries) {
      sound = check_id(entry, record.says, reader) && sound;
      Node body = entry.value;
      if (body.is_map() || body.is_blank()) body.mark = entry.key_mark;
      auto thing = record.read(body, reader);
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

}  // namespace caravan::scenario
