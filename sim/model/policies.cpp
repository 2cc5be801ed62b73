#include "model/policies.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "caravan/core/contract.hpp"
#include "caravan/scenario/policy_names.hpp"

namespace caravan::model {

namespace {

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
    return way.cost + way.value_of_time * ms(way.expected()) / ms(Duration::days(1));
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

/// The lift with the least `figure`; of equals the usual one.
template <class Figure>
std::size_t least_lift(LiftChoice const& choice, Figure figure) {
  auto const& lifts = choice.lifts;
  auto const best = std::min_element(lifts.begin(), lifts.end(), [&](Lift const& a, Lift const& b) {
    return figure(a) < figure(b);
  });
  return static_cast<std::size_t>(best - lifts.begin());
}

std::size_t onward_first(LiftChoice const&, engine::Stream&) {
  return 0;
}

std::size_t first_come(LiftChoice const& choice, engine::Stream&) {
  return least_lift(choice, [](Lift const& lift) { return lift.since; });
}

std::size_t shortest_job(LiftChoice const& choice, engine::Stream&) {
  return least_lift(choice, [](Lift const& lift) { return lift.left; });
}

std::size_t earliest_due(LiftChoice const& choice, engine::Stream&) {
  return least_lift(choice, [](Lift const& lift) { return lift.due; });
}

std::size_t by_priority(LiftChoice const& choice, engine::Stream&) {
  return least_lift(choice, [](Lift const& lift) { return -lift.priority; });
}

/// It is placed when there is enough, or when the oldest load has waited so long; then it leaves.
SimTime when_oldest(Forming const& train, engine::Stream&) {
  if (train.load_teu < train.least * train.capacity_teu) {
    return SimTime::never();
  }
  auto const enough = !train.placed && train.load_teu >= train.open_at * train.capacity_teu;
  auto const waited =
      train.oldest == SimTime::never() ? SimTime::never() : train.oldest + train.longest_wait;
  return enough ? train.now : waited;
}

/// It is placed for as much as `open_at` and leaves full.
SimTime when_full(Forming const& train, engine::Stream&) {
  auto const share = train.placed ? 1.0 : train.open_at;
  return train.load_teu >= share * train.capacity_teu ? train.now : SimTime::never();
}

/// It is placed for the least and leaves with it, and with what else is at hand.
SimTime when_least(Forming const& train, engine::Stream&) {
  return train.load_teu >= train.least * train.capacity_teu ? train.now : SimTime::never();
}

/// Whole minutes, to compare: the greatest that fits stands for all that lie beyond.
std::int32_t minutes(Duration time) {
  constexpr std::int64_t kMsInMinute = 60'000;
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::min(time.count() / kMsInMinute, kMost));
}

std::int32_t dispatch_by_priority(Dispatch const& train, engine::Stream&) {
  return static_cast<std::int32_t>(train.priority);
}

std::int32_t dispatch_as_they_come(Dispatch const&, engine::Stream&) {
  return 0;
}

std::int32_t most_delayed(Dispatch const& train, engine::Stream&) {
  return minutes(train.waited);
}

std::int32_t dispatch_by_due(Dispatch const& train, engine::Stream&) {
  return -minutes(train.due - SimTime::start());
}

std::int32_t alternate(Dispatch const& train, engine::Stream&) {
  return static_cast<std::int32_t>(-train.turn);
}

/// The home with the greatest `claim`; of equals the nearer, then the first.
template <class Claim>
std::size_t greatest_claim(HomeChoice const& choice, Claim claim) {
  auto const& homes = choice.homes;
  auto const best = std::min_element(homes.begin(), homes.end(), [&](Home const& a, Home const& b) {
    auto const claim_a = claim(a);
    auto const claim_b = claim(b);
    return claim_a != claim_b ? claim_a > claim_b : a.away < b.away;
  });
  return static_cast<std::size_t>(best - homes.begin());
}

/// In proportion to what it wants.
std::size_t where_most_are_lacking(HomeChoice const& choice, engine::Stream&) {
  return greatest_claim(choice, [](Home const& home) {
    return static_cast<double>(home.lacking) /
           static_cast<double>(std::max<std::int64_t>(home.wanted, 1));
  });
}

std::size_t to_the_nearest(HomeChoice const& choice, engine::Stream&) {
  return greatest_claim(choice, [](Home const&) { return 0; });
}

std::size_t to_the_nearest_that_lacks(HomeChoice const& choice, engine::Stream&) {
  return greatest_claim(choice, [](Home const& home) { return home.lacking > 0 ? 1 : 0; });
}

/// To the one that has had least of its share.
std::size_t by_share_in_turn(HomeChoice const& choice, engine::Stream&) {
  return greatest_claim(choice, [](Home const& home) {
    return -(1.0 + static_cast<double>(home.sent)) / home.share;
  });
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
  policies.crane = {{scenario::crane_policy::kOnwardFirst, onward_first},
                    {scenario::crane_policy::kFirstCome, first_come},
                    {scenario::crane_policy::kShortestJob, shortest_job},
                    {scenario::crane_policy::kEarliestDue, earliest_due},
                    {scenario::crane_policy::kPriority, by_priority}};
  policies.forming = {{scenario::forming_policy::kOldest, when_oldest},
                      {scenario::forming_policy::kFull, when_full},
                      {scenario::forming_policy::kLeast, when_least}};
  policies.dispatch = {{scenario::dispatch_policy::kPriority, dispatch_by_priority},
                       {scenario::dispatch_policy::kFirstCome, dispatch_as_they_come},
                       {scenario::dispatch_policy::kMostDelayed, most_delayed},
                       {scenario::dispatch_policy::kEarliestDue, dispatch_by_due},
                       {scenario::dispatch_policy::kAlternate, alternate}};
  policies.home = {{scenario::home_policy::kNeeded, where_most_are_lacking},
                   {scenario::home_policy::kNearest, to_the_nearest},
                   {scenario::home_policy::kNearestNeeded, to_the_nearest_that_lacks},
                   {scenario::home_policy::kShare, by_share_in_turn}};
  return policies;
}

Policies all_policies(Policies const& more) {
  auto policies = built_in_policies();
  replace(policies.way, more.way);
  replace(policies.selection, more.selection);
  replace(policies.slot, more.slot);
  replace(policies.crane, more.crane);
  replace(policies.forming, more.forming);
  replace(policies.dispatch, more.dispatch);
  replace(policies.home, more.home);
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

CranePolicy const* crane_named(std::string const& name, Policies const& policies) {
  return find_policy(name, scenario::crane_policy::kOnwardFirst, policies.crane);
}

FormingPolicy const* forming_named(std::string const& name, Policies const& policies) {
  return find_policy(name, scenario::forming_policy::kOldest, policies.forming);
}

DispatchPolicy const* dispatch_named(std::string const& name, Policies const& policies) {
  return find_policy(name, scenario::dispatch_policy::kPriority, policies.dispatch);
}

HomePolicy const* home_named(std::string const& name, Policies const& policies) {
  return find_policy(name, "", policies.home);
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
