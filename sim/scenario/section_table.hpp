/// Sections that are written as tables: `places: data/places.csv`, a row for each id.
///
/// A table stands for the map that it could be written as: its columns are `id` and keys of the
/// record, and a cell holds what would stand behind the key. A blank cell is a key that is not
/// given. So all that follows (merging, changes, defaults, the hash) sees no difference, and each
/// value keeps the place of its cell.
///
/// Codes: `csv-column`, `csv-value`, `duplicate-key`, `too-many`, and those of `csv.hpp`.
#pragma once

#include "scenario/files.hpp"
#include "scenario/node.hpp"
#include "scenario/record_text.hpp"

namespace caravan::scenario {

/// Puts the map in the place of each table that `tree` names for one of its sections.
void open_tables(Node& tree, RecordText const& language, FileReader& files,
                 Diagnostics& diagnostics);

/// Whether no section of `tree`, and no map in it, has more entries than there may be.
[[nodiscard]] bool are_few_enough(Node const& tree, RecordText const& language,
                                  Diagnostics& diagnostics);

}  // namespace caravan::scenario
