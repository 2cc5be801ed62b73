#include <algorithm>

#include "scenario/resolver.hpp"
#include "scenario/types.hpp"

namespace caravan::scenario {
namespace {

/// A closure by chance comes no more often than this in a run.
constexpr double kMostSpells = 100'000;

/// The thing that a closure names; nothing, with an error, if there is none.
std::optional<Closable> closable_of(Name const& of, Resolving& r) {
  auto const dot = of.value.find('.');
  std::string const section = of.value.substr(0, dot);
  Name const name{dot == std::string::npos ? "" : of.value.substr(dot + 1), of.mark};
  auto const in = [&](auto const& drafts, char const* noun, auto id) -> std::optional<Closable> {
    id = id_of<decltype(id)>(drafts, name, noun, r.diagnostics);
    return id.valid() ? std::optional<Closable>{id} : std::nullopt;
  };
  ScenarioDraft const& draft = r.draft;
  if (section == "places") return in(draft.places, "place", PlaceId{});
  if (section == "links") return in(draft.links, "link", LinkId{});
  if (section == "activities") return in(draft.activities, "activity", ActivityId{});
  if (section == "staff") return in(draft.staff, "staff", StaffId{});
  if (section == "terminals") return in(draft.terminals, "terminal", TerminalId{});
  if (section == "services") return in(draft.services, "service", ServiceId{});
  if (section == "flows") return in(draft.flows, "flow", FlowId{});
  if (section == "fleets") return in(draft.fleets, "fleet", FleetId{});
  r.diagnostics.error(
      "closure-of", of.mark, "`" + of.value + "` cannot be closed",
      "name a place, link, activity, staff, terminal, service, flow or fleet by its "
      "path, e.g. `links.kz-south`");
  return std::nullopt;
}

bool is_slow_order(ClosureDraft const& draft) {
  return draft.speed_mps || draft.over_m || draft.at_m.value > 0;
}

/// By date, or by chance: all that one needs and nothing of the other.
bool check_pattern(ClosureDraft const& draft, Diagnostics& diagnostics) {
  std::string const name = "closure `" + draft.id + "`";
  auto const fault = [&](Mark const& mark, std::string const& what, std::string const& help) {
    diagnostics.error("closure-time", mark, what, help);
    return false;
  };
  if (draft.every && !draft.lasts) {
    return fault(draft.every->mark, name + " does not say how long it lasts",
                 "add `lasts`, e.g. `lasts: {exponential: 8 h}`");
  }
  if (!draft.every && draft.lasts) {
    return fault(draft.lasts->mark, name + " does not say how often it comes",
                 "add `every`, e.g. `every: {exponential: 20 d}`; or give `until` instead of "
                 "`lasts`");
  }
  if (!draft.every && draft.months) {
    return fault(draft.months->mark, name + " is by date, so it has no months",
                 "leave out `months`, or say `every` and `lasts` instead of the dates");
  }
  if (draft.every && is_slow_order(draft)) {
    return fault(draft.every->mark, name + " is a slow order, which goes by date",
                 "give `from` and `until`; or slow trains down by chance with `time: 2`");
  }
  if (!draft.every && (!draft.from || !draft.until)) {
    return fault(draft.mark,
                 name + " does not say when it " +
                     (draft.from    ? "ends"
                      : draft.until ? "begins"
                                    : "begins and ends"),
                 "give `from` and `until`, or `every` and `lasts` if it comes by chance");
  }
  return true;
}

/// The dates of a closure; without them, the whole run.
std::optional<Interval> dates_of(ClosureDraft const& draft, Resolving& r) {
  std::string const& zone = r.draft.clock.zone.value;
  Interval when{SimTime::start(), r.scenario.clock.horizon};
  if (draft.from) {
    auto const from = instant_of(*draft.from, zone, r);
    if (!from) return std::nullopt;
    when.from = *from;
  }
  if (draft.until) {
    auto const until = instant_of(*draft.until, zone, r);
    if (!until) return std::nullopt;
    when.until = *until;
  }
  if (draft.from && draft.until && when.until <= when.from) {
    r.diagnostics.error("closure-time", draft.until->mark,
                        "closure `" + draft.id + "` ends before it begins",
                        "give an `until` that is later than its `from`");
    return std::nullopt;
  }
  return when;
}

std::optional<Chance> chance_of(ClosureDraft const& draft, Resolving& r) {
  if (!draft.every) return std::nullopt;
  Chance chance{draft.every->value, draft.lasts->value};
  double const apart = mean(chance.gap);
  auto const run = static_cast<double>(r.scenario.clock.horizon.count());
  if (apart <= 0 || run / apart > kMostSpells) {
    r.diagnostics.error("closure-time", draft.every->mark,
                        "closure `" + draft.id + "` comes more than 100000 times in the run",
                        "give a longer time for `every`");
  }
  if (draft.months) {
    auto const& months = draft.months->value;
    chance.season = by_date(r.draft.clock.zone.value, r.scenario.clock, [&months](LocalDate date) {
      return std::find(months.begin(), months.end(), date.month) != months.end() ? 1.0 : 0.0;
    });
  }
  return chance;
}

/// What is closed, or towards where nothing goes: one of them.
void check_object(ClosureDraft const& draft, Diagnostics& diagnostics) {
  if (draft.of.empty() && !draft.towards) {
    diagnostics.error("closure-of", draft.mark, "closure `" + draft.id + "` closes nothing",
                      "name what it closes, e.g. `of: links.kz-south`");
  }
  if (!draft.of.empty() && draft.towards) {
    diagnostics
        .error("closure-of", draft.towards->mark,
               "closure `" + draft.id + "` closes something and is an embargo too",
               "make two of it: one with `of`, one with `towards`")
        .notes.push_back({"named here", draft.of.front().mark});
  }
}

/// The lines over which those come to the place whom an embargo holds.
std::vector<LinkId> lines_to(ClosureDraft const& draft, Closure const& closure, Resolving& r) {
  std::vector<LinkId> lines;
  if (!draft.coming_by) return lines;
  for (Name const& name : draft.coming_by->value) {
    auto const id = id_of<LinkId>(r.draft.links, name, "link", r.diagnostics);
    if (!id.valid() || !closure.towards.valid()) continue;
    auto const& link = r.scenario.network.links()[id];
    if (link.a != closure.towards && link.b != closure.towards) {
      r.diagnostics.error("closure-of", name.mark,
                          "`" + name.value + "` does not end at `" + draft.towards->value + "`",
                          "name the last line on the way there");
    }
    lines.push_back(id);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

/// An embargo holds, and does nothing else.
void check_holding(ClosureDraft const& draft, Closure const& closure, Diagnostics& diagnostics) {
  auto const fault = [&](Mark const& mark, std::string const& what, std::string const& help) {
    diagnostics.error("closure-effect", mark, what, help);
  };
  if (draft.holds && !draft.towards) {
    fault(draft.holds->mark, "closure `" + draft.id + "` is no embargo, so it holds no trains",
          "leave out `holds`, or say `towards` which place nothing may go");
  }
  if (draft.coming_by && !draft.towards) {
    fault(draft.coming_by->mark, "closure `" + draft.id + "` is no embargo, so nobody comes by it",
          "leave out `coming-by`, or say `towards` which place nothing may go");
  }
  if (draft.departures_held) {
    for (std::size_t i = 0; i < closure.of.size(); ++i) {
      if (std::holds_alternative<ServiceId>(closure.of[i]) ||
          std::holds_alternative<FlowId>(closure.of[i])) {
        continue;
      }
      fault(draft.departures_held->mark, "`" + draft.of[i].value + "` has no departures",
            "`departures` goes with services and flows");
    }
    if (draft.towards) {
      fault(draft.departures_held->mark, "an embargo holds departures in any case",
            "leave out `departures`");
    }
  }
  if (closure.holds != Closure::Holds::nobody && is_written(draft.left.mark) &&
      draft.left.value > 0) {
    fault(draft.left.mark, "what is held back is held back whole",
          "leave out `left`, or let a share of departures be cancelled instead");
  }
  if (draft.towards && (draft.time || draft.share)) {
    fault(draft.time ? draft.time->mark : draft.share->mark,
          "an embargo changes no time and no share", "make a second closure with `of` for that");
  }
}

bool can_be_slowed(Closable const& of, Scenario const& scenario) {
  if (auto const* const link = std::get_if<LinkId>(&of)) {
    auto const mode = scenario.network.links()[*link].carrier.mode;
    return mode == network::Mode::rail || mode == network::Mode::road;
  }
  return std::holds_alternative<ActivityId>(of) || std::holds_alternative<TerminalId>(of);
}

/// An activity whose staff does all has nothing of its own that could be closed.
void check_cut_of_activity(Closure const& closure, Name const& of, ActivityId id, Resolving& r) {
  Activity const& activity = r.scenario.activities[id];
  if (activity.on_call && closure.left < 1) {
    r.diagnostics.error("closure-of", of.mark,
                        "activity `" + activity.name + "` is on call, so it cannot be closed too",
                        "leave out `on-call`, or close what leads there");
    return;
  }
  if (activity.servers > 0 || closure.left >= 1) return;
  r.diagnostics.error("closure-of", of.mark,
                      "activity `" + activity.name + "` has no servers of its own to close",
                      "close its staff: `staff." + r.scenario.staff[activity.staff].name + "`");
}

/// `time` and `share` go with what works, or is run over, alone.
void check_effect(ClosureDraft const& draft, Closure const& closure, Resolving& r) {
  for (std::size_t i = 0; i < closure.of.size(); ++i) {
    Name const& of = draft.of[i];
    if (draft.time && !can_be_slowed(closure.of[i], r.scenario)) {
      r.diagnostics
          .error("closure-effect", draft.time->mark,
                 "`" + of.value + "` has no time of work or running that could change",
                 "`time` goes with activities, terminals, railways and roads")
          .notes.push_back({"named here", of.mark});
    }
    if (draft.share && !std::holds_alternative<ActivityId>(closure.of[i])) {
      r.diagnostics
          .error("closure-effect", draft.share->mark, "`" + of.value + "` has no share",
                 "`share` goes with activities; for less capacity write `left`")
          .notes.push_back({"named here", of.mark});
    }
  }
}

/// Whom it closes, or towards where it holds, and whom it holds.
void set_object(ClosureDraft const& draft, Closure& closure, Resolving& r) {
  for (Name const& name : draft.of) {
    if (auto const of = closable_of(name, r)) closure.of.push_back(*of);
  }
  if (draft.towards) {
    closure.towards = id_of<PlaceId>(r.draft.places, *draft.towards, "place", r.diagnostics);
    closure.holds = draft.holds ? draft.holds->value : Closure::Holds::departures;
    closure.coming_by = lines_to(draft, closure, r);
  } else if (draft.departures_held && draft.departures_held->value) {
    closure.holds = Closure::Holds::departures;
  }
  check_object(draft, r.diagnostics);
}

void check_cuts(ClosureDraft const& draft, Closure const& closure, Resolving& r) {
  for (std::size_t i = 0; i < closure.of.size(); ++i) {
    Closable const& of = closure.of[i];
    if (auto const* const link = std::get_if<LinkId>(&of)) check_cut_of_link(closure, *link, r);
    if (auto const* const id = std::get_if<ActivityId>(&of)) {
      check_cut_of_activity(closure, draft.of[i], *id, r);
    }
  }
}

void add_closure(ClosureDraft const& draft, Resolving& r) {
  Closure closure;
  closure.name = draft.id;
  set_object(draft, closure, r);
  if (!check_pattern(draft, r.diagnostics)) return;
  auto const when = dates_of(draft, r);
  if (!when || closure.of.size() != draft.of.size()) return;
  if (is_slow_order(draft)) {
    for (Name const& of : draft.of) add_slow_order(draft, of, *when, r);
    return;
  }
  closure.when = *when;
  closure.chance = chance_of(draft, r);
  bool const changes_work = draft.time || draft.share;
  closure.left = changes_work && !is_written(draft.left.mark) ? 1 : draft.left.value;
  if (draft.time) closure.time = draft.time->value;
  if (draft.share) closure.share = draft.share->value;
  closure.mark = draft.mark;
  check_effect(draft, closure, r);
  check_cuts(draft, closure, r);
  check_holding(draft, closure, r.diagnostics);
  r.scenario.closures.add(std::move(closure));
}

}  // namespace

void expand_closures(Resolving& r) {
  if (r.scenario.services.size() != r.draft.services.size()) return;
  for (ClosureDraft const& draft : r.draft.closures) add_closure(draft, r);
}

}  // namespace caravan::scenario
