#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/output/csv.hpp"
#include "caravan/output/summary.hpp"
#include "caravan/output/text.hpp"

#include "output/figures.hpp"

namespace caravan::output {

namespace {

using scenario::Scenario;

// SummaryRows of the one section and subject that are being written.
class SummaryRows {
 public:
  void about(std::string_view section, std::string_view subject) {
    start_ = csv_text(section) + ',' + csv_text(subject);
  }
  void count(std::string_view measure, std::int64_t value, char const* unit = "") {
    add(measure, std::to_string(value), unit);
  }
  void ratio(std::string_view measure, double value, char const* unit = "") {
    constexpr int kDecimals = 6;
    add(measure, fixed(value, kDecimals), unit);
  }
  void hours(std::string_view measure, std::int64_t ms) {
    constexpr int kDecimals = 4;
    add(measure, fixed(Duration::milliseconds(ms).in_hours(), kDecimals), "h");
  }
  void word(std::string_view measure, std::string_view value) { add(measure, csv_text(value), ""); }
  [[nodiscard]] std::string const& text() const { return text_; }

 private:
  void add(std::string_view measure, std::string const& value, char const* unit) {
    text_ += csv_line({start_, csv_text(measure), value, unit});
  }
  std::string start_;
  std::string text_ = "section,subject,measure,value,unit\n";
};

void write_run(SummaryRows& rows, Scenario const& scenario, experiment::Answer const& answer) {
  auto const& result = answer.result;
  rows.about("run", scenario.name);
  rows.word("scenario-hash", answer.scenario_hash);
  rows.word("seed", std::to_string(answer.seed));
  rows.count("replication", std::int64_t{answer.replication});
  rows.word("end", name_of(result.end));
  rows.hours("ended-at", result.ended_at.count());
  rows.count("events", static_cast<std::int64_t>(result.events));
  rows.count("trains-started", result.trains_started);
  rows.count("trains-ended", result.trains_ended);
  rows.count("departures-cancelled", result.departures_cancelled);
  rows.count("loads-created", result.loads_created);
  rows.count("loads-delivered", result.loads_delivered);
  rows.count("loads-turned-away", result.loads_turned_away);
  rows.count("loads-inside", result.loads_inside);
  rows.word("audit", result.audit.ok() ? "ok" : "broken");
  rows.word("fingerprint-order", result.fingerprints.order.text());
  rows.word("fingerprint-time", result.fingerprints.time.text());
  rows.word("fingerprint-results", answer.results.text());
}

/// Number, mean and percentiles of ascending times.
void write_times(SummaryRows& rows, std::string const& measure,
                 std::vector<std::int64_t> const& times) {
  rows.count(measure + ".loads", static_cast<std::int64_t>(times.size()));
  if (times.empty()) return;
  rows.hours(measure + ".mean", experiment::mean(times));
  rows.hours(measure + ".p10", experiment::percentile(times, 0.1));
  rows.hours(measure + ".p50", experiment::percentile(times, 0.5));
  rows.hours(measure + ".p90", experiment::percentile(times, 0.9));
}

/// Sums over the loads of lead times.
void write_expenses(SummaryRows& rows, Scenario const& scenario, model::Expenses const& expenses) {
  if (scenario.costs) {
    auto const* const money = scenario.costs->currency.c_str();
    rows.ratio("cost.carriage", expenses.carriage, money);
    rows.ratio("cost.lifts", expenses.lifts, money);
    rows.ratio("cost.storage", expenses.storage, money);
    rows.ratio("cost.waiting", expenses.waiting, money);
    rows.ratio("cost.total", expenses.total(), money);
  }
  if (!scenario.energy) return;
  rows.ratio("energy", expenses.energy_kwh, "kWh");
  if (scenario.energy->emits()) rows.ratio("co2e", expenses.co2e_kg, "kg");
}

void write_relation(SummaryRows& rows, Scenario const& scenario, model::RunResult const& result,
                    model::RelationResult const& relation) {
  rows.about("relation", name_of(relation, scenario));
  rows.count("created", relation.created);
  rows.count("delivered", relation.delivered);
  rows.count("turned-away", relation.turned_away);
  auto const loads = static_cast<std::int64_t>(relation.lead_times.size());
  write_times(rows, "lead-time", relation.lead_times);
  if (relation.with_due > 0) {
    rows.ratio("on-time", share_of(relation.on_time, relation.with_due));
    write_times(rows, "lateness", relation.lateness);
  }
  if (relation.perishable > 0) {
    rows.count("perishable", relation.perishable);
    rows.count("spoiled", relation.spoiled);
  }
  if (relation.expenses) write_expenses(rows, scenario, *relation.expenses);
  if (loads == 0) return;
  for (std::size_t i = 0; i < relation.stage_sums.size(); ++i) {
    if (relation.stage_sums[i] == 0) continue;
    rows.hours("a load: " + result.stages[model::StageId{i}].name, relation.stage_sums[i] / loads);
  }
}

void write_resource(SummaryRows& rows, model::ResourceResult const& resource) {
  rows.about(name_of(resource.kind), resource.name);
  rows.count("capacity", resource.capacity);
  rows.ratio("utilisation", resource.utilisation);
  if (resource.out_of_order > 0) rows.ratio("out-of-order", resource.out_of_order);
  rows.count("served", resource.served);
  rows.hours("waits", resource.waits_ms);
  rows.ratio("mean-queue", resource.mean_queue);
  rows.count("greatest-queue", resource.greatest_queue);
  rows.ratio("queue-growth", resource.growth_per_week, "/wk");
}

void write_lane(SummaryRows& rows, Scenario const& scenario, model::LaneResult const& lane) {
  rows.about("lane", scenario.activities[lane.activity].name + ' ' + lane.name);
  rows.count("pieces", lane.pieces);
  rows.hours("work", lane.time_ms);
}

void write_terminal(SummaryRows& rows, Scenario const& scenario,
                    model::TerminalResult const& terminal) {
  rows.about("terminal", scenario.terminals[terminal.terminal].name);
  rows.count("trains-in", terminal.trains_in);
  rows.count("trains-out", terminal.trains_out);
  rows.count("units", terminal.units);
  rows.count("lifts", terminal.lifts);
  rows.count("direct", terminal.direct);
  if (terminal.wagons > 0) rows.count("wagons", terminal.wagons);
  rows.ratio("trains-waiting.mean", terminal.mean_trains_waiting);
  rows.count("trains-waiting.most", terminal.greatest_trains_waiting);
  rows.count("trains-waiting.at-end", terminal.trains_waiting_at_end);
  rows.ratio("yard.mean", terminal.mean_yard_teu, "TEU");
  if (terminal.mean_plugged) {
    rows.ratio("plugged.mean", *terminal.mean_plugged, "loads");
    rows.count("plugged.most", terminal.greatest_plugged);
  }
  if (terminal.mean_bonded_teu) rows.ratio("bonded-yard.mean", *terminal.mean_bonded_teu, "TEU");
}

void write_fleet(SummaryRows& rows, Scenario const& scenario, model::FleetResult const& fleet) {
  auto const& name = scenario.fleets[fleet.fleet].name;
  rows.about("fleet", name);
  rows.count("size", fleet.size);
  rows.count("with-trains.at-end", fleet.with_trains_at_end);
  rows.count("turning-round.at-end", fleet.turning_round_at_end);
  rows.count("returns", fleet.returns);
  if (scenario.fleets[fleet.fleet].kind == scenario::Fleet::Kind::crews) {
    rows.count("as-passengers.at-end", fleet.as_passengers_at_end);
    rows.count("overtime", fleet.overtime);
  }
  for (auto const& stock : fleet.places) {
    rows.about("stock", name + " at " + scenario.network.places()[stock.place].name);
    rows.count("at-start", stock.at_start);
    rows.count("at-end", stock.at_end);
    rows.count("least", stock.least);
    rows.ratio("mean", stock.mean);
    rows.count("trains", stock.trains);
    if (stock.short_since != SimTime::never()) {
      rows.hours("short-since", stock.short_since.count());
    }
    rows.hours("waits", stock.waits_ms);
    rows.count("waiting.at-end", stock.waiting_at_end);
    rows.count("greatest-queue", stock.greatest_queue);
  }
}

/// `1520 mm KZ`, or `1520 mm` for wagons in use.
void write_ledger(SummaryRows& rows, Scenario const& scenario, model::RunResult const& result) {
  for (auto const& side : gauge_ledger(result, scenario)) {
    auto subject = std::to_string(side.gauge.millimetres) + " mm";
    if (!side.country.empty()) subject += ' ' + side.country;
    rows.about("gauge-ledger", subject);
    rows.ratio(side.ready ? "ready.mean" : "in-use.mean", side.mean);
    rows.count(side.ready ? "ready.at-end" : "in-use.at-end", side.at_end);
  }
}

void write_closure(SummaryRows& rows, Scenario const& scenario,
                   model::ClosureResult const& closure) {
  rows.about("closure",
             scenario.closures[closure.closure].name + " from " +
                 local_time_text(scenario.clock.local, scenario.clock.epoch_ms, closure.when.from));
  rows.hours("lasts", (closure.when.until - closure.when.from).count());
  rows.count("departures-cancelled", closure.cancelled);
  rows.count("departures-held", closure.held);
  if (!closure.has_queue) return;
  rows.count(closure.of_trucks ? "trucks-waiting.before" : "trains-waiting.before",
             closure.waiting_before);
  rows.count("trains-waiting.most", closure.greatest_trains);
  rows.count("loads-waiting.most", closure.greatest_loads);
  if (closure.recovered != SimTime::never()) {
    rows.hours("recovered-after", (closure.recovered - closure.when.until).count());
  }
}

}  // namespace

std::string summary_csv(Scenario const& scenario, experiment::Answer const& answer) {
  auto const& result = answer.result;
  SummaryRows rows;
  write_run(rows, scenario, answer);
  for (auto const& relation : result.relations) write_relation(rows, scenario, result, relation);
  if (result.expenses) {
    rows.about("expenses", "all");
    rows.count("loads", result.expenses->loads);
    write_expenses(rows, scenario, *result.expenses);
  }
  for (auto const& transit : result.transits) {
    rows.about("transit", transit.name);
    write_times(rows, "time", transit.times);
  }
  for (auto const& row : result.waits) {
    auto const& stage = result.stages[row.stage].name;
    rows.about("place", scenario.network.places()[row.place].name);
    rows.hours("trains: " + stage, row.train_ms);
    rows.hours("loads: " + stage, row.load_ms);
  }
  for (auto const& resource : result.resources) write_resource(rows, resource);
  for (auto const& lane : result.lanes) write_lane(rows, scenario, lane);
  for (auto const& terminal : result.terminals) write_terminal(rows, scenario, terminal);
  for (auto const& fleet : result.fleets) write_fleet(rows, scenario, fleet);
  write_ledger(rows, scenario, result);
  for (auto const& closure : result.closures) write_closure(rows, scenario, closure);
  return rows.text();
}

}  // namespace caravan::output
