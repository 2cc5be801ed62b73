#include <filesystem>
#include <string>
#include <system_error>

#include "caravan/core/diagnostic.hpp"
#include "caravan/network/export.hpp"
#include "caravan/output/run_export.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/files.hpp"

namespace caravan::cli {

namespace {

namespace fs = std::filesystem;

output::OcelForm form_of_file(std::string const& path) {
  auto const ending = fs::path{path}.extension();
  if (ending == ".sqlite" || ending == ".db") return output::OcelForm::sqlite;
  if (ending == ".json" || ending == ".jsonocel") return output::OcelForm::json;
  throw UsageError{"--ocel cannot be '" + path + "'", "the name ends with .sqlite or .json"};
}

output::Cases cases_of(Invocation const& invocation) {
  auto const of = invocation.value("of", "units");
  return of == "trains"   ? output::Cases::trains
         : of == "trucks" ? output::Cases::trucks
                          : output::Cases::units;
}

/// The map of the scenario that was run.
std::string map_of(std::string const& run) {
  std::error_code error;
  auto const folder = fs::is_directory(run, error) ? fs::path{run} : fs::path{run}.parent_path();
  auto const path = (folder / "resolved.yaml").string();
  auto const loaded = scenario::load_scenario(path);
  if (!loaded.scenario) {
    throw FileError{"cannot read " + path + ":\n" + render(loaded.diagnostics)};
  }
  return network::to_geojson(loaded.scenario->network);
}

ExitCode do_export(Invocation const& invocation, Console&) {
  auto const& run = invocation.arguments.front();
  auto const asked = [&](char const* option, auto make) {
    if (!invocation.has(option)) return false;
    auto const path = invocation.value(option, "");
    if (path == "-") throw UsageError{std::string{"--"} + option + " cannot be '-'", "name a file"};
    check_is_not_read(path, {run, run + "/run.sqlite", run + "/resolved.yaml"});
    make_file(path, invocation.has("force"),
              [&](std::string const& temporary) { make(temporary); });
    return true;
  };
  if (invocation.has("of") && !invocation.has("event-log")) {
    throw UsageError{"--of is of an event log", "say where with --event-log FILE"};
  }
  if (invocation.has("ocel")) static_cast<void>(form_of_file(invocation.value("ocel", "")));
  try {
    bool any = asked("ocel", [&](std::string const& path) {
      output::write_ocel(run, form_of_file(invocation.value("ocel", "")), path);
    });
    any = asked("event-log",
                [&](std::string const& path) {
                  output::write_event_log(run, cases_of(invocation), path);
                }) ||
          any;
    any =
        asked("geojson", [&](std::string const& path) { write_file(path, map_of(run), false); }) ||
        any;
    if (!any) {
      throw UsageError{"nothing is to be exported", "say --ocel, --event-log or --geojson"};
    }
  } catch (output::DatabaseError const& error) {
    throw FileError{error.what()};
  }
  return ExitCode::done;
}

}  // namespace

Command export_command() {
  return {"export",
          "write a recorded run in the form of another program",
          "Reads the folder that 'caravan run -o FOLDER' wrote, or its run.sqlite, and writes an "
          "object-centric event log (OCEL 2.0), a flat event log with begin and end of each stage, "
          "or the map. Each file is written whole or not at all.",
          {{"RUN", Argument::Kind::name, true}},
          {{"ocel", '\0', "FILE", "OCEL 2.0: .sqlite or .json"},
           {"event-log", '\0', "FILE", "CSV: case_id, activity, start, end, resource"},
           {"of",
            '\0',
            "CASES",
            "what a case of the event log is; else units",
            {"units", "trains", "trucks"}},
           {"geojson", '\0', "FILE", "places and links, for maps"},
           {"force", '\0', "", "replace files"}},
          {{"caravan export khorgos --ocel khorgos.sqlite", "for pm4py and its kin"},
           {"caravan export khorgos --event-log units.csv", "for Disco, Celonis, pandas"},
           {"caravan export khorgos --event-log trains.csv --of trains", "trains as cases"}},
          do_export};
}

}  // namespace caravan::cli
