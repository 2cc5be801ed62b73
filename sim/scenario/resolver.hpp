/// From names to ids: how a draft becomes a `Scenario`.
///
/// First everything that only needs names (`link_names`), then, if that found no error, what needs
/// the whole map (`expand`): routes, departures, hours, closures.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caravan/scenario/policy_names.hpp"

#include "scenario/draft.hpp"
#include "scenario/files.hpp"

namespace caravan::scenario {

struct Resolving {
  ScenarioDraft const& draft;
  FileReader& files;
  Diagnostics& diagnostics;
  PolicyNames const& policies;  ///< all that there are
  Scenario scenario;
  std::map<std::string, LocalClock> zones;         ///< each is expanded once
  std::vector<std::optional<Calendar>> calendars;  ///< as `draft.calendars`, once expanded
  double times = 0;  ///< how many timetables, sailings, seasons and calendars hold so far
};

/// Whether `count` more of them may be held; too many are an error at `mark`, said once, before any
/// memory is taken for them.
[[nodiscard]] bool has_room(double count, Mark const& mark, Resolving& r);
/// Days of the run, and at most as many times as `weekly` names in it.
[[nodiscard]] double days_of(Clock const& clock);
[[nodiscard]] double times_in(std::vector<WeeklyTime> const& weekly, Clock const& clock);

/// The scenario of `draft`; nothing if there are errors.
[[nodiscard]] std::optional<Scenario> resolve(ScenarioDraft const& draft,
                                              PolicyNames const& policies, FileReader& files,
                                              Diagnostics& diagnostics);

/// Number of the thing called `name` in `things`, which are sorted by id; an error if there is
/// none.
template <class ThingId, class Draft>
[[nodiscard]] ThingId id_of(std::vector<Draft> const& things, Name const& name,
                            std::string const& noun, Diagnostics& diagnostics);

/// A zone over the run.
[[nodiscard]] LocalClock const& clock_of(std::string const& zone, Resolving& r);
/// The zone of a place.
[[nodiscard]] std::string const& zone_of(PlaceId place, Resolving const& r);
/// A local time in `zone` as an instant of the run; nothing, with an error, if clocks skip it.
[[nodiscard]] std::optional<SimTime> instant_of(Given<LocalDateTime> const& local,
                                                std::string const& zone, Resolving& r);
/// Reports hours that name no calendar.
void check_hours(std::optional<Name> const& hours, Resolving& r);
/// The calendar that `hours` names; always open for `always` and without a name.
[[nodiscard]] Calendar hours_of(std::optional<Name> const& hours, Resolving& r);

/// The parts, in the order in which they are called.
void resolve_clock(Resolving& r);
void resolve_places(Resolving& r);
void resolve_links(Resolving& r);
void resolve_consists(Resolving& r);
void resolve_fleets(Resolving& r);
void resolve_goods(Resolving& r);
void resolve_network(Resolving& r);     ///< terminals too
void resolve_activities(Resolving& r);  ///< staff too
void check_demand_names(Resolving& r);
void check_policies(Resolving& r);
void expand_calendars(Resolving& r);
void expand_links(Resolving& r);  ///< sailings, paths, possessions
void expand_demand(Resolving& r);
void expand_fleets(Resolving& r);  ///< their ways back
void expand_closures(Resolving& r);
void resolve_initial(Resolving& r);  ///< needs the ways of all services and flows
void resolve_costs(Resolving& r);    ///< energy too
void resolve_replication(Resolving& r);

/// A closure of a link that is a slow order.
void add_slow_order(ClosureDraft const& draft, Name const& of, Interval when, Resolving& r);
/// Reports a cut of a link that has no capacity which could be cut.
void check_cut_of_link(Closure const& closure, LinkId id, Resolving& r);
/// How often `calendar` opens in the run, at most.
[[nodiscard]] double openings_in(CalendarDraft const& calendar, Clock const& clock);
/// The hours of `calendar` over the run, in `zone` if it has none of its own.
[[nodiscard]] Calendar expand_calendar(CalendarDraft const& calendar, std::string const& zone,
                                       Resolving const& r);

[[nodiscard]] std::vector<PlaceTracks> tracks_of(TracksByGauge const& tracks);
[[nodiscard]] std::optional<Breakdowns> breakdowns_of(std::optional<BreakdownsDraft> const& draft);
/// What is particular about a commodity; none() if nothing is.
[[nodiscard]] GoodsId goods_of(std::string const& commodity, Scenario const& scenario);
/// A function of the local date, as steps from one midnight in `zone` to the next.
[[nodiscard]] StepFunction<double> by_date(std::string const& zone, Clock const& clock,
                                           std::function<double(LocalDate)> const& value);
/// Whose loads a flow brings back.
[[nodiscard]] std::optional<Returns> returns_of(FlowDraft const& draft, Resolving& r);
/// Reports flows that can bring nothing back.
void check_returns(Resolving& r);
/// Names of what trains wait for, before anything is made of them; and what they wait for, when
/// the ways of all services are known.
void check_connection_names(Resolving& r);
void resolve_connections(Resolving& r);
/// When trains or loads of `demand` set out.
[[nodiscard]] Departures departures_of(DemandDraft const& demand, PlaceId from, Resolving& r);
/// Consists that may run on `gauge` from `place`.
[[nodiscard]] std::vector<ConsistId> consists_for(network::TrackGauge gauge, PlaceId place,
                                                  Scenario const& scenario);

/// Gives the rest of the shares to the one choice that asks for it; the sum must be 1.
[[nodiscard]] bool complete_shares(std::vector<Choice>& choices, Mark const& mark,
                                   Diagnostics& diagnostics);

/// Reports that there is no `noun` of this name; proposes the nearest of `known`.
void no_such_thing(Name const& name, std::string const& noun, std::vector<std::string> const& known,
                   Diagnostics& diagnostics);

/// The same without a proposal.
void no_such_thing(Name const& name, std::string const& noun, Diagnostics& diagnostics);

/// After so many errors, times the names that there are, nobody is told any more what was meant:
/// looking for it takes time.
inline constexpr std::size_t kMostProposals = 1'000'000;

template <class ThingId, class Draft>
ThingId id_of(std::vector<Draft> const& things, Name const& name, std::string const& noun,
              Diagnostics& diagnostics) {
  auto const found =
      std::lower_bound(things.begin(), things.end(), name.value,
                       [](Draft const& thing, std::string const& id) { return thing.id < id; });
  if (found != things.end() && found->id == name.value) {
    return ThingId{static_cast<std::size_t>(found - things.begin())};
  }
  if (diagnostics.errors() * things.size() < kMostProposals) {
    std::vector<std::string> known;
    for (Draft const& thing : things) known.push_back(thing.id);
    no_such_thing(name, noun, known, diagnostics);
  } else {
    no_such_thing(name, noun, diagnostics);
  }
  return ThingId::none();
}

}  // namespace caravan::scenario
