/// The answer of a run: what a planner reads first, and the same figures for programs.
///
/// All three forms hold simulated quantities only: equal runs give equal bytes. Times at the top
/// level are in the zone of the scenario. `docs/reference/summary.md` names every CSV measure and
/// JSON key.
#pragma once

#include <string>

#include "caravan/experiment/run.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

struct SummaryOptions {
  bool all_relations = false;  ///< else the six with most deliveries
  bool pictures = false;       ///< small bars beside figures, for a terminal
  bool details = false;        ///< the tables, also if they are longer than a screen of 24 lines
};

/// The tables, if they fit a screen or are asked for; else ten lines that hold the main of them. A
/// run that stalled shows who waits for whom instead of lead times; a run that was interrupted
/// opens with the word PARTIAL.
[[nodiscard]] std::string summary_text(scenario::Scenario const& scenario,
                                       experiment::Answer const& answer,
                                       SummaryOptions const& options = {});

/// Tidy CSV: section, subject, measure, value, unit; one figure a line.
[[nodiscard]] std::string summary_csv(scenario::Scenario const& scenario,
                                      experiment::Answer const& answer);

/// One JSON object; times are exact milliseconds.
[[nodiscard]] std::string summary_json(scenario::Scenario const& scenario,
                                       experiment::Answer const& answer);

}  // namespace caravan::output
