/// Scenarios that build on others: `extends`, `change`, and `--set`.
///
/// One rule merges: maps merge key by key, all else is replaced, `remove` deletes. A distribution
/// is one value, never merged. Every node keeps the mark of the file that stated it last, so
/// messages and origins point there.
///
/// Codes: `change-alone`, `change-path`, `change-value`, `change-conflict`, `set`, and those of
/// reading.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caravan/scenario/sweep.hpp"

#include "scenario/files.hpp"
#include "scenario/node.hpp"
#include "scenario/type.hpp"

namespace caravan::scenario {

/// The document in `file` with all that it extends, changes made. Nothing if it has errors.
[[nodiscard]] std::optional<Node> merged_document(SourceRef const& file, RecordText const& language,
                                                  FileReader& files, Diagnostics& diagnostics);

/// What stands on the command line: `path=value` behind a flag, by which faults in it are told.
struct FlagText {
  char const* flag;
  std::string const& setting;
};

/// Makes the change of a command line.
void apply_set(Node& tree, FlagText const& text, RecordText const& language,
               Diagnostics& diagnostics);
/// Makes a change that stands elsewhere in a file.
void apply_setting(Node& tree, Setting const& setting, RecordText const& language,
                   Diagnostics& diagnostics);

}  // namespace caravan::scenario
