#include "cli/new_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/errors.hpp"
#include "cli/files.hpp"
#include "cli/manifest.hpp"

namespace caravan::cli {

namespace {

namespace fs = std::filesystem;

/// What a folder holds is on the disk only when the folder is.
void sync_folder(std::string const& path) {
  int const descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) cannot_write(path, errno);
  bool const done = fsync(descriptor) == 0 || errno == EINVAL;  // some file systems cannot
  auto const error = errno;
  close(descriptor);
  if (!done) cannot_write(path, error);
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

fs::path parent_of(std::string const& path) {
  return fs::absolute(without_slash(path)).parent_path();
}

/// Of a walk that comes to a folder after what is in it (`listing_of` says why it is not the
/// standard library's).
int remove_one(char const* path, struct stat const*, int, struct FTW*) {
  return std::remove(path);
}

/// Both change places in one step, so that at any moment one of them is there.
bool trade_places(std::string const& a, std::string const& b) {
  return renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

/// Many runs, made one by one, which may have taken days: no word is short for throwing them away.
bool holds_runs(std::vector<std::string> const& names) {
  return std::any_of(names.begin(), names.end(),
                     [](std::string const& name) { return name.ends_with(".journal"); });
}

}  // namespace

void check_folder(std::string const& path, bool overwrite) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    if (fs::is_directory(parent_of(path), error)) return;
    throw FileError{"cannot write " + path + ": there is no folder to put it into"};
  }
  if (!fs::is_directory(path, error)) {
    throw FileError{"cannot write " + path + ": it is no folder"};
  }
  auto const names = names_in(path);
  if (names.empty()) return;
  if (!fs::exists(fs::path{path} / kManifestName, error)) {
    throw FileError{"cannot write " + path +
                    ": it is a folder with other things than a result in it"};
  }
  if (holds_runs(names)) {
    throw FileError{"cannot write " + path +
                    ": it holds the runs of a sweep or of shards, which nothing replaces; name a "
                    "new folder"};
  }
  if (!overwrite) {
    throw FileError{path + " exists already (--force replaces it); nothing was written"};
  }
}

NewFolder::NewFolder(std::string const& target)
    : target_{without_slash(target)}, path_{target_ + ".part-" + std::to_string(getpid())} {
  std::error_code error;
  if (!fs::create_directory(path_, error)) {
    cannot_write(target_, error ? error.value() : EEXIST);
  }
}

NewFolder::~NewFolder() {
  // Walking through a folder takes memory and opens files, of which there may be none just then.
  // What is left has a name that tells what it is.
  constexpr int kTries = 2;
  constexpr int kOpenAtOnce = 8;
  for (int i = 0; i < kTries; ++i) {
    if (nftw(path_.c_str(), remove_one, kOpenAtOnce, FTW_DEPTH | FTW_PHYS) == 0) return;
  }
}

void NewFolder::add(std::string const& name, std::string_view text) const {
  write_file(path_ + '/' + name, text, false);
}

void NewFolder::publish(bool overwrite) {
  check_folder(target_, overwrite);
  sync_folder(path_);
  auto const parent = parent_of(target_).string();
  if (std::rename(path_.c_str(), target_.c_str()) != 0) {
    if (errno != ENOTEMPTY && errno != EEXIST) cannot_write(target_, errno);
    if (!trade_places(path_, target_)) cannot_write(target_, errno);
  }
  sync_folder(parent);
}

}  // namespace caravan::cli
