#include "cli/report_output.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/errors.hpp"
#include "cli/files.hpp"
#include "cli/progress.hpp"
#include "cli/run_folder.hpp"

namespace caravan::cli {

namespace {

experiment::Answer watch(scenario::Scenario const& scenario, model::RunOptions options,
                         Console const& console, output::ReportReader& reader) {
  Progress progress{console, scenario.clock.horizon};
  options.progress = [&progress](SimTime now) { progress.at(now); };
  return run_read(scenario, std::move(options), {&reader});
}

}  // namespace

Option report_option() {
  return {"report", '\0', "FILE",
          "also write a page that shows the run, to be opened in a browser"};
}

void check_is_page(std::string const& path) {
  auto const ending = std::filesystem::path{path}.extension().string();
  if (ending.empty() || ending == ".html" || ending == ".htm") return;
  throw UsageError{"a page is HTML, and '" + path + "' ends with " + ending,
                   "name it for example '" +
                       std::filesystem::path{path}.replace_extension(".html").string() +
                       "'; a browser prints it, also to PDF"};
}

void check_report(Invocation const& invocation) {
  if (!invocation.has("report")) return;
  if (page_in_folder(invocation)) return;
  check_target(invocation.value("report", ""), invocation.has("force"));
  check_is_page(invocation.value("report", ""));
}

experiment::Answer run_read(scenario::Scenario const& scenario, model::RunOptions options,
                            std::vector<output::EventReader*> const& readers) {
  if (readers.empty()) return experiment::run(scenario, options);
  output::Recorder recorder{readers};
  options.observers.push_back(&recorder);
  auto answer = experiment::run(scenario, options);
  recorder.finish();
  return answer;
}

WatchedRun::WatchedRun(scenario::Scenario const& scenario, model::RunOptions options,
                       Console const& console)
    : reader{scenario}, answer{watch(scenario, std::move(options), console, reader)} {}

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

std::string document_of(output::Report report) {
  report.version = CARAVAN_VERSION;
  return output::report_json(report);
}

std::string page_of(output::Report report) {
  auto const title = report.runs.empty() ? "Gates" : report.runs.front().scenario.name;
  return output::report_page(document_of(std::move(report)), title);
}

void keep_report(Invocation const& invocation, std::string const& page) {
  if (page.empty() || page_in_folder(invocation)) return;
  write_file(invocation.value("report", ""), page, invocation.has("force"));
}

}  // namespace caravan::cli
