#include <algorithm>

#include "scenario/resolver.hpp"
#include "scenario/zones.hpp"

namespace caravan::scenario {
namespace {

constexpr char const* kAlways = "always";

std::vector<std::string> texts_of(Names const& names) {
  std::vector<std::string> texts;
  for (Name const& name : names) texts.push_back(name.value);
  return texts;
}

Activity::Filter filter_of(FilterDraft const& draft, Resolving& r) {
  Activity::Filter filter;
  filter.mode = draft.mode;
  filter.gauge = draft.gauge;
  filter.from_country = texts_of(draft.from_country);
  filter.to_country = texts_of(draft.to_country);
  for (Name const& name : draft.services) {
    filter.services.push_back(id_of<ServiceId>(r.draft.services, name, "service", r.diagnostics));
  }
  for (Name const& name : draft.flows) {
    filter.flows.push_back(id_of<FlowId>(r.draft.flows, name, "flow", r.diagnostics));
  }
  filter.commodities = texts_of(draft.commodities);
  return filter;
}

/// The one place whose `activities` names it.
PlaceId place_of(ActivityDraft const& draft, Resolving& r) {
  PlaceId place;
  Mark first;
  for (std::size_t i = 0; i < r.draft.places.size(); ++i) {
    for (Name const& name : r.draft.places[i].activities) {
      if (name.value != draft.id) continue;
      if (place.valid()) {
        r.diagnostics
            .error("activity-place", name.mark,
                   "activity `" + draft.id + "` is named a second time",
                   "an activity is done at one place, once; give each place its own")
            .notes.push_back({"named here first", first});
      }
      place = PlaceId{i};
      first = name.mark;
    }
  }
  if (!place.valid()) {
    r.diagnostics.error("activity-place", draft.mark, "activity `" + draft.id + "` is done nowhere",
                        "name it in the `activities` of a place");
  }
  return place;
}

Activity activity_of(ActivityDraft const& draft, Resolving& r) {
  using Per = Activity::Per;
  if (draft.holds_unit && draft.per != Per::unit && draft.per != Per::consignment) {
    r.diagnostics.error("holds", draft.mark,
                        "activity `" + draft.id + "` cannot hold the unit alone",
                        "`holds: unit` goes with `per: unit` or `per: consignment`");
  }
  check_hours(draft.hours, r);
  Activity activity;
  activity.name = draft.id;
  activity.place = place_of(draft, r);
  activity.servers = draft.servers.value;
  activity.time = draft.time;
  activity.per = draft.per;
  activity.share = draft.share;
  activity.when = draft.when;
  activity.holds_unit = draft.holds_unit;
  activity.discipline = draft.discipline;
  activity.at_closing = draft.at_closing;
  activity.breakdowns = breakdowns_of(draft.breakdowns);
  activity.filter = filter_of(draft.filter, r);
  activity.batch = draft.batch;
  activity.batch_wait = draft.batch_wait;
  activity.queue_limit = draft.queue_limit;
  activity.when_full = draft.when_full;
  activity.mark = draft.mark;
  return activity;
}

}  // namespace

void resolve_activities(Resolving& r) {
  for (ActivityDraft const& draft : r.draft.activities) {
    r.scenario.activities.add(activity_of(draft, r));
  }
}

void check_hours(std::optional<Name> const& hours, Resolving& r) {
  if (!hours || hours->value == kAlways) return;
  static_cast<void>(id_of<PlaceId>(r.draft.calendars, *hours, "calendar", r.diagnostics));
}

Calendar hours_of(std::optional<Name> const& hours, Resolving const& r) {
  if (!hours) return Calendar{};
  for (std::size_t i = 0; i < r.draft.calendars.size(); ++i) {
    if (r.draft.calendars[i].id == hours->value) return *r.calendars[i];
  }
  return Calendar{};
}

Calendar expand_calendar(CalendarDraft const& calendar, std::string const& zone,
                         Resolving const& r) {
  if (calendar.always) return Calendar{};
  Clock const& clock = r.scenario.clock;
  WeekHours week;
  week.closed = calendar.closed;
  for (HoursDraft const& hours : calendar.hours) {
    for (std::size_t day = 0; day < week.days.size(); ++day) {
      if (!hours.days[day]) continue;
      week.days[day].insert(week.days[day].end(), hours.ranges.begin(), hours.ranges.end());
    }
  }
  return expand_hours(week, calendar.zone ? calendar.zone->value : zone, clock.epoch_ms,
                      clock.horizon);
}

void expand_calendars(Resolving& r) {
  for (CalendarDraft const& draft : r.draft.calendars) {
    r.calendars.emplace_back(expand_calendar(draft, r.draft.clock.zone.value, r));
  }
  for (std::size_t i = 0; i < r.draft.activities.size(); ++i) {
    r.scenario.activities[ActivityId{i}].hours = hours_of(r.draft.activities[i].hours, r);
  }
  for (std::size_t i = 0; i < r.draft.terminals.size(); ++i) {
    r.scenario.terminals[TerminalId{i}].hours = hours_of(r.draft.terminals[i].hours, r);
  }
}

}  // namespace caravan::scenario
