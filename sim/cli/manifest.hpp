/// What a result is a result of, in a file beside it: enough to make it again and to see that it is
/// the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caravan::cli {

struct Manifest {
  std::string version;               ///< of the program
  std::vector<std::string> command;  ///< words after `caravan`, seed included
  std::string scenario;              ///< its name
  std::string scenario_hash;
  std::string zone_data;  ///< version of the time zone data
  std::string study;      ///< what its runs may be put together with
  std::string results;    ///< fingerprint; empty while runs are missing
};

/// JSON: one object of texts and one list of texts.
[[nodiscard]] std::string manifest_text(Manifest const& manifest);
/// The manifest in `text`; `FileError` naming `path` if it is none.
[[nodiscard]] Manifest manifest_in(std::string_view text, std::string const& path);
/// The manifest at `path`, a file or the folder that holds it.
[[nodiscard]] Manifest read_manifest(std::string const& path);

inline constexpr char const* kManifestName = "manifest.json";

}  // namespace caravan::cli
