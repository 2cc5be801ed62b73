#include <cstddef>
#include <cstdint>
#include <string>

#include "caravan/output/json.hpp"
#include "caravan/output/summary.hpp"

#include "output/figures.hpp"

namespace caravan::output {

namespace {

using scenario::Scenario;

void write_run(JsonWriter& json, Scenario const& scenario, experiment::Answer const& answer) {
  auto const& clock = scenario.clock;
  auto const& result = answer.result;
  json.key("run").begin_object();
  json.member("seed", answer.seed);
  json.member("replication", answer.replication);
  json.member("start_utc_ms", clock.epoch_ms);
  json.member("zone", clock.local.zone);
  json.member("horizon_ms", clock.horizon.count());
  json.member("warm_up_ms", clock.warm_up.count());
  json.member("end", name_of(result.end));
  json.member("ended_at_ms", result.ended_at.count());
  json.member("events", result.events);
  json.end_object();
}

void write_counts(JsonWriter& json, model::RunResult const& result) {
  json.key("trains").begin_object();
  json.member("started", result.trains_started);
  json.member("ended", result.trains_ended);
  json.member("departures_cancelled", result.departures_cancelled);
  json.end_object();
  json.key("loads").begin_object();
  json.member("created", result.loads_created);
  json.member("delivered", result.loads_delivered);
  json.member("turned_away", result.loads_turned_away);
  json.member("inside", result.loads_inside);
  json.end_object();
}

/// Of ascending times: number, mean and percentiles.
void write_times(JsonWriter& json, std::vector<std::int64_t> const& times) {
  json.begin_object();
  json.member("loads", times.size());
  if (!times.empty()) {
    json.member("mean_ms", experiment::mean(times));
    json.member("p10_ms", experiment::percentile(times, 0.1));
    json.member("p50_ms", experiment::percentile(times, 0.5));
    json.member("p90_ms", experiment::percentile(times, 0.9));
  }
  json.end_object();
}

/// Sums over the loads of lead times.
void write_expenses(JsonWriter& json, Scenario const& scenario, model::Expenses const& expenses) {
  json.key("expenses").begin_object();
  json.member("loads", expenses.loads);
  if (scenario.costs) {
    json.member("currency", scenario.costs->currency);
    json.member("carriage", expenses.carriage).member("lifts", expenses.lifts);
    json.member("storage", expenses.storage).member("waiting", expenses.waiting);
    json.member("total", expenses.total());
  }
  if (scenario.energy) {
    json.member("energy_kwh", expenses.energy_kwh);
    if (scenario.energy->emits()) json.member("co2e_kg", expenses.co2e_kg);
  }
  json.end_object();
}

void write_relations(JsonWriter& json, Scenario const& scenario, model::RunResult const& result) {
  auto const& places = scenario.network.places();
  json.key("relations").begin_array();
  for (auto const& relation : result.relations) {
    json.begin_object();
    json.member("from", places[relation.from].name);
    json.member("to", places[relation.to].name);
    json.member("by_truck", relation.by_truck);
    json.member("class", relation.service_class);
    json.member("created", relation.created);
    json.member("delivered", relation.delivered);
    json.member("turned_away", relation.turned_away);
    json.member("with_due", relation.with_due);
    json.member("on_time", relation.on_time);
    if (relation.with_due > 0) {
      json.key("lateness");
      write_times(json, relation.lateness);
    }
    if (relation.perishable > 0) {
      json.member("perishable", relation.perishable);
      json.member("spoiled", relation.spoiled);
    }
    json.key("lead_time");
    write_times(json, relation.lead_times);
    json.key("stages_ms").begin_object();
    for (std::size_t i = 0; i < relation.stage_sums.size(); ++i) {
      if (relation.stage_sums[i] == 0) continue;
      json.member(result.stages[model::StageId{i}].name, relation.stage_sums[i]);
    }
    json.end_object();
    if (relation.expenses) write_expenses(json, scenario, *relation.expenses);
    json.end_object();
  }
  json.end_array();
}

void write_transits(JsonWriter& json, model::RunResult const& result) {
  json.key("transits").begin_array();
  for (auto const& transit : result.transits) {
    json.begin_object().member("name", transit.name).key("time");
    write_times(json, transit.times);
    json.end_object();
  }
  json.end_array();
}

void write_waits(JsonWriter& json, Scenario const& scenario, model::RunResult const& result) {
  json.key("waits_by_cause").begin_array();
  for (auto const& cause : waits_of_loads(result).causes) {
    json.begin_object();
    json.member("cause", cause.cause).member("total_ms", cause.total.count());
    json.member("share", cause.share).end_object();
  }
  json.end_array();
  json.key("time_by_place").begin_array();
  for (auto const& row : result.waits) {
    json.begin_object();
    json.member("place", scenario.network.places()[row.place].name);
    json.member("stage", result.stages[row.stage].name);
    json.member("train_ms", row.train_ms).member("load_ms", row.load_ms).end_object();
  }
  json.end_array();
}

void write_resources(JsonWriter& json, Scenario const& scenario, model::RunResult const& result) {
  json.key("resources").begin_array();
  for (auto const& resource : result.resources) {
    json.begin_object();
    json.member("name", resource.name).member("kind", name_of(resource.kind));
    json.key("place");
    if (resource.place.valid()) {
      json.value(scenario.network.places()[resource.place].name);
    } else {
      json.null();
    }
    json.member("capacity", resource.capacity).member("utilisation", resource.utilisation);
    if (resource.out_of_order > 0) json.member("out_of_order", resource.out_of_order);
    json.member("served", resource.served).member("waits_ms", resource.waits_ms);
    json.member("mean_queue", resource.mean_queue);
    json.member("greatest_queue", resource.greatest_queue);
    json.member("queue_growth_per_week", resource.growth_per_week);
    json.end_object();
  }
  json.end_array();
}

/// Only where an activity has lanes.
void write_lanes(JsonWriter& json, Scenario const& scenario, model::RunResult const& result) {
  if (result.lanes.empty()) return;
  json.key("lanes").begin_array();
  for (auto const& lane : result.lanes) {
    json.begin_object().member("activity", scenario.activities[lane.activity].name);
    json.member("lane", lane.name).member("pieces", lane.pieces);
    json.member("work_ms", lane.time_ms).end_object();
  }
  json.end_array();
}

void write_terminals(JsonWriter& json, Scenario const& scenario, model::RunResult const& result) {
  json.key("terminals").begin_array();
  for (auto const& terminal : result.terminals) {
    json.begin_object();
    json.member("name", scenario.terminals[terminal.terminal].name);
    json.member("trains_in", terminal.trains_in).member("trains_out", terminal.trains_out);
    json.member("units", terminal.units).member("lifts", terminal.lifts);
    json.member("direct", terminal.direct);
    if (terminal.wagons > 0) json.member("wagons", terminal.wagons);
    json.member("mean_trains_waiting", terminal.mean_trains_waiting);
    json.member("greatest_trains_waiting", terminal.greatest_trains_waiting);
    json.member("trains_waiting_at_end", terminal.trains_waiting_at_end);
    json.member("mean_yard_teu", terminal.mean_yard_teu);
    if (terminal.mean_plugged) {
      json.member("mean_plugged", *terminal.mean_plugged);
      json.member("greatest_plugged", terminal.greatest_plugged);
    }
    if (terminal.mean_bonded_teu) json.member("mean_bonded_teu", *terminal.mean_bonded_teu);
    json.end_object();
  }
  json.end_array();
}

void write_stock(JsonWriter& json, Scenario const& scenario, model::FleetStockResult const& stock) {
  json.begin_object().member("place", scenario.network.places()[stock.place].name);
  json.member("at_start", stock.at_start).member("at_end", stock.at_end);
  json.member("least", stock.least).member("mean", stock.mean).member("trains", stock.trains);
  json.key("short_since_ms");
  if (stock.short_since == SimTime::never()) {
    json.null();
  } else {
    json.value(stock.short_since.count());
  }
  json.member("waits_ms", stock.waits_ms).member("waiting_at_end", stock.waiting_at_end);
  json.member("greatest_queue", stock.greatest_queue).end_object();
}

void write_gauge_ledger(JsonWriter& json, Scenario const& scenario,
                        model::RunResult const& result) {
  json.key("gauge_ledger").begin_array();
  for (auto const& side : gauge_ledger(result, scenario)) {
    json.begin_object().member("gauge_mm", std::int64_t{side.gauge.millimetres});
    json.member("ready", side.ready).member("country", side.country);
    json.member("mean", side.mean).member("at_end", side.at_end).end_object();
  }
  json.end_array();
}

void write_closures(JsonWriter& json, Scenario const& scenario, model::RunResult const& result) {
  json.key("closures").begin_array();
  for (auto const& closure : result.closures) {
    json.begin_object();
    json.member("name", scenario.closures[closure.closure].name);
    json.member("from_ms", closure.when.from.count());
    json.member("until_ms", closure.when.until.count());
    json.member("departures_cancelled", closure.cancelled);
    json.member("departures_held", closure.held);
    if (closure.has_queue) {
      json.member("queue_of", closure.of_trucks ? "trucks" : "trains");
      json.member("waiting_before", closure.waiting_before);
      json.member("greatest_trains_waiting", closure.greatest_trains);
      json.member("greatest_loads_waiting", closure.greatest_loads);
      json.key("recovered_ms");
      if (closure.recovered == SimTime::never()) {
        json.null();
      } else {
        json.value(closure.recovered.count());
      }
    }
    json.end_object();
  }
  json.end_array();
}

/// Answers of scenarios without fleets are as they were before there were any.
void write_fleets(JsonWriter& json, Scenario const& scenario, model::RunResult const& result) {
  if (result.fleets.empty()) return;
  json.key("fleets").begin_array();
  for (auto const& fleet : result.fleets) {
    json.begin_object().member("name", scenario.fleets[fleet.fleet].name);
    json.member("size", fleet.size).member("with_trains_at_end", fleet.with_trains_at_end);
    json.member("turning_round_at_end", fleet.turning_round_at_end);
    json.member("as_passengers_at_end", fleet.as_passengers_at_end);
    json.member("returns", fleet.returns).member("overtime", fleet.overtime);
    json.key("places").begin_array();
    for (auto const& stock : fleet.places) write_stock(json, scenario, stock);
    json.end_array().end_object();
  }
  json.end_array();
  write_gauge_ledger(json, scenario, result);
}

void write_stall(JsonWriter& json, model::RunResult const& result) {
  json.key("stall");
  if (result.end != model::End::stalled) {
    json.null();
    return;
  }
  json.begin_object().member("circle", result.stall_is_circle);
  json.key("waiting").begin_array();
  for (auto const& row : result.stall) {
    json.begin_object();
    json.member("who", model::text_of(row.who, result.sources));
    json.member("waits_for", row.waits_for).member("since_ms", row.since.count());
    json.key("held_by").begin_array();
    for (auto const tag : row.held_by) json.value(model::text_of(tag, result.sources));
    json.end_array();
    json.member("declared_at", row.mark.file ? row.mark.text() : std::string{}).end_object();
  }
  json.end_array().end_object();
}

void write_trust(JsonWriter& json, experiment::Answer const& answer) {
  auto const& result = answer.result;
  json.key("audit").begin_object().member("ok", result.audit.ok());
  json.key("broken").begin_array();
  for (auto const& broken : result.audit.broken) json.value(broken);
  json.end_array().end_object();
  json.key("fingerprints").begin_object();
  json.member("order", result.fingerprints.order.text());
  json.member("time", result.fingerprints.time.text());
  json.member("results", answer.results.text());
  json.end_object();
}

}  // namespace

std::string summary_json(Scenario const& scenario, experiment::Answer const& answer) {
  auto const& result = answer.result;
  JsonWriter json;
  json.begin_object().member("schema", "caravan-summary/1");
  json.key("scenario").begin_object();
  json.member("name", scenario.name).member("hash", answer.scenario_hash).end_object();
  write_run(json, scenario, answer);
  write_counts(json, result);
  write_relations(json, scenario, result);
  if (result.expenses) write_expenses(json, scenario, *result.expenses);
  write_transits(json, result);
  write_waits(json, scenario, result);
  write_resources(json, scenario, result);
  write_lanes(json, scenario, result);
  write_terminals(json, scenario, result);
  write_fleets(json, scenario, result);
  if (!result.closures.empty()) write_closures(json, scenario, result);
  write_stall(json, result);
  write_trust(json, answer);
  return json.end_object().text();
}

}  // namespace caravan::output
