#include "output/sqlite.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <new>
#include <utility>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "output/permissions.hpp"

namespace caravan::output {

namespace {

/// Longer values are not read: no name comes near, and a scenario file has fewer bytes.
constexpr int kLongestRead = 16'000'000;

}  // namespace

Statement::Statement(Database const& database, std::string_view sql) : database_{&database} {
  sqlite3_stmt* statement = nullptr;
  auto const code = sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                       &statement, nullptr);
  statement_.reset(statement);
  check(code);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) database_->fail();
}

Statement& Statement::bind(std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), next_++, value));
  return *this;
}

Statement& Statement::bind(double value) {
  check(sqlite3_bind_double(statement_.get(), next_++, value));
  return *this;
}

Statement& Statement::bind(std::string_view value) {
  // It is not copied: `insert` or `step` reads it before the caller's text can go.
  check(sqlite3_bind_text64(statement_.get(), next_++, value.data(), value.size(), nullptr,
                            SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_null() {
  check(sqlite3_bind_null(statement_.get(), next_++));
  return *this;
}

void Statement::insert() {
  if (sqlite3_step(statement_.get()) != SQLITE_DONE) database_->fail();
  check(sqlite3_reset(statement_.get()));
  next_ = 1;
}

bool Statement::step() {
  auto const code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->fail();
  check(sqlite3_reset(statement_.get()));
  next_ = 1;
  return false;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

std::string Statement::text(int column) const {
  auto const* const bytes = sqlite3_column_blob(statement_.get(), column);
  auto const size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr
             ? std::string{}
             : std::string{static_cast<char const*>(bytes), static_cast<std::size_t>(size)};
}

bool Statement::null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

namespace {

/// SQLite says only that it cannot open a file, the system why.
void make_empty(std::string const& path) {
  int const descriptor =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kReadableByAll);
  if (descriptor < 0) throw DatabaseError{"cannot write " + path + ": " + std::strerror(errno)};
  ::close(descriptor);
}

}  // namespace

Database::Database(std::string path, Mode mode) : path_{std::move(path)}, mode_{mode} {
  if (mode == Mode::create) make_empty(path_);
  sqlite3* handle = nullptr;
  auto const flags = mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  auto const code = sqlite3_open_v2(path_.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail();
  // What a stranger's file names in its schema must not run functions.
  run("PRAGMA trusted_schema = OFF");
  if (mode == Mode::read) sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kLongestRead);
  if (mode != Mode::read) {
    run("PRAGMA page_size = 8192; PRAGMA auto_vacuum = NONE; PRAGMA journal_mode = OFF; PRAGMA "
        "synchronous = OFF;"
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536; BEGIN");
  }
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

void Database::run(std::string const& sql) const {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

void Database::fail() const {
  if (handle() == nullptr || sqlite3_errcode(handle()) == SQLITE_NOMEM) throw std::bad_alloc{};
  throw DatabaseError{path_ + ": " + sqlite3_errmsg(handle()) +
                      (mode_ == Mode::read ? kMakeAgain : "")};
}

void Database::close() {
  auto* const database = handle_.release();
  if (sqlite3_close(database) == SQLITE_OK) return;
  handle_.reset(database);
  fail();
}

std::string quoted_name(std::string_view text) {
  std::string quoted = "\"";
  for (char const c : text) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + '"';
}

}  // namespace caravan::output
