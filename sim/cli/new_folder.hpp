/// A folder of results that appears whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace caravan::cli {

/// Whether a folder of results may be made at `path`: `FileError` if something else stands there,
/// or a folder that is not empty and not `overwrite`. Only what is a folder of results is replaced,
/// and none that holds the runs of a study.
void check_folder(std::string const& path, bool overwrite);

/// A folder beside its target, which takes the target's place when it is whole. Until then, and if
/// that never comes, what stood there is as it was.
class NewFolder {
 public:
  explicit NewFolder(std::string const& target);
  NewFolder(NewFolder const&) = delete;
  NewFolder& operator=(NewFolder const&) = delete;
  ~NewFolder();

  /// Where to write until it is whole.
  [[nodiscard]] std::string const& path() const { return path_; }
  /// A further file of it. `FileError` if it cannot be written.
  void add(std::string const& name, std::string_view text) const;
  /// The folder is whole: it takes its place. An older result goes only now, and only if
  /// `overwrite`.
  void publish(bool overwrite);

 private:
  std::string target_;
  std::string path_;
};

}  // namespace caravan::cli
