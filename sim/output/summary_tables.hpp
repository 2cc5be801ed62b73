/// The tables of an answer: lead times, expenses, what is tightest, terminals, closures.
///
/// Each is empty if it would have no row.
#pragma once

#include <string>

#include "caravan/output/summary.hpp"

namespace caravan::output {

[[nodiscard]] std::string lead_times(scenario::Scenario const& scenario,
                                     model::RunResult const& result, SummaryOptions const& options);
[[nodiscard]] std::string lateness(scenario::Scenario const& scenario,
                                   model::RunResult const& result, SummaryOptions const& options);
[[nodiscard]] std::string transits(model::RunResult const& result);
[[nodiscard]] std::string expenses(scenario::Scenario const& scenario,
                                   model::RunResult const& result, SummaryOptions const& options);
[[nodiscard]] std::string tightest_text(model::RunResult const& result,
                                        SummaryOptions const& options);
/// The lanes of activities that are among the tightest, or whose staff is.
[[nodiscard]] std::string lanes(scenario::Scenario const& scenario, model::RunResult const& result);
[[nodiscard]] std::string terminals(scenario::Scenario const& scenario,
                                    model::RunResult const& result);
[[nodiscard]] std::string closures(scenario::Scenario const& scenario,
                                   model::RunResult const& result);
/// `after 6.6 d`, `at once`, `not yet`
[[nodiscard]] std::string recovery_text(model::ClosureResult const& row);

}  // namespace caravan::output
