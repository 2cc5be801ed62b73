/// All that a run says, as tables: a SQLite file and CSV files with the same columns.
///
/// `run_tables` is the one place that says which tables and columns there are; the database, the
/// CSV files and the reference page follow it. Times are whole milliseconds since the start of the
/// run, UTC is `runs.start_ms` plus them. What was not observed is NULL, in CSV an empty cell.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
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

/// What the tables are made of, besides events. Things are borrowed.
struct RunData {
  std::string program;  ///< version
  scenario::Scenario const& scenario;
  scenario::Loaded const& loaded;
  experiment::Answer const& answer;       ///< of the run whose events were read
  experiment::Replications const& table;  ///< all replications, that one first
};

/// Writes `run.sqlite` and a CSV file of each table into a folder, which must not have them yet:
/// events while the run goes on, the rest when it has ended. Without any event `trains`, `units`
/// and `series` are empty. `DatabaseError` if anything fails.
class RunTables final : public EventReader {
 public:
  /// The scenario must outlive it.
  RunTables(scenario::Scenario const& scenario, KeptEvents kept, std::string const& folder);
  ~RunTables() override;
  void read(std::span<NumberedEvent const> events) override;
  /// Writes what is left and sees that all is on the disk. Nothing may follow.
  void finish(RunData const& data);
  /// Whether `events.csv` is not there, because it would have more rows than a sheet of a
  /// spreadsheet; known when it is finished.
  [[nodiscard]] bool events_left_out_of_csv() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

inline constexpr char const* kRunDatabaseName = "run.sqlite";

}  // namespace caravan::output
