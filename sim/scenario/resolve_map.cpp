#include <algorithm>

#include "scenario/resolver.hpp"
#include "scenario/zones.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;

constexpr std::int64_t kMostSailings = 1'000'000;

struct Written {
  char const* key;
  bool given;
};

/// How many carriers a link names, and which.
std::vector<std::pair<char const*, Carrier>> carriers_of(LinkDraft const& link) {
  std::vector<std::pair<char const*, Carrier>> found;
  if (link.rail) found.push_back({"rail", Carrier{Mode::rail, link.rail->value}});
  if (link.road) found.push_back({"road", Carrier{Mode::road, {}}});
  if (link.sea) found.push_back({"sea", Carrier{Mode::sea, {}}});
  if (link.air) found.push_back({"air", Carrier{Mode::air, {}}});
  return found;
}

bool check_carrier(LinkDraft const& link, Diagnostics& diagnostics) {
  auto const found = carriers_of(link);
  if (found.size() == 1) return true;
  diagnostics.error(
      "link-carrier", link.mark,
      "link `" + link.id + "` " +
          (found.empty() ? "does not say what it is"
                         : std::string{"is both "} + found[0].first + " and " + found[1].first),
      "give exactly one of `rail: 1520 mm`, `road: true`, `sea: true`, `air: true`");
  return false;
}

/// Keys that make sense only on some carriers.
void check_link_keys(LinkDraft const& link, Mode mode, Diagnostics& diagnostics) {
  bool const scheduled = mode == Mode::sea || mode == Mode::air;
  auto const refuse = [&](Written written, char const* why) {
    if (!written.given) return;
    diagnostics.error("link-key", link.mark,
                      "link `" + link.id + "` cannot have `" + written.key + "`: " + why);
  };
  refuse({"track: single", link.single_track && mode != Mode::rail}, "only a railway has tracks");
  refuse({"loops", link.loops && !link.single_track}, "only a single track has passing loops");
  refuse({"sailings", link.sailings && !scheduled}, "only sea and air links have sailings");
  refuse({"slots", link.slots_teu > 0 && !scheduled}, "only sea and air links have slots");
  refuse({"paths", link.paths_per_ms && scheduled}, "only railways and roads have paths");
  refuse({"headway", link.headway && scheduled}, "only railways and roads have a headway");
  refuse({"paths", link.paths_per_ms && link.headway}, "`headway` says the same");
  refuse({"speed", link.speed_mps && link.time}, "`time` says the same");
  auto const need = [&](char const* key, bool given, char const* example) {
    if (given) return;
    diagnostics.error("missing-key", link.mark, "link `" + link.id + "` needs `" + key + "`",
                      std::string{"for example `"} + key + ": " + example + "`");
  };
  need("length", link.length_m || (scheduled && link.time), "365 km");
  need(scheduled ? "time" : "speed", link.speed_mps || link.time, scheduled ? "26 h" : "45 km/h");
  need("sailings", link.sailings || !scheduled, "{aktau: {every: 3 d}}");
}

/// Lengths of the sections between passing loops.
std::vector<double> sections_of(LinkDraft const& link, double length, Diagnostics& diagnostics) {
  if (!link.single_track) return {};
  if (!link.loops) return {length};
  if (int const* const count = std::get_if<int>(&link.loops->value)) {
    auto const sections = static_cast<std::size_t>(*count) + 1;
    return std::vector<double>(sections, length / static_cast<double>(sections));
  }
  std::vector<double> sections;
  double before = 0;
  for (Given<double> const& at : std::get<1>(link.loops->value)) {
    if (at.value <= before || at.value >= length) {
      diagnostics.error(
          "loops", at.mark,
          "the loops of `" + link.id + "` do not lie one after the other between its two ends",
          "give distances from the first end, in rising order, below the length");
      return {length};
    }
    sections.push_back(at.value - before);
    before = at.value;
  }
  sections.push_back(length - before);
  return sections;
}

/// Sailings start at an end of the link.
void check_sailings(LinkDraft const& link, Diagnostics& diagnostics) {
  if (!link.sailings) return;
  std::vector<std::string> const ends{link.between.value[0].value, link.between.value[1].value};
  for (auto const& sailings : link.sailings->value) {
    if (sailings.key == ends[0] || sailings.key == ends[1]) continue;
    diagnostics.error("sailings", sailings.mark,
                      "`" + sailings.key + "` is not an end of link `" + link.id + "`",
                      "its ends are `" + ends[0] + "` and `" + ends[1] + "`");
  }
}

