/// A recorded run in the forms of process mining.
///
/// They are made from the database of a run folder, whose events must have been kept. A database
/// that is damaged, of another version or of something else: `DatabaseError`, which names it.
#pragma once

#include <cstdint>
#include <string>

#include "caravan/output/run_database.hpp"

namespace caravan::output {

/// OCEL 2.0 (www.ocel-standard.org): events that concern several objects at once.
///
/// Objects are load units, trucks, trains, the wagon set and the locomotives of each train, the
/// cranes of each terminal, and a customs case for each visit to work on papers, samples or single
/// boxes. The model counts locomotives and wagons and does not name them: an object is one
/// locomotive's turn with one train. Each event says in which part an object took part: as `load`,
/// `truck`, `train`, `wagons`, `locomotive`, `cranes`, `case` or `holder`.
enum class OcelForm : std::uint8_t { sqlite, json };
/// Writes a new file at `path`.
void write_ocel(std::string const& run, OcelForm form, std::string const& path);

/// A flat event log: one line a stage of a life, with begin and end.
enum class Cases : std::uint8_t { trains, units, trucks };
/// Writes `case_id,activity,start,end,resource,kind,place,link` to a new file at `path`, sorted by
/// end. The stages of a unit are those of its trains while it is aboard; they add up to its lead
/// time.
void write_event_log(std::string const& run, Cases cases, std::string const& path);

}  // namespace caravan::output
