/// Reading a scenario: from YAML to a complete, checked value.
///
/// Four passes, each of which finds all faults of its kind before the next begins: syntax, types
/// and units, references, feasibility. A scenario is handed out only if no pass found an error;
/// warnings do not stop it. Loading is a pure function of the files, the options and the time zone
/// data.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/scenario/expect.hpp"
#include "caravan/scenario/policy_names.hpp"
#include "caravan/scenario/scenario.hpp"
#include "caravan/scenario/sweep.hpp"

namespace caravan::scenario {

/// All keys with their types, built to be read with.
struct Language;
[[nodiscard]] std::shared_ptr<Language const> build_language();

/// Changes from the command line, made after those in the files, and what a program adds.
struct LoadOptions {
  std::vector<std::string> set;        ///< `path=value`, e.g. `terminals.khorgos-dry-port.cranes=8`
  std::optional<std::uint64_t> seed;   ///< instead of the scenario's
  std::vector<Setting> settings = {};  ///< made last; diagnostics point to where they were written
  PolicyNames policies = {};           ///< that a scenario may name besides the built-in ones
  /// For many loads: to build it takes longer than to read a small file.
  std::shared_ptr<Language const> language = nullptr;
  bool texts = true;  ///< whether `values` and `resolved` are wanted: of a large map they are most
                      ///< of the time and memory
  std::vector<std::string> with = {};  ///< as `set`, and after it: of the flag `--with`
};

/// One value of the scenario after all overlays and defaults.
struct ResolvedValue {
  std::string path;    ///< dotted, e.g. `links.cn-trunk.speed`
  std::string text;    ///< as YAML, on one line
  std::string origin;  ///< `base.yaml:20`, `default`, `--set` or `--with`
};

struct Loaded {
  std::optional<Scenario> scenario;    ///< absent if there are errors
  std::optional<Sweep> sweep;          ///< what is to be varied, if the scenario says
  std::optional<Expectations> expect;  ///< its gates, if it has any
  Diagnostics diagnostics;             ///< sorted; errors and warnings
  std::vector<ResolvedValue> values;   ///< by path; empty if the files could not be read
  std::string resolved;                ///< one complete YAML file that loads to the same scenario
  std::string zone_data;               ///< version of the time zone data in use
  std::vector<std::string> files;      ///< every file that was read, in the order of reading
};

/// Loads the file at `path`; `-` is the standard input.
[[nodiscard]] Loaded load_scenario(std::string const& path, LoadOptions const& options = {});

/// Loads a scenario from `text`; `name` stands for the file in diagnostics. Files that it names are
/// looked for in the working folder.
[[nodiscard]] Loaded load_text(std::string name, std::string text, LoadOptions const& options = {});

/// The resolved scenario, one line a value: `path: text`, with `# origin` if asked for.
[[nodiscard]] std::string show_values(Loaded const& loaded, bool origins);

}  // namespace caravan::scenario
