/// A file to which work is added as it is finished, so that a crash loses none of it.
///
/// It begins with a line that names what it belongs to. Each entry has its length and a checksum
/// (CRC-32C) before it. Entries are only ever added; what a crash left half written at the end is
/// cut off when work goes on. One process writes at a time: it holds a lock that ends with it.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace caravan::output {

/// A journal cannot be read or written, or belongs to something else.
class JournalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Journal {
 public:
  /// Opens `path` to add to it, and creates it if it is not there. `key` names what it belongs to.
  Journal(std::string path, std::string const& key);
  Journal(Journal const&) = delete;
  Journal& operator=(Journal const&) = delete;
  ~Journal();

  /// Adds an entry. It is on the disk within a second's work, or after `sync`.
  void add(std::string_view entry);
  void sync();

 private:
  void write(std::string_view bytes) const;

  std::string path_;
  int descriptor_ = -1;
  std::chrono::steady_clock::time_point synced_;
};

/// The whole entries of the journal at `path`, which another process may be writing.
[[nodiscard]] std::vector<std::string> journal_entries(std::string const& path,
                                                       std::string const& key);

/// CRC-32C (Castagnoli 1993), as iSCSI and ext4 have it.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes);

}  // namespace caravan::output
