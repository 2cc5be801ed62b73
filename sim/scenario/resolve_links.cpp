#include <algorithm>
#include <tuple>

#include "scenario/resolver.hpp"
#include "scenario/section.hpp"
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

/// Whether it says how many paths there are, not when.
bool is_rate(LinkDraft const& link) {
  return link.paths && std::holds_alternative<double>(link.paths->value);
}

/// Keys that make sense only on some carriers.
void check_link_keys(LinkDraft const& link, Mode mode, Diagnostics& diagnostics) {
  bool const scheduled = mode == Mode::sea || mode == Mode::air;
  auto const refuse = [&](Written written, char const* why) {
    if (!written.given) return;
    diagnostics.error("link-key", link.mark,
                      "link `" + link.id + "` cannot have `" + written.key + "`: " + why,
                      "leave it out, or correct what the link is");
  };
  refuse({"track: single", link.single_track && mode != Mode::rail}, "only a railway has tracks");
  refuse({"dispatch", link.dispatch && mode != Mode::rail}, "only trains are dispatched");
  refuse({"loops", link.loops && mode != Mode::rail}, "only a railway has loops");
  refuse({"sailings", link.sailings && !scheduled}, "only sea and air links have sailings");
  refuse({"slots", link.slots_teu > 0 && !scheduled}, "only sea and air links have slots");
  refuse({"paths", link.paths && scheduled}, "only railways and roads have paths");
  refuse({"paths", link.paths && !is_rate(link) && mode == Mode::road},
         "trucks do not run by timetable; give a rate, e.g. `paths: 480 /d`");
  refuse({"possessions", link.possessions && mode != Mode::rail}, "only railways have them");
  refuse({"headway", link.headway && scheduled}, "only railways and roads have a headway");
  refuse({"paths", is_rate(link) && link.headway}, "`headway` says the same");
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

/// Lengths of the sections, or stretches, between loops.
std::vector<double> sections_of(LinkDraft const& link, double length, Diagnostics& diagnostics) {
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

/// Sailings and paths start at an end of the link.
void check_ends(LinkDraft const& link, SailingsByEnd const& by_end, Diagnostics& diagnostics) {
  std::vector<std::string> const ends{link.between.value[0].value, link.between.value[1].value};
  for (auto const& one : by_end) {
    if (one.key == ends[0] || one.key == ends[1]) continue;
    diagnostics.error("sailings", one.mark,
                      "`" + one.key + "` is not an end of link `" + link.id + "`",
                      "its ends are `" + ends[0] + "` and `" + ends[1] + "`");
  }
}

void check_ends(LinkDraft const& link, Diagnostics& diagnostics) {
  if (link.sailings) check_ends(link, link.sailings->value, diagnostics);
  if (!link.paths) return;
  auto const* const by_end = std::get_if<SailingsByEnd>(&link.paths->value);
  if (by_end != nullptr) check_ends(link, *by_end, diagnostics);
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
  check_ends(draft, r.diagnostics);
  if (draft.possessions) {
    auto const* const name = std::get_if<std::string>(&draft.possessions->value);
    if (name != nullptr) check_hours(Name{*name, draft.possessions->mark}, r);
  }
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
  if (is_rate(draft)) {
    detail.headway = Duration::rounded(1 / std::get<double>(draft.paths->value));
  }
  detail.dispatch = draft.dispatch ? draft.dispatch->value : dispatch_policy::kPriority;
  if (draft.batch) detail.batch = draft.batch->value;
  detail.running_factor = draft.running_factor;
  detail.room = draft.room;
  detail.slots_teu = draft.slots_teu;
  links.add(std::move(link));
  r.scenario.links.add(std::move(detail));
}

}  // namespace

void resolve_links(Resolving& r) {
  Table<PlaceId, network::Place> places;
  for (PlaceDraft const& draft : r.draft.places) {
    places.add({draft.id, draft.country, draft.at, draft.mark});
  }
  Table<LinkId, network::Link> links;
  auto const before = r.diagnostics.errors();
  for (LinkDraft const& draft : r.draft.links) {
    if (r.diagnostics.errors() >= before + kMostFaultsInSection) break;
    add_link(draft, links, r);
  }
  if (r.diagnostics.ok()) r.scenario.network = network::Network{places, links, {}};
}

namespace {

/// Departures from one end of a link: sailings, or paths.
std::vector<SimTime> times_of(SailingsDraft const& draft, PlaceId end, Mark const& mark,
                              Resolving& r) {
  Clock const& clock = r.scenario.clock;
  std::vector<WeeklyTime> weekly;
  for (auto const& phrase : draft.at) weekly.push_back(phrase.value);
  if (!has_room(times_in(weekly, clock), mark, r)) return {};
  auto times = expand_weekly(weekly, zone_of(end, r), clock.epoch_ms, clock.horizon);
  if (!draft.every) return times;
  std::int64_t const sailings = clock.horizon.count() / draft.every->count();
  if (sailings <= kMostSailings && !has_room(static_cast<double>(sailings), mark, r)) return times;
  if (sailings > kMostSailings) {
    r.diagnostics.error("too-much", mark,
                        "more than a million sailings or paths would leave " +
                            r.scenario.network.places()[end].name + " in the run",
                        "give a longer time between two of them");
    return times;
  }
  for (SimTime t; t < clock.horizon; t = t + *draft.every) times.push_back(t);
  return times;
}

void expand_sailings(LinkDraft const& draft, LinkId id, Resolving& r) {
  network::Link const& link = r.scenario.network.links()[id];
  LinkDetail& detail = r.scenario.links[id];
  for (auto const& [end, sailings, mark] : draft.sailings->value) {
    bool const from_a = end == draft.between.value[0].value;
    (from_a ? detail.sailings_forward : detail.sailings_backward) =
        times_of(sailings, from_a ? link.a : link.b, mark, r);
  }
}

void expand_paths(LinkDraft const& draft, LinkId id, Resolving& r) {
  network::Link const& link = r.scenario.network.links()[id];
  LinkDetail& detail = r.scenario.links[id];
  if (auto const* const by_end = std::get_if<SailingsByEnd>(&draft.paths->value)) {
    for (auto const& [end, paths, mark] : *by_end) {
      bool const from_a = end == draft.between.value[0].value;
      (from_a ? detail.paths_forward : detail.paths_backward) =
          times_of(paths, from_a ? link.a : link.b, mark, r);
    }
  } else if (auto const* const both =
                 std::get_if<std::vector<Given<WeeklyTime>>>(&draft.paths->value)) {
    detail.paths_forward = times_of({*both, std::nullopt}, link.a, draft.paths->mark, r);
    detail.paths_backward = times_of({*both, std::nullopt}, link.b, draft.paths->mark, r);
  }
}

/// A train must be able to pass between two possessions.
void check_gaps(LinkDraft const& draft, LinkDetail const& detail, Resolving& r) {
  double const part = detail.single_track
                          ? *std::max_element(detail.sections_m.begin(), detail.sections_m.end())
                          : draft.length_m->value;
  auto const run = Duration::rounded(part / detail.speed_mps * 1000);
  Duration longest;
  SimTime free_from;
  for (Interval const& taken : detail.possessions) {
    longest = std::max(longest, taken.from - free_from);
    free_from = taken.until;
  }
  if (free_from < r.scenario.clock.horizon) {
    longest = std::max(longest, r.scenario.clock.horizon - free_from);
  }
  if (longest >= run) return;
  r.diagnostics.error("possessions", draft.possessions->mark,
                      "no train can pass `" + draft.id + "` between two possessions: it needs " +
                          duration_text(run) + (detail.single_track ? " for a section" : "") +
                          ", and the longest time between two is " + duration_text(longest),
                      "shorten the possessions");
}

void expand_possessions(LinkDraft const& draft, LinkId id, Resolving& r) {
  LinkDetail& detail = r.scenario.links[id];
  Calendar taken;
  if (auto const* const name = std::get_if<std::string>(&draft.possessions->value)) {
    taken = hours_of(Name{*name, draft.possessions->mark}, r);
  } else {
    auto const& zone = zone_of(r.scenario.network.links()[id].a, r);
    auto const& works = std::get<CalendarDraft>(draft.possessions->value);
    if (!has_room(openings_in(works, r.scenario.clock), draft.possessions->mark, r)) return;
    taken = expand_calendar(works, zone, r);
  }
  detail.possessions = taken.intervals();
  if (taken.always_open()) detail.possessions = {{SimTime::start(), SimTime::never()}};
  check_gaps(draft, detail, r);
}

bool has_speed(Carrier carrier) {
  return carrier.mode == Mode::rail || carrier.mode == Mode::road;
}

/// Whether there is a number of trains or trucks a day of which a share could be left.
bool has_capacity(LinkDetail const& detail) {
  return detail.single_track || detail.headway > Duration{} || detail.room > 0 ||
         detail.paths_forward || detail.paths_backward;
}

}  // namespace

void expand_links(Resolving& r) {
  for (std::size_t i = 0; i < r.draft.links.size(); ++i) {
    LinkDraft const& draft = r.draft.links[i];
    if (draft.sailings) expand_sailings(draft, LinkId{i}, r);
    if (draft.paths) expand_paths(draft, LinkId{i}, r);
    if (draft.possessions) expand_possessions(draft, LinkId{i}, r);
  }
}

void add_slow_order(ClosureDraft const& draft, Name const& of, Interval when, Resolving& r) {
  auto const wrong = [&](Mark const& mark, std::string const& what, std::string const& help) {
    r.diagnostics.error("slow-order", mark, "slow order `" + draft.id + "` " + what, help);
  };
  std::string const section = "links.";
  auto const id = of.value.starts_with(section)
                      ? r.scenario.network.find_link(of.value.substr(section.size()))
                      : std::nullopt;
  if (!id || !has_speed(r.scenario.network.links()[*id].carrier)) {
    wrong(of.mark, "is of `" + of.value + "`, which is neither a railway nor a road",
          "leave out `speed` to close it");
    return;
  }
  if (!draft.speed_mps) {
    wrong(draft.mark, "does not say how fast trains may run", "for example `speed: 40 km/h`");
    return;
  }
  if (draft.left.value > 0) {
    wrong(draft.left.mark, "also cuts the capacity", "write two closures, or leave out `left`");
    return;
  }
  double const length = r.scenario.network.links()[*id].length_m;
  double const from = draft.at_m.value;
  double const until = draft.over_m ? from + draft.over_m->value : length;
  if (from >= length || until > length * (1 + 1e-9)) {
    wrong(draft.over_m ? draft.over_m->mark : draft.at_m.mark,
          "does not end on the link, which is " + number_text(length / 1000) + " km long",
          "`at` counts from the first end");
    return;
  }
  r.scenario.links[*id].slow_orders.push_back(
      {when, draft.speed_mps->value, from, std::min(until, length)});
}

void check_cut_of_link(Closure const& closure, LinkId id, Resolving& r) {
  network::Link const& link = r.scenario.network.links()[id];
  if (!has_speed(link.carrier) || has_capacity(r.scenario.links[id]) || closure.left <= 0 ||
      closure.left >= 1) {
    return;
  }
  r.diagnostics
      .error("cut", closure.mark, "`" + link.name + "` has no limit of which a share could be left",
             "give it a `headway` or `paths`; to slow trains down, write `speed` for `left`")
      .notes.push_back({"this link", link.mark});
}

}  // namespace caravan::scenario
