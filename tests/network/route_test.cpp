#include "caravan/network/route.hpp"

#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "maps.hpp"

namespace caravan::network::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Route, FromYiwuToMadridChangesGaugeThreeTimes) {
  auto const network = network_of(corridor());
  // 30+50+24+1 +5 +12+8+60 +9 +1+40+45 +7 +20 by Khorgos = 312; by Alashankou 30+50+20 +6 +28+60
  // +9 +1+40+45 +7 +20 = 316.
  EXPECT_EQ(answer(network, {"yiwu", "madrid"}),
            "yiwu → xian → urumqi → khorgos → altynkol ⇄ 1520 mm → almaty → moiynty → brest ⇄ 1435 "
            "mm → malaszewicze → duisburg → irun ⇄ 1668 mm → madrid (312 h)");
  auto const found = find_route(network, request_of(network, {"yiwu", "madrid"}));
  auto const legs = legs_of(network, std::get<Route>(found));
  ASSERT_EQ(legs.size(), 4U);
  EXPECT_EQ(legs[0].carrier, kChina);
  EXPECT_EQ(legs[1].carrier, kBroad);
  EXPECT_EQ(legs[2].carrier, kChina);
  EXPECT_EQ(legs[3].carrier, kIberia);
}

TEST(Route, TheWayBackTakesTheSameTime) {
  auto const network = network_of(corridor());
  EXPECT_EQ(
      answer(network, {"madrid", "yiwu"}),
      "madrid → irun ⇄ 1435 mm → duisburg → malaszewicze → brest ⇄ 1520 mm → moiynty → almaty "
      "→ altynkol ⇄ 1435 mm → khorgos → urumqi → xian → yiwu (312 h)");
}

TEST(Route, AlternativesCompareKhorgosWithAlashankou) {
  auto const network = network_of(corridor());
  auto const routes = RouteFinder{network}.alternatives(request_of(network, {"yiwu", "madrid"}), 5);
  ASSERT_EQ(routes.size(), 2U);  // the map has no third way without a circle
  EXPECT_EQ(routes[0].time, Duration::hours(312));
  EXPECT_EQ(routes[1].time, Duration::hours(316));
  EXPECT_EQ(
      text_of(network, routes[1]),
      "yiwu → xian → urumqi → alashankou ⇄ 1520 mm → moiynty → brest ⇄ 1435 mm → malaszewicze "
      "→ duisburg → irun ⇄ 1668 mm → madrid");
}

TEST(Route, ViaIsPassedInItsOrder) {
  auto const network = network_of(corridor());
  EXPECT_EQ(answer(network, {.from = "xian", .to = "brest", .via = {"alashankou"}}),
            "xian → urumqi → alashankou ⇄ 1520 mm → moiynty → brest (164 h)");
  // A stop on a branch is reached and left by the same line.
  EXPECT_EQ(answer(network, {.from = "xian", .to = "alashankou", .via = {"altynkol", "urumqi"}}),
            "xian → urumqi → khorgos → altynkol → khorgos → urumqi → alashankou (120 h)");
  EXPECT_EQ(answer(network, {.from = "almaty", .to = "almaty", .via = {"moiynty"}}),
            "almaty → moiynty → almaty (16 h)");
  EXPECT_EQ(answer(network, {.from = "almaty", .to = "moiynty", .via = {"almaty", "moiynty"}}),
            "almaty → moiynty (8 h)");
}

TEST(Route, WhatIsAvoidedIsNotUsed) {
  auto const network = network_of(corridor());
  auto const* const by_alashankou =
      "xian → urumqi → alashankou ⇄ 1520 mm → moiynty → brest (164 h)";
  EXPECT_EQ(answer(network, {.from = "xian", .to = "brest", .avoid_places = {"almaty"}}),
            by_alashankou);
  EXPECT_EQ(answer(network, {.from = "xian", .to = "brest", .avoid_links = {"khorgos-altynkol"}}),
            by_alashankou);
}

