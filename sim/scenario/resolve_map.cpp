#include <algorithm>

#include "scenario/resolver.hpp"
#include "scenario/zones.hpp"

namespace caravan::scenario {
namespace {

void add_transfers(TerminalDraft const& draft, Terminal const& terminal,
                   std::vector<network::Transfer>& transfers) {
  // For choosing routes: the train is placed, then each box is lifted down and up again.
  Duration const time = Duration::rounded(mean(draft.positioning) + 2 * mean(draft.lift));
  for (Given<ChangeDraft> const& change : draft.changes) {
    auto const add = [&](Carrier from, Carrier to) {
      transfers.push_back(
          {draft.id, terminal.place, from, to, time, change.mark, terminal.commodities});
    };
    add(change.value.from, change.value.to);
    if (change.value.both_ways) add(change.value.to, change.value.from);
  }
}

/// A change to or from a carrier that no link brings to the place is often a slip of the pen.
void check_changes(TerminalDraft const& draft, PlaceId place, Resolving& r) {
  std::vector<Carrier> there;
  for (network::Link const& link : r.scenario.network.links()) {
    if (link.a == place || link.b == place) there.push_back(link.carrier);
  }
  for (Given<ChangeDraft> const& change : draft.changes) {
    for (Carrier const& carrier : {change.value.from, change.value.to}) {
      if (std::find(there.begin(), there.end(), carrier) != there.end()) continue;
      r.diagnostics.warning("unused", change.mark,
                            "no link at `" + draft.at.value + "` is " + network::text_of(carrier) +
                                ", so nothing changes to it or from it",
                            "correct it, or give `" + draft.at.value + "` such a link");
    }
  }
}

bool before(network::Transfer const& a, network::Transfer const& b) {
  return std::tie(a.name, a.from, a.to) < std::tie(b.name, b.from, b.to);
}
bool same(network::Transfer const& a, network::Transfer const& b) {
  return a.name == b.name && a.from == b.from && a.to == b.to;
}

Terminal terminal_of(TerminalDraft const& draft, Resolving& r) {
  Terminal terminal;
  terminal.name = draft.id;
  terminal.place = id_of<PlaceId>(r.draft.places, draft.at, "place", r.diagnostics);
  check_hours(draft.hours, r);
  for (Name const& name : draft.commodities) terminal.commodities.push_back(name.value);
  terminal.tracks = tracks_of(draft.tracks);
  terminal.cranes = draft.cranes.value;
  terminal.lift = draft.lift;
  terminal.positioning = draft.positioning;
  terminal.at_closing = draft.at_closing;
  terminal.breakdowns = breakdowns_of(draft.breakdowns);
  terminal.yard_teu = draft.yard_teu;
  if (draft.bonded_teu) terminal.bonded_teu = draft.bonded_teu->value;
  terminal.formation = draft.form;
  terminal.mark = draft.mark;
  return terminal;
}

}  // namespace

std::vector<PlaceTracks> tracks_of(TracksByGauge const& tracks) {
  std::vector<PlaceTracks> list;
  for (auto const& entry : tracks) {
    list.push_back({entry.key, entry.value.count, entry.value.length_m});
  }
  std::sort(list.begin(), list.end(),
            [](PlaceTracks const& a, PlaceTracks const& b) { return a.gauge < b.gauge; });
  return list;
}

std::optional<Breakdowns> breakdowns_of(std::optional<BreakdownsDraft> const& draft) {
  if (!draft) return std::nullopt;
  return Breakdowns{draft->up, draft->down, draft->only_busy};
}

void resolve_places(Resolving& r) {
  for (std::size_t i = 0; i < r.draft.places.size(); ++i) {
    PlaceDraft const& draft = r.draft.places[i];
    PlaceDetail detail;
    detail.local = clock_of(zone_of(PlaceId{i}, r), r);
    detail.tracks = tracks_of(draft.tracks);
    for (Name const& name : draft.activities) {
      detail.activities.push_back(
          id_of<ActivityId>(r.draft.activities, name, "activity", r.diagnostics));
    }
    r.scenario.places.add(std::move(detail));
  }
}

void resolve_consists(Resolving& r) {
  for (ConsistDraft const& draft : r.draft.consists) {
    auto const fleet = draft.fleet
                           ? id_of<FleetId>(r.draft.fleets, *draft.fleet, "fleet", r.diagnostics)
                           : FleetId::none();
    r.scenario.consists.add({draft.id, draft.gauge, draft.countries, draft.capacity_teu,
                             draft.wagons, draft.length_m, fleet, draft.mark});
  }
}

void resolve_network(Resolving& r) {
  std::vector<network::Transfer> transfers;
  for (TerminalDraft const& draft : r.draft.terminals) {
    Terminal terminal = terminal_of(draft, r);
    add_transfers(draft, terminal, transfers);
    r.scenario.terminals.add(std::move(terminal));
  }
  if (!r.diagnostics.ok()) return;
  for (std::size_t i = 0; i < r.draft.terminals.size(); ++i) {
    check_changes(r.draft.terminals[i], r.scenario.terminals[TerminalId{i}].place, r);
  }
  std::sort(transfers.begin(), transfers.end(), before);
  transfers.erase(std::unique(transfers.begin(), transfers.end(), same), transfers.end());
  Table<network::TransferId, network::Transfer> table;
  for (network::Transfer& transfer : transfers) table.add(std::move(transfer));
  for (auto const id : table.ids()) {
    for (Terminal& terminal : r.scenario.terminals) {
      if (terminal.name == table[id].name) terminal.transfers.push_back(id);
    }
  }
  auto const& plain = r.scenario.network;
  r.scenario.network = network::Network{plain.places(), plain.links(), std::move(table)};
}

}  // namespace caravan::scenario
