#include "output/sqlite_pages.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "caravan/core/contract.hpp"
#include "caravan/output/run_database.hpp"

#include "output/growing_file.hpp"
#include "output/sqlite.hpp"

namespace caravan::output {

namespace {

// Types of pages, and what stands before the pointers to their cells.
constexpr unsigned kInnerPage = 0x05;
constexpr unsigned kLeafPage = 0x0d;
constexpr std::size_t kInnerHeader = 12;
constexpr std::size_t kLeafHeader = 8;
constexpr std::size_t kPointer = 2;
constexpr std::size_t kPageNumber = 4;
constexpr std::uint64_t kPageCountAt = 28;  // in the header of the file

char byte_of(std::uint64_t value) {
  return static_cast<char>(static_cast<unsigned char>(value));
}

/// The lowest `count` bytes of `value`, the highest of them first.
void add_bytes(std::string& bytes, std::uint64_t value, unsigned count) {
  for (unsigned i = count; i > 0; --i) bytes += byte_of(value >> (8 * (i - 1)));
}

void put_bytes(std::string& bytes, std::size_t at, std::uint64_t value, unsigned count) {
  for (unsigned i = 0; i < count; ++i) bytes[at + i] = byte_of(value >> (8 * (count - 1 - i)));
}

/// Groups of seven bits, the highest first; all but the last have their eighth bit set.
void add_varint(std::string& bytes, std::uint64_t value) {
  constexpr unsigned kBits = 7;
  constexpr std::uint64_t kMore = 0x80;
  constexpr std::uint64_t kLess = kMore - 1;
  expects(value >> (8 * kBits) == 0, "what is written as a varint has at most 56 bits");
  unsigned shift = 0;
  while (value >> shift > kLess) shift += kBits;
  for (; shift > 0; shift -= kBits) bytes += byte_of((value >> shift & kLess) | kMore);
  bytes += byte_of(value & kLess);
}

std::size_t varint_size(std::uint64_t value) {
  std::size_t size = 1;
  while ((value >>= 7U) != 0) ++size;
  return size;
}

/// Bytes that hold a number in two's complement, of those that there are types for.
unsigned width_of(std::int64_t value) {
  auto const size = value < 0 ? ~value : value;
  for (unsigned const width : {1U, 2U, 3U, 4U, 6U}) {
    if (size >> (8 * width - 1) == 0) return width;
  }
  return 8;
}

/// A payload longer than this goes on in pages of its own (section 1.6 of the form).
std::size_t most_in_leaf(std::size_t page_size) {
  return page_size - 35;
}

/// How much of such a payload stays in the leaf.
std::size_t kept_in_leaf(std::size_t page_size, std::size_t payload) {
  auto const most = most_in_leaf(page_size);
  if (payload <= most) return payload;
  auto const least = (page_size - 12) * 32 / 255 - 23;
  auto const kept = least + (payload - least) % (page_size - kPageNumber);
  return kept <= most ? kept : least;
}

}  // namespace

void Record::clear() {
  types_.clear();
  values_.clear();
}

void Record::add_null() {
  types_ += '\0';
}

void Record::add(std::int64_t value) {
  constexpr char kZero = 8;
  constexpr char kOne = 9;
  if (value == 0 || value == 1) {
    types_ += value == 0 ? kZero : kOne;
    return;
  }
  auto const width = width_of(value);
  types_ += byte_of(width <= 4 ? width : width == 6 ? 5 : 6);
  add_bytes(values_, static_cast<std::uint64_t>(value), width);
}

void Record::add(double value) {
  if (std::isnan(value)) return add_null();
  constexpr char kReal = 7;
  types_ += kReal;
  add_bytes(values_, std::bit_cast<std::uint64_t>(value), 8);
}

void Record::add(std::string_view text) {
  constexpr std::uint64_t kText = 13;
  add_varint(types_, kText + 2 * text.size());
  values_ += text;
}

void Record::write_to(std::string& bytes) const {
  expects(types_.size() + 1 < 0x80, "the header of a record is short");
  bytes += byte_of(types_.size() + 1);
  bytes += types_;
  bytes += values_;
}

std::uint32_t lock_page(std::size_t page_size) {
  constexpr std::size_t kLockByte = 1U << 30U;
  return static_cast<std::uint32_t>(kLockByte / page_size + 1);
}

PageFile::PageFile(std::string path) : path_{std::move(path)} {
  {
    Database const database{path_, Database::Mode::read};
    auto const number = [&](char const* pragma) {
      Statement row{database, pragma};
      return row.step() ? row.integer(0) : 0;
    };
    page_size_ = static_cast<std::size_t>(number("PRAGMA page_size"));
    last_ = static_cast<std::uint32_t>(number("PRAGMA page_count"));
    Statement tables{database, "SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"};
    while (tables.step()) roots_[tables.text(0)] = static_cast<std::uint32_t>(tables.integer(1));
  }
  descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor_ < 0) cannot_write(path_);
}

PageFile::~PageFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint32_t PageFile::root_of(std::string const& table) const {
  auto const found = roots_.find(table);
  expects(found != roots_.end(), "a table is made before it is filled");
  return found->second;
}

std::uint32_t PageFile::following(std::uint32_t number) const {
  return number + 1 == lock_page(page_size_) ? number + 2 : number + 1;
}

