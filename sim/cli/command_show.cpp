#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/network/route.hpp"
#include "caravan/output/text.hpp"

#include "cli/commands.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

void add_ways(output::Columns& table, network::Network const& network, std::string const& name,
              std::vector<scenario::Way> const& ways) {
  std::string first = "  " + printable(name);
  for (auto const& way : ways) {
    table.add({first, output::percent(way.share), printable(network::text_of(network, way.route)),
               duration_text(way.route.time)});
    first.clear();
  }
}

std::string overview(scenario::Scenario const& scenario) {
  using Align = output::Columns::Align;
  auto const& clock = scenario.clock;
  auto text = printable(scenario.name) + ": " + output::days_text(clock.horizon.since_start()) +
              " from " + local_time_text(clock.local, clock.epoch_ms, SimTime::start()) + ' ' +
              printable(clock.local.zone) + '\n';
  if (!scenario.about.empty()) text += printable(scenario.about) + '\n';
  output::Columns table{{Align::left, Align::right, Align::left, Align::right}};
  table.add({"services", "share", "route", "undisturbed"});
  for (auto const& service : scenario.services) {
    add_ways(table, scenario.network, service.name, service.ways);
  }
  for (auto const& flow : scenario.flows) {
    add_ways(table, scenario.network, flow.name, flow.ways);
  }
  return text + table.text();
}

ExitCode do_show(Invocation const& invocation, Console& console) {
  auto const input = load(invocation, console, "");
  if (!input.ok()) return input.code;
  if (invocation.has("origins")) {
    console.out(scenario::show_values(input.loaded, true));
  } else if (invocation.has("resolved")) {
    console.out(input.loaded.resolved);
  } else {
    console.out(overview(input.scenario()));
  }
  return ExitCode::done;
}

}  // namespace

Command show_command() {
  auto options = scenario_options();
  options.push_back(
      {"resolved", '\0', "", "one complete YAML file that loads to the same scenario"});
  options.push_back(
      {"origins", '\0', "",
       "every value on a line, with where it comes from: file:line, default or --set"});
  return {"show",
          "show what a scenario comes to",
          "Prints the routes that services and flows take, or every value after overlays, "
          "defaults and --set.",
          {scenario_argument()},
          options,
          {{"caravan show khorgos.yaml", "the routes"},
           {"caravan show khorgos.yaml --resolved > whole.yaml", "without overlays and defaults"},
           {"caravan show khorgos.yaml --resolved --origins", "where each value comes from"}},
          do_show};
}

}  // namespace caravan::cli
