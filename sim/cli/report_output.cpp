#include "cli/report_output.hpp"

#include <algorithm>
#include <utility>

#include "cli/files.hpp"
#include "cli/progress.hpp"

namespace caravan::cli {

namespace {

experiment::Answer watch(scenario::Scenario const& scenario, model::RunOptions options,
                         Console const& console, output::ReportRecorder& recorder) {
  Progress progress{console, scenario.clock.horizon};
  options.progress = [&progress](SimTime now) { progress.at(now); };
  options.observers.push_back(&recorder);
  return experiment::run(scenario, options);
}

}  // namespace

Option report_option() {
  return {"report", '\0', "FILE",
          "also write a page that shows the run, to be opened in a browser"};
}

void check_report(Invocation const& invocation) {
  if (!invocation.has("report")) return;
  check_target(invocation.value("report", ""), invocation.has("force"));
}

WatchedRun::WatchedRun(scenario::Scenario const& scenario, model::RunOptions options,
                       Console const& console)
    : recorder{scenario}, answer{watch(scenario, std::move(options), console, recorder)} {}

std::deque<WatchedRun> further_runs(scenario::Scenario const& scenario,
                                    model::RunOptions const& first, std::size_t count,
                                    Console const& console) {
  constexpr std::size_t kMost = 10;
  std::deque<WatchedRun> runs;
  for (std::size_t i = 1; i < std::min(count, kMost); ++i) {
    auto options = first;
    options.replication += static_cast<std::uint32_t>(i);
    runs.emplace_back(scenario, std::move(options), console);
  }
  return runs;
}

std::string page_of(output::Report report) {
  report.version = CARAVAN_VERSION;
  auto const title = report.runs.front().scenario.name;
  return output::report_page(output::report_json(report), title);
}

void keep_report(Invocation const& invocation, output::Report report) {
  write_file(invocation.value("report", ""), page_of(std::move(report)), invocation.has("force"));
}

}  // namespace caravan::cli
