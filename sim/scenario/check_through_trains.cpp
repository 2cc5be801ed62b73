// Trains that go on with their load aboard where their gauge is changed: by an exchange of bogies,
// or on wheelsets of variable gauge.

#include <set>
#include <tuple>

#include "scenario/check.hpp"

namespace caravan::scenario {
namespace {

/// A leg of a stream after which its train goes on.
struct Through {
  Stream const* stream = nullptr;
  std::size_t leg = 0;
  std::size_t first = 0;  ///< the leg for which the train was formed
  [[nodiscard]] network::Leg const& at(std::size_t number) const {
    return stream->way->legs[number];
  }
  [[nodiscard]] bool planned() const { return first == 0 && stream->train; }
};

std::vector<Through> throughs_of(std::vector<Stream> const& streams, Scenario const& scenario) {
  std::vector<Through> throughs;
  for (Stream const& stream : streams) {
    auto const& legs = stream.way->legs;
    for (std::size_t leg = 0; leg + 1 < legs.size(); ++leg) {
      if (!goes_on(legs[leg], scenario)) continue;
      std::size_t first = leg;
      while (first > 0 && goes_on(legs[first - 1], scenario)) --first;
      throughs.push_back({&stream, leg, first});
    }
  }
  return throughs;
}

std::string load_text(Consist const& consist) {
  return "`" + consist.name + "` (" + std::to_string(consist.capacity_teu) + " TEU)";
}

void check_consists(Terminal const& terminal, Consist const& before, Consist const& after,
                    Stream const& stream, Table<FleetId, Fleet> const& fleets,
                    Diagnostics& diagnostics) {
  auto const error = [&](std::string text, std::string help) {
    auto& fault = diagnostics.error("through-train", stream.mark, std::move(text), std::move(help));
    fault.notes.push_back({"this terminal", terminal.mark});
  };
  if (after.capacity_teu < before.capacity_teu) {
    error(stream.what + " goes on with its load from `" + terminal.name + "`, where " +
              load_text(before) + " becomes " + load_text(after),
          "let the second take as much as the first, or change there by cranes");
  }
  bool const together = before.fleet.valid() && before.fleet == after.fleet;
  if (together && before.wagons != after.wagons) {
    error(stream.what + " goes on with its wagons from `" + terminal.name + "`, where the " +
              std::to_string(before.wagons) + " of `" + before.name + "` become the " +
              std::to_string(after.wagons) + " of `" + after.name + "`",
          "give both consists the same number");
  }
  for (Consist const* const consist : {&before, &after}) {
    if (!consist->fleet.valid() || (together && fleets[before.fleet].gauges.size() > 1)) continue;
    error("the wagons of `" + consist->name + "` are of a fleet, which stays on its track gauge, " +
              "but at `" + terminal.name + "` they change it with the train of " + stream.what,
          "leave out the `fleet` of wagons that change their gauge; or let it have both gauges, "
          "e.g. `wagons: [1435 mm, 1520 mm]`, and both consists name it");
  }
}

/// Loads that may ride one train must go on by the same leg.
bool part_company(Through const& a, Through const& b, Scenario const& scenario) {
  bool const same = a.at(a.leg) == b.at(b.leg) && a.at(a.first) == b.at(b.first);
  if (!same || a.at(a.leg + 1) == b.at(b.leg + 1)) return false;
  if (!a.planned() && !b.planned()) return true;
  if (a.planned() && b.planned()) return false;
  Through const& train = a.planned() ? a : b;
  return scenario.services[train.stream->service].takes_waiting;
}

/// Reports trains of an unknown number of wagons where wagons are worked on.
void check_wagons(Stream const& stream, std::size_t leg, Scenario const& scenario,
                  std::set<ConsistId>& told, Diagnostics& diagnostics) {
  auto const transfer = stream.way->legs[leg].transfer_after;
  if (!transfer.valid()) return;
  Terminal const& terminal = scenario.terminals[terminal_of(transfer, scenario)];
  bool const by_wagon =
      terminal.by == Terminal::Means::bogies || terminal.by == Terminal::Means::shunting;
  auto const id = consist_on(stream, leg, scenario);
  if (!by_wagon || !id.valid() || scenario.consists[id].wagons > 0) return;
  if (!told.insert(id).second) return;
  diagnostics
      .error("no-wagons", stream.mark,
             stream.what + " brings trains `" + scenario.consists[id].name + "` to `" +
                 terminal.name +
                 "`, which works on wagons, but these do not say how many they have",
             "for example `wagons: 55` of the consist")
      .notes.push_back({"this consist", scenario.consists[id].mark});
}

}  // namespace

void check_through_trains(Scenario const& scenario, Diagnostics& diagnostics) {
  auto const streams = streams_of(scenario);
  auto const throughs = throughs_of(streams, scenario);
  std::set<ConsistId> told;
  for (Stream const& stream : streams) {
    for (std::size_t leg = 0; leg < stream.way->legs.size(); ++leg) {
      check_wagons(stream, leg, scenario, told, diagnostics);
    }
  }
  std::set<std::tuple<TerminalId, ConsistId, ConsistId>> seen;
  for (std::size_t i = 0; i < throughs.size(); ++i) {
    Through const& one = throughs[i];
    auto const id = terminal_of(one.at(one.leg).transfer_after, scenario);
    auto const before = consist_on(*one.stream, one.leg, scenario);
    auto const after = consist_on(*one.stream, one.leg + 1, scenario);
    if (before.valid() && after.valid() && seen.insert({id, before, after}).second) {
      check_consists(scenario.terminals[id], scenario.consists[before], scenario.consists[after],
                     *one.stream, scenario.fleets, diagnostics);
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!part_company(throughs[j], one, scenario)) continue;
      auto const& places = scenario.network.places();
      diagnostics
          .error("through-train", one.stream->mark,
                 "loads of " + throughs[j].stream->what + " and of " + one.stream->what +
                     " ride the same trains to " + places[one.at(one.leg).to].name +
                     ", and from there they would go on by different ones",
                 "a train keeps its load there; let a terminal with cranes part them, or give "
                 "them the same way on")
          .notes.push_back({"this terminal", scenario.terminals[id].mark});
    }
  }
}

}  // namespace caravan::scenario
