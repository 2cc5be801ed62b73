#include <algorithm>
#include <functional>
#include <set>

#include "caravan/core/diagnostic.hpp"

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
  filter.traffic = draft.traffic;
  return filter;
}

/// Whether a place names it with a slip of the pen, which is told there: that it is done nowhere
/// follows from that.
bool is_misspelt_at_a_place(ActivityDraft const& draft, Resolving const& r) {
  std::vector<std::string> ids;
  for (auto const& each : r.draft.activities) ids.push_back(each.id);
  return std::any_of(r.draft.places.begin(), r.draft.places.end(), [&](PlaceDraft const& place) {
    return std::any_of(place.activities.begin(), place.activities.end(), [&](Name const& name) {
      return std::find(ids.begin(), ids.end(), name.value) == ids.end() &&
             nearest(name.value, ids) == draft.id;
    });
  });
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
  if (!place.valid() && !is_misspelt_at_a_place(draft, r)) {
    r.diagnostics.error("activity-place", draft.mark, "activity `" + draft.id + "` is done nowhere",
                        "name it in the `activities` of a place");
  }
  return place;
}

using Clash = std::function<void(Mark const&, std::string const& what, std::string const& help)>;

void check_staffed(ActivityDraft const& draft, Clash const& clash) {
  std::string const theirs = "`hours`, `at-closing` and `breakdowns` belong to the staff";
  if (draft.hours) clash(draft.hours->mark, "has the hours of its staff", theirs);
  if (draft.at_closing.value != AtClosing::finish) {
    clash(draft.at_closing.mark, "closes as its staff does", theirs);
  }
  if (draft.breakdowns) clash(draft.breakdowns->mark, "is kept up by its staff", theirs);
  if (draft.servers.value != 1) {
    clash(draft.servers.mark, "has staff instead of servers",
          "say with `desks` how many can be worked on at once");
  }
  if (draft.queue_limit && !draft.desks) {
    clash(draft.queue_limit->mark, "has a queue of limited length, but no desks of its own",
          "say how many can be worked on at once, e.g. `desks: 4`");
  }
}

void check_unstaffed(ActivityDraft const& draft, Clash const& clash) {
  std::string const help = "name its officers, e.g. `staff: kz-officers`";
  auto const nothing = [&](Mark const& mark) {
    clash(mark, "has no staff, so nothing for this key to mean", help);
  };
  if (draft.desks) nothing(draft.desks->mark);
  if (draft.needs.value != 1) nothing(draft.needs.mark);
  if (draft.priority.value != 0) nothing(draft.priority.mark);
}

/// Keys of an activity that cannot stand side by side.
void check_keys_of(ActivityDraft const& draft, Diagnostics& diagnostics) {
  Clash const clash = [&](Mark const& mark, std::string const& what, std::string const& help) {
    diagnostics.error("activity", mark, "activity `" + draft.id + "` " + what, help);
  };
  if (!draft.time && !draft.lanes) {
    diagnostics.error("missing-key", draft.mark, "an activity needs `time`",
                      "for example `time: 20 min`, or `lanes` with a time each");
  }
  if (draft.time && draft.lanes) {
    clash(draft.time->mark, "has a time of its own and lanes", "give each lane its time");
  }
  if (draft.batch.value > 1 && (draft.lanes || draft.again || draft.laboratory)) {
    clash(draft.batch.mark, "serves in batches, so not each by itself",
          "`lanes`, `again` and `laboratory` need `batch: 1`");
  }
  if (draft.declared && (draft.when == Activity::When::departure || draft.holds_unit ||
                         draft.batch.value > 1 || draft.again || draft.laboratory || draft.cap ||
                         draft.queue_limit || draft.patience || draft.on_call)) {
    clash(draft.declared->mark, "is done on what is here, so not before it comes",
          "`declared` is for papers: it goes with none of `when: departure`, `holds: unit`, "
          "`batch`, `again`, `laboratory`, `monthly-cap`, `queue-limit`, `patience` and "
          "`on-call`");
  }
  if (draft.cap && draft.per != Activity::Per::truck) {
    clash(draft.cap->mark, "has a monthly cap, which counts trucks", "use `per: truck`");
  }
  if (draft.patience && (draft.per != Activity::Per::truck || draft.batch.value > 1)) {
    clash(draft.patience->mark, "has patience, which is that of single trucks",
          "use `per: truck`, and no `batch`");
  }
  if (draft.on_call && (draft.staff || draft.batch.value > 1)) {
    clash(draft.on_call->mark, "is on call, which is a matter of its own servers",
          "leave out `staff` and `batch`");
  }
  if (draft.slots &&
      (draft.per != Activity::Per::truck || draft.declared || draft.batch.value > 1)) {
    clash(draft.slots->mark, "has slots, which trucks book one by one",
          "use `per: truck`, and neither `declared` nor `batch`");
  }
  (draft.staff ? check_staffed : check_unstaffed)(draft, clash);
}

