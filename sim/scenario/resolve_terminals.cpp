#include <algorithm>

#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;
using Means = Terminal::Means;

void add_transfers(TerminalDraft const& draft, Terminal const& terminal,
                   std::vector<network::Transfer>& transfers) {
  // For choosing routes: the train is placed, then each box is lifted down and up again, or the
  // first of its wagons are dealt with.
  int const times = terminal.by == Means::cranes ? 2 : 1;
  Duration const time = Duration::rounded(mean(draft.positioning) + times * mean(terminal.time));
  for (Given<ChangeDraft> const& change : draft.changes) {
    auto const add = [&](Carrier from, Carrier to) {
      transfers.push_back(
          {draft.id, terminal.place, from, to, time, change.mark, terminal.commodities});
    };
    add(change.value.from, change.value.to);
    if (change.value.both_ways) add(change.value.to, change.value.from);
  }
}

bool fits(Means by, ChangeDraft const& change) {
  if (by == Means::cranes) return true;
  bool const rail = change.from.mode == Mode::rail && change.to.mode == Mode::rail;
  return rail && (change.from == change.to) == (by == Means::shunting);
}

/// Each means can only change some carriers into some.
void check_means(TerminalDraft const& draft, Diagnostics& diagnostics) {
  Means const by = draft.by.value_or(Means::cranes);
  for (Given<ChangeDraft> const& change : draft.changes) {
    if (fits(by, change.value)) continue;
    diagnostics.error("terminal-change", change.mark,
                      by == Means::shunting
                          ? "shunting puts wagons into other trains on the same track gauge only"
                          : "trains go on with their load from one track gauge to another only",
                      by == Means::shunting ? "for example `changes: 1435 mm to 1435 mm`"
                                            : "for example `changes: 1435 mm and 1520 mm`");
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

/// A key of a terminal, and for which means it is.
struct Key {
  char const* name;
  std::optional<Mark> given;
  std::vector<Means> means;
};

template <class T>
std::optional<Mark> mark_of(std::optional<Given<T>> const& value) {
  return value ? std::optional{value->mark} : std::nullopt;
}
template <class T>
std::optional<Mark> mark_of(Given<T> const& value) {
  return is_written(value.mark) ? std::optional{value.mark} : std::nullopt;
}

std::vector<Key> keys_of(TerminalDraft const& draft) {
  return {{"cranes", mark_of(draft.cranes), {Means::cranes}},
          {"lift", mark_of(draft.lift), {Means::cranes}},
          {"crane-order", mark_of(draft.crane_order), {Means::cranes}},
          {"yard", mark_of(draft.yard_teu), {Means::cranes}},
          {"bonded-yard", mark_of(draft.bonded_teu), {Means::cranes}},
          {"plugs", mark_of(draft.plugs), {Means::cranes}},
          {"form", mark_of(draft.form), {Means::cranes, Means::shunting}},
          {"bays", mark_of(draft.bays), {Means::bogies}},
          {"changers", mark_of(draft.changers), {Means::variable_gauge}},
          {"engines", mark_of(draft.engines), {Means::shunting}},
          {"time", mark_of(draft.time), {Means::bogies, Means::variable_gauge, Means::shunting}}};
}

char const* name_of(Means means) {
  switch (means) {
    case Means::cranes:
      return "cranes";
    case Means::bogies:
      return "bogies";
    case Means::variable_gauge:
      return "variable-gauge";
    case Means::shunting:
      return "shunting";
  }
  return "";
}

/// Reports keys that make no sense for what the terminal is, and those that it lacks.
void check_keys(TerminalDraft const& draft, Diagnostics& diagnostics) {
  Means const by = draft.by.value_or(Means::cranes);
  for (Key const& key : keys_of(draft)) {
    auto const& means = key.means;
    if (!key.given || std::find(means.begin(), means.end(), by) != means.end()) continue;
    std::string fitting;
    for (Means const one : means) {
      fitting += std::string{fitting.empty() ? "`by: " : ", `by: "} + name_of(one) + "`";
    }
    diagnostics.error("terminal-key", *key.given,
                      "terminal `" + draft.id + "` cannot have `" + key.name +
                          "`: it is `by: " + name_of(by) + "`",
                      "it goes with " + fitting);
  }
  auto const need = [&](char const* key, bool given, char const* example) {
    if (given) return;
    diagnostics.error(
        "missing-key", draft.mark,
        "terminal `" + draft.id + "` needs `" + key + "`: it is `by: " + name_of(by) + "`",
        std::string{"for example `"} + key + ": " + example + "`");
  };
  need("bays", draft.bays.has_value() || by != Means::bogies, "42");
  need("time", draft.time.has_value() || by == Means::cranes,
       by == Means::bogies     ? "2 h"
       : by == Means::shunting ? "2 min"
                               : "15 min");
}

int servers_of(TerminalDraft const& draft) {
  switch (draft.by.value_or(Means::cranes)) {
    case Means::cranes:
      return draft.cranes.value;
    case Means::bogies:
      return draft.bays ? draft.bays->value : 1;
    case Means::variable_gauge:
      return draft.changers ? draft.changers->value : 1;
    case Means::shunting:
      return draft.engines ? draft.engines->value : 1;
  }
  return 1;
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
  check_keys(draft, r.diagnostics);
  terminal.by = draft.by.value_or(Means::cranes);
  terminal.servers = servers_of(draft);
  terminal.time = draft.time ? draft.time->value : draft.lift.value;
  terminal.positioning = draft.positioning;
  terminal.at_closing = draft.at_closing;
  terminal.breakdowns = breakdowns_of(draft.breakdowns);
  if (draft.yard_teu) terminal.yard_teu = draft.yard_teu->value;
  if (draft.plugs) terminal.plugs = draft.plugs->value;
  if (draft.bonded_teu) terminal.bonded_teu = draft.bonded_teu->value;
  FormationDraft const& form = draft.form.value;
  terminal.formation = {form.open_at, form.oldest, form.least,
                        form.choose ? form.choose->value : forming_policy::kOldest};
  terminal.crane_order = draft.crane_order ? draft.crane_order->value : crane_policy::kOnwardFirst;
  terminal.mark = draft.mark;
  return terminal;
}

}  // namespace

void resolve_network(Resolving& r) {
  std::vector<network::Transfer> transfers;
  for (TerminalDraft const& draft : r.draft.terminals) {
    Terminal terminal = terminal_of(draft, r);
    check_means(draft, r.diagnostics);
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
