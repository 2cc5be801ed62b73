/// Where rows of tables go: a database, CSV files.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "caravan/output/run_database.hpp"

#include "output/sqlite.hpp"

namespace caravan::output {

/// One value of a row. Texts are borrowed until the row is written.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

class TableSink {
 public:
  TableSink() = default;
  TableSink(TableSink const&) = delete;
  TableSink& operator=(TableSink const&) = delete;
  virtual ~TableSink() = default;
  /// The rows that follow are of this table, with a cell for each column.
  virtual void begin(TableForm const& table) = 0;
  virtual void row(std::span<Cell const> cells) = 0;
  /// All is written. Nothing may follow.
  virtual void finish() = 0;
};

class DatabaseSink final : public TableSink {
 public:
  explicit DatabaseSink(std::string const& path);
  void begin(TableForm const& table) override;
  void row(std::span<Cell const> cells) override;
  void finish() override;

 private:
  Database database_;
  std::optional<Statement> insertion_;
};

/// A new file that grows at its end and is seen to be on the disk. `DatabaseError` if it fails.
class GrowingFile {
 public:
  explicit GrowingFile(std::string path);
  GrowingFile(GrowingFile const&) = delete;
  GrowingFile& operator=(GrowingFile const&) = delete;
  ~GrowingFile();
  /// What is to be written next may be added to it.
  std::string& text() { return text_; }
  void write_if_much();
  void close();

 private:
  void write_all();
  std::string path_;
  std::string text_;
  int descriptor_ = -1;
};

class CsvSink final : public TableSink {
 public:
  explicit CsvSink(std::string folder) : folder_{std::move(folder)} {}
  void begin(TableForm const& table) override;
  void row(std::span<Cell const> cells) override;
  void finish() override;

 private:
  std::string folder_;
  std::unique_ptr<GrowingFile> file_;
};

/// Sees that a file that somebody else has written is on the disk.
void sync_file(std::string const& path);

/// Adds a cell, quoted and made safe where it must be.
void add_csv(std::string& text, Cell const& cell);

}  // namespace caravan::output