std::uint32_t PageFile::append(std::string_view page) {
  constexpr std::size_t kBytesAtOnce = 1U << 20U;
  auto const number = next();
  if (number != last_ + 1 || ready_.size() >= kBytesAtOnce) flush();
  ready_ += page;
  last_ = number;
  return number;
}

void PageFile::replace(std::uint32_t number, std::string_view page) {
  write_at(std::uint64_t{number - 1} * page_size_, page);
}

void PageFile::flush() {
  // The disk works while more is made, so that little is left for it at the end.
  constexpr std::uint64_t kAtOnce = 8U << 20U;
  auto const end = std::uint64_t{last_} * page_size_;
  write_at(end - ready_.size(), ready_);
  begun_ += ready_.size();
  ready_.clear();
  if (begun_ < kAtOnce) return;
  static_cast<void>(sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE));
  begun_ = 0;
}

void PageFile::write_at(std::uint64_t offset, std::string_view bytes) const {
  while (!bytes.empty()) {
    auto const written =
        pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      cannot_write(path_);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void PageFile::close() {
  flush();
  std::string count;
  add_bytes(count, last_, kPageNumber);
  write_at(kPageCountAt, count);
  if (fsync(descriptor_) != 0) cannot_write(path_);
  ::close(std::exchange(descriptor_, -1));
}

TablePages::TablePages(PageFile& file, std::string const& table)
    : file_{file}, root_{file.root_of(table)} {
  begin_leaf();
}

void TablePages::begin_leaf() {
  page_.assign(file_.page_size(), '\0');
  page_[0] = byte_of(kLeafPage);
  cells_ = 0;
  content_ = page_.size();
}

void TablePages::add(std::int64_t key, Record const& record) {
  expects(key >= 0 && (key > key_ || (cells_ == 0 && leaves_.empty())), "keys ascend");
  auto const payload = record.size();
  auto const kept = kept_in_leaf(page_.size(), payload);
  cell_.clear();
  add_varint(cell_, payload);
  add_varint(cell_, static_cast<std::uint64_t>(key));
  if (kept == payload) {
    record.write_to(cell_);
  } else {
    record_.clear();
    record.write_to(record_);
    cell_.append(record_, 0, kept);
    add_bytes(cell_, file_.next(), kPageNumber);
    spill(std::string_view{record_}.substr(kept));
  }
  if (content_ < kLeafHeader + (cells_ + 1) * kPointer + cell_.size()) end_leaf();
  key_ = key;
  put_cell(cell_);
}

/// What a leaf has no room for: pages, each with the number of the next.
void TablePages::spill(std::string_view rest) {
  while (!rest.empty()) {
    auto const part = rest.substr(0, page_.size() - kPageNumber);
    rest.remove_prefix(part.size());
    std::string page;
    // It gets the next number itself; the one after it is known only then.
    add_bytes(page, rest.empty() ? 0 : file_.after_next(), kPageNumber);
    page += part;
    page.resize(page_.size());
    file_.append(page);
  }
}

void TablePages::put_cell(std::string_view cell) {
  content_ -= cell.size();
  std::memcpy(page_.data() + content_, cell.data(), cell.size());
  put_bytes(page_, kLeafHeader + cells_ * kPointer, content_, kPointer);
  ++cells_;
}

void TablePages::close_leaf() {
  put_bytes(page_, 3, cells_, kPointer);
  // Of 65536 there is room for the lowest 16 bits, 0, which stands for it.
  put_bytes(page_, 5, content_, kPointer);
}

void TablePages::end_leaf() {
  close_leaf();
  leaves_.push_back({file_.append(page_), key_});
  begin_leaf();
}

/// Children of a page in the middle: each but the last with its greatest key, that one aside.
std::string TablePages::inner(std::span<Child const> children) const {
  std::string page(file_.page_size(), '\0');
  auto content = page.size();
  page[0] = byte_of(kInnerPage);
  for (std::size_t i = 0; i + 1 < children.size(); ++i) {
    std::string cell;
    add_bytes(cell, children[i].page, kPageNumber);
    add_varint(cell, static_cast<std::uint64_t>(children[i].key));
    content -= cell.size();
    std::memcpy(page.data() + content, cell.data(), cell.size());
    put_bytes(page, kInnerHeader + i * kPointer, content, kPointer);
  }
  put_bytes(page, 3, children.size() - 1, kPointer);
  put_bytes(page, 5, content, kPointer);
  put_bytes(page, 8, children.back().page, kPageNumber);
  return page;
}

/// As many children as fit on a page, and never a single one.
std::size_t TablePages::group_of(std::span<Child const> children) const {
  auto room = file_.page_size() - kInnerHeader;
  std::size_t count = 1;
  while (count < children.size()) {
    auto const needed =
        kPointer + kPageNumber + varint_size(static_cast<std::uint64_t>(children[count - 1].key));
    if (needed > room) break;
    room -= needed;
    ++count;
  }
  return children.size() - count == 1 ? count - 1 : count;
}

void TablePages::finish() {
  if (leaves_.empty()) {
    close_leaf();
    file_.replace(root_, page_);
    return;
  }
  end_leaf();
  auto level = std::move(leaves_);
  while (group_of(level) < level.size()) {
    std::vector<Child> above;
    for (std::span<Child const> rest{level}; !rest.empty();) {
      auto const group = rest.first(group_of(rest));
      above.push_back({file_.append(inner(group)), group.back().key});
      rest = rest.subspan(group.size());
    }
    level = std::move(above);
  }
  file_.replace(root_, inner(level));
}

}  // namespace caravan::output