TEST(Route, BeginsAndEndsOnTheCarrierThatIsAskedFor) {
  auto const network = network_of(corridor());
  EXPECT_EQ(answer(network, {"altynkol", "almaty"}), "altynkol → almaty (12 h)");
  EXPECT_EQ(answer(network, {.from = "altynkol", .to = "almaty", .begins = kChina}),
            "altynkol ⇄ 1520 mm → almaty (17 h)");
  EXPECT_EQ(answer(network, {.from = "moiynty", .to = "brest", .ends = kChina}),
            "moiynty → brest ⇄ 1435 mm (69 h)");
  EXPECT_EQ(answer(network, {.from = "brest", .to = "brest", .begins = kBroad, .ends = kChina}),
            "brest ⇄ 1435 mm (9 h)");
}

TEST(Route, FromAPlaceToItselfHasNoSteps) {
  auto const network = network_of(corridor());
  EXPECT_EQ(answer(network, {"xian", "xian"}), "xian (0 h)");
  auto const routes = RouteFinder{network}.alternatives(request_of(network, {"xian", "xian"}), 3);
  ASSERT_EQ(routes.size(), 1U);
  EXPECT_THAT(legs_of(network, routes[0]), IsEmpty());
}

TEST(Route, EqualTimesAreDecidedByFewerStepsAndThenByIds) {
  // Four ways of 4 h from a to d: direct by "z", direct by "y", over b, over c.
  auto const network = network_of({{{"a"}, {"b"}, {"c"}, {"d"}},
                                   {{"z", "a", "d", kRoad, 4},
                                    {"y", "d", "a", kRoad, 4},
                                    {"ab", "a", "b", kRoad, 2},
                                    {"bd", "b", "d", kRoad, 2},
                                    {"ac", "a", "c", kRoad, 2},
                                    {"cd", "c", "d", kRoad, 2}},
                                   {}});
  auto const routes = RouteFinder{network}.alternatives(request_of(network, {"a", "d"}), 9);
  std::vector<std::string> links;
  for (auto const& route : routes) {
    auto& text = links.emplace_back();
    for (auto const& step : route.steps) {
      text += network.links()[std::get<Travel>(step).link].name + " ";
    }
  }
  EXPECT_THAT(links, ElementsAre("y ", "z ", "ab bd ", "ac cd "));
}

TEST(Route, LinksWithoutDurationDoNotTrapTheSearch) {
  auto const network = network_of({{{"a"}, {"b"}, {"c"}},
                                   {{"ab", "a", "b", kSea, 0}, {"bc", "b", "c", kSea, 0}},
                                   {{"t", "b", kSea, kRoad, 0}, {"t", "b", kRoad, kSea, 0}}});
  EXPECT_EQ(answer(network, {"a", "c"}), "a → b → c (0 h)");
}

TEST(Route, TheOrderOfEntriesDoesNotMatter) {
  auto lines = corridor();
  lines.links.push_back({"urumqi-khorgos-2", "khorgos", "urumqi", kChina, 24});
  auto const network = network_of(lines);
  auto const routes = RouteFinder{network}.alternatives(request_of(network, {"yiwu", "madrid"}), 9);
  ASSERT_EQ(routes.size(), 3U);
  auto turned = lines;
  for (int turn = 0; turn < 5; ++turn) {
    std::ranges::rotate(turned.places, turned.places.begin() + 3);
    std::ranges::rotate(turned.links, turned.links.begin() + 5);
    std::ranges::reverse(turned.transfers);
    auto const other = network_of(turned);
    EXPECT_EQ(RouteFinder{other}.alternatives(request_of(other, {"yiwu", "madrid"}), 9), routes);
  }
}

