/// Tables of a SQLite file, written page by page in the order of their rows.
///
/// To insert the events of a year takes SQLite several times what the run takes. Rows that come in
/// the order of their keys need none of what that time goes into: no search, no balance, no cursor.
/// Their leaves are filled one after another, and the pages above follow at the end. SQLite itself
/// makes the file with its schema beforehand, and reads it afterwards. The form of the file:
/// https://www.sqlite.org/fileformat2.html, whose words are used here.
/// `docs/decisions/0029-pages-of-a-database.md` says why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace caravan::output {

/// A row in the record format, column by column.
class Record {
 public:
  void clear();
  /// Also in place of a column that is the key.
  void add_null();
  void add(std::int64_t value);
  void add(double value);
  void add(std::string_view text);

  [[nodiscard]] std::size_t size() const { return 1 + types_.size() + values_.size(); }
  /// Appends the record to `bytes`.
  void write_to(std::string& bytes) const;

 private:
  std::string types_;
  std::string values_;
};

/// A database that SQLite has made and closed, with empty tables. Nobody else has it open. Whatever
/// fails throws `DatabaseError`, which names the file.
class PageFile {
 public:
  explicit PageFile(std::string path);
  PageFile(PageFile const&) = delete;
  PageFile& operator=(PageFile const&) = delete;
  ~PageFile();

  /// Bytes of a page. No bytes at its end are reserved.
  [[nodiscard]] std::size_t page_size() const { return page_size_; }
  /// The first page of an empty table.
  [[nodiscard]] std::uint32_t root_of(std::string const& table) const;
  /// The number that the next page gets.
  [[nodiscard]] std::uint32_t next() const { return following(last_); }
  /// The number of the one after that.
  [[nodiscard]] std::uint32_t after_next() const { return following(next()); }
  /// Adds a page at the end; its number.
  std::uint32_t append(std::string_view page);
  void replace(std::uint32_t number, std::string_view page);
  /// Says in the file's header how long it is, and sees that it is on the disk.
  void close();

 private:
  [[nodiscard]] std::uint32_t following(std::uint32_t number) const;
  void flush();
  void write_at(std::uint64_t offset, std::string_view bytes) const;

  std::string path_;
  std::size_t page_size_ = 0;
  std::map<std::string, std::uint32_t> roots_;
  std::uint32_t last_ = 0;
  std::string ready_;        ///< pages that are to be written, the last of which is `last_`
  std::uint64_t begun_ = 0;  ///< bytes since the disk was last told to begin
  int descriptor_ = -1;
};

/// The page whose number SQLite never uses: that of the byte at 1 GiB, where it keeps its locks.
[[nodiscard]] std::uint32_t lock_page(std::size_t page_size);

/// Fills one table.
class TablePages {
 public:
  TablePages(PageFile& file, std::string const& table);
  /// Keys ascend.
  void add(std::int64_t key, Record const& record);
  /// All rows are there.
  void finish();

 private:
  /// A page and the greatest key in it.
  struct Child {
    std::uint32_t page = 0;
    std::int64_t key = 0;
  };
  void begin_leaf();
  void close_leaf();
  void end_leaf();
  void put_cell(std::string_view cell);
  void spill(std::string_view rest);
  [[nodiscard]] std::string inner(std::span<Child const> children) const;
  [[nodiscard]] std::size_t group_of(std::span<Child const> children) const;

  PageFile& file_;
  std::uint32_t root_;
  std::string page_;  ///< a leaf: its header and pointers from the front, its cells from behind
  std::size_t cells_ = 0;
  std::size_t content_ = 0;  ///< where the last cell begins
  std::int64_t key_ = 0;     ///< the last
  std::string record_;
  std::string cell_;
  std::vector<Child> leaves_;
};

}  // namespace caravan::output
