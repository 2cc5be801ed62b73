#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "caravan/output/json.hpp"
#include "caravan/output/report.hpp"
#include "caravan/output/summary.hpp"

#include "output/report_parts.hpp"

namespace caravan::output {

namespace {

using scenario::Scenario;

/// Instants as whole minutes, each but the first as its distance from the one before.
class Minutes {
 public:
  void add(SimTime t) {
    auto const minute = t.count() / kMinute;
    all_.push_back(minute - last_);
    last_ = minute;
  }
  [[nodiscard]] std::vector<std::int64_t> const& all() const { return all_; }

 private:
  std::vector<std::int64_t> all_;
  std::int64_t last_ = 0;
};

/// A zone by name: its steps as [millisecond, offset in minutes, ...].
void write_zones(JsonWriter& json, Scenario const& scenario) {
  std::map<std::string, LocalClock const*> zones{
      {scenario.clock.local.zone, &scenario.clock.local}};
  for (auto const& place : scenario.places) zones.emplace(place.local.zone, &place.local);
  json.key("zones").begin_object();
  for (auto const& [name, clock] : zones) {
    std::vector<std::int64_t> steps;
    for (auto const& step : clock->utc_offset.steps()) {
      steps.push_back(step.from.count());
      steps.push_back(step.value.count() / kMinute);
    }
    json.key(name).numbers(steps);
  }
  json.end_object();
}

void write_places(JsonWriter& json, Scenario const& scenario) {
  json.key("places").begin_array();
  for (auto const id : scenario.network.places().ids()) {
    auto const& place = scenario.network.places()[id];
    json.begin_object().member("name", place.name).member("country", place.country);
    if (place.position) {
      json.member("lat", place.position->latitude).member("lon", place.position->longitude);
    }
    json.member("zone", scenario.places[id].local.zone).end_object();
  }
  json.end_array();
}

std::vector<std::int64_t> whole_metres(std::vector<double> const& lengths) {
  std::vector<std::int64_t> metres;
  for (auto const length : lengths) metres.push_back(static_cast<std::int64_t>(length));
  return metres;
}

void write_links(JsonWriter& json, Scenario const& scenario, Traces const& traces) {
  json.key("links").begin_array();
  for (auto const id : scenario.network.links().ids()) {
    auto const& link = scenario.network.links()[id];
    auto const& detail = scenario.links[id];
    auto const& flow = traces.flows[id];
    json.begin_object().member("name", link.name);
    json.member("a", link.a.number()).member("b", link.b.number());
    json.member("mode", network::name_of(link.carrier.mode));
    json.member("gauge_mm", link.carrier.gauge.millimetres).member("length_m", link.length_m);
    json.member("running_ms", link.running_time.count());
    json.member("single_track", detail.single_track);
    json.key("sections_m").numbers(whole_metres(detail.sections_m));
    json.key("trains").numbers({flow.trains[0], flow.trains[1]});
    json.key("trucks").numbers({flow.trucks[0], flow.trucks[1]});
    Minutes possessions;
    for (auto const& one : detail.possessions) {
      possessions.add(one.from);
      possessions.add(one.until);
    }
    json.key("possessions").numbers(possessions.all());
    json.end_object();
  }
  json.end_array();
}

void write_named(JsonWriter& json, char const* kind, std::string const& name,
                 scenario::PlaceId place) {
  json.begin_object().member("kind", kind).member("name", name);
  json.member("place", number_or_none(place)).end_object();
}

bool asks(scenario::Demand const& demand, model::RelationResult const& relation) {
  if (demand.from != relation.from || demand.service_class != relation.service_class) return false;
  return std::any_of(demand.ways.begin(), demand.ways.end(),
                     [&](auto const& way) { return way.route.to == relation.to; });
}

/// The lead time that all who ask for a relation were promised; -1 if there is none, or several.
std::int64_t due_minutes(Scenario const& scenario, model::RelationResult const& relation) {
  std::int64_t due = -1;
  bool several = false;
  auto const look = [&](scenario::Demand const& demand) {
    if (!demand.due || !asks(demand, relation)) return;
    auto const minutes = demand.due->count() / kMinute;
    several = several || (due >= 0 && due != minutes);
    due = minutes;
  };
  if (!relation.by_truck) {
    for (auto const& service : scenario.services) look(service);
  }
  for (auto const& flow : scenario.flows) look(flow);
  return several ? -1 : due;
}

void write_closed(JsonWriter& json, Scenario const& scenario, scenario::Closable const& what) {
  if (auto const* place = std::get_if<scenario::PlaceId>(&what)) {
    write_named(json, "place", scenario.network.places()[*place].name, *place);
  } else if (auto const* link = std::get_if<scenario::LinkId>(&what)) {
    json.begin_object().member("kind", "link");
    json.member("name", scenario.network.links()[*link].name);
    json.member("link", link->number()).end_object();
  } else if (auto const* activity = std::get_if<scenario::ActivityId>(&what)) {
    auto const& of = scenario.activities[*activity];
    write_named(json, "activity", of.name, of.place);
  } else if (auto const* staff = std::get_if<scenario::StaffId>(&what)) {
    write_named(json, "staff", scenario.staff[*staff].name, scenario.staff[*staff].place);
  } else if (auto const* terminal = std::get_if<scenario::TerminalId>(&what)) {
    auto const& of = scenario.terminals[*terminal];
    write_named(json, "terminal", of.name, of.place);
  } else if (auto const* service = std::get_if<scenario::ServiceId>(&what)) {
    auto const& of = scenario.services[*service];
    write_named(json, "service", of.name, of.from);
  } else if (auto const* flow = std::get_if<scenario::FlowId>(&what)) {
    write_named(json, "flow", scenario.flows[*flow].name, scenario.flows[*flow].from);
  } else if (auto const* fleet = std::get_if<scenario::FleetId>(&what)) {
    json.begin_object().member("kind", "fleet");
    json.member("name", scenario.fleets[*fleet].name).end_object();
  }
}

void write_closures(JsonWriter& json, ReportedRun const& run) {
  json.key("closures").begin_array();
  for (auto const& row : run.answer.result.closures) {
    auto const& closure = run.scenario.closures[row.closure];
    json.begin_object().member("name", closure.name);
    json.member("from_ms", row.when.from.count());
    json.member("until_ms", std::min(row.when.until, run.scenario.clock.horizon).count());
    json.member("left", closure.left);
    json.key("of").begin_array();
    for (auto const& what : closure.of) write_closed(json, run.scenario, what);
    json.end_array().end_object();
  }
  json.end_array();
}

void write_open(JsonWriter& json, std::string const& kind, std::string const& name,
                Calendar const& hours) {
  if (hours.always_open()) return;
  Minutes open;
  for (auto const& interval : hours.intervals()) {
    open.add(interval.from);
    open.add(interval.until);
  }
  json.begin_object().member("kind", kind).member("name", name);
  json.key("open").numbers(open.all()).end_object();
}

void write_run(JsonWriter& json, Report const& report, ReportedRun const& run) {
  bool const in_front = &run == &report.runs.front();
  json.begin_object();
  json.key("answer").document(summary_json(run.scenario, run.answer));
  json.member("about", run.scenario.about);
  json.member("text", summary_text(run.scenario, run.answer));
  write_map(json, run);
  write_distributions(json, run);
  write_hours(json, run.scenario);
  write_ways(json, run, in_front);
  write_crowds(json, report, run, in_front);
  if (in_front) write_fleets(json, report, run);
  json.end_object();
}

void write_experiment(JsonWriter& json, char const* name, std::string const& document) {
  if (!document.empty()) json.key(name).document(document);
}

}  // namespace

void write_map(JsonWriter& json, ReportedRun const& run) {
  write_zones(json, run.scenario);
  write_places(json, run.scenario);
  write_links(json, run.scenario, run.reader.traces());
  write_closures(json, run);
}

void write_distributions(JsonWriter& json, ReportedRun const& run) {
  constexpr int kParts = 200;
  auto const write = [&](char const* name, auto const& times_of) {
    json.key(name).begin_array();
    for (auto const& relation : run.answer.result.relations) {
      std::vector<std::int64_t> minutes;
      auto const& times = times_of(relation);
      for (int part = 0; part <= kParts && !times.empty(); ++part) {
        auto const share = static_cast<double>(part) / kParts;
        minutes.push_back(experiment::percentile(times, share) / kMinute);
      }
      json.numbers(minutes);
    }
    json.end_array();
  };
  using Relation = model::RelationResult;
  write("lead_times", [](Relation const& of) -> auto const& { return of.lead_times; });
  write("lateness", [](Relation const& of) -> auto const& { return of.lateness; });
  std::vector<std::int64_t> due;
  for (auto const& relation : run.answer.result.relations) {
    due.push_back(due_minutes(run.scenario, relation));
  }
  json.key("due_minutes").numbers(due);
}

void write_hours(JsonWriter& json, Scenario const& scenario) {
  json.key("hours").begin_array();
  for (auto const& activity : scenario.activities) {
    write_open(json, "activity", activity.name, activity.hours);
  }
  for (auto const& staff : scenario.staff) write_open(json, "staff", staff.name, staff.hours);
  for (auto const& terminal : scenario.terminals) {
    write_open(json, "terminal", terminal.name, terminal.hours);
  }
  json.end_array();
}

std::string report_json(Report const& report) {
  JsonWriter json;
  json.begin_object();
  json.member("schema", "caravan-report/1").member("version", report.version);
  json.key("runs").begin_array();
  for (auto const& run : report.runs) write_run(json, report, run);
  json.end_array();
  write_experiment(json, "replications", report.replications);
  write_experiment(json, "comparison", report.comparison);
  write_experiment(json, "ladder", report.ladder);
  write_experiment(json, "sweep", report.sweep);
  write_experiment(json, "gates", report.gates);
  return json.end_object().text();
}

}  // namespace caravan::output
