/// SQLite, as the run database and the exports use it: one connection, statements with bound
/// values.
///
/// Text reaches the database as a bound value only, never as a part of a statement. Whatever fails
/// throws `DatabaseError`, which names the file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "caravan/output/run_database.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace caravan::output {

class Database;

/// A prepared statement. Values are bound from left to right, then `insert` or `step` runs it;
/// until then texts are borrowed.
class Statement {
 public:
  Statement(Database const& database, std::string_view sql);

  Statement& bind(std::int64_t value);
  Statement& bind(double value);
  Statement& bind(std::string_view value);
  Statement& bind_null();
  /// Runs an insertion with what was bound, and makes ready for the next.
  void insert();
  /// The next row of a selection; false after the last, and then ready for new values.
  bool step();

  /// It is no longer wanted; a database is closed only after its statements.
  void finish() { statement_.reset(); }

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bool null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  void check(int code) const;

  Database const* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int next_ = 1;
};

class Database {
 public:
  enum class Mode : std::uint8_t { create, change, read };
  /// `create`: a new file, written without a journal, for a file that nobody sees before it is
  /// whole. `change`: such a file that is there already. `read`: an existing file that is left as
  /// it is.
  Database(std::string path, Mode mode);

  void run(std::string const& sql) const;
  [[nodiscard]] std::string const& path() const { return path_; }
  [[noreturn]] void fail() const;
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  /// Ends the connection; a failure to write shows here at the latest.
  void close();

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::string path_;
  Mode mode_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// What helps whoever has a database that cannot be read.
inline constexpr char const* kMakeAgain =
    "; make it again with 'caravan run SCENARIO -o FOLDER --events all' (manifest.json names the "
    "scenario)";

/// `text` as the name of a table or column.
[[nodiscard]] std::string quoted_name(std::string_view text);

}  // namespace caravan::output
