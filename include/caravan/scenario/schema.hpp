/// What the scenario language is, said by the same declarations that read it.
///
/// Every key is declared once (`sim/scenario/language*.cpp`) with its type, range, default, one
/// sentence and an example. The binder, the check for unknown keys and all texts here come from
/// that.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace caravan::scenario {

/// The name of the language as the first key of every scenario states it.
inline constexpr char const* kSchema = "caravan/1";

/// What `path` means, for people: `terminals.cranes`, `terminals.khorgos.cranes`, `links`, or empty
/// for the whole language. Nothing if there is no such key; see `nearest_key`.
[[nodiscard]] std::optional<std::string> explain(std::string const& path);

/// The known path nearest to `path`, for "did you mean".
[[nodiscard]] std::optional<std::string> nearest_key(std::string const& path);

/// The path of every key, for completion: `clock.start`, `places.X.country`, …, in the order of the
/// language.
[[nodiscard]] std::vector<std::string> all_keys();

/// docs/reference/scenario.md.
[[nodiscard]] std::string reference_markdown();

/// docs/reference/caravan-1.schema.json (JSON Schema draft-07), for editors.
[[nodiscard]] std::string json_schema();

/// docs/reference/diagnostics.md: every code with one sentence.
[[nodiscard]] std::string diagnostics_markdown();

}  // namespace caravan::scenario
