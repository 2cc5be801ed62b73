/// Runs the built program as its users do, in a folder of its own.
#pragma once

#include <filesystem>
#include <functional>
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
  /// Runs the program with `words` and sends it `signals` once it heeds them and `ready()`: however
  /// slow or fast the machine is, never before the command has begun. `ready` becomes true while
  /// the command works, or the test hangs no longer than the command does.
  [[nodiscard]] Outcome stopped(
      std::string const& words, std::vector<int> const& signals,
      std::function<bool()> const& ready = [] { return true; }) const;
  void write(std::string const& name, std::string const& text) const;
  [[nodiscard]] std::string read(std::string const& name) const;
  [[nodiscard]] bool has(std::string const& name) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  [[nodiscard]] pid_t start(std::string const& shell,
                            std::vector<std::string> const& environment) const;
  [[nodiscard]] Outcome outcome(int status) const;
  // Beside the folder, so that tests see in it only what the program wrote.
  [[nodiscard]] std::filesystem::path beside(char const* ending) const;
  std::filesystem::path path_;
};

/// Trains from both ends meet where each holds the one track that the other needs.
inline constexpr char const* kLock = R"yaml(schema: caravan/1
name: lock
clock: {start: 2024-06-01 00:00, zone: UTC, run: 30 d}
places:
  a: {}
  b: {tracks: {1520 mm: 1}}
  c: {tracks: {1520 mm: 1}}
  d: {}
links:
  ab: {between: [a, b], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
  bc: {between: [b, c], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
  cd: {between: [c, d], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
consists:
  train: {gauge: 1520 mm, capacity: 100 TEU, wagons: 50}
services:
  east: {from: a, to: d, departs: [daily at 06:00], consist: train, units: 10}
  west: {from: d, to: a, departs: [daily at 06:00], consist: train, units: 10}
)yaml";

/// Text of a file of the source tree.
[[nodiscard]] std::string source_text(std::string const& path);

}  // namespace caravan::cli
