/// What is done to a tree of values: merging another into it, and one change at a dotted path (a
/// new value, `{add: 2}`, `{scale: 0.5}` or `remove`).
///
/// Codes: `change-path`, `change-value`.
#pragma once

#include <string_view>

#include "scenario/node.hpp"
#include "scenario/record_text.hpp"

namespace caravan::scenario {

/// Makes `change`, whose key is the path, in `tree`.
void apply_change(Node& tree, Entry const& change, RecordText const& language,
                  Diagnostics& diagnostics);

/// Merges the map `over` into the map `base`: maps key by key, all else is replaced, `remove`
/// deletes.
void merge_into(Node& base, Node const& over, Diagnostics& diagnostics);

/// The value is the word `remove`.
[[nodiscard]] bool says_remove(Node const& node);
void erase(Node& map, std::string_view key);
/// The entry under `key`, or null.
[[nodiscard]] Entry* entry_of(Node& map, std::string_view key);

}  // namespace caravan::scenario
