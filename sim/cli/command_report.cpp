#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/replications.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/files.hpp"
#include "cli/interrupt.hpp"
#include "cli/manifest.hpp"
#include "cli/report_output.hpp"
#include "cli/run_folder.hpp"
#include "cli/study_input.hpp"

namespace caravan::cli {

namespace {

constexpr char const* kReportName = "report.html";

/// Whether `path` is a result with its manifest, and not a scenario.
bool is_result(std::string const& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error) || path.ends_with(kManifestName) ||
         std::filesystem::exists(path + kManifestEnding, error);
}

std::string target_of(Invocation const& invocation) {
  auto const& run = invocation.arguments.front();
  std::error_code error;
  auto const folder = std::filesystem::is_directory(run, error) ? std::filesystem::path{run}
                                                                : std::filesystem::path{};
  return invocation.value("output", (folder / kReportName).string());
}

/// The run that `asked` asks for, with what its replications say if it asks for many.
Shown run_shown(Invocation const& invocation, Invocation const& asked, Console& console) {
  auto const input = load(asked, console, "; nothing was run");
  if (!input.ok()) return {input.code};
  Interrupt const interrupt;
  output::Report report;
  std::size_t replications = 1;
  auto const plan = plan_of_run(asked, input.scenario());
  auto prepared = Prepared{input.scenario(), std::nullopt};
  if (plan) {
    auto options = replicate_choice(asked, input.scenario(), console);
    Watched watched{invocation, console, interrupt, options.farm};
    prepared = prepare(input.scenario(), *plan, options);
    auto const table = experiment::replicate(prepared.scenario, *plan, options);
    if (table.interrupted) return {ExitCode::interrupted};
    replications = table.records.size();
    report.confidence = plan->confidence;
    report.replications =
        output::series_for_page({prepared.scenario, *plan, options.seed, prepared.found, table});
  }
  auto options = run_choice(asked, input.scenario(), console);
  options.interrupt = interrupt.flag();
  auto const further = further_runs(prepared.scenario, options, replications, console);
  WatchedRun const run{prepared.scenario, std::move(options), console};
  auto const end = run.answer.result.end;
  if (end == model::End::interrupted) {
    console.say("interrupted; no page was written\n");
    return {ExitCode::interrupted};
  }
  report.runs.push_back({prepared.scenario, run.answer, run.reader});
  for (auto const& one : further) {
    report.further.push_back({prepared.scenario, one.answer, one.reader});
  }
  return {end == model::End::stalled ? ExitCode::stalled : ExitCode::done,
          document_of(std::move(report)), input.scenario().name};
}

/// What the page of a run shows, if its folder holds it.
std::string kept_document(std::string const& path) {
  auto const file = (std::filesystem::path{path} / kDocumentName).string();
  std::ifstream in{file, std::ios::binary};
  if (!in) return {};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  constexpr std::string_view kBegin = "{\n  \"schema\": \"caravan-report/1\",";
  if (!text.starts_with(kBegin) || !text.ends_with("\n}\n")) {
    throw FileError{file +
                    " is damaged; make it again with 'caravan run SCENARIO -o FOLDER' "
                    "(manifest.json names the scenario)"};
  }
  return text;
}

/// What the result at `path` shows; made again as its manifest says, unless it is kept.
Shown result_shown(std::string const& path, Manifest const& manifest, Invocation const& invocation,
                   Console& console) {
  auto const command = manifest.command.empty() ? std::string{} : manifest.command.front();
  if (command == "compare") return compare_shown(manifest, invocation, console);
  if (command == "ladder") return ladder_shown(manifest, invocation, console);
  if (command == "sweep") return sweep_shown(manifest, invocation, console);
  if (command != "run") {
    throw FileError{path + " is a result of 'caravan " + printable(command) +
                    "'; a page shows those of run, compare, ladder and sweep"};
  }
  if (auto kept = kept_document(path); !kept.empty()) {
    return {ExitCode::done, std::move(kept), manifest.scenario};
  }
  return run_shown(invocation, asked_by(manifest, run_command()), console);
}

std::string formatted(Invocation const& invocation, Shown const& shown) {
  bool const page = invocation.value("format", "html") == "html";
  return page ? output::report_page(shown.document, shown.title) : shown.document;
}

ExitCode do_report(Invocation const& invocation, Console& console) {
  auto const target = target_of(invocation);
  if (target != "-") check_target(target, invocation.has("force"), " (--force replaces it)");
  if (invocation.value("format", "html") == "html") check_is_page(target);
  check_experiment(invocation);
  auto const& path = invocation.arguments.front();
  auto const manifest = is_result(path) ? std::optional{read_manifest(path)} : std::nullopt;
  auto const shown = manifest ? result_shown(path, *manifest, invocation, console)
                              : run_shown(invocation, invocation, console);
  if (shown.document.empty()) return shown.code;
  auto const data = formatted(invocation, shown);
  if (target == "-") {
    console.out(data);
  } else {
    write_file(target, data, invocation.has("force"));
    console.say("wrote " + target + '\n');
  }
  return shown.code;
}

}  // namespace

Command report_command() {
  auto options = run_options();
  options.push_back({"format",
                     '\0',
                     "FORM",
                     "the page, or the data that it shows, for programs",
                     {"html", "json"}});
  for (auto const& option : experiment_options()) options.push_back(option);
  for (auto const& option : output_options()) options.push_back(option);
  return {
      "report",
      "write a page that shows a run",
      "Writes one web page that shows a run and can be mailed: the answer, the map with "
      "playback, a time-distance graph of the trains, waits by cause, queues over time, lives. It "
      "opens in a browser without any network. RUN is a scenario, which is run; or the folder of a "
      "run, which is not run again; or another result with its manifest, of a run, a comparison or "
      "a ladder, which is made again as it was; or the folder of a sweep. Without --output the "
      "page is report.html, in that folder or where you are.",
      {{"RUN", Argument::Kind::scenario, true}},
      options,
      {{"caravan report khorgos.yaml", "run it and write report.html"},
       {"caravan report khorgos.yaml --replications 30", "with intervals of 30 runs"},
       {"caravan report khorgos", "of the folder of a run"},
       {"caravan report versus.json -o versus.html", "of a comparison made before"},
       {"caravan report results", "of a sweep"}},
      [](Invocation const& invocation, Console& console) {
        return told_of_measures(console, [&] {
          return told_of_journals(console, [&] { return do_report(invocation, console); });
        });
      }};
}

}  // namespace caravan::cli
