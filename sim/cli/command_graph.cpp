#include "caravan/network/export.hpp"

#include "cli/commands.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

ExitCode do_graph(Invocation const& invocation, Console& console) {
  check_output(invocation);
  auto const input = load(invocation, console, "");
  if (!input.ok()) return input.code;
  auto const& network = input.scenario().network;
  auto const format = invocation.value("format", "dot");
  if (format == "graphml") {
    deliver(invocation, console, network::to_graphml(network));
  } else if (format == "geojson") {
    deliver(invocation, console, network::to_geojson(network));
  } else {
    deliver(invocation, console, network::to_dot(network));
  }
  return ExitCode::done;
}

}  // namespace

Command graph_command() {
  auto options = scenario_options();
  options.push_back(
      {"format", '\0', "FORM", "for Graphviz, graph tools or maps", {"dot", "graphml", "geojson"}});
  for (auto const& option : output_options()) options.push_back(option);
  return {"graph",
          "draw the network of a scenario",
          "Prints places, links and transfers as a graph.",
          {scenario_argument()},
          options,
          {{"caravan graph khorgos.yaml | dot -Tsvg > khorgos.svg", "a drawing"},
           {"caravan graph khorgos.yaml --format geojson -o khorgos.geojson", "on a map"}},
          do_graph};
}

}  // namespace caravan::cli
