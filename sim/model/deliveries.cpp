#include "model/deliveries.hpp"

#include "caravan/core/sort.hpp"

#include "model/new_loads.hpp"

namespace caravan::model {

/// Found by name once for each way.
Deliveries::Relation& Deliveries::relation_of(Load const& load) {
  auto const by_truck = load.account.tag.kind == Tag::Kind::truck;
  auto const number = 2 * load.way_number + (by_truck ? 1 : 0);
  if (number >= by_way_.size()) {
    by_way_.resize(number + 1);
  }
  auto& known = by_way_[number];
  if (known == nullptr) {
    known = &named_relation_of(load);
  }
  return *known;
}

Deliveries::Relation& Deliveries::named_relation_of(Load const& load) {
  Key const key{load.way->route.from, load.way->route.to, load.account.tag.kind == Tag::Kind::truck,
                demand_of(load, world_.scenario).service_class};
  auto const [entry, is_new] = relations_.try_emplace(key);
  if (is_new) {
    auto& result = entry->second.result;
    result.from = key.from;
    result.to = key.to;
    result.by_truck = key.by_truck;
    result.service_class = key.service_class;
    result.stage_sums.resize(world_.stages.size());
  }
  return entry->second;
}

void Deliveries::created(Load const& load) {
  ++created_;
  ++relation_of(load).result.created;
}

void Deliveries::ended(Load const& load, observed::Ended::How how) {
  auto& [relation, bill] = relation_of(load);
  if (how == observed::Ended::How::turned_away) {
    ++turned_away_;
    ++relation.turned_away;
    return;
  }
  ++delivered_;
  ++relation.delivered;
  auto const& initial = world_.scenario.initial;
  auto const counted = initial && initial->counted && load.of_start;
  if (load.account.created < world_.scenario.clock.warm_up && !counted) {
    return;
  }
  auto const lead_time = world_.engine.now() - load.account.created;
  relation.lead_times.push_back(lead_time.count());
  if (load.due != Duration::max()) {
    ++relation.with_due;
    relation.on_time += lead_time <= load.due ? 1 : 0;
    relation.lateness.push_back((lead_time - load.due).count());
  }
  if (auto const* goods = goods_of(load, world_.scenario);
      goods != nullptr && goods->spoils_after) {
    ++relation.perishable;
    relation.spoiled += lead_time > *goods->spoils_after ? 1 : 0;
  }
  world_.books.ledger().for_each(load.account.row, [&](StageId stage, std::int64_t sum) {
    add_time(relation.stage_sums[stage.number()], sum);
  });
  if (world_.priced) {
    bill.enter(world_, load);
  }
}

std::vector<RelationResult> Deliveries::results() const {
  std::vector<RelationResult> results;
  for (auto const& [key, relation] : relations_) {
    results.push_back(relation.result);
    if (world_.priced) {
      results.back().expenses = relation.bill.priced(world_.scenario);
    }
    sort_numbers(results.back().lead_times);
    sort_numbers(results.back().lateness);
  }
  return results;
}

}  // namespace caravan::model
