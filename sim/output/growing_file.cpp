#include "output/growing_file.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "caravan/output/run_database.hpp"

#include "output/permissions.hpp"

namespace caravan::output {

namespace {

constexpr std::size_t kMuch = 1U << 20U;

}  // namespace

void cannot_write(std::string const& path) {
  throw DatabaseError{"cannot write " + path + ": " + std::strerror(errno)};
}

GrowingFile::GrowingFile(std::string path)
    : path_{std::move(path)},
      descriptor_{open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kReadableByAll)} {
  if (descriptor_ < 0) cannot_write(path_);
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
      cannot_write(path_);
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  text_.clear();
}

void GrowingFile::close() {
  write_all();
  if (fsync(descriptor_) != 0) cannot_write(path_);
  ::close(std::exchange(descriptor_, -1));
}

void GrowingFile::remove() {
  ::close(std::exchange(descriptor_, -1));
  if (unlink(path_.c_str()) != 0) cannot_write(path_);
}

void sync_file(std::string const& path) {
  int const descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) cannot_write(path);
  bool const done = fsync(descriptor) == 0;
  ::close(descriptor);
  if (!done) cannot_write(path);
}

}  // namespace caravan::output
