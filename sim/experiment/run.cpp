#include "caravan/experiment/run.hpp"

#include <bit>
#include <string_view>
#include <utility>

namespace caravan::experiment {

namespace {

void absorb(Fingerprint& print, std::int64_t value) {
  print.absorb(static_cast<std::uint64_t>(value));
}

void absorb(Fingerprint& print, std::vector<std::int64_t> const& values) {
  print.absorb(std::uint64_t{values.size()});
  for (auto const value : values) absorb(print, value);
}

template <class Tag>
void absorb(Fingerprint& print, Id<Tag> id) {
  print.absorb(std::uint64_t{id.number()});
}

void absorb(Fingerprint& print, model::RelationResult const& relation) {
  absorb(print, relation.from);
  absorb(print, relation.to);
  absorb(print, std::int64_t{relation.by_truck});
  absorb(print, relation.created);
  absorb(print, relation.delivered);
  absorb(print, relation.turned_away);
  absorb(print, relation.on_time);
  absorb(print, relation.with_due);
  absorb(print, relation.lead_times);
  absorb(print, relation.stage_sums);
  if (relation.perishable > 0) {
    absorb(print, relation.perishable);
    absorb(print, relation.spoiled);
  }
  if (!relation.service_class.empty()) print.absorb(std::string_view{relation.service_class});
}

void absorb(Fingerprint& print, model::Expenses const& expenses) {
  for (auto const figure : {expenses.carriage, expenses.lifts, expenses.storage, expenses.waiting,
                            expenses.energy_kwh, expenses.co2e_kg}) {
    print.absorb(std::bit_cast<std::uint64_t>(figure));
  }
}

void absorb(Fingerprint& print, model::TransitResult const& transit) {
  print.absorb(std::string_view{transit.name});
  absorb(print, transit.times);
}

void absorb(Fingerprint& print, model::PlaceStage const& row) {
  absorb(print, row.place);
  absorb(print, row.stage);
  absorb(print, row.train_ms);
  absorb(print, row.load_ms);
}

void absorb(Fingerprint& print, model::ResourceResult const& resource) {
  print.absorb(std::string_view{resource.name});
  absorb(print, static_cast<std::int64_t>(resource.kind));
  absorb(print, resource.place);
  absorb(print, std::int64_t{resource.capacity});
  absorb(print, resource.served);
  absorb(print, resource.waits_ms);
  absorb(print, resource.greatest_queue);
}

void absorb(Fingerprint& print, model::TerminalResult const& terminal) {
  absorb(print, terminal.terminal);
  absorb(print, terminal.trains_in);
  absorb(print, terminal.trains_out);
  absorb(print, terminal.units);
  absorb(print, terminal.lifts);
  absorb(print, terminal.direct);
  if (terminal.wagons > 0) absorb(print, terminal.wagons);
  absorb(print, terminal.greatest_trains_waiting);
  absorb(print, terminal.trains_waiting_at_end);
  if (terminal.mean_plugged) absorb(print, terminal.greatest_plugged);
}

void absorb(Fingerprint& print, model::FleetStockResult const& stock) {
  absorb(print, stock.place);
  absorb(print, stock.at_start);
  absorb(print, stock.at_end);
  absorb(print, stock.least);
  absorb(print, stock.trains);
  absorb(print, stock.short_since.count());
  absorb(print, stock.waits_ms);
  absorb(print, stock.waiting_at_end);
  absorb(print, stock.greatest_queue);
}

void absorb(Fingerprint& print, model::FleetResult const& fleet) {
  absorb(print, fleet.fleet);
  absorb(print, fleet.size);
  absorb(print, fleet.with_trains_at_end);
  absorb(print, fleet.turning_round_at_end);
  absorb(print, fleet.as_passengers_at_end);
  absorb(print, fleet.overtime);
  absorb(print, fleet.returns);
  print.absorb(std::uint64_t{fleet.places.size()});
  for (auto const& stock : fleet.places) absorb(print, stock);
}

void absorb(Fingerprint& print, model::ClosureResult const& closure) {
  absorb(print, closure.closure);
  absorb(print, closure.when.from.count());
  absorb(print, closure.when.until.count());
  absorb(print, closure.waiting_before);
  absorb(print, closure.greatest_trains);
  absorb(print, closure.greatest_loads);
  absorb(print, closure.cancelled);
  absorb(print, closure.held);
  absorb(print, closure.recovered.count());
}

void absorb(Fingerprint& print, model::LaneResult const& lane) {
  absorb(print, lane.activity);
  print.absorb(std::string_view{lane.name});
  absorb(print, lane.pieces);
  absorb(print, lane.time_ms);
}

template <class Row>
void absorb_list(Fingerprint& print, std::vector<Row> const& rows) {
  print.absorb(std::uint64_t{rows.size()});
  for (auto const& row : rows) absorb(print, row);
}

}  // namespace

Fingerprint fingerprint_of(model::RunResult const& result) {
  Fingerprint print;
  absorb(print, static_cast<std::int64_t>(result.end));
  absorb(print, result.ended_at.count());
  print.absorb(result.events);
  absorb(print, result.trains_started);
  absorb(print, result.trains_ended);
  absorb(print, result.departures_cancelled);
  absorb(print, result.loads_created);
  absorb(print, result.loads_delivered);
  absorb(print, result.loads_turned_away);
  absorb(print, result.loads_inside);
  absorb_list(print, result.relations);
  absorb_list(print, result.waits);
  absorb_list(print, result.resources);
  absorb_list(print, result.terminals);
  // What a scenario does not ask for leaves its fingerprint as it was before it could be asked.
  if (!result.transits.empty()) absorb_list(print, result.transits);
  // Scenarios without fleets keep the fingerprints that they had before there were any.
  if (!result.fleets.empty()) absorb_list(print, result.fleets);
  for (auto const& relation : result.relations) {
    if (relation.expenses) absorb(print, *relation.expenses);
  }
  if (!result.closures.empty()) absorb_list(print, result.closures);
  if (!result.lanes.empty()) absorb_list(print, result.lanes);
  return print;
}

Answer run(scenario::Scenario const& scenario, model::RunOptions const& options) {
  auto result = model::run(scenario, options);
  auto const print = fingerprint_of(result);
  return Answer{options.seed, options.replication, scenario.hash, std::move(result), print};
}

}  // namespace caravan::experiment
