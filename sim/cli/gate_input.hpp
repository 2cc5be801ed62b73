/// What `caravan test` reads besides the scenario itself: folders, scenarios to compare with,
/// baselines; and how it writes fingerprints and baselines anew.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/experiment/expect.hpp"

#include "cli/console.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

/// A file that was named, or found in a folder that was.
struct TestPath {
  std::string path;
  bool named = false;
};
/// The files of `paths` in order, those of folders by name, all levels below: every `.yaml`. What
/// is not there: `FileError`.
[[nodiscard]] std::vector<TestPath> test_paths(std::vector<std::string> const& paths);

/// `border.baseline.csv` beside `border.yaml`.
[[nodiscard]] std::string baseline_path(std::string const& scenario);
/// The baseline at `path`; nothing if there is no such file. `FileError` if it is no baseline.
[[nodiscard]] std::optional<experiment::Baseline> read_baseline(std::string const& path);

/// What the gates of one scenario are compared with.
class References {
 public:
  /// Loads what `expectations` of the file `scenario` name; tells diagnostics, of the warnings
  /// those that are not in `warned`.
  References(std::string const& scenario, scenario::Expectations const& expectations,
             Console const& console, Warned& warned);

  [[nodiscard]] ExitCode code() const { return code_; }
  /// By gate; valid as long as this is.
  [[nodiscard]] std::vector<experiment::Reference> const& all() const { return all_; }

 private:
  std::map<std::string, Input> scenarios_;
  std::optional<experiment::Baseline> baseline_;
  std::vector<experiment::Reference> all_;
  ExitCode code_ = ExitCode::done;
};

/// `text` with the fingerprint, or the word `unknown`, that begins at `at` replaced by `print`.
[[nodiscard]] std::string with_fingerprint(std::string const& text, Mark const& at,
                                           std::string const& print);

}  // namespace caravan::cli
