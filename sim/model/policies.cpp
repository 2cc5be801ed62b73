#include "model/policies.hpp"

#include <cmath>

#include "caravan/core/contract.hpp"
#include "caravan/scenario/policy_names.hpp"

namespace caravan::model {

namespace {

constexpr double kMsInDay = 86'400'000;

double ms(Duration time) {
  return static_cast<double>(time.count());
}

std::size_t by_share(WayChoice const& choice, engine::Stream&) {
  return choice.drawn;
}

std::size_t by_queue(WayChoice const& choice, engine::Stream&) {
  return least(choice, [](WayOutlook const& way) { return static_cast<double>(way.queue); });
}

std::size_t by_time(WayChoice const& choice, engine::Stream&) {
  return least(choice, [](WayOutlook const& way) { return ms(way.expected()); });
}

/// Generalised cost: money, and time at its value.
std::size_t by_cost(WayChoice const& choice, engine::Stream&) {
  return least(choice, [](WayOutlook const& way) {
    return way.cost + way.value_of_time * ms(way.expected()) / kMsInDay;
  });
}

bool by_chance(Selection const& piece, engine::Stream& stream) {
  return stream.uniform() < piece.share;
}

/// Of a hundred at a share of 5 % numbers 20, 40, 60, 80 and 100.
bool every_nth(Selection const& piece, engine::Stream&) {
  constexpr double kRounding = 1e-9;
  auto const selected_until = [&](std::int64_t number) {
    return std::floor(static_cast<double>(number) * piece.share + kRounding);
  };
  return selected_until(piece.number) > selected_until(piece.number - 1);
}

std::size_t earliest(SlotChoice const&, engine::Stream&) {
  return 0;
}

/// The policy of this name in `table`; none if it is the `usual` one, which needs no call.
template <class Policy>
Policy const* find_policy(std::string const& name, char const* usual,
                          std::map<std::string, Policy> const& table) {
  if (name == usual || name.empty()) {
    return nullptr;
  }
  auto const found = table.find(name);
  expects(found != table.end(), "a run has every policy that its scenario names");
  return &found->second;
}

template <class Policy>
void replace(std::map<std::string, Policy>& table, std::map<std::string, Policy> const& more) {
  for (auto const& [name, policy] : more) {
    table[name] = policy;
  }
}

}  // namespace

Policies built_in_policies() {
  namespace names = scenario::way_policy;
  Policies policies;
  policies.way = {{names::kShare, by_share},
                  {names::kLeastQueue, by_queue},
                  {names::kLeastTime, by_time},
                  {names::kLeastCost, by_cost}};
  policies.selection = {{scenario::selection_policy::kChance, by_chance},
                        {scenario::selection_policy::kEveryNth, every_nth}};
  policies.slot = {{scenario::slot_policy::kEarliest, earliest}};
  return policies;
}

Policies all_policies(Policies const& more) {
  auto policies = built_in_policies();
  replace(policies.way, more.way);
  replace(policies.selection, more.selection);
  replace(policies.slot, more.slot);
  return policies;
}

WayPolicy const* way_named(std::string const& name, Policies const& policies) {
  return find_policy(name, scenario::way_policy::kShare, policies.way);
}

SelectionPolicy const* selection_named(std::string const& name, Policies const& policies) {
  return find_policy(name, scenario::selection_policy::kChance, policies.selection);
}

SlotPolicy const* slot_named(std::string const& name, Policies const& policies) {
  return find_policy(name, scenario::slot_policy::kEarliest, policies.slot);
}

std::size_t least(WayChoice const& choice, std::function<double(WayOutlook const&)> const& figure) {
  auto best = choice.drawn;
  for (std::size_t number = 0; number < choice.ways.size(); ++number) {
    auto const& way = choice.ways[number];
    auto const& other = choice.ways[best];
    if (way.open != other.open ? way.open : figure(way) < figure(other)) {
      best = number;
    }
  }
  return best;
}

}  // namespace caravan::model