void add_link(LinkDraft const& draft, Table<LinkId, network::Link>& links, Resolving& r) {
  if (draft.between.value.size() != 2 ||
      draft.between.value[0].value == draft.between.value[1].value) {
    r.diagnostics.error("link-ends", draft.between.mark,
                        "link `" + draft.id + "` does not lie between two different places",
                        "for example `between: [khorgos, almaty]`");
    return;
  }
  auto const a = id_of<PlaceId>(r.draft.places, draft.between.value[0], "place", r.diagnostics);
  auto const b = id_of<PlaceId>(r.draft.places, draft.between.value[1], "place", r.diagnostics);
  if (!check_carrier(draft, r.diagnostics)) return;
  Carrier const carrier = carriers_of(draft).front().second;
  auto const errors = r.diagnostics.errors();
  check_link_keys(draft, carrier.mode, r.diagnostics);
  check_sailings(draft, r.diagnostics);
  if (r.diagnostics.errors() != errors) return;
  double const length = draft.length_m ? draft.length_m->value : 0;
  LinkDetail detail;
  network::Link link{draft.id, a, b, carrier, length, {}, draft.mark};
  if (draft.time) {
    link.running_time = draft.time->value;
    detail.speed_mps = length / draft.time->value.in_seconds();
  } else {
    detail.speed_mps = draft.speed_mps->value;
    link.running_time = Duration::rounded(length / detail.speed_mps * 1000);
  }
  detail.single_track = draft.single_track;
  detail.sections_m = sections_of(draft, length, r.diagnostics);
  detail.loop_tracks = draft.loop_tracks;
  if (draft.headway) detail.headway = draft.headway->value;
  if (draft.paths_per_ms) detail.headway = Duration::rounded(1 / draft.paths_per_ms->value);
  detail.running_factor = draft.running_factor;
  detail.room = draft.room;
  detail.slots_teu = draft.slots_teu;
  links.add(std::move(link));
  r.scenario.links.add(std::move(detail));
}

void add_transfers(TerminalDraft const& draft, Terminal const& terminal,
                   std::vector<network::Transfer>& transfers) {
  // For choosing routes: the train is placed, then each box is lifted down and up again.
  Duration const time = Duration::rounded(mean(draft.positioning) + 2 * mean(draft.lift));
  for (Given<ChangeDraft> const& change : draft.changes) {
    auto const add = [&](Carrier from, Carrier to) {
      transfers.push_back({draft.id, terminal.place, from, to, time, change.mark});
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
  terminal.tracks = tracks_of(draft.tracks);
  terminal.cranes = draft.cranes.value;
  terminal.lift = draft.lift;
  terminal.positioning = draft.positioning;
  terminal.at_closing = draft.at_closing;
  terminal.breakdowns = breakdowns_of(draft.breakdowns);
  terminal.yard_teu = draft.yard_teu;
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
    r.scenario.consists.add({draft.id, draft.gauge, draft.countries, draft.capacity_teu,
                             draft.wagons, draft.length_m, draft.mark});
  }
}

void resolve_links(Resolving& r) {
  Table<PlaceId, network::Place> places;
  for (PlaceDraft const& draft : r.draft.places) {
    places.add({draft.id, draft.country, draft.at, draft.mark});
  }
  Table<LinkId, network::Link> links;
  for (LinkDraft const& draft : r.draft.links) add_link(draft, links, r);
  if (r.diagnostics.ok()) r.scenario.network = network::Network{places, links, {}};
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

void expand_sailings(Resolving& r) {
  for (std::size_t i = 0; i < r.draft.links.size(); ++i) {
    LinkDraft const& draft = r.draft.links[i];
    if (!draft.sailings) continue;
    network::Link const& link = r.scenario.network.links()[LinkId{i}];
    LinkDetail& detail = r.scenario.links[LinkId{i}];
    Clock const& clock = r.scenario.clock;
    for (auto const& [end, sailings, mark] : draft.sailings->value) {
      bool const from_a = end == draft.between.value[0].value;
      auto& times = from_a ? detail.sailings_forward : detail.sailings_backward;
      std::vector<WeeklyTime> weekly;
      for (auto const& phrase : sailings.at) weekly.push_back(phrase.value);
      times = expand_weekly(weekly, zone_of(from_a ? link.a : link.b, r), clock.epoch_ms,
                            clock.horizon);
      if (!sailings.every) continue;
      if (clock.horizon.count() / sailings.every->count() > kMostSailings) {
        r.diagnostics.error("too-much", mark,
                            "more than a million sailings would leave " + end + " in the run",
                            "give a longer time between sailings");
        continue;
      }
      for (SimTime t; t < clock.horizon; t = t + *sailings.every) times.push_back(t);
    }
  }
}

}  // namespace caravan::scenario
