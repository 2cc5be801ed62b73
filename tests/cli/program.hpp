/// Runs the built program as its users do, in a folder of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace caravan::cli {

struct Outcome {
  int code = -1;  ///< exit code; 128 + signal if a signal ended it
  std::string out;
  std::string err;
};

/// An empty folder that is removed at the end.
class Folder {
 public:
  Folder();
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  ~Folder();

  /// Runs `shell` by sh in this folder, with `$caravan` for the program and a bare environment
  /// (PATH, LC_ALL and `environment`, as `NAME=value`).
  [[nodiscard]] Outcome run(std::string const& shell,
                            std::vector<std::string> const& environment = {}) const;
  void write(std::string const& name, std::string const& text) const;
  [[nodiscard]] std::string read(std::string const& name) const;
  [[nodiscard]] bool has(std::string const& name) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

/// Text of a file of the source tree.
[[nodiscard]] std::string source_text(std::string const& path);

}  // namespace caravan::cli
