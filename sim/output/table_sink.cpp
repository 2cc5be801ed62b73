#include "output/table_sink.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "caravan/output/csv.hpp"

#include "output/permissions.hpp"
#include "output/run_schema.hpp"

namespace caravan::output {

namespace {

constexpr std::size_t kMuch = 1U << 20U;

[[noreturn]] void fail(std::string const& path) {
  throw DatabaseError{"cannot write " + path + ": " + std::strerror(errno)};
}

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

DatabaseSink::DatabaseSink(std::string const& path) : database_{path, Database::Mode::create} {
  database_.run("PRAGMA application_id = " + std::to_string(kRunApplication) +
                "; PRAGMA user_version = " + std::to_string(kRunVersion));
}

void DatabaseSink::begin(TableForm const& table) {
  insertion_.reset();
  std::string columns;
  std::string values;
  for (auto const& column : table.columns) {
    if (!columns.empty()) columns += ", ";
    columns += quoted_name(column.name) + ' ' + sql_of(column.type);
    if (values.empty() && has_key(table)) columns += " PRIMARY KEY";
    values += values.empty() ? "?" : ", ?";
  }
  auto const name = quoted_name(table.name);
  database_.run("CREATE TABLE " + name + " (" + columns + ')');
  insertion_.emplace(database_, "INSERT INTO " + name + " VALUES (" + values + ')');
}

void DatabaseSink::row(std::span<Cell const> cells) {
  for (auto const& cell : cells) {
    if (auto const* const number = std::get_if<std::int64_t>(&cell)) {
      insertion_->bind(*number);
    } else if (auto const* const text = std::get_if<std::string_view>(&cell)) {
      insertion_->bind(*text);
    } else if (auto const* const real = std::get_if<double>(&cell)) {
      insertion_->bind(*real);
    } else {
      insertion_->bind_null();
    }
  }
  insertion_->insert();
}

void DatabaseSink::finish() {
  insertion_.reset();
  database_.run(run_views());
  database_.run("COMMIT");
  auto const path = database_.path();
  database_.close();
  sync_file(path);
}

GrowingFile::GrowingFile(std::string path)
    : path_{std::move(path)},
      descriptor_{open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kReadableByAll)} {
  if (descriptor_ < 0) fail(path_);
}

GrowingFile::~GrowingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void GrowingFile::write_if_much() {
  if (text_.size() >= kMuch) write_all();
}

void GrowingFile::write_all() {
  std::string_view rest = text_;
  while (!rest.empty()) {
    auto const written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail(path_);
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  text_.clear();
}

void GrowingFile::close() {
  write_all();
  if (fsync(descriptor_) != 0) fail(path_);
  ::close(descriptor_);
  descriptor_ = -1;
}

void CsvSink::begin(TableForm const& table) {
  if (file_) file_->close();
  file_ = std::make_unique<GrowingFile>(folder_ + '/' + table.name + ".csv");
  std::vector<std::string> header;
  for (auto const& column : table.columns) header.emplace_back(column.name);
  file_->text() += csv_line(header);
}

void CsvSink::row(std::span<Cell const> cells) {
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

void sync_file(std::string const& path) {
  int const descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path);
  bool const done = fsync(descriptor) == 0;
  ::close(descriptor);
  if (!done) fail(path);
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
