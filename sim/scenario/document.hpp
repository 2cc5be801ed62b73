/// Reads YAML text into a `Node`, or says why it is not usable.
///
/// Scenarios use a small part of YAML: maps, lists and scalars. Anchors, aliases, tags, merge keys,
/// directives and several documents are refused by name. Bytes are checked before the parser sees
/// them: size, UTF-8, control characters, line ends, tabs. Nothing in a file can make this function
/// crash, hang or use more than a fixed multiple of the file's size.
///
/// Codes: `size`, `empty`, `encoding`, `control-character`, `line-ends`, `tab`, `directive`,
/// `syntax`, `unclosed-quote`, `anchor`, `alias`, `merge-key`, `tag`, `second-document`, `depth`,
/// `key`, `duplicate-key`, `not-a-map`.
#pragma once

#include <cstddef>
#include <optional>

#include "caravan/core/diagnostic.hpp"

#include "node.hpp"

namespace caravan::scenario {

inline constexpr std::size_t kMaxYamlBytes = 1'500'000;  ///< data belong into CSV files
inline constexpr std::size_t kMaxDepth = 64;             ///< levels of maps and lists

/// The document in `file`; its top is a map. Nothing if it has an error.
[[nodiscard]] std::optional<Node> read_document(SourceRef file, Diagnostics& diagnostics);

/// The same without the condition on the top: for the value of a `--set` flag.
[[nodiscard]] std::optional<Node> read_value(SourceRef file, Diagnostics& diagnostics);

}  // namespace caravan::scenario
