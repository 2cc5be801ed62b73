/// What fuzzers call of the reader of run databases: it takes any changes of a sound database.
#pragma once

#include <string>
#include <string_view>

namespace caravan::output::fuzz {

/// Makes a run database, changes it, and exports it in every form. `changes` has a line for each:
/// SQL, as any other program could do it to the file; `@OFFSET HEX`, bytes that are overwritten;
/// `<SIZE`, where it is cut off. What cannot be done is passed over. The export must end with a
/// whole file of its form, or with a `DatabaseError`; else what is wrong is returned.
[[nodiscard]] std::string run_database(std::string_view changes);

/// The bytes of that database before the changes.
[[nodiscard]] std::string const& sound_database();

}  // namespace caravan::output::fuzz
