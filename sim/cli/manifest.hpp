/// What a result is a result of, in a file beside it: enough to make it again and to see that it is
/// the same.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/scenario_input.hpp"

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
/// The manifest of the result at `path`: a folder that holds one, a file beside which one lies, or
/// the manifest itself.
[[nodiscard]] Manifest read_manifest(std::string const& path);

/// The words of `command` that decide what is run: the scenarios and options, without threads,
/// folders and forms.
[[nodiscard]] std::vector<std::string> deciding_words(std::string const& command,
                                                      Invocation const& invocation);
/// Of what `words` ask for, over the scenario that was read.
[[nodiscard]] Manifest manifest_of(std::vector<std::string> words, Input const& input,
                                   std::string study, std::string results);
/// Writes the manifest of a result beside its file, `answer.json.manifest.json`. A result that went
/// elsewhere than to a file, or came from standard input, has none.
void keep_manifest(Invocation const& invocation, Manifest const& manifest);

/// What was asked for, from the words of a manifest; they are those of `command`.
[[nodiscard]] Invocation asked_by(Manifest const& manifest, Command const& command);

/// A result that was made again.
struct Again {
  ExitCode code = ExitCode::done;  ///< of what ended it early
  Manifest manifest;
  std::size_t runs = 0;
};

inline constexpr char const* kManifestName = "manifest.json";
inline constexpr char const* kManifestEnding = ".manifest.json";

}  // namespace caravan::cli
