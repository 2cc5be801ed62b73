#include "caravan/experiment/run.hpp"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace caravan::experiment {
namespace {

model::RunResult small_result() {
  model::RunResult result{};
  result.stages = model::Stages{scenario::Scenario{}};
  result.events = 12;
  model::RelationResult relation{};
  relation.from = scenario::PlaceId{0};
  relation.to = scenario::PlaceId{1};
  relation.lead_times = {1, 2};
  relation.stage_sums = {1, 2};
  result.relations = {relation};
  result.transits = {{"port-to-port", {1}}};
  model::ResourceResult resource{};
  resource.name = "cranes";
  result.resources = {resource};
  result.terminals.resize(1);
  result.fleets.resize(1);
  result.fleets.front().places.resize(1);
  result.waits.resize(1);
  result.closures.resize(1);
  result.closures[0].closure = scenario::ClosureId{0};
  return result;
}

TEST(FingerprintOfAResult, is_equal_for_equal_results) {
  EXPECT_EQ(fingerprint_of(small_result()), fingerprint_of(small_result()));
}

TEST(FingerprintOfAResult, moves_with_every_reported_integer) {
  std::vector<std::function<void(model::RunResult&)>> const changes{
      [](auto& r) { r.end = model::End::stalled; },
      [](auto& r) { r.ended_at = SimTime::at(Duration::milliseconds(1)); },
      [](auto& r) { ++r.events; },
      [](auto& r) { ++r.trains_started; },
      [](auto& r) { ++r.trains_ended; },
      [](auto& r) { ++r.departures_cancelled; },
      [](auto& r) { ++r.loads_created; },
      [](auto& r) { ++r.loads_delivered; },
      [](auto& r) { ++r.loads_turned_away; },
      [](auto& r) { ++r.loads_inside; },
      [](auto& r) { r.relations[0].from = scenario::PlaceId{2}; },
      [](auto& r) { r.relations[0].to = scenario::PlaceId{2}; },
      [](auto& r) { r.relations[0].by_truck = true; },
      [](auto& r) { r.relations[0].service_class = "express"; },
      [](auto& r) { r.transits = {{"china-to-poland", {1}}}; },
      [](auto& r) { r.transits[0].times = {2}; },
      [](auto& r) { ++r.relations[0].created; },
      [](auto& r) { ++r.relations[0].delivered; },
      [](auto& r) { ++r.relations[0].turned_away; },
      [](auto& r) { ++r.relations[0].on_time; },
      [](auto& r) { ++r.relations[0].with_due; },
      [](auto& r) { ++r.relations[0].perishable; },
      [](auto& r) { r.relations[0].perishable = r.relations[0].spoiled = 1; },
      [](auto& r) { ++r.relations[0].lead_times[1]; },
      [](auto& r) { ++r.relations[0].stage_sums[0]; },
      // The same numbers, but the border between two lists has moved.
      [](auto& r) {
        r.relations[0].lead_times = {1, 2, 1};
        r.relations[0].stage_sums = {2};
      },
      [](auto& r) { ++r.waits[0].train_ms; },
      [](auto& r) { ++r.waits[0].load_ms; },
      [](auto& r) { r.waits[0].stage = model::StageId{3}; },
      [](auto& r) { r.resources[0].name = "crane"; },
      [](auto& r) { ++r.resources[0].capacity; },
      [](auto& r) { ++r.resources[0].served; },
      [](auto& r) { ++r.resources[0].waits_ms; },
      [](auto& r) { ++r.resources[0].greatest_queue; },
      [](auto& r) { ++r.terminals[0].trains_in; },
      [](auto& r) { ++r.terminals[0].trains_out; },
      [](auto& r) { ++r.terminals[0].units; },
      [](auto& r) { ++r.terminals[0].lifts; },
      [](auto& r) { ++r.terminals[0].direct; },
      [](auto& r) { ++r.terminals[0].greatest_trains_waiting; },
      [](auto& r) { ++r.terminals[0].trains_waiting_at_end; },
      [](auto& r) { r.fleets[0].fleet = scenario::FleetId{1}; },
      [](auto& r) { ++r.fleets[0].size; },
      [](auto& r) { ++r.fleets[0].with_trains_at_end; },
      [](auto& r) { ++r.fleets[0].turning_round_at_end; },
      [](auto& r) { ++r.fleets[0].as_passengers_at_end; },
      [](auto& r) { ++r.fleets[0].returns; },
      [](auto& r) { ++r.fleets[0].overtime; },
      [](auto& r) { r.fleets[0].places[0].place = scenario::PlaceId{1}; },
      [](auto& r) { ++r.fleets[0].places[0].at_start; },
      [](auto& r) { ++r.fleets[0].places[0].at_end; },
      [](auto& r) { ++r.fleets[0].places[0].least; },
      [](auto& r) { ++r.fleets[0].places[0].trains; },
      [](auto& r) { r.fleets[0].places[0].short_since = SimTime::start(); },
      [](auto& r) { ++r.fleets[0].places[0].waits_ms; },
      [](auto& r) { ++r.fleets[0].places[0].waiting_at_end; },
      [](auto& r) { ++r.fleets[0].places[0].greatest_queue; },
      [](auto& r) { r.closures.clear(); },
      [](auto& r) { r.closures[0].closure = scenario::ClosureId{1}; },
      [](auto& r) { r.closures[0].when.from = SimTime::at(Duration::hours(1)); },
      [](auto& r) { r.closures[0].when.until = SimTime::at(Duration::hours(1)); },
      [](auto& r) { ++r.closures[0].waiting_before; },
      [](auto& r) { ++r.closures[0].greatest_trains; },
      [](auto& r) { ++r.closures[0].greatest_loads; },
      [](auto& r) { ++r.closures[0].cancelled; },
      [](auto& r) { ++r.closures[0].held; },
      [](auto& r) { r.closures[0].recovered = SimTime::start(); },
  };
  auto const before = fingerprint_of(small_result());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto changed = small_result();
    changes[i](changed);
    EXPECT_NE(fingerprint_of(changed), before) << "change " << i;
  }
}

}  // namespace
}  // namespace caravan::experiment