std::vector<Activity::Lane> lanes_of(ActivityDraft const& draft, Resolving& r) {
  std::vector<Activity::Lane> lanes;
  if (!draft.lanes) return lanes;
  std::vector<Choice> choices;
  for (LaneDraft const& lane : draft.lanes->value) {
    choices.push_back({{{lane.id, lane.mark}}, lane.share, lane.mark});
  }
  if (!complete_shares(choices, draft.lanes->mark, r.diagnostics)) return lanes;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    LaneDraft const& lane = draft.lanes->value[i];
    lanes.push_back({lane.id, *choices[i].share, lane.time});
  }
  return lanes;
}

/// The officers of an activity: they work at its place.
StaffId staff_of(ActivityDraft const& draft, PlaceId place, Resolving& r) {
  if (!draft.staff) return StaffId::none();
  auto const id = id_of<StaffId>(r.draft.staff, *draft.staff, "staff", r.diagnostics);
  if (!id.valid() || !place.valid()) return id;
  Staff& staff = r.scenario.staff[id];
  if (staff.place.valid() && staff.place != place) {
    r.diagnostics
        .error("staff", draft.staff->mark,
               "staff `" + staff.name +
                   "` works at two places: " + r.draft.places[staff.place.number()].id + " and " +
                   r.draft.places[place.number()].id,
               "give each place its own")
        .notes.push_back({"these officers", staff.mark});
  }
  if (!staff.place.valid()) staff.place = place;
  if (draft.needs.value > staff.count) {
    r.diagnostics
        .error("staff", is_written(draft.needs.mark) ? draft.needs.mark : draft.mark,
               "activity `" + draft.id + "` needs " + std::to_string(draft.needs.value) +
                   " of a staff of " + std::to_string(staff.count),
               "it could never begin; let it need fewer, or let there be more")
        .notes.push_back({"these officers", staff.mark});
  }
  return id;
}

/// The activity that is done on those beyond a monthly cap: another one of the place, on trucks.
ActivityId instead_of(ActivityDraft const& draft, PlaceId place, Resolving& r) {
  Name const& over = draft.cap->value.over;
  if (over.value == "turn-away") return ActivityId::none();
  auto const id = id_of<ActivityId>(r.draft.activities, over, "activity", r.diagnostics);
  if (!id.valid() || !place.valid()) return id;
  ActivityDraft const& other = r.draft.activities[id.number()];
  Names const& here = r.draft.places[place.number()].activities;
  bool const fits = other.id != draft.id && other.per == Activity::Per::truck && !other.cap &&
                    std::any_of(here.begin(), here.end(),
                                [&](Name const& name) { return name.value == other.id; });
  if (!fits) {
    r.diagnostics.error("activity", over.mark,
                        "`" + other.id + "` cannot be done instead of `" + draft.id + "`",
                        "name another activity of the same place, `per: truck`, without a cap");
  }
  return id;
}

Activity::MonthlyCap cap_of(ActivityDraft const& draft, PlaceId place, Resolving& r) {
  Activity::MonthlyCap cap;
  cap.most = draft.cap->value.most;
  cap.instead = instead_of(draft, place, r);
  if (!place.valid()) return cap;
  Clock const& clock = r.scenario.clock;
  std::string const& zone = zone_of(place, r);
  LocalDateTime month{local_at(clock.epoch_ms, zone).date, 0};
  month.date.day = 1;
  for (;;) {
    auto const at = SimTime::at(Duration::milliseconds(utc_ms(month, zone) - clock.epoch_ms));
    if (at >= clock.horizon) return cap;
    cap.months.push_back(std::max(at, SimTime::start()));
    month.date.month = month.date.month % 12 + 1;
    if (month.date.month == 1) ++month.date.year;
  }
}

/// Shares by commodity; each is one that something carries.
Rates risk_of(Entries<std::string, double> const& draft, Resolving& r) {
  std::set<std::string> carried;
  for (ServiceDraft const& service : r.draft.services) carried.insert(service.commodity);
  for (FlowDraft const& flow : r.draft.flows) carried.insert(flow.commodity);
  carried.erase("");
  Rates risk;
  for (auto const& [commodity, share, mark] : draft) {
    if (commodity == "others") {
      risk.others = share;
    } else if (carried.contains(commodity)) {
      risk.named.emplace(commodity, share);
    } else {
      no_such_thing({commodity, mark}, "commodity", {carried.begin(), carried.end()},
                    r.diagnostics);
    }
  }
  return risk;
}

Activity::Slots slots_of(SlotsDraft const& draft) {
  Activity::Slots slots;
  slots.apart = Duration::rounded(1 / draft.rate_per_ms);
  slots.notice = draft.notice;
  slots.grace = draft.grace;
  slots.no_shows = draft.no_shows;
  slots.choose = draft.choose ? draft.choose->value : slot_policy::kEarliest;
  return slots;
}

void check_unit(ActivityDraft const& draft, Diagnostics& diagnostics) {
  using Per = Activity::Per;
  if (draft.holds_unit && draft.per != Per::unit && draft.per != Per::consignment) {
    diagnostics.error("holds", draft.mark, "activity `" + draft.id + "` cannot hold the unit alone",
                      "`holds: unit` goes with `per: unit` or `per: consignment`");
  }
}