TEST(Legs, AreCutAtTransfers) {
  auto const network = network_of(corridor());
  auto const found = find_route(network, request_of(network, {"urumqi", "almaty"}));
  auto const legs = legs_of(network, std::get<Route>(found));
  auto const place = [&](char const* name) { return network.find_place(name).value(); };
  auto const link = [&](char const* name) { return network.find_link(name).value(); };
  TransferId cranes;
  for (auto const id : network.transfers().ids()) {
    auto const& transfer = network.transfers()[id];
    if (transfer.name == "altynkol-cranes" && transfer.from == kChina) {
      cranes = id;
    }
  }
  Leg const china{place("urumqi"),
                  place("altynkol"),
                  kChina,
                  {{link("urumqi-khorgos"), true}, {link("khorgos-altynkol"), true}},
                  cranes};
  Leg const kazakhstan{place("altynkol"),
                       place("almaty"),
                       kBroad,
                       {{link("altynkol-almaty"), true}},
                       TransferId::none()};
  EXPECT_THAT(legs, ElementsAre(china, kazakhstan));
}

TEST(Legs, OfATransferAloneHaveNoTravels) {
  auto const network = network_of(corridor());
  auto const found = find_route(
      network,
      request_of(network, {.from = "brest", .to = "brest", .begins = kBroad, .ends = kChina}));
  auto const legs = legs_of(network, std::get<Route>(found));
  ASSERT_EQ(legs.size(), 2U);
  EXPECT_EQ(legs[0].carrier, kBroad);
  EXPECT_THAT(legs[0].travels, IsEmpty());
  EXPECT_TRUE(legs[0].transfer_after.valid());
  EXPECT_EQ(legs[1].carrier, kChina);
  EXPECT_FALSE(legs[1].transfer_after.valid());
}

TEST(Legs, RefuseStepsThatDoNotJoin) {
  auto const network = network_of(corridor());
  auto const id = [&](char const* name) { return network.find_link(name).value(); };
  Route const torn{network.find_place("yiwu").value(),
                   network.find_place("brest").value(),
                   {Travel{id("yiwu-xian"), true}, Travel{id("duisburg-irun"), true}},
                   {}};
  EXPECT_THROW(static_cast<void>(legs_of(network, torn)), Fault);
}

TEST(GreatCircle, AgreesWithClosedForms) {
  // A quarter of a great circle is pi R / 2; poles are half a circle apart.
  EXPECT_NEAR(great_circle_m({0, 0}, {0, 90}), 10'007'557.2, 0.1);
  EXPECT_NEAR(great_circle_m({90, 10}, {-90, 50}), 20'015'114.4, 0.1);
  EXPECT_NEAR(great_circle_m({10, 179.5}, {10, -179.5}), great_circle_m({10, 20}, {10, 21}), 1e-6);
  EXPECT_EQ(great_circle_m({51, 7}, {51, 7}), 0);
}

TEST(Request, OfAPlaceOutsideTheNetworkIsAFault) {
  auto const network = network_of(corridor());
  auto request = request_of(network, {"yiwu", "madrid"});
  request.via = {PlaceId{99}};
  EXPECT_THROW(static_cast<void>(find_route(network, request)), Fault);
}

TEST(RouteFinder, AnswersManyRequestsAsOneFinderForEachWould) {
  auto const network = network_of(corridor());
  RouteFinder finder{network};
  for (auto const from : network.places().ids()) {
    for (auto const to : network.places().ids()) {
      for (auto const& via : {std::vector<PlaceId>{}, std::vector{*network.find_place("almaty")}}) {
        RouteRequest const request{from, to, via, {}, {}, {}, {}, {}};
        auto const found = finder.find(request);
        auto const alone = find_route(network, request);
        ASSERT_EQ(std::get_if<Route>(&found) != nullptr, std::get_if<Route>(&alone) != nullptr);
        EXPECT_EQ(std::get<Route>(found), std::get<Route>(alone));
      }
    }
  }
}

}  // namespace
}  // namespace caravan::network::test
