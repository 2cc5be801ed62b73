#include "scenario/language.hpp"
#include "scenario/types.hpp"

namespace caravan::scenario {
namespace {

Type<SailingsDraft> sailings_of_one_end() {
  auto const times = one_or_more(marked(weekly_time()));
  auto const every = Record<SailingsDraft>{"sailings", "Sailings at equal intervals."}
                         .required("every", &SailingsDraft::every, duration(kSpan),
                                   {"Time from one sailing to the next; the first leaves at the "
                                    "start of the run.",
                                    "3 d"})
                         .type();
  Type<SailingsDraft> type{"days and times, or `{every: 3 d}`", {}, {}, every.inside, false};
  type.json = R"({"anyOf": [)" + times.json + ", " + every.json + "]}";
  type.read = [times, every](Node const& node, Reader& reader) -> std::optional<SailingsDraft> {
    if (node.is_map()) return every.read(node, reader);
    auto at = times.read(node, reader);
    if (!at) return std::nullopt;
    return SailingsDraft{std::move(*at), std::nullopt};
  };
  return type;
}

Type<SailingsByEnd> sailings_by_end() {
  auto const one_end = sailings_of_one_end();
  auto type = map_of(name_of_a("place"), one_end);
  type.inside = one_end.inside;
  type.keyed = true;
  return type;
}

/// A rate, a timetable for both ends, or one for each.
Type<PathsDraft> paths_type() {
  auto const rate = quantity(Dimension::rate, kFrequency);
  auto const times = one_or_more(marked(weekly_time()));
  auto const by_end = sailings_by_end();
  Type<PathsDraft> type{"rate, or days and times, or those by end", {}, {}, by_end.inside, true};
  type.json = R"({"anyOf": [)" + rate.json + ", " + times.json + ", " + by_end.json + "]}";
  type.read = [rate, times, by_end](Node const& node, Reader& reader) -> std::optional<PathsDraft> {
    auto const kept = [](auto value) -> std::optional<PathsDraft> {
      if (!value) return std::nullopt;
      return PathsDraft{std::move(*value)};
    };
    if (node.is_map()) return kept(by_end.read(node, reader));
    bool const timetable = node.is_list() || node.text.find(" at ") != std::string::npos;
    return timetable ? kept(times.read(node, reader)) : kept(rate.read(node, reader));
  };
  return type;
}

/// Hours as in a calendar, or the name of one.
Type<PossessionsDraft> possessions_type() {
  auto const name = name_of_a("calendar");
  auto const hours =
      with_hours_by_day(
          Record<CalendarDraft>{"possessions", "Hours in which a line is taken for works."}
              .optional("zone", &CalendarDraft::zone, zone(),
                        {"Time zone of the hours; otherwise that of the first end "
                         "of the line.",
                         "Asia/Almaty"})
              .optional("closed", &CalendarDraft::closed, one_or_more(date_span()),
                        {"Days without works: public holidays, for example.",
                         "[2026-03-08, 2026-03-21..2026-03-23]"}),
          "Hours of works on these days, e.g. `daily: 02:00-06:00`.")
          .type();
  Type<PossessionsDraft> type{
      "hours by day, or the name of a calendar", {}, {}, hours.inside, false};
  type.json = R"({"anyOf": [)" + name.json + ", " + hours.json + "]}";
  type.read = [name, hours](Node const& node, Reader& reader) -> std::optional<PossessionsDraft> {
    if (node.is_map()) {
      auto calendar = hours.read(node, reader);
      if (!calendar) return std::nullopt;
      return PossessionsDraft{std::move(*calendar)};
    }
    auto calendar = name.read(node, reader);
    if (!calendar) return std::nullopt;
    return PossessionsDraft{std::move(*calendar)};
  };
  return type;
}

Type<std::variant<int, std::vector<Given<double>>>> loops_type() {
  using Loops = std::variant<int, std::vector<Given<double>>>;
  auto const number = count(0, 1000);
  auto const positions = list_of(marked(quantity(Dimension::length, kDistance)));
  Type<Loops> type{"count, or list of distances from the first end", {}, {}, nullptr, false};
  type.json = R"({"anyOf": [)" + number.json + ", " + positions.json + "]}";
  type.read = [number, positions](Node const& node, Reader& reader) -> std::optional<Loops> {
    if (node.is_list()) {
      auto list = positions.read(node, reader);
      return list ? std::optional<Loops>{std::move(*list)} : std::nullopt;
    }
    auto const loops = number.read(node, reader);
    return loops ? std::optional<Loops>{*loops} : std::nullopt;
  };
  return type;
}

}  // namespace

Type<TracksByGauge> tracks_type() {
  auto const number = count(0, 10'000);
  auto const record =
      Record<TracksDraft>{"tracks", "Tracks of one track gauge."}
          .defaulted("count", &TracksDraft::count, number, "1", {"How many tracks.", "6"})
          .optional("length", &TracksDraft::length_m, quantity(Dimension::length, kDistance),
                    {"Usable length of each; without it any train fits.", "850 m"})
          .type();
  Type<TracksDraft> either{"count, or count and length", {}, {}, record.inside, false};
  either.json = R"({"anyOf": [)" + number.json + ", " + record.json + "]}";
  either.read = [number, record](Node const& node, Reader& reader) -> std::optional<TracksDraft> {
    if (node.is_map()) return record.read(node, reader);
    auto const tracks = number.read(node, reader);
    if (!tracks) return std::nullopt;
    return TracksDraft{*tracks, 0};
  };
  auto type = map_of(track_gauge(), either);
  type.inside = record.inside;
  type.keyed = true;
  return type;
}

Type<PlaceDraft> place_type() {
  return Record<PlaceDraft>{"place", "A station, yard, port, border crossing or city."}
      .optional("at", &PlaceDraft::at, coordinates(),
                {"Where it lies on the map.", "44.21N 80.42E"})
      .optional("country", &PlaceDraft::country, country(),
                {"Its country, by ISO 3166 code.", "KZ"})
      .optional("zone", &PlaceDraft::zone, zone(),
                {"Its time zone; otherwise that of the clock.", "Asia/Almaty"})
      .optional("tracks", &PlaceDraft::tracks, tracks_type(),
                {"Tracks where trains stand, by track gauge; a gauge that is not listed has tracks "
                 "without limit.",
                 "{1435 mm: 6, 1520 mm: {count: 8, length: 1050 m}}"})
      .optional("activities", &PlaceDraft::activities, list_of(marked(name_of_a("activity"))),
                {"Work that is done here, in the order of work.", "[kz-customs]"})
      .type();
}

Type<LinkDraft> link_type() {
  return Record<LinkDraft>{"link", "A line between two places, usable in both directions."}
      .required("between", &LinkDraft::between, list_of(marked(name_of_a("place"))),
                {"Its two ends.", "[khorgos, almaty]"})
      .optional("rail", &LinkDraft::rail, track_gauge(),
                {"It is a railway of this track gauge.", "1520 mm"})
      .optional("road", &LinkDraft::road, only_true(), {"It is a road.", "true"})
      .optional("sea", &LinkDraft::sea, only_true(), {"Ships sail it.", "true"})
      .optional("air", &LinkDraft::air, only_true(), {"Aircraft fly it.", "true"})
      .optional("length", &LinkDraft::length_m, quantity(Dimension::length, kDistance),
                {"Its length.", "365 km"})
      .optional("speed", &LinkDraft::speed_mps, quantity(Dimension::speed, kVelocity),
                {"Average speed of what moves undisturbed.", "45 km/h"})
      .optional("time", &LinkDraft::time, duration(kSpan),
                {"Time from end to end, instead of the speed.", "26 h"})
      .defaulted("track", &LinkDraft::single_track,
                 one_of<bool>({{"double", false}, {"single", true}}), "double",
                 {"Rail: double track, or single track with passing loops.", "single"})
      .optional("loops", &LinkDraft::loops, loops_type(),
                {"How many loops, evenly spaced, or where they lie: single track for meets, "
                 "double track for overtaking.",
                 "9"})
      .defaulted("loop-tracks", &LinkDraft::loop_tracks, count(2, 100), "2",
                 {"Tracks at each loop, the line's own included; of double track, each way.", "3"})
      .optional("dispatch", &LinkDraft::dispatch, marked(name_of_a("policy")),
                {"Rail: which train goes next: by `priority`, `first-come`, `most-delayed`, which "
                 "has waited longest on its way, `earliest-due`, by what its loads were promised, "
                 "or `alternate`, directions of single track by turns. Without it by priority.",
                 "alternate"})
      .optional("batch", &LinkDraft::batch, count(1, 1000),
                {"With `dispatch: alternate`: most trains of one direction that go in turn while "
                 "others wait for the other; 1 if it is absent.",
                 "3"})
      .optional("headway", &LinkDraft::headway, duration(kSpan),
                {"Least time between two trains or trucks that enter one way.", "12 min"})
      .optional("paths", &LinkDraft::paths, paths_type(),
                {"Most trains each way, instead of the headway; or the times at which a train may "
                 "enter, at both ends or by end. An end that is not named lets trains in at any "
                 "time.",
                 "12 /d"})
      .optional("possessions", &LinkDraft::possessions, possessions_type(),
                {"Rail: hours in which no train is on the line.", "{daily: 02:00-06:00}"})
      .defaulted("running-factor", &LinkDraft::running_factor, random(Dimension::factor), "1",
                 {"Multiplies each running time.", "{lognormal: {mean: 1, cv: 0.1}}"})
      .optional("room", &LinkDraft::room, count(1, 1'000'000),
                {"Most vehicles on it at once, each way; without it there is no limit.", "4"})
      .optional("sailings", &LinkDraft::sailings, sailings_by_end(),
                {"Sea and air: departures from each end.",
                 "{aktau: [mon thu at 08:00], alat: {every: 3 d}}"})
      .optional(
          "slots", &LinkDraft::slots_teu, load(1, 100'000),
          {"Sea and air: load that one departure takes; without it there is no limit.", "180 TEU"})
      .type();
}

Type<ConsistDraft> consist_type() {
  return Record<ConsistDraft>{"consist", "What a train is, on one track gauge."}
      .required("gauge", &ConsistDraft::gauge, track_gauge(), {"Its track gauge.", "1520 mm"})
      .required("capacity", &ConsistDraft::capacity_teu, load(1, 10'000),
                {"The load that it takes.", "114 TEU"})
      .optional("countries", &ConsistDraft::countries, one_or_more(country()),
                {"Where such trains are formed; without it, anywhere.", "[KZ, UZ]"})
      .optional("commodities", &ConsistDraft::commodities, one_or_more(words()),
                {"What its wagons carry, and nothing else; without it, everything. Of two consists "
                 "that fit, that which names a commodity goes first.",
                 "[grain]"})
      .optional("wagons", &ConsistDraft::wagons, count(1, 1000),
                {"How many wagons it has; needed where work is done per wagon.", "57"})
      .optional("length", &ConsistDraft::length_m, quantity(Dimension::length, kDistance),
                {"Its length; without it, it fits every track.", "1000 m"})
      .optional("acceleration", &ConsistDraft::acceleration,
                quantity(Dimension::acceleration, kAcceleration),
                {"How fast it gathers speed; without it, at once.", "0.2 m/s²"})
      .optional("braking", &ConsistDraft::braking, quantity(Dimension::acceleration, kAcceleration),
                {"How fast it loses speed where it is to stop; without it, at once.", "0.4 m/s²"})
      .optional("plugs", &ConsistDraft::plugs, count(0, 10'000),
                {"Most powered loads (`goods`); without it there is no limit.", "44"})
      .optional("fleet", &ConsistDraft::fleet, name_of_a("fleet"),
                {"The fleet of its wagons; without it there are always enough.", "kz-flats"})
      .type();
}

}  // namespace caravan::scenario
