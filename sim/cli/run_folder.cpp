#include "cli/run_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "caravan/core/diagnostic.hpp"

#include "cli/errors.hpp"
#include "cli/manifest.hpp"

namespace caravan::cli {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> words_in(std::string const& list) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= list.size();) {
    auto const comma = std::min(list.find(',', at), list.size());
    words.push_back(list.substr(at, comma - at));
    at = comma + 1;
  }
  return words;
}

}  // namespace

Option events_option() {
  return {
      "events", '\0', "WHICH",
      "which events a folder keeps: none (the default), all, or those of services and flows, with "
      "commas between"};
}

bool into_folder(Invocation const& invocation) {
  auto const path = invocation.value("output", "-");
  if (path == "-" || path.empty()) return false;
  if (path.back() == '/') return true;
  std::error_code error;
  if (fs::exists(path, error)) return fs::is_directory(path, error);
  return !invocation.has("format") && !fs::path{path}.has_extension();
}

output::KeptEvents kept_events(Invocation const& invocation, scenario::Scenario const& scenario) {
  using Which = output::KeptEvents::Which;
  auto const asked = invocation.value("events", "none");
  if (asked == "all") return {Which::all, {}};
  if (asked == "none") return {Which::none, {}};
  std::vector<std::string> known{"all", "none"};
  for (auto const& service : scenario.services) known.push_back(service.name);
  for (auto const& flow : scenario.flows) known.push_back(flow.name);
  auto sources = words_in(asked);
  for (auto const& source : sources) {
    if (std::find(known.begin() + 2, known.end(), source) != known.end()) continue;
    auto const near = nearest(source, known);
    throw UsageError{"--events names '" + source + "', which is no service or flow of the scenario",
                     near ? "did you mean '" + *near + "'?" : "or say 'all' or 'none'"};
  }
  return {Which::some, std::move(sources)};
}

bool page_in_folder(Invocation const& invocation) {
  auto const page = invocation.value("report", "");
  return into_folder(invocation) && page.find('/') == std::string::npos && page.ends_with(".html");
}

RunFolder::RunFolder(Invocation const& invocation, scenario::Scenario const& scenario)
    : invocation_{invocation},
      scenario_{scenario},
      folder_{invocation.value("output", "-")},
      tables_{scenario, kept_events(invocation, scenario), folder_.path()} {}

void RunFolder::publish(Input const& input, FolderContent const& content, Console const& console) {
  tables_.finish({CARAVAN_VERSION, scenario_, input.loaded, content.answer, content.table});
  folder_.add("resolved.yaml", input.loaded.resolved);
  folder_.add("summary.txt", content.summary);
  folder_.add(kDocumentName, content.document);
  if (page_in_folder(invocation_)) folder_.add(invocation_.value("report", ""), content.page);
  auto const words = deciding_words("run", invocation_);
  folder_.add(kManifestName, manifest_text(manifest_of(words, input, {}, content.results)));
  folder_.publish(invocation_.has("force"));
  if (tables_.events_left_out_of_csv()) {
    console.say(
        "events.csv is left out: it would have more rows than a sheet of a spreadsheet; "
        "run.sqlite holds all events\n");
  }
}

}  // namespace caravan::cli
