#include "caravan/output/journal.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "output/permissions.hpp"

namespace caravan::output {

namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kHeadBytes = kLengthBytes + 4;
constexpr std::chrono::milliseconds kAtRisk{500};

[[noreturn]] void fail(std::string const& path, std::string const& what) {
  throw JournalError{what + ' ' + path + ": " + std::strerror(errno)};
}

constexpr std::array<std::uint32_t, 256> kTable = [] {
  constexpr std::uint32_t kPolynomial = 0x82f63b78U;  // of Castagnoli, bits reversed
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    auto word = byte;
    for (int bit = 0; bit < 8; ++bit) word = (word >> 1U) ^ ((word & 1U) != 0 ? kPolynomial : 0U);
    table[byte] = word;
  }
  return table;
}();

std::string head_of(std::string const& key) {
  return "caravan journal 1 " + key + '\n';
}

std::string little(std::uint64_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) {
    text += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
  }
  return text;
}

std::uint64_t number(std::string_view bytes) {
  std::uint64_t value = 0;
  for (auto i = bytes.size(); i > 0; --i) {
    value = value << 8U | static_cast<unsigned char>(bytes[i - 1]);
  }
  return value;
}

struct Content {
  std::vector<std::string> entries;
  std::size_t sound = 0;  ///< bytes up to the end of the last whole entry; 0 without a whole head
};

/// What `text` holds up to the first entry that is not whole.
Content parse(std::string_view text, std::string const& path, std::string const& key) {
  auto const head = head_of(key);
  Content content;
  if (!text.starts_with(head)) {
    if (head.starts_with(text)) return content;  // cut off while it was begun
    throw JournalError{path + " is of another study, seed, or version of Caravan"};
  }
  content.sound = head.size();
  text.remove_prefix(head.size());
  while (text.size() >= kHeadBytes) {
    auto const length = number(text.substr(0, kLengthBytes));
    if (length > text.size() - kHeadBytes) break;
    auto const entry = text.substr(kHeadBytes, static_cast<std::size_t>(length));
    auto const checksum = number(text.substr(kLengthBytes, kHeadBytes - kLengthBytes));
    if (checksum != crc32c(entry)) break;
    content.entries.emplace_back(entry);
    content.sound += kHeadBytes + entry.size();
    text.remove_prefix(kHeadBytes + entry.size());
  }
  return content;
}

std::string text_of(std::string const& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error)) {
    throw JournalError{path + " is no regular file"};  // a device may never end
  }
  std::ifstream file{path, std::ios::binary};
  if (!file) fail(path, "cannot read");
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (file.bad()) fail(path, "cannot read");
  return text;
}

/// The name of a new file is on the disk only when its folder is.
void sync_folder_of(std::string const& path) {
  auto const folder = std::filesystem::absolute(path).parent_path();
  int const descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(path, "cannot write");
  bool const done = fsync(descriptor) == 0 || errno == EINVAL;  // some file systems cannot
  close(descriptor);
  if (!done) fail(path, "cannot write");
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  std::uint32_t word = ~0U;
  for (char const c : bytes) {
    word = (word >> 8U) ^ kTable[(word ^ static_cast<unsigned char>(c)) & 0xffU];
  }
  return ~word;
}

Journal::Journal(std::string path, std::string const& key)
    : path_{std::move(path)},
      descriptor_{open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kReadableByAll)},
      synced_{std::chrono::steady_clock::now()} {
  if (descriptor_ < 0) fail(path_, "cannot write");
  try {
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) fail(path_, "cannot lock");
      throw JournalError{"another process is writing " + path_};
    }
    auto const sound = parse(text_of(path_), path_, key).sound;
    if (ftruncate(descriptor_, static_cast<off_t>(sound)) != 0) fail(path_, "cannot write");
    if (sound == 0) {
      write(head_of(key));
      sync();
      sync_folder_of(path_);
    }
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

Journal::~Journal() {
  close(descriptor_);
}

void Journal::add(std::string_view entry) {
  auto bytes = little(entry.size(), kLengthBytes);
  bytes += little(crc32c(entry), kHeadBytes - kLengthBytes);
  write(bytes += entry);
  if (std::chrono::steady_clock::now() - synced_ >= kAtRisk) sync();
}

void Journal::sync() {
  // A second attempt could succeed although the first lost the data.
  if (fsync(descriptor_) != 0) fail(path_, "cannot write");
  synced_ = std::chrono::steady_clock::now();
}

void Journal::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    auto const written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail(path_, "cannot write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::vector<std::string> journal_entries(std::string const& path, std::string const& key) {
  return parse(text_of(path), path, key).entries;
}

}  // namespace caravan::output