/// Import and export are seen from the country of the place.
void check_traffic(ActivityDraft const& draft, Activity const& activity, Resolving& r) {
  if (activity.filter.traffic.empty() || !activity.place.valid()) return;
  auto const& place = r.draft.places[activity.place.number()];
  if (!place.country.empty()) return;
  r.diagnostics.error("activity", draft.mark,
                      "activity `" + draft.id + "` asks for `traffic` at a place without country",
                      "give " + place.id + " its `country`");
}

/// Who does the work, how long it takes, and what follows.
void set_work(ActivityDraft const& draft, Activity& activity, Resolving& r) {
  activity.staff = staff_of(draft, activity.place, r);
  activity.servers = draft.servers.value;
  if (draft.staff) activity.servers = draft.desks ? draft.desks->value : 0;
  activity.needs = draft.needs.value;
  activity.priority = draft.priority.value;
  if (draft.time) activity.time = draft.time->value;
  activity.lanes = lanes_of(draft, r);
  activity.again = draft.again;
  activity.laboratory = draft.laboratory;
  if (draft.declared) activity.declared = draft.declared->value;
  if (draft.cap) activity.cap = cap_of(draft, activity.place, r);
  if (draft.slots) activity.slots = slots_of(draft.slots->value);
  if (draft.on_call) activity.on_call = draft.on_call->value;
  if (draft.patience) activity.patience = draft.patience->value;
}

Activity activity_of(ActivityDraft const& draft, Resolving& r) {
  check_unit(draft, r.diagnostics);
  check_hours(draft.hours, r);
  check_keys_of(draft, r.diagnostics);
  Activity activity;
  activity.name = draft.id;
  activity.place = place_of(draft, r);
  set_work(draft, activity, r);
  activity.per = draft.per;
  activity.share = draft.share;
  if (draft.risk) activity.risk = risk_of(draft.risk->value, r);
  activity.select = draft.select ? draft.select->value : selection_policy::kChance;
  activity.when = draft.when;
  activity.holds_unit = draft.holds_unit;
  activity.discipline = draft.discipline;
  activity.at_closing = draft.at_closing.value;
  if (draft.breakdowns) activity.breakdowns = breakdowns_of(draft.breakdowns->value);
  activity.filter = filter_of(draft.filter, r);
  check_traffic(draft, activity, r);
  activity.batch = draft.batch.value;
  activity.batch_wait = draft.batch_wait;
  if (draft.queue_limit) activity.queue_limit = draft.queue_limit->value;
  activity.when_full = draft.when_full;
  activity.mark = draft.mark;
  return activity;
}

}  // namespace

void resolve_activities(Resolving& r) {
  for (StaffDraft const& draft : r.draft.staff) {
    check_hours(draft.hours, r);
    Staff staff;
    staff.name = draft.id;
    staff.count = draft.count;
    staff.discipline = draft.discipline;
    staff.at_closing = draft.at_closing;
    staff.breakdowns = breakdowns_of(draft.breakdowns);
    staff.mark = draft.mark;
    r.scenario.staff.add(std::move(staff));
  }
  for (ActivityDraft const& draft : r.draft.activities) {
    r.scenario.activities.add(activity_of(draft, r));
  }
}

void check_hours(std::optional<Name> const& hours, Resolving& r) {
  if (!hours || hours->value == kAlways) return;
  static_cast<void>(id_of<PlaceId>(r.draft.calendars, *hours, "calendar", r.diagnostics));
}

Calendar hours_of(std::optional<Name> const& hours, Resolving& r) {
  if (!hours) return Calendar{};
  for (std::size_t i = 0; i < r.draft.calendars.size(); ++i) {
    if (r.draft.calendars[i].id != hours->value) continue;
    auto const count = static_cast<double>(r.calendars[i]->intervals().size());
    return has_room(count, hours->mark, r) ? *r.calendars[i] : Calendar{};
  }
  return Calendar{};
}

double openings_in(CalendarDraft const& calendar, Clock const& clock) {
  std::size_t a_day = 0;
  for (HoursDraft const& hours : calendar.hours) a_day += hours.ranges.size();
  return days_of(clock) * static_cast<double>(a_day);
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
    bool const fits = has_room(openings_in(draft, r.scenario.clock), draft.mark, r);
    r.calendars.emplace_back(fits ? expand_calendar(draft, r.draft.clock.zone.value, r)
                                  : Calendar{});
  }
  for (std::size_t i = 0; i < r.draft.staff.size(); ++i) {
    r.scenario.staff[StaffId{i}].hours = hours_of(r.draft.staff[i].hours, r);
  }
  for (std::size_t i = 0; i < r.draft.activities.size(); ++i) {
    Activity& activity = r.scenario.activities[ActivityId{i}];
    activity.hours = activity.staff.valid() ? r.scenario.staff[activity.staff].hours
                                            : hours_of(r.draft.activities[i].hours, r);
  }
  for (std::size_t i = 0; i < r.draft.terminals.size(); ++i) {
    r.scenario.terminals[TerminalId{i}].hours = hours_of(r.draft.terminals[i].hours, r);
  }
}

}  // namespace caravan::scenario
