#include "scenario/language.hpp"
#include "scenario/types.hpp"

namespace caravan::scenario {

Type<std::vector<Choice>> choices(bool list_allowed) {
  Type<std::vector<Choice>> type;
  type.says = list_allowed ? "place, list of places, or places with shares"
                           : "place, or places with shares";
  std::string const list = R"({"type": "array", "items": {"type": "string"}}, )";
  type.json =
      R"({"anyOf": [{"type": "string"}, )" + (list_allowed ? list : "") + R"({"type": "object"}]})";
  type.read = [list_allowed, says = type.says](
                  Node const& node, Reader& reader) -> std::optional<std::vector<Choice>> {
    if (node.is_list() && list_allowed) {
      auto places = list_of(marked(name_of_a("place"))).read(node, reader);
      if (!places) return std::nullopt;
      return std::vector{Choice{std::move(*places), 1.0, node.mark}};
    }
    if (!node.is_map()) {
      if (node.is_list() || node.is_blank()) {
        not_a(says, node, reader);
        return std::nullopt;
      }
      return std::vector{Choice{{{node.text, node.mark}}, 1.0, node.mark}};
    }
    std::vector<Choice> several;
    bool sound = true;
    for (Entry const& entry : node.entries) {
      Choice choice{{{entry.key, entry.key_mark}}, std::nullopt, entry.value.mark};
      if (!entry.value.is_scalar() || entry.value.text != "rest") {
        choice.share = read_share(entry.value, reader.diagnostics);
        sound = sound && choice.share.has_value();
      }
      several.push_back(std::move(choice));
    }
    return sound ? std::optional{std::move(several)} : std::nullopt;
  };
  return type;
}

namespace {

/// By what the loads of a flow go, or several with shares.
Type<std::vector<Choice>> means_type() {
  auto const one = one_of<bool>({{"rail", false}, {"truck", true}});
  Type<std::vector<Choice>> type{"`rail` or `truck`, or both with shares", {}, {}, nullptr, false};
  type.json = R"({"anyOf": [)" + one.json +
              R"(, {"type": "object", "properties": {"rail": {"type": ["string", "number"]}, )"
              R"("truck": {"type": ["string", "number"]}}, "additionalProperties": false}]})";
  type.read = [one](Node const& node, Reader& reader) -> std::optional<std::vector<Choice>> {
    if (!node.is_map()) {
      if (!one.read(node, reader)) return std::nullopt;
      return std::vector{Choice{{{node.text, node.mark}}, 1.0, node.mark}};
    }
    std::vector<Choice> both;
    bool sound = true;
    for (Entry const& entry : node.entries) {
      sound = one.read(scalar_node(entry.key, entry.key_mark), reader).has_value() && sound;
      Choice choice{{{entry.key, entry.key_mark}}, std::nullopt, entry.value.mark};
      if (!entry.value.is_scalar() || entry.value.text != "rest") {
        choice.share = read_share(entry.value, reader.diagnostics);
        sound = sound && choice.share.has_value();
      }
      both.push_back(std::move(choice));
    }
    return sound ? std::optional{std::move(both)} : std::nullopt;
  };
  return type;
}

/// Factors by month or weekday.
Type<Entries<int, double>> factors(std::vector<std::string> const& names, int first) {
  std::vector<std::pair<std::string, int>> words;
  for (std::string const& name : names) {
    words.emplace_back(name, first + static_cast<int>(words.size()));
  }
  auto type = map_of(one_of<int>(std::move(words)), factor(kMultiple));
  type.says = "map from " + names.front() + " … " + names.back() + " to number";
  return type;
}

constexpr auto kMonthNames = {"jan", "feb", "mar", "apr", "may", "jun",
                              "jul", "aug", "sep", "oct", "nov", "dec"};

Type<Months> months() {
  return factors({kMonthNames.begin(), kMonthNames.end()}, 1);
}

/// Factors by month, or the name of a season.
Type<SeasonDraft> season() {
  auto const own = months();
  auto const name = marked(name_of_a("season"));
  Type<SeasonDraft> type{own.says + ", or name of a season", {}, {}, nullptr, false};
  type.json = R"({"anyOf": [)" + own.json + ", " + name.json + "]}";
  type.read = [own, name](Node const& node, Reader& reader) -> std::optional<SeasonDraft> {
    if (node.is_map()) {
      auto factors_by_month = own.read(node, reader);
      if (!factors_by_month) return std::nullopt;
      return SeasonDraft{std::move(*factors_by_month)};
    }
    auto given = name.read(node, reader);
    return given ? std::optional{SeasonDraft{std::move(*given)}} : std::nullopt;
  };
  return type;
}

template <class T>
Record<T>& add_way(Record<T>& record, bool to_needed) {
  record.required("from", &T::from, name_of_a("place"), {"Where it sets out.", "khorgos"});
  Says const to{to_needed ? "Where it goes; several places with shares that sum to 1."
                          : "Where it goes; without it, it visits one place only.",
                "{almaty: 0.7, tashkent: rest}"};
  if (to_needed) {
    record.required("to", &T::to, choices(false), to);
  } else {
    record.optional("to", &T::to, choices(false), to);
  }
  return record
      .optional("via", &T::via, choices(true),
                {"Places that it passes: all of a list, in this order, or one of several with "
                 "shares.",
                 "{khorgos: 0.6, dostyk: 0.4}"})
      .optional(
          "choose", &T::choose, marked(name_of_a("policy")),
          {"How one of several places in `via`, or of `by`, is chosen when it sets out: `share`, "
           "`least-queue`, `least-time` or `least-cost`, as things are at that moment; "
           "shares decide between equals. Without it by share.",
           "least-time"})
      .optional("avoid", &T::avoid, one_or_more(marked(name_of_a("place or link"))),
                {"Places and links that it does not use.", "[dostyk]"})
      .optional("block-train", &T::block_train, yes_no(),
                {"Whether it passes terminals that make trains up anew on the same track gauge, as "
                 "block trains do.",
                 "true"});
}

template <class T>
Record<T>& add_departures(Record<T>& record) {
  return record
      .optional("departs", &T::departs, one_or_more(marked(weekly_time())),
                {"Departures by timetable, in the time zone of the origin.",
                 "[daily at 20:00, mon wed fri at 04:30]"})
      .optional("every", &T::every, random(Dimension::duration),
                {"Time from one departure to the next.", "{exponential: 8 h}"})
      .optional("rate", &T::rate_per_ms, quantity(Dimension::rate, kFrequency),
                {"Departures at random times (Poisson), so many on average.", "13 /d"})
      .optional("trace", &T::trace, column(),
                {"Departures at the local date-times of a column of a table.",
                 "data/trains.csv#departure"})
      .optional("season", &T::season, season(),
                {"Factor on the rate by month, or the name of a season; months that are not named "
                 "have 1.",
                 "{jan: 0.91, feb: 0.8}"})
      .optional(
          "weekdays", &T::weekdays, factors({"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, 0),
          {"Factor on the rate by day of the week; days that are not named have 1.", "{sun: 0.5}"})
      .defaulted("delay", &T::delay, random(Dimension::duration), "0 s",
                 {"Delay of each departure.", "{exponential: 20 min}"});
}

template <class T>
Record<T>& add_load(Record<T>& record) {
  return record
      .defaulted("unit", &T::unit_teu, load(1, 100), "2 TEU", {"Size of one load unit.", "1 TEU"})
      .defaulted("priority", &T::priority, count(-1000, 1000), "0",
                 {"The higher goes first where priority counts.", "5"})
      .optional("speed", &T::speed_mps, quantity(Dimension::speed, kVelocity),
                {"Its own greatest speed; otherwise that of the link.", "80 km/h"})
      .optional("commodity", &T::commodity, words(),
                {"What it carries, for filters of activities.", "food"})
      .optional("class", &T::service_class, words(),
                {"Its class of service: lead times are told apart by it.", "express"})
      .optional("due", &T::due, duration(kSpan),
                {"Promised lead time, from setting out to arrival.", "18 d"})
      .optional("due-at", &T::due_at, column(),
                {"With `trace`: a column of the same table, with the local date-time by which each "
                 "was promised to arrive.",
                 "data/trains.csv#due"});
}

}  // namespace

Type<int> month() {
  std::vector<std::pair<std::string, int>> words;
  for (auto const* const name : kMonthNames) {
    words.emplace_back(name, 1 + static_cast<int>(words.size()));
  }
  return one_of<int>(std::move(words));
}

Type<NamedSeasonDraft> season_type() {
  auto const factors_by_month = months();
  Type<NamedSeasonDraft> type{"season", factors_by_month.json, {}, nullptr, false};
  type.read = [factors_by_month](Node const& node,
                                 Reader& reader) -> std::optional<NamedSeasonDraft> {
    auto read = factors_by_month.read(node, reader);
    if (!read) return std::nullopt;
    NamedSeasonDraft named;
    named.months = std::move(*read);
    return named;
  };
  return type;
}

Type<TransitDraft> transit_type() {
  return Record<TransitDraft>{"transit", "A part of the way whose time is measured."}
      .required("from", &TransitDraft::from, one_or_more(marked(name_of_a("place"))),
                {"Where it begins: when a load arrives at the first of these places, or sets out "
                 "there.",
                 "[alashankou, khorgos]"})
      .required("to", &TransitDraft::to, one_or_more(marked(name_of_a("place"))),
                {"Where it ends: when the load then arrives at the first of these places.",
                 "malaszewicze"})
      .type();
}

namespace {

Type<ConnectionDraft> connection_type() {
  return Record<ConnectionDraft>{"connection", "Trains of a service that others wait for."}
      .optional("at", &ConnectionDraft::at, marked(name_of_a("place")),
                {"Where they come to; otherwise where those that wait set out.", "yard-west"})
      .optional("lead", &ConnectionDraft::lead, duration(kSpanOrNone),
                {"The last of them is waited for that was to set out so long before, by plan; "
                 "otherwise its running time and the transfer.",
                 "5 h"})
      .defaulted("transfer", &ConnectionDraft::transfer, duration(kSpanOrNone), "0 s",
                 {"From its arrival to the departure.", "30 min"})
      .optional("at-most", &ConnectionDraft::at_most, duration(kSpanOrNone),
                {"So long after its time a train waits at most; without it, until the other has "
                 "come.",
                 "2 h"})
      .type();
}

}  // namespace

Type<ServiceDraft> service_type() {
  Record<ServiceDraft> record{
      "service", "Trains that run by plan, with a load of their own or for loads that wait."};
  add_way(record, true);
  add_departures(record);
  record
      .optional("consist", &ServiceDraft::consist, name_of_a("consist"),
                {"What its trains are; otherwise the one consist that fits the gauge and country "
                 "of the origin.",
                 "cn-block"})
      .defaulted("units", &ServiceDraft::units, random(Dimension::count), "0",
                 {"Load units that set out with each train.", "55"})
      .defaulted(
          "takes-waiting", &ServiceDraft::takes_waiting, yes_no(), "false",
          {"Whether it also loads units of flows that wait for this way; where no service does, "
           "they form trains of their own.",
           "true"})
      .optional("stands", &ServiceDraft::stands, duration(kSpan),
                {"With `takes-waiting`, how long before its departure it stands at the terminal of "
                 "its origin and is loaded with what waits there for its way; without it, it takes "
                 "no loads from a terminal.",
                 "3 h"})
      .optional("latest", &ServiceDraft::latest, duration(kSpan),
                {"With `stands`: if it is not full at its time it waits until it is, so long after "
                 "its time at the latest; without it, it leaves at its time with what it has.",
                 "6 h"})
      .optional("waits-for", &ServiceDraft::waits_for, keyed(connection_type()),
                {"Services whose trains its trains wait for where they set out.",
                 "{feeder: {transfer: 30 min, at-most: 2 h}}"})
      .optional("consignment", &ServiceDraft::consignment_units, count(1, 10'000),
                {"Load units of one consignment; otherwise all of the train.", "5"});
  return add_load(record).type();
}

namespace {

Type<ReturnsDraft> returns_type() {
  return Record<ReturnsDraft>{"returns", "Empty boxes and trucks that come back."}
      .optional("services", &ReturnsDraft::services, one_or_more(marked(name_of_a("service"))),
                {"Services whose loads come back when they have been delivered where this flow "
                 "begins.",
                 "[xian-almaty]"})
      .optional("flows", &ReturnsDraft::flows, one_or_more(marked(name_of_a("flow"))),
                {"Flows of which the same holds.", "boxes-west"})
      .defaulted("share", &ReturnsDraft::share, share(), "1",
                 {"The share of them that comes back.", "60 %"})
      .defaulted("after", &ReturnsDraft::after, random(Dimension::duration), "0 s",
                 {"Time from delivery until it sets out: unloading, and the way to the depot.",
                  "{lognormal: {median: 4 d, p95: 12 d}}"})
      .type();
}

}  // namespace

Type<FlowDraft> flow_type() {
  Record<FlowDraft> record{
      "flow", "Loads that set out one by one or in groups, or trucks with their load."};
  add_way(record, false);
  record.defaulted("by", &FlowDraft::by, means_type(), "rail",
                   {"Whether loads wait for a train or sailing, or each is a truck of its own; or "
                    "both with shares, between which `choose` may choose as it does between places "
                    "in `via`.",
                    "{rail: 70 %, truck: 30 %}"});
  add_departures(record);
  record.optional("returns", &FlowDraft::returns, returns_type(),
                  {"It sets out when loads of others have been delivered where it begins: empty "
                   "boxes, or trucks, on their way back; one for each.",
                   "{services: xian-almaty, share: 60 %, after: 4 d}"});
  record.defaulted("group", &FlowDraft::group, random(Dimension::count), "1",
                   {"Units that set out together.", "{discrete: [[0.7, 1], [0.3, 2]]}"});
  return add_load(record).type();
}

}  // namespace caravan::scenario
