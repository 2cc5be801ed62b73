/// All that a run says, as tables: a SQLite file and CSV files with the same columns.
///
/// `run_tables` is the one place that says which tables and columns there are; the database, the
/// CSV files and the reference page follow it. Times are whole milliseconds since the start of the
/// run, UTC is `runs.start_ms` plus them. What was not observed is NULL, in CSV an empty cell.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "caravan/experiment/replicate.hpp"
#include "caravan/experiment/run.hpp"
#include "caravan/output/recorder.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::output {

/// A database cannot be read or written, or is of another version.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct TableColumn {
  enum class Type : std::uint8_t { integer, real, text };
  char const* name;
  Type type;
  char const* unit;   ///< in the header of the CSV file; empty if it has none
  char const* about;  ///< half a sentence
};

struct TableForm {
  char const* name;
  char const* about;  ///< a sentence
  std::vector<TableColumn> columns;
};

/// Tables of the run database, in the order of the reference page.
[[nodiscard]] std::vector<TableForm> run_tables();

/// Which events are kept.
struct KeptEvents {
  enum class Which : std::uint8_t { none, some, all };
  Which which = Which::all;
  /// Of `some`: services and flows whose trains and loads are kept, with the trains that those
  /// loads ride.
  std::vector<std::string> sources;
};

/// What the tables are made of. Things are borrowed.
struct RunData {
  std::string program;  ///< version
  scenario::Scenario const& scenario;
  scenario::Loaded const& loaded;
  experiment::Answer const& answer;       ///< of the run whose events were recorded
  experiment::Replications const& table;  ///< all replications, that one first
  Recorder const* recorder = nullptr;     ///< or nothing was recorded
  KeptEvents kept;
};

/// Writes `run.sqlite` and a CSV file of each table into `folder`, which must not have them yet,
/// and sees that they are on the disk. `DatabaseError` if anything fails.
void write_run_tables(RunData const& data, std::string const& folder);

inline constexpr char const* kRunDatabaseName = "run.sqlite";

}  // namespace caravan::output
