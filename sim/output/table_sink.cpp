#include "output/table_sink.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <vector>

#include "caravan/output/csv.hpp"

#include "output/run_schema.hpp"
#include "output/sqlite.hpp"

namespace caravan::output {

namespace {

char const* sql_of(TableColumn::Type type) {
  switch (type) {
    case TableColumn::Type::integer:
      return "INTEGER";
    case TableColumn::Type::real:
      return "REAL";
    case TableColumn::Type::text:
      return "TEXT";
  }
  return "TEXT";
}

/// The first column of what others refer to is its key.
bool has_key(TableForm const& table) {
  return std::strncmp(table.columns.front().about, "key", 3) == 0;
}

template <class Number>
void add_number(std::string& text, Number number) {
  constexpr std::size_t kLongest = 32;
  std::array<char, kLongest> digits{};
  auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc{}) text.append(digits.data(), end);
}

}  // namespace

std::string sql_of(TableForm const& table) {
  std::string columns;
  for (auto const& column : table.columns) {
    bool const key = columns.empty() && has_key(table);
    if (!columns.empty()) columns += ", ";
    columns += quoted_name(column.name) + ' ' + sql_of(column.type) + (key ? " PRIMARY KEY" : "");
  }
  return "CREATE TABLE " + quoted_name(table.name) + " (" + columns + ')';
}

void make_run_database(std::string const& path) {
  Database database{path, Database::Mode::create};
  database.run("PRAGMA application_id = " + std::to_string(kRunApplication) +
               "; PRAGMA user_version = " + std::to_string(kRunVersion));
  for (auto const& table : run_tables()) database.run(sql_of(table));
  database.run(run_views());
  database.run("COMMIT");
  database.close();
}

void DatabaseSink::begin(TableForm const& table) {
  finish();
  pages_.emplace(file_, table.name);
  has_key_ = has_key(table);
  rows_ = 0;
}

void DatabaseSink::row(std::span<Cell const> cells) {
  record_.clear();
  auto key = ++rows_;
  if (has_key_) {
    key = std::get<std::int64_t>(cells.front());
    record_.add_null();
    cells = cells.subspan(1);
  }
  for (auto const& cell : cells) {
    if (auto const* const number = std::get_if<std::int64_t>(&cell)) {
      record_.add(*number);
    } else if (auto const* const text = std::get_if<std::string_view>(&cell)) {
      record_.add(*text);
    } else if (auto const* const real = std::get_if<double>(&cell)) {
      record_.add(*real);
    } else {
      record_.add_null();
    }
  }
  pages_->add(key, record_);
}

void DatabaseSink::finish() {
  if (pages_) pages_->finish();
  pages_.reset();
}

void CsvSink::begin(TableForm const& table) {
  finish();
  file_ = std::make_unique<GrowingFile>(folder_ + '/' + table.name + ".csv");
  std::vector<std::string> header;
  for (auto const& column : table.columns) header.emplace_back(column.name);
  file_->text() += csv_line(header);
}

void CsvSink::row(std::span<Cell const> cells) {
  if (!file_) return;
  auto& text = file_->text();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text += ',';
    add_csv(text, cells[i]);
  }
  text += '\n';
  file_->write_if_much();
}

void CsvSink::finish() {
  if (file_) file_->close();
  file_.reset();
}

void CsvSink::leave_out() {
  if (file_) file_->remove();
  file_.reset();
}

void add_csv(std::string& text, Cell const& cell) {
  if (auto const* const number = std::get_if<std::int64_t>(&cell)) {
    add_number(text, *number);
  } else if (auto const* const real = std::get_if<double>(&cell)) {
    if (std::isfinite(*real)) add_number(text, *real);
  } else if (auto const* const words = std::get_if<std::string_view>(&cell)) {
    text += csv_text(*words);
  }
}

}  // namespace caravan::output
