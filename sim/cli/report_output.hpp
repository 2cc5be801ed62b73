/// What the commands that write a report have in common.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "caravan/experiment/run.hpp"
#include "caravan/output/report.hpp"

#include "cli/command.hpp"

namespace caravan::cli {

/// `--report`.
[[nodiscard]] Option report_option();
/// `UsageError` if the ending of `path` promises something else than a page; none promises nothing.
void check_is_page(std::string const& path);
/// Ends early if the file of `--report` cannot be written. To be called before long work.
void check_report(Invocation const& invocation);

/// A run that all of these read along; throws what one of them throws.
[[nodiscard]] experiment::Answer run_read(scenario::Scenario const& scenario,
                                          model::RunOptions options,
                                          std::vector<output::EventReader*> const& readers);

/// One run of a scenario that was watched for a report.
struct WatchedRun {
  output::ReportReader reader;
  experiment::Answer answer;

  /// Makes the run; progress goes to a person at `console`.
  WatchedRun(scenario::Scenario const& scenario, model::RunOptions options, Console const& console);
};

/// Further replications of a scenario, watched as well: those after the first of `count`, ten at
/// most in all.
[[nodiscard]] std::deque<WatchedRun> further_runs(scenario::Scenario const& scenario,
                                                  model::RunOptions const& first, std::size_t count,
                                                  Console const& console);

/// What a page shows, under the version of this program.
[[nodiscard]] std::string document_of(output::Report report);
/// The page with `report`.
[[nodiscard]] std::string page_of(output::Report report);
/// Writes a page to the file of `--report`, unless that is a file of the folder of `--output`, or
/// there is none.
void keep_report(Invocation const& invocation, std::string const& page);

}  // namespace caravan::cli
