/// Files that are written from begin to end and seen to be on the disk.
#pragma once

#include <string>

namespace caravan::output {

/// Throws `DatabaseError`, with what the system says of its last failure.
[[noreturn]] void cannot_write(std::string const& path);

/// A new file that grows at its end. `DatabaseError` if it fails.
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
  /// There is to be no such file after all.
  void remove();

 private:
  void write_all();
  std::string path_;
  std::string text_;
  int descriptor_ = -1;
};

/// Sees that a file that somebody else has written is on the disk.
void sync_file(std::string const& path);

}  // namespace caravan::output
