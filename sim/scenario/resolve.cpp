#include <algorithm>

#include "scenario/check.hpp"
#include "scenario/resolver.hpp"
#include "scenario/zones.hpp"

namespace caravan::scenario {
namespace {

/// `there are: a, b, c, d and 3 more`.
std::string known_text(std::string const& noun, std::vector<std::string> const& known) {
  constexpr std::size_t kShown = 6;
  if (known.empty()) return "the scenario has no " + noun;
  std::string text = "there " + std::string{known.size() == 1 ? "is: " : "are: "};
  for (std::size_t i = 0; i < std::min(known.size(), kShown); ++i) {
    text += (i == 0 ? "" : ", ") + known[i];
  }
  if (known.size() > kShown) text += " and " + std::to_string(known.size() - kShown) + " more";
  return text;
}

}  // namespace

void no_such_thing(Name const& name, std::string const& noun, Diagnostics& diagnostics) {
  diagnostics.error("unknown-name", name.mark, "there is no " + noun + " `" + name.value + "`");
}

void no_such_thing(Name const& name, std::string const& noun, std::vector<std::string> const& known,
                   Diagnostics& diagnostics) {
  // Of very many faults only the first are read; the search for near names would take long.
  constexpr std::size_t kSuggestions = 50;
  bool const few = diagnostics.errors() < kSuggestions;
  auto const meant = few ? nearest(name.value, known) : std::nullopt;
  diagnostics.error("unknown-name", name.mark, "there is no " + noun + " `" + name.value + "`",
                    meant ? "did you mean `" + *meant + "`?"
                    : few ? known_text(noun, known)
                          : std::string{});
}

LocalClock const& clock_of(std::string const& zone, Resolving& r) {
  auto const known = r.zones.find(zone);
  if (known != r.zones.end()) return known->second;
  Clock const& clock = r.scenario.clock;
  return r.zones.emplace(zone, expand_zone(zone, clock.epoch_ms, clock.horizon)).first->second;
}

std::string const& zone_of(PlaceId place, Resolving const& r) {
  auto const& own = r.draft.places[place.number()].zone;
  return own ? own->value : r.draft.clock.zone.value;
}

std::optional<SimTime> instant_of(Given<LocalDateTime> const& local, std::string const& zone,
                                  Resolving& r) {
  auto const utc = utc_ms(local.value, zone, local.mark, r.diagnostics);
  if (!utc) return std::nullopt;
  return SimTime::at(Duration::milliseconds(*utc - r.scenario.clock.epoch_ms));
}

bool has_room(double count, Mark const& mark, Resolving& r) {
  constexpr double kMostTimes = 5e6;
  bool const said = r.times > kMostTimes;
  r.times += count;
  if (r.times <= kMostTimes) return true;
  if (!said) {
    r.diagnostics.error(
        "too-much", mark,
        "timetables, sailings, seasons and calendars hold more than 5 million times in the run",
        "shorten the run, or give a rate instead of a timetable");
  }
  return false;
}

double days_of(Clock const& clock) {
  return clock.horizon.since_start().in_days() + 2;
}

double times_in(std::vector<WeeklyTime> const& weekly, Clock const& clock) {
  constexpr double kDaysAWeek = 7;
  double a_week = 0;
  for (WeeklyTime const& time : weekly) {
    a_week += static_cast<double>(std::count(time.days.begin(), time.days.end(), true));
  }
  return a_week * (days_of(clock) / kDaysAWeek + 1);
}

void resolve_clock(Resolving& r) {
  ClockDraft const& draft = r.draft.clock;
  if (draft.warm_up.value >= draft.run.value) {
    r.diagnostics
        .error("warm-up", draft.warm_up.mark, "the warm-up is not shorter than the run",
               "nothing would be counted; make `run` longer")
        .notes.push_back({"the run", draft.run.mark});
  }
  auto const start = utc_ms(draft.start.value, draft.zone.value, draft.start.mark, r.diagnostics);
  if (!start || !r.diagnostics.ok()) return;
  // Rules of time zones are known, and part of the hash, up to then.
  constexpr std::int64_t kEndOfDates = 7'289'654'400'000;  // 2201-01-01 in UTC
  if (*start + draft.run.value.count() > kEndOfDates) {
    r.diagnostics
        .error("range", draft.run.mark, "the run ends after 2200-12-31, the last of all dates",
               "shorten it, or let it start earlier")
        .notes.push_back({"it starts here", draft.start.mark});
    return;
  }
  Clock& clock = r.scenario.clock;
  clock.epoch_ms = *start;
  clock.horizon = SimTime::at(draft.run.value);
  clock.warm_up = SimTime::at(draft.warm_up.value);
  clock.local = clock_of(draft.zone.value, r);
}

std::optional<Scenario> resolve(ScenarioDraft const& draft, PolicyNames const& policies,
                                FileReader& files, Diagnostics& diagnostics) {
  Resolving r{draft, files, diagnostics, policies, {}, {}, {}};
  r.scenario.name = draft.name;
  r.scenario.about = draft.about;
  r.scenario.seed = draft.seed;
  resolve_clock(r);
  if (!diagnostics.ok()) return std::nullopt;
  resolve_places(r);
  resolve_links(r);
  resolve_fleets(r);
  resolve_consists(r);
  resolve_goods(r);
  resolve_network(r);
  resolve_activities(r);
  check_demand_names(r);
  check_policies(r);
  if (!diagnostics.ok()) return std::nullopt;
  expand_calendars(r);
  expand_links(r);
  expand_demand(r);
  if (r.diagnostics.ok()) expand_fleets(r);
  expand_closures(r);
  if (r.diagnostics.ok()) resolve_initial(r);
  resolve_costs(r);
  resolve_replication(r);
  if (!diagnostics.ok()) return std::nullopt;
  check_feasibility(r.scenario, draft, diagnostics);
  if (!diagnostics.ok()) return std::nullopt;
  return std::move(r.scenario);
}

}  // namespace caravan::scenario
