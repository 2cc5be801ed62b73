#include "scenario/language.hpp"

#include "caravan/scenario/schema.hpp"

#include "scenario/types.hpp"

namespace caravan::scenario {
namespace {

/// Whether it is this language is checked before files are merged.
Type<std::string> schema_name() {
  Type<std::string> type = words();
  type.says = std::string{"`"} + kSchema + "`";
  type.json = R"({"const": ")" + std::string{kSchema} + R"("})";
  return type;
}

Type<ClockDraft> clock_type() {
  return Record<ClockDraft>{"clock", "The time that the run covers."}
      .required("start", &ClockDraft::start, date_time(),
                {"Local date and time at which the run starts.", "2026-03-02 00:00"})
      .required("run", &ClockDraft::run, duration(kSpan),
                {"How long the run lasts, with its warm-up; at most 100 years.", "90 d"})
      .defaulted("zone", &ClockDraft::zone, zone(), "UTC",
                 {"Time zone of the scenario, by its IANA name; places may have their own.",
                  "Asia/Almaty"})
      .defaulted("warm-up", &ClockDraft::warm_up, duration(kSpanOrNone), "0 s",
                 {"Lead times and waits count what sets out after this much of the run.", "14 d"})
      .type();
}

}  // namespace

Record<CalendarDraft> with_hours_by_day(Record<CalendarDraft> record, std::string sentence) {
  record.further(
      "days: `daily`, `mon`, `mon-fri`, `mon wed fri`",
      "^(daily|(mon|tue|wed|thu|fri|sat|sun)([ -](mon|tue|wed|thu|fri|sat|sun))*)$",
      std::move(sentence), day_hours().json,
      [](std::string_view key) { return parse_weekdays(key).has_value(); },
      [](CalendarDraft& calendar, Entry const& entry, Reader& reader) {
        auto const days = parse_weekdays(entry.key);
        auto const ranges = day_hours().read(entry.value, reader);
        if (days && ranges) calendar.hours.push_back({*days, *ranges, entry.key_mark});
      });
  return record;
}

Type<CalendarDraft> calendar_type() {
  Type<CalendarDraft> const record =
      with_hours_by_day(
          Record<CalendarDraft>{"calendar", "Opening hours, which things name in `hours`."}
              .optional("zone", &CalendarDraft::zone, zone(),
                        {"Time zone of the hours; otherwise that of the scenario's clock.",
                         "Asia/Almaty"})
              .optional("closed", &CalendarDraft::closed, one_or_more(date_span()),
                        {"Days without opening hours: public holidays, for example.",
                         "[2026-03-08, 2026-03-21..2026-03-23]"}),
          "Opening hours of these days, e.g. `mon-fri: 08:00-20:00`; days that are not named "
          "are closed.")
          .type();
  Type<CalendarDraft> type = record;
  type.json = R"({"anyOf": [{"const": "always"}, )" + record.json + "]}";
  type.read = [record](Node const& node, Reader& reader) -> std::optional<CalendarDraft> {
    if (!node.is_scalar() || node.text != "always") return record.read(node, reader);
    CalendarDraft calendar;
    calendar.always = true;
    return calendar;
  };
  return type;
}

namespace {

Record<ClosureDraft>& add_embargo(Record<ClosureDraft>& record) {
  using Holds = Closure::Holds;
  return record
      .optional("towards", &ClosureDraft::towards, name_of_a("place"),
                {"An embargo (convention) instead of `of`: what would set out on a way that passes "
                 "this place is held back where it is, and sets out when it ends.",
                 "khorgos"})
      .optional("coming-by", &ClosureDraft::coming_by, one_or_more(marked(name_of_a("link"))),
                {"With `towards`: only those who come to the place over one of these lines. So an "
                 "embargo has a direction.",
                 "khorgos-altynkol-1520"})
      .optional("holds", &ClosureDraft::holds,
                one_of<Holds>({{"departures", Holds::departures}, {"trains", Holds::trains}}),
                {"With `towards`: departures alone, which is the default, or trains under way too, "
                 "each at the next place on its way.",
                 "trains"});
}

}  // namespace

Type<ClosureDraft> closure_type() {
  Record<ClosureDraft> record{"closure", "A time in which something is closed, or does less."};
  record
      .optional(
          "of", &ClosureDraft::of, one_or_more(marked(words())),
          {"What is closed: a place, link, activity, staff, terminal (its cranes), service or flow "
           "(its departures), or fleet (its units that stand ready); of a list, all at the same "
           "time.",
           "links.kz-south"})
      .optional("from", &ClosureDraft::from, date_time(),
                {"When it begins, in the time zone of the clock; with `every`, none begins before.",
                 "2026-03-20 06:00"})
      .optional("until", &ClosureDraft::until, date_time(),
                {"When it ends, in the time zone of the clock; with `every`, none begins then or "
                 "later.",
                 "2026-03-21 18:00"})
      .optional("every", &ClosureDraft::every, random(Dimension::duration),
                {"It comes by chance: time from the end of one to the begin of the next.",
                 "{exponential: 20 d}"})
      .optional("lasts", &ClosureDraft::lasts, random(Dimension::duration),
                {"With `every`: how long each lasts.", "{lognormal: {median: 8 h, p95: 30 h}}"})
      .optional("months", &ClosureDraft::months, one_or_more(month()),
                {"With `every`: it begins in these months only, and `every` counts only them.",
                 "[nov, dec, jan, feb]"})
      .defaulted("left", &ClosureDraft::left, share(), "0",
                 {"The share of the capacity that is left; 0 means closed. With `time` or `share` "
                  "it is 1 unless it is given.",
                  "0.5"})
      .optional("speed", &ClosureDraft::speed_mps, quantity(Dimension::speed, kVelocity),
                {"A railway or road is not closed, but nothing that enters it then runs faster: a "
                 "slow order.",
                 "40 km/h"})
      .optional("over", &ClosureDraft::over_m, quantity(Dimension::length, kDistance),
                {"How far a slow order goes; without it, from `at` to the end.", "12 km"})
      .defaulted("at", &ClosureDraft::at_m, quantity(Dimension::length, kDistanceOrNone), "0 km",
                 {"Where a slow order begins, from the first end of the link.", "30 km"})
      .optional("time", &ClosureDraft::time, factor(kSlowness),
                {"Factor on the time of work, lift or running that begins meanwhile: of "
                 "activities, terminals, railways and roads.",
                 "3"})
      .optional("share", &ClosureDraft::share, share(),
                {"Of an activity: the share that it works on, of what comes meanwhile.", "1"});
  return add_embargo(record)
      .optional("departures", &ClosureDraft::departures_held,
                one_of<bool>({{"cancelled", false}, {"held", true}}),
                {"Of services and flows: what becomes of their departures; cancelled unless it is "
                 "given.",
                 "held"})
      .type();
}

namespace {

/// What the file is, and the time it covers.
Record<ScenarioDraft>& add_head(Record<ScenarioDraft>& record) {
  return record
      .required("schema", &ScenarioDraft::schema, schema_name(),
                {"The language of the file; its first key.", kSchema})
      .defaulted("name", &ScenarioDraft::name, words(), "scenario",
                 {"A short name, for titles of reports.", "yiwu-almaty"})
      .optional("about", &ScenarioDraft::about, words(),
                {"What the scenario shows, in a sentence.",
                 "Containers from Yiwu to Almaty over Khorgos."})
      .optional("extends", &ScenarioDraft::extends, words(),
                {"A scenario on which this one builds: keys given here are merged into it.",
                 "baseline.yaml"})
      .described("change", "map from dotted path to value", R"({"type": "object"})",
                 {"Changes to the scenario it extends: a value, `{add: 2}`, `{scale: 0.5}` or "
                  "`remove`.",
                  "{terminals.khorgos-dry-port.cranes: {add: 2}}"})
      .defaulted("seed", &ScenarioDraft::seed, seed(), "1",
                 {"Chooses the random numbers; the same seed gives the same run.", "7"})
      .required("clock", &ScenarioDraft::clock, clock_type(),
                {"The time that the run covers.",
                 "{start: 2026-03-02 00:00, zone: Asia/Almaty, run: 30 d}"})
      .optional("replicate", &ScenarioDraft::replicate, replication_type(),
                {"How often `caravan run` and `caravan compare` run the scenario.",
                 "{until: lead-time.p90 within 2 %, at-least: 10, at-most: 200}"});
}

/// What is asked of the runs, besides times.
Record<ScenarioDraft>& add_questions(Record<ScenarioDraft>& record) {
  return record
      .optional("costs", &ScenarioDraft::costs, costs_type(),
                {"What carriage, lifts, storage and waiting cost.",
                 "{currency: USD, rail: 0.3 USD/TEU-km, lift: 35 USD}"})
      .optional("energy", &ScenarioDraft::energy, energy_type(),
                {"The energy that carriage and lifts take, and its emissions.",
                 "{mass: 10 t/TEU, rail: 0.03 kWh/t-km, emissions: {rail: 0.4 kg/kWh}}"})
      .optional("sweep", &ScenarioDraft::sweep, sweep_type(),
                {"What `caravan sweep` varies, and what it looks for.",
                 "{vary: {terminals.khorgos-dry-port.cranes: [4, 6, 8]}, replications: 20}"})
      .optional("expect", &ScenarioDraft::expect, expect_type(),
                {"What `caravan test` holds this file to; a scenario that extends it has no part "
                 "in it.",
                 "{gates: {slow-tenth: {that: lead-time.p90, at-most: 18 d}}}"});
}

}  // namespace

Type<ScenarioDraft> scenario_type() {
  Record<ScenarioDraft> record{"scenario", "A scenario: what moves where, by which rules."};
  add_head(record)
      .required(
          "places", &ScenarioDraft::places, keyed(place_type(), {kMostPlaces}),
          {"Stations, yards, ports, border crossings and cities; or a table with a column `id` and "
           "columns named like keys.",
           "{khorgos: {}}"})
      .optional("links", &ScenarioDraft::links,
                keyed(link_type(), {kMostLinks, "between", {"from", "to"}}),
                {"Lines between places: rail, road, sea or air; or a table with the columns `id`, "
                 "`from`, "
                 "`to`, and others named like keys.",
                 "{kz-south: {between: [khorgos, almaty], rail: 1520 mm, length: 365 km, speed: 45 "
                 "km/h}}"})
      .optional("consists", &ScenarioDraft::consists, keyed(consist_type()),
                {"What a train may be, by track gauge and country.",
                 "{kz-block: {gauge: 1520 mm, capacity: 114 TEU}}"})
      .optional("fleets", &ScenarioDraft::fleets, keyed(fleet_type()),
                {"Wagons, locomotives and crews, of which there are only so many.",
                 "{kz-flats: {wagons: 1520 mm, stock: {altynkol: 900}}}"})
      .optional("goods", &ScenarioDraft::goods, keyed(goods_type()),
                {"What is particular about a commodity; one that is not listed travels in an "
                 "ordinary container.",
                 "{grain: {own-terminals: true}}"})
      .optional("terminals", &ScenarioDraft::terminals, keyed(terminal_type()),
                {"Where loads change from one carrier to another.",
                 "{khorgos-dry-port: {at: khorgos, changes: [1435 mm to 1520 mm], cranes: 6}}"})
      .optional("activities", &ScenarioDraft::activities, keyed(activity_type()),
                {"Work on trains, trucks and loads at places: customs, inspection, gates.",
                 "{kz-customs: {servers: 10, time: 20 min, per: unit}}"})
      .optional("staff", &ScenarioDraft::staff, keyed(staff_type()),
                {"Officers whom several activities of a place share.",
                 "{kz-officers: {count: 12, hours: day-shift}}"})
      .optional("services", &ScenarioDraft::services, keyed(service_type()),
                {"Trains that run by plan.",
                 "{x8001: {from: khorgos, to: almaty, departs: [daily at 06:00], units: 50}}"})
      .optional("flows", &ScenarioDraft::flows, keyed(flow_type()),
                {"Loads that wait for trains and sailings, or trucks.",
                 "{west: {from: khorgos, to: almaty, rate: 45 /d}}"})
      .optional("seasons", &ScenarioDraft::seasons, keyed(season_type()),
                {"Seasons by name: factors on rates by month.", "{trains-2024: {jan: 0.91}}"})
      .optional("transits", &ScenarioDraft::transits, keyed(transit_type()),
                {"Parts of the way whose times are measured, for all loads that pass them.",
                 "{china-to-poland: {from: [dostyk, altynkol], to: brest}}"})
      .optional("calendars", &ScenarioDraft::calendars, keyed(calendar_type()),
                {"Opening hours by name.", "{day-shift: {mon-fri: 08:00-20:00}}"})
      .optional("closures", &ScenarioDraft::closures, keyed(closure_type()),
                {"Closures, cuts of capacity and embargoes, by date or by chance.",
                 "{wind: {of: links.kz-south, from: 2026-03-20 06:00, until: 2026-03-21 18:00}}"})
      .optional("initial", &ScenarioDraft::initial, initial_type(),
                {"What is there when the run begins; without it, nothing is.",
                 "{trains: data/today-trains.csv, loads: data/today-loads.csv}"});
  return add_questions(record).type();
}

}  // namespace caravan::scenario
