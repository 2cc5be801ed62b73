/// What the gates of scenarios came to: for people, for CI servers (JUnit), for pull requests.
///
/// The same outcomes give the same bytes; no times of day or durations are in them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/experiment/expect.hpp"

namespace caravan::output {

/// One scenario file and its outcome.
struct TestedFile {
  std::string file;  ///< as the user names it
  std::string name;  ///< of the scenario
  std::uint64_t seed = 1;
  experiment::Outcome outcome;
  std::string error;  ///< what kept it from being tested, or cut it short; empty = nothing
};

struct TestReport {
  std::vector<TestedFile> files;
  std::vector<std::string> without;  ///< scenarios without gates
};

/// `12.4 h ± 0.8 h`, `+0.4 h ± 0.2 h on 12.0 h`, a fingerprint.
[[nodiscard]] std::string observed_text(experiment::GateOutcome const& gate);
/// `at most 18 d`, `unchanged from baseline within 2 %`.
[[nodiscard]] std::string expected_text(scenario::Gate const& gate);
/// Of a gate that has not passed: by how much, or what would decide; else empty.
[[nodiscard]] std::string reason_text(experiment::GateOutcome const& gate);

/// A line for each gate, with its place in the file.
[[nodiscard]] std::string gates_text(TestReport const& report);
/// One suite a file, one case a gate. A gate that is undecided is an error, as is a file that could
/// not be tested: neither may pass for success.
[[nodiscard]] std::string gates_junit(TestReport const& report);
/// GitHub's Markdown: what has not passed first.
[[nodiscard]] std::string gates_markdown(TestReport const& report);
/// What the page of a report shows: one JSON object.
[[nodiscard]] std::string gates_json(TestReport const& report);

}  // namespace caravan::output
