// Routes against the plainest method there is: list every path without repeated states, and sort.

#include <array>
#include <set>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/network/route.hpp"

#include "maps.hpp"

namespace caravan::network::test {
namespace {

/// A seeded source of small numbers.
class Luck {
 public:
  explicit Luck(std::uint64_t seed) : seed_{seed} {}
  /// 0 to `count` - 1.
  std::size_t below(std::size_t count) {
    ++drawn_;
    return scatter(seed_ * 1'000'003U + drawn_) % count;
  }
  bool one_in(std::size_t count) { return below(count) == 0; }

 private:
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

constexpr std::array kCarriers{kChina, kBroad, kRoad};

Network random_network(Luck& luck) {
  Lines lines;
  auto const places = 2 + luck.below(4);
  for (std::size_t i = 0; i < places; ++i) {
    lines.places.push_back({"p" + std::to_string(i)});
  }
  auto const a_place = [&] { return lines.places[luck.below(places)].name; };
  auto const links = 2 + luck.below(10);
  for (std::size_t i = 0; i < links; ++i) {
    auto const a = a_place();
    auto const b = a_place();
    auto const carrier = kCarriers[luck.below(3)];
    // Few different times, zero among them, so that equal routes are common.
    auto const hours = static_cast<std::int64_t>(luck.below(4));
    lines.links.push_back({"l" + std::to_string(i), a, b, carrier, hours});
  }
  auto const transfers = luck.below(12);
  for (std::size_t i = 0; i < transfers; ++i) {
    auto const place = a_place();
    auto const from = kCarriers[luck.below(3)];
    auto const to = kCarriers[luck.below(3)];
    auto const hours = static_cast<std::int64_t>(luck.below(3));
    lines.transfers.push_back({"t" + std::to_string(i), place, from, to, hours});
  }
  return network_of(lines);
}

RouteRequest random_request(Network const& network, Luck& luck) {
  auto const a_place = [&] { return PlaceId{luck.below(network.places().size())}; };
  RouteRequest request;
  request.from = a_place();
  request.to = a_place();
  while (luck.one_in(3)) {
    request.via.push_back(a_place());
  }
  if (luck.one_in(4)) {
    request.avoid_places.push_back(a_place());
  }
  if (luck.one_in(4)) {
    request.avoid_links.push_back(LinkId{luck.below(network.links().size())});
  }
  if (luck.one_in(5)) {
    request.modes.push_back(luck.one_in(2) ? Mode::rail : Mode::road);
  }
  if (luck.one_in(3)) {
    request.begins = kCarriers[luck.below(3)];
  }
  if (luck.one_in(3)) {
    request.ends = kCarriers[luck.below(3)];
  }
  return request;
}

/// Every route of a request, from the words of `RouteRequest` alone.
class AllRoutes {
 public:
  AllRoutes(Network const& network, RouteRequest const& request)
      : network_{network}, request_{request} {
    route_ = {request.from, request.to, {}, {}};
    walk(stage_at(0, request.from), request.from, request.begins);
    std::ranges::sort(found_, [](Route const& a, Route const& b) {
      return std::tuple{a.time, a.steps.size(), a.steps} <
             std::tuple{b.time, b.steps.size(), b.steps};
    });
  }
  [[nodiscard]] std::vector<Route> const& routes() const { return found_; }

 private:
  using State = std::tuple<std::size_t, PlaceId, std::optional<Carrier>>;

