/// Where rows of tables go: a database, CSV files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "caravan/output/run_database.hpp"

#include "output/growing_file.hpp"
#include "output/sqlite_pages.hpp"

namespace caravan::output {

/// One value of a row. Texts are borrowed until the row is written.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

class TableSink {
 public:
  TableSink() = default;
  TableSink(TableSink const&) = delete;
  TableSink& operator=(TableSink const&) = delete;
  virtual ~TableSink() = default;
  /// The rows that follow are of this table, with a cell for each column. Where a table has a key,
  /// it is the first column, and ascends.
  virtual void begin(TableForm const& table) = 0;
  virtual void row(std::span<Cell const> cells) = 0;
  /// All is written. Nothing may follow.
  virtual void finish() = 0;
};

/// A new database with all tables of a run, without rows, and its views.
void make_run_database(std::string const& path);

/// Fills tables of such a database, which outlives it.
class DatabaseSink final : public TableSink {
 public:
  explicit DatabaseSink(PageFile& file) : file_{file} {}
  void begin(TableForm const& table) override;
  void row(std::span<Cell const> cells) override;
  void finish() override;

 private:
  PageFile& file_;
  std::optional<TablePages> pages_;
  bool has_key_ = false;
  std::int64_t rows_ = 0;
  Record record_;
};

class CsvSink final : public TableSink {
 public:
  explicit CsvSink(std::string folder) : folder_{std::move(folder)} {}
  void begin(TableForm const& table) override;
  void row(std::span<Cell const> cells) override;
  void finish() override;
  /// Drops the table that was begun, whose further rows go nowhere.
  void leave_out();

 private:
  std::string folder_;
  std::unique_ptr<GrowingFile> file_;
};

/// Adds a cell, quoted and made safe where it must be.
void add_csv(std::string& text, Cell const& cell);

}  // namespace caravan::output
