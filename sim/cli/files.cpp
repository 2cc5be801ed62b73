#include "cli/files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "caravan/scenario/listing.hpp"

#include "cli/errors.hpp"

namespace caravan::cli {

namespace {

namespace fs = std::filesystem;

constexpr unsigned kReadableByAll = 0666U;  // less the umask

// An open file that is closed, and removed unless `keep` was called.
class Temporary {
 public:
  explicit Temporary(std::string const& target)
      : path_{target + ".part-" + std::to_string(getpid())},
        descriptor_{open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kReadableByAll)} {
    if (descriptor_ < 0) cannot_write(target, errno);
  }
  Temporary(Temporary const&) = delete;
  Temporary& operator=(Temporary const&) = delete;
  ~Temporary() {
    close(descriptor_);
    if (!kept_) unlink(path_.c_str());
  }
  void fill(std::string_view text) const {
    if (auto const error = write_all(descriptor_, text); error != 0) cannot_write(path_, error);
    if (fsync(descriptor_) != 0) cannot_write(path_, errno);
  }
  void replace(std::string const& target) {
    if (std::rename(path_.c_str(), target.c_str()) != 0) cannot_write(target, errno);
    kept_ = true;
  }
  // Unlike a rename, a link never takes the place of a file that appeared meanwhile. Some file
  // systems have no links.
  void become(std::string const& target) {
    if (link(path_.c_str(), target.c_str()) == 0) return;
    if (errno != EPERM && errno != EOPNOTSUPP) cannot_write(target, errno);
    replace(target);
  }

 private:
  std::string path_;
  int descriptor_;
  bool kept_ = false;
};

void write_directly(std::string const& path, std::string_view text) {
  auto const descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) cannot_write(path, errno);
  auto const error = write_all(descriptor, text);
  close(descriptor);
  if (error != 0) cannot_write(path, error);
}

}  // namespace

void cannot_write(std::string const& path, int error) {
  throw FileError{"cannot write " + path + ": " + std::strerror(error)};
}

std::vector<std::string> names_in(std::string const& folder) {
  auto listing = scenario::listing_of(folder);
  if (listing.error != 0) {
    throw FileError{"cannot read " + folder + ": " + std::strerror(listing.error)};
  }
  return std::move(listing.names);
}

int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    auto const written = write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

void check_target(std::string const& path, bool overwrite, std::string const& hint) {
  std::error_code error;
  if (path.empty()) throw FileError{"cannot write a file without a name"};
  // Told before the run rather than after it.
  auto const folder = fs::path{path}.parent_path();
  if (!folder.empty() && !fs::exists(folder, error)) {
    throw FileError{"cannot write " + path + ": there is no folder " + folder.string()};
  }
  auto const status = fs::status(path, error);
  if (fs::is_directory(status)) throw FileError{"cannot write " + path + ": it is a folder"};
  if (fs::is_regular_file(status) && !overwrite) {
    throw FileError{path + " exists already" + hint + "; nothing was written"};
  }
}

void check_is_not_read(std::string const& path, std::vector<std::string> const& read) {
  for (auto const& file : read) {
    std::error_code error;
    if (fs::equivalent(path, file, error)) {
      throw FileError{"cannot write " + path + ": it is read; name another file"};
    }
  }
}

void write_file(std::string const& path, std::string_view text, bool overwrite) {
  check_target(path, overwrite);
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_regular_file(path, error)) {
    write_directly(path, text);
    return;
  }
  // A link is followed, so that the file it names is replaced and not the link.
  auto const resolved = fs::weakly_canonical(path, error);
  auto const target = error ? path : resolved.string();
  Temporary temporary{target};
  temporary.fill(text);
  overwrite ? temporary.replace(target) : temporary.become(target);
}

void make_file(std::string const& path, bool overwrite,
               std::function<void(std::string const& temporary)> const& make) {
  check_target(path, overwrite, " (--force replaces it)");
  std::error_code error;
  auto const resolved = fs::weakly_canonical(path, error);
  auto const target = error ? path : resolved.string();
  auto const temporary = target + ".part-" + std::to_string(getpid());
  try {
    make(temporary);
    if (std::rename(temporary.c_str(), target.c_str()) != 0) cannot_write(target, errno);
  } catch (...) {
    unlink(temporary.c_str());
    throw;
  }
}

}  // namespace caravan::cli