  template <class T>
  static bool has(std::vector<T> const& list, T const& value) {
    return std::ranges::find(list, value) != list.end();
  }
  [[nodiscard]] bool usable(Carrier carrier) const {
    return request_.modes.empty() || has(request_.modes, carrier.mode);
  }
  [[nodiscard]] std::size_t stage_at(std::size_t stage, PlaceId place) const {
    while (stage < request_.via.size() && request_.via[stage] == place) {
      ++stage;
    }
    return stage;
  }
  [[nodiscard]] bool arrived(std::size_t stage, PlaceId place,
                             std::optional<Carrier> carrier) const {
    return stage == request_.via.size() && place == request_.to &&
           (!request_.ends || !carrier || *carrier == *request_.ends);
  }
  /// `carrier` is empty at a start that leaves it open.
  void walk(std::size_t stage, PlaceId place, std::optional<Carrier> carrier) {
    if (has(request_.avoid_places, place)) {
      return;
    }
    if (arrived(stage, place, carrier)) {
      found_.push_back(route_);
      return;
    }
    auto const open_start =
        !request_.begins && place == request_.from && stage == stage_at(0, place);
    if (!visited_.insert({stage, place, open_start ? std::nullopt : carrier}).second) {
      return;
    }
    for (auto const id : network_.links().ids()) {
      auto const& link = network_.links()[id];
      auto const touches = link.a == place || link.b == place;
      if (touches && link.a != link.b && usable(link.carrier) && !has(request_.avoid_links, id) &&
          (!carrier || *carrier == link.carrier)) {
        auto const next = link.a == place ? link.b : link.a;
        take(Travel{id, link.a == place}, link.running_time, stage, next, link.carrier);
      }
    }
    for (auto const id : network_.transfers().ids()) {
      auto const& transfer = network_.transfers()[id];
      if (carrier && transfer.place == place && transfer.from == *carrier &&
          usable(transfer.from) && usable(transfer.to)) {
        take(Change{id}, transfer.time, stage, place, transfer.to);
      }
    }
    visited_.erase({stage, place, open_start ? std::nullopt : carrier});
  }
  void take(Step const& step, Duration time, std::size_t stage, PlaceId place, Carrier carrier) {
    route_.steps.push_back(step);
    route_.time += time;
    walk(stage_at(stage, place), place, carrier);
    route_.time -= time;
    route_.steps.pop_back();
  }

  Network const& network_;
  RouteRequest const& request_;
  Route route_;
  std::set<State> visited_;
  std::vector<Route> found_;
};

TEST(BruteForce, AgreesOnTheQuickestAndTheNextTenRoutesOfTwoHundredNetworks) {
  int with_route = 0;
  int with_choice = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    Luck luck{seed};
    auto const network = random_network(luck);
    for (int i = 0; i < 5; ++i) {
      auto const request = random_request(network, luck);
      AllRoutes const all{network, request};
      auto expected = all.routes();
      auto const found = find_route(network, request);
      ASSERT_EQ(std::holds_alternative<Route>(found), !expected.empty());
      if (!expected.empty()) {
        EXPECT_EQ(std::get<Route>(found), expected.front());
        ++with_route;
        with_choice += expected.size() > 3 ? 1 : 0;
      } else {
        EXPECT_FALSE(std::get<Unreachable>(found).explanation.empty());
      }
      expected.resize(std::min<std::size_t>(expected.size(), 11));
      ASSERT_EQ(RouteFinder{network}.alternatives(request, 11), expected);
    }
  }
  // The sample has teeth: many requests have a route, and many have several.
  EXPECT_GT(with_route, 300);
  EXPECT_GT(with_choice, 50);
}

TEST(BruteForce, TheWayReallyLeadsToThePlaceWhereItIsSaidToBreakOff) {
  int refusals = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    Luck luck{seed};
    auto const network = random_network(luck);
    auto const request = random_request(network, luck);
    auto const found = find_route(network, request);
    if (!std::holds_alternative<Unreachable>(found)) {
      continue;
    }
    auto const& reason = std::get<Unreachable>(found);
    auto const says = [&](char const* words) {
      return reason.explanation.find(words) != std::string::npos;
    };
    if (says("also to be avoided") || says("no chain of links") || says("besides")) {
      continue;  // these name the start, the map without carriers, or the map without the limits
    }
    auto there = request;
    there.via.clear();
    there.to = reason.nearest;
    there.ends = reason.carrier;
    EXPECT_TRUE(std::holds_alternative<Route>(find_route(network, there))) << reason.explanation;
    ++refusals;
  }
  EXPECT_GT(refusals, 50);
}

}  // namespace
}  // namespace caravan::network::test
