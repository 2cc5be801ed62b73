#include "model/way_choices.hpp"

#include <algorithm>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"

namespace caravan::model {

WayChoices::WayChoices(World& world) : world_{world} {
  auto const& scenario = world.scenario;
  for (auto const id : scenario.services.ids()) {
    auto const& service = scenario.services[id];
    add({&service,
         world.source_of(id),
         id,
         {},
         std::max(1.0, mean(service.units)),
         static_cast<double>(scenario.consists[service.consist].wagons)});
  }
  for (auto const id : scenario.flows.ids()) {
    add({&scenario.flows[id], world.source_of(id), {}, id, 1, 1});
  }
}

void WayChoices::add(Outlook::Traveller const& traveller) {
  auto& choice = choices_.emplace_back();
  auto const& demand = *traveller.demand;
  choice.policy = way_named(demand.choose, world_.policies);
  if (choice.policy == nullptr) {
    return;
  }
  for (std::size_t way = 0; way < demand.ways.size(); ++way) {
    choice.ends.push_back(demand.ways[way].route.to);
    choice.ways.emplace_back(world_, traveller, way);
  }
}

std::size_t WayChoices::choose(SourceId source, std::size_t drawn, Tag who) const {
  auto const& choice = choices_[source.number()];
  if (choice.policy == nullptr) {
    return drawn;
  }
  WayChoice question;
  question.now = world_.engine.now();
  std::vector<std::size_t> numbers;
  for (std::size_t way = 0; way < choice.ways.size(); ++way) {
    if (choice.ends[way] != choice.ends[drawn]) {
      continue;
    }
    if (way == drawn) {
      question.drawn = numbers.size();
    }
    numbers.push_back(way);
    question.ways.push_back(choice.ways[way].now());
  }
  auto stream = world_.stream(who, hash_of("policy of ways"));
  auto const chosen = (*choice.policy)(question, stream);
  expects(chosen < numbers.size(), "a policy answers with the number of a way that it was offered");
  return numbers[chosen];
}

}  // namespace caravan::model
