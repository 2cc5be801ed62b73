#include "output/figures.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "caravan/core/diagnostic.hpp"

namespace caravan::output {

Waits waits_of_loads(model::RunResult const& result) {
  Waits waits;
  std::map<std::string, Duration> by_cause;
  for (auto const& relation : result.relations) {
    waits.loads += static_cast<std::int64_t>(relation.lead_times.size());
    for (std::size_t i = 0; i < relation.stage_sums.size(); ++i) {
      auto const& stage = result.stages[model::StageId{i}];
      if (stage.kind != model::Stage::Kind::waiting) continue;
      auto const spent = Duration::milliseconds(relation.stage_sums[i]);
      by_cause[stage.cause] += spent;
      waits.total += spent;
    }
  }
  for (auto const& [cause, total] : by_cause) {
    if (total == Duration{}) continue;
    waits.causes.push_back({cause, total, share_of(total.count(), waits.total.count())});
  }
  std::sort(waits.causes.begin(), waits.causes.end(), [](auto const& a, auto const& b) {
    return std::tie(b.total, a.cause) < std::tie(a.total, b.cause);
  });
  return waits;
}

std::vector<model::RelationResult const*> by_deliveries(model::RunResult const& result) {
  std::vector<model::RelationResult const*> rows;
  for (auto const& relation : result.relations) rows.push_back(&relation);
  std::sort(rows.begin(), rows.end(), [](auto const* a, auto const* b) {
    return std::tie(b->delivered, a->from, a->to, a->by_truck, a->service_class) <
           std::tie(a->delivered, b->from, b->to, b->by_truck, b->service_class);
  });
  return rows;
}

std::vector<model::ResourceResult const*> tightest(model::RunResult const& result,
                                                   std::size_t count) {
  std::vector<model::ResourceResult const*> rows;
  for (auto const& resource : result.resources) {
    if (resource.utilisation > 0) rows.push_back(&resource);
  }
  std::sort(rows.begin(), rows.end(), [](auto const* a, auto const* b) {
    return std::tie(b->utilisation, b->waits_ms, a->name) <
           std::tie(a->utilisation, a->waits_ms, b->name);
  });
  std::set<std::pair<std::string, model::ResourceResult::Kind>> seen;
  std::erase_if(rows, [&seen](auto const* row) {
    auto const declared = row->mark.file ? row->mark.text() : row->name;
    return !seen.emplace(declared, row->kind).second;
  });
  if (rows.size() > count) rows.resize(count);
  return rows;
}

std::vector<model::TerminalResult const*> by_trains(model::RunResult const& result) {
  std::vector<model::TerminalResult const*> rows;
  for (auto const& terminal : result.terminals) rows.push_back(&terminal);
  std::sort(rows.begin(), rows.end(), [](auto const* a, auto const* b) {
    auto const trains_a = a->trains_in + a->trains_out;
    auto const trains_b = b->trains_in + b->trains_out;
    return std::tie(trains_b, a->terminal) < std::tie(trains_a, b->terminal);
  });
  return rows;
}

std::vector<Shortage> shortages(model::RunResult const& result) {
  std::vector<Shortage> rows;
  for (auto const& fleet : result.fleets) {
    for (auto const& stock : fleet.places) {
      if (stock.short_since != SimTime::never()) rows.push_back({&fleet, &stock});
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](Shortage const& a, Shortage const& b) {
    return a.stock->waits_ms > b.stock->waits_ms;
  });
  return rows;
}

std::vector<GaugeStock> gauge_ledger(model::RunResult const& result,
                                     scenario::Scenario const& scenario) {
  std::map<std::tuple<network::TrackGauge, bool, std::string>, GaugeStock> ledger;
  for (auto const& row : result.fleets) {
    auto const& fleet = scenario.fleets[row.fleet];
    if (fleet.kind != scenario::Fleet::Kind::wagons) continue;
    for (auto const& used : row.in_use) {
      auto& away = ledger[{used.gauge, false, ""}];
      away.mean += used.mean;
      away.at_end += used.at_end;
    }
    bool const one_gauge = row.in_use.empty();
    auto& away = ledger[{fleet.gauges.front(), false, ""}];
    if (one_gauge) {
      away.mean += static_cast<double>(row.size);
      away.at_end += row.with_trains_at_end + row.turning_round_at_end;
    }
    for (auto const& stock : row.places) {
      auto const& country = scenario.network.places()[stock.place].country;
      auto& side = ledger[{fleet.gauge_at(stock.place), true, country}];
      side.mean += stock.mean;
      side.at_end += stock.at_end;
      if (one_gauge) away.mean -= stock.mean;
    }
  }
  std::vector<GaugeStock> rows;
  for (auto& [key, row] : ledger) {
    std::tie(row.gauge, row.ready, row.country) = key;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<model::ClosureResult const*> worst(model::RunResult const& result, std::size_t count) {
  std::vector<model::ClosureResult const*> rows;
  for (auto const& closure : result.closures) rows.push_back(&closure);
  auto const key = [](model::ClosureResult const& row) {
    auto const after = !row.has_queue                      ? Duration{}
                       : row.recovered == SimTime::never() ? Duration::max()
                                                           : row.recovered - row.when.until;
    return std::tuple{after, row.of_trucks ? row.greatest_loads : row.greatest_trains,
                      row.cancelled + row.held};
  };
  std::sort(rows.begin(), rows.end(), [&key](auto const* a, auto const* b) {
    auto const place = [](auto const& row) { return std::tuple{row.closure, row.when.from}; };
    return std::tuple{key(*b), place(*a)} < std::tuple{key(*a), place(*b)};
  });
  rows.resize(std::min(rows.size(), count));
  return rows;
}

std::string name_of(model::RelationResult const& relation, scenario::Scenario const& scenario) {
  auto const& places = scenario.network.places();
  auto name = places[relation.from].name;
  if (relation.from != relation.to) name += " → " + places[relation.to].name;
  if (relation.by_truck) name += " by truck";
  if (!relation.service_class.empty()) name += ", " + relation.service_class;
  return name;
}

char const* name_of(model::ResourceResult::Kind kind) {
  using Kind = model::ResourceResult::Kind;
  switch (kind) {
    case Kind::tracks:
      return "tracks";
    case Kind::handling_tracks:
      return "handling tracks";
    case Kind::cranes:
      return "cranes";
    case Kind::activity:
      return "activity";
    case Kind::line:
      return "line";
    case Kind::wagons:
      return "wagons";
    case Kind::locomotives:
      return "locomotives";
    case Kind::crews:
      return "crews";
    case Kind::staff:
      return "staff";
    case Kind::bays:
      return "bays";
    case Kind::gauge_changers:
      return "gauge-changers";
    case Kind::shunting_engines:
      return "shunting-engines";
  }
  return "";
}

char const* name_of(model::End end) {
  switch (end) {
    case model::End::horizon:
      return "horizon";
    case model::End::stalled:
      return "stalled";
    case model::End::interrupted:
      return "interrupted";
  }
  return "";
}

double per_day(std::int64_t count, model::RunResult const& result) {
  auto const days = result.ended_at.since_start().in_days();
  return days > 0 ? static_cast<double>(count) / days : 0;
}

double share_of(std::int64_t part, std::int64_t whole) {
  return whole != 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

}  // namespace caravan::output
