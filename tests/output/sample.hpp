/// A small scenario and a result of it, made by hand, for tests of the texts.
#pragma once

#include <string>

#include "caravan/experiment/run.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

inline constexpr std::int64_t kHour = 3'600'000;
inline constexpr std::int64_t kDay = 24 * kHour;

/// Places almaty, khorgos, xian; one terminal `khorgos-port`; one activity `customs`; ten days from
/// 2024-03-01 00:00 Asia/Almaty.
inline scenario::Scenario sample_scenario() {
  scenario::Scenario s;
  s.name = "sample";
  s.hash = "00112233-44556677-8899aabb-ccddeeff";
  s.clock.epoch_ms = 1'709'233'200'000;  // 2024-02-29 19:00 UTC
  s.clock.local = LocalClock{"Asia/Almaty", StepFunction<Duration>{Duration::hours(5)}};
  s.clock.horizon = SimTime::at(Duration::days(10));
  Table<network::PlaceId, network::Place> places;
  for (auto const* name : {"almaty", "khorgos", "xian"}) {
    places.add({name, "", {}, {}});
    scenario::PlaceDetail detail;
    bool const chinese = std::string{name} == "xian";
    detail.local = LocalClock{chinese ? "Asia/Shanghai" : "Asia/Almaty",
                              StepFunction<Duration>{Duration::hours(chinese ? 8 : 5)}};
    s.places.add(detail);
  }
  Table<network::LinkId, network::Link> links;
  using network::PlaceId;
  links.add({"cn-trunk",
             PlaceId{2},
             PlaceId{1},
             {network::Mode::rail, {1435}},
             3.5e6,
             Duration::hours(60),
             {}});
  links.add({"kz-south",
             PlaceId{1},
             PlaceId{0},
             {network::Mode::rail, {1520}},
             3.8e5,
             Duration::hours(10),
             {}});
  s.links = Table<network::LinkId, scenario::LinkDetail>{2};
  s.network = network::Network{places, links, {}};
  scenario::Activity customs{};
  customs.name = "customs";
  customs.place = PlaceId{1};
  s.activities.add(customs);
  scenario::Terminal port{};
  port.name = "khorgos-port";
  port.place = PlaceId{1};
  s.terminals.add(port);
  return s;
}

inline model::RelationResult sample_relation(model::Stages const& stages) {
  model::RelationResult relation{};
  relation.from = scenario::PlaceId{2};
  relation.to = scenario::PlaceId{0};
  relation.created = 5;
  relation.delivered = 4;
  relation.lead_times = {4 * kDay, 5 * kDay, 5 * kDay, 8 * kDay};
  relation.stage_sums.assign(stages.size(), 0);
  relation.stage_sums[stages.running.number()] = 12 * kDay;
  relation.stage_sums[stages.crane.number()] = 6 * kDay;
  relation.stage_sums[stages.onward.number()] = 3 * kDay;
  relation.stage_sums[stages.queue(scenario::ActivityId{0}).number()] = 1 * kDay;
  return relation;
}

inline model::ResourceResult sample_resource() {
  model::ResourceResult cranes{};
  cranes.name = "khorgos-port cranes";
  cranes.kind = model::ResourceResult::Kind::cranes;
  cranes.place = scenario::PlaceId{1};
  cranes.capacity = 2;
  cranes.utilisation = 0.914;
  cranes.served = 4;
  cranes.waits_ms = 6 * kDay;
  cranes.mean_queue = 0.6;
  cranes.greatest_queue = 3;
  return cranes;
}

inline model::RunResult sample_result(scenario::Scenario const& scenario) {
  model::RunResult result{};
  result.ended_at = scenario.clock.horizon;
  result.stages = model::Stages{scenario};
  result.events = 12'345;
  result.trains_started = 12;
  result.trains_ended = 10;
  result.loads_created = 1205;
  result.loads_delivered = 1004;
  result.loads_inside = 201;
  result.relations = {sample_relation(result.stages)};
  result.waits = {{scenario::PlaceId{1}, result.stages.crane, 2 * kDay, 6 * kDay}};
  result.resources = {sample_resource()};
  model::TerminalResult terminal{};
  terminal.terminal = scenario::TerminalId{0};
  terminal.trains_in = 12;
  terminal.trains_out = 11;
  terminal.units = 600;
  terminal.lifts = 980;
  terminal.direct = 220;
  terminal.mean_trains_waiting = 1.25;
  terminal.greatest_trains_waiting = 4;
  terminal.mean_yard_teu = 56.5;
  result.terminals = {terminal};
  model::Source service{};
  service.name = "xian-almaty";
  result.sources.add(service);
  model::Source onward{};
  onward.kind = model::Source::Kind::onward;
  onward.name = "khorgos>almaty";
  result.sources.add(onward);
  return result;
}

inline experiment::Answer sample_answer(scenario::Scenario const& scenario) {
  experiment::Answer answer{.seed = 7,
                            .replication = 0,
                            .scenario_hash = scenario.hash,
                            .result = sample_result(scenario),
                            .results = {}};
  return answer;
}

}  // namespace caravan::output
