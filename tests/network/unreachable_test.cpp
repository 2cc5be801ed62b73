// "No route" is an answer that a planner can act on: each kind with its exact sentence.

#include <utility>

#include <gtest/gtest.h>

#include "caravan/network/route.hpp"

#include "maps.hpp"

namespace caravan::network::test {
namespace {

Lines without_transfers_at(Lines lines, std::string const& place) {
  std::erase_if(lines.transfers, [&](TransferLine const& line) { return line.place == place; });
  return lines;
}

Unreachable refusal(Network const& network, Ask const& ask) {
  return std::get<Unreachable>(find_route(network, request_of(network, ask)));
}

TEST(Unreachable, NamesTheTrackGaugeThatEndsAndTheTransferThatIsMissing) {
  auto lines = without_transfers_at(without_transfers_at(corridor(), "altynkol"), "alashankou");
  auto const network = network_of(lines);
  auto const reason = refusal(network, {"yiwu", "almaty"});
  EXPECT_EQ(reason.explanation,
            "the search reaches altynkol on 1435 mm; the link that goes on from there "
            "(altynkol-almaty) is 1520 mm, and no terminal at altynkol changes 1435 mm to 1520 mm");
  EXPECT_EQ(reason.nearest, network.find_place("altynkol"));
  EXPECT_EQ(reason.towards, network.find_place("almaty"));
  EXPECT_EQ(reason.carrier, kChina);
}

TEST(Unreachable, TakesTheWayThatLacksTheFewestTransfersAndNamesTheFurtherOnes) {
  auto lines = without_transfers_at(without_transfers_at(corridor(), "irun"), "brest");
  EXPECT_EQ(refusal(network_of(lines), {"yiwu", "madrid"}).explanation,
            "the search reaches brest on 1520 mm; the link that goes on from there "
            "(brest-malaszewicze) is 1435 mm, and no terminal at brest changes 1520 mm to 1435 mm; "
            "further on, transfers are missing at irun (1435 mm to 1668 mm)");
  lines = without_transfers_at(corridor(), "altynkol");
  EXPECT_EQ(answer(network_of(lines), {"yiwu", "almaty"}),
            "yiwu → xian → urumqi → alashankou ⇄ 1520 mm → moiynty → almaty (142 h)");
}

TEST(Unreachable, ListsAllLinksThatGoOn) {
  auto lines = without_transfers_at(without_transfers_at(corridor(), "altynkol"), "alashankou");
  lines.places.push_back({"zhetygen"});
  lines.links.push_back({"altynkol-zhetygen", "altynkol", "zhetygen", kBroad, 9});
  lines.links.push_back({"zhetygen-almaty", "zhetygen", "almaty", kBroad, 9});
  EXPECT_EQ(refusal(network_of(lines), {"yiwu", "almaty"}).explanation,
            "the search reaches altynkol on 1435 mm; the links that go on from there "
            "(altynkol-almaty, altynkol-zhetygen) are 1520 mm, and no terminal at altynkol changes "
            "1435 mm to 1520 mm");
}

TEST(Unreachable, NamesAMissingTransferBetweenRailAndRoad) {
  auto lines = corridor();
  lines.places.push_back({"bishkek"});
  lines.links.push_back({"almaty-bishkek", "almaty", "bishkek", kRoad, 5});
  EXPECT_EQ(refusal(network_of(lines), {"moiynty", "bishkek"}).explanation,
            "the search reaches almaty on 1520 mm; the link that goes on from there "
            "(almaty-bishkek) is by road, and no terminal at almaty changes 1520 mm to road");
  EXPECT_EQ(refusal(network_of(lines), {"bishkek", "moiynty"}).explanation,
            "the search reaches almaty by road; the links that go on from there (almaty-moiynty, "
            "altynkol-almaty) are 1520 mm, and no terminal at almaty changes road to 1520 mm");
}

TEST(Unreachable, SaysWhatTheTerminalsThereDoInstead) {
  auto lines = without_transfers_at(without_transfers_at(corridor(), "altynkol"), "alashankou");
  lines.transfers.push_back({"altynkol-gate", "altynkol", kChina, kRoad, 2});
  EXPECT_EQ(refusal(network_of(lines), {"yiwu", "almaty"}).explanation,
            "the search reaches altynkol on 1435 mm; the link that goes on from there "
            "(altynkol-almaty) is 1520 mm, and no terminal at altynkol changes 1435 mm to 1520 mm, "
            "only altynkol-gate (to road)");
}

TEST(Unreachable, SaysThatATransferWorksOnlyTheOtherWay) {
  auto lines = corridor();
  std::erase_if(lines.transfers, [](TransferLine const& line) {
    return line.name == "irun-cranes" && line.from == kChina;
  });
  auto const network = network_of(lines);
  EXPECT_EQ(answer(network, {"madrid", "irun"}), "madrid → irun (20 h)");
  EXPECT_EQ(refusal(network, {"duisburg", "madrid"}).explanation,
            "the search reaches irun on 1435 mm; the link that goes on from there (irun-madrid) is "
            "1668 mm, and irun-cranes at irun changes only the other way, 1668 mm to 1435 mm, not "
            "1435 mm to 1668 mm");
}

TEST(Unreachable, NamesTheCarrierOnWhichTheRouteMustBeginOrEnd) {
  auto const network = network_of(corridor());
  EXPECT_EQ(
      refusal(network, {.from = "yiwu", .to = "xian", .begins = kRoad}).explanation,
      "the route begins at yiwu by road; the link that goes on from there (yiwu-xian) is 1435 "
      "mm, and no terminal at yiwu changes road to 1435 mm");
  EXPECT_EQ(refusal(network, {.from = "yiwu", .to = "xian", .ends = kRoad}).explanation,
            "the search reaches xian on 1435 mm; the route must end there by road, and no terminal "
            "at xian changes 1435 mm to road");
}

TEST(Unreachable, SaysThatTheMapIsInPartsAndWhereTheyComeNearest) {
  auto lines = corridor();
  std::erase_if(lines.links, [](LinkLine const& line) { return line.name == "moiynty-brest"; });
  auto const sentence =
      "no chain of links joins yiwu to madrid: 8 places are joined to yiwu (alashankou, almaty, "
      "altynkol, khorgos and 4 more); 5 places are joined to madrid (brest, duisburg, irun, "
      "madrid and 1 more)";
  EXPECT_EQ(refusal(network_of(lines), {"yiwu", "madrid"}).explanation, sentence);
  for (auto& place : lines.places) {
    if (place.name == "madrid") {
      place.position = Position{40.4, -3.7};
    } else if (place.name == "moiynty") {
      place.position = Position{47.2, 73.4};
    } else if (place.name == "yiwu") {
      place.position = Position{29.3, 120.1};
    }
  }
  auto const network = network_of(lines);
  auto const reason = refusal(network, {"yiwu", "madrid"});
  EXPECT_EQ(reason.explanation,
            std::string{sentence} + "; the nearest joined place is moiynty, 5979 km from madrid");
  EXPECT_EQ(reason.nearest, network.find_place("moiynty"));
  EXPECT_EQ(reason.towards, network.find_place("madrid"));
  EXPECT_EQ(reason.carrier, kBroad);
}

TEST(Unreachable, SaysThatNoLinkTouchesAPlace) {
  auto lines = corridor();
  lines.places.push_back({"dunhuang"});
  EXPECT_EQ(refusal(network_of(lines), {"yiwu", "dunhuang"}).explanation,
            "no chain of links joins yiwu to dunhuang: 13 places are joined to yiwu (alashankou, "
            "almaty, altynkol, brest and 9 more); no link touches dunhuang");
}

TEST(Unreachable, NamesWhatIsAvoided) {
  auto const network = network_of(corridor());
  auto const reason =
      refusal(network, {.from = "yiwu", .to = "madrid", .avoid_places = {"moiynty"}});
  EXPECT_EQ(reason.explanation,
            "every way from yiwu to madrid uses what is to be avoided; the quickest uses moiynty");
  EXPECT_EQ(reason.nearest, network.find_place("almaty"));
  EXPECT_EQ(reason.carrier, kBroad);
  EXPECT_EQ(refusal(network, {.from = "yiwu",
                              .to = "madrid",
                              .via = {"duisburg"},
                              .avoid_places = {"brest"},
                              .avoid_links = {"irun-madrid"}})
                .explanation,
            "every way from yiwu to madrid via duisburg uses what is to be avoided; the quickest "
            "uses brest, irun-madrid");
}

TEST(Unreachable, NamesTheModeThatIsNotAllowed) {
  auto lines = corridor();
  lines.places.push_back({"bishkek"});
  lines.links.push_back({"almaty-bishkek", "almaty", "bishkek", kRoad, 5});
  lines.transfers.push_back({"almaty-gate", "almaty", kBroad, kRoad, 3});
  auto const network = network_of(lines);
  EXPECT_EQ(refusal(network, {.from = "xian", .to = "bishkek", .modes = {Mode::rail}}).explanation,
            "every way from xian to bishkek uses a mode that is not allowed (allowed: rail); the "
            "quickest "
            "uses almaty-gate (road), almaty-bishkek (road)");
  EXPECT_EQ(refusal(network, {.from = "xian",
                              .to = "bishkek",
                              .avoid_places = {"almaty"},
                              .modes = {Mode::rail, Mode::sea}})
                .explanation,
            "every way from xian to bishkek uses what is to be avoided or a mode that is not "
            "allowed (allowed: rail, sea); the quickest uses almaty, almaty-gate (road), "
            "almaty-bishkek (road)");
}

TEST(Unreachable, CountsATransferToAModeThatIsNotAllowedAsForbidden) {
  auto lines = corridor();
  lines.transfers.push_back({"almaty-gate", "almaty", kBroad, kRoad, 3});
  EXPECT_EQ(answer(network_of(lines),
                   {.from = "moiynty", .to = "almaty", .modes = {Mode::rail}, .ends = kRoad}),
            "every way from moiynty to almaty uses a mode that is not allowed (allowed: rail); the "
            "quickest uses almaty-gate (road)");
}

TEST(Unreachable, SaysThatARequestContradictsItself) {
  auto const network = network_of(corridor());
  EXPECT_EQ(answer(network, {.from = "yiwu", .to = "xian", .avoid_places = {"yiwu"}}),
            "yiwu is the start of the route and is also to be avoided");
  EXPECT_EQ(answer(network, {.from = "yiwu", .to = "xian", .avoid_places = {"xian"}}),
            "xian is the destination of the route and is also to be avoided");
  EXPECT_EQ(
      answer(network, {.from = "yiwu", .to = "xian", .via = {"brest"}, .avoid_places = {"brest"}}),
      "brest is a stop of the route and is also to be avoided");
}

TEST(Unreachable, NamesTheStopThatIsNotReached) {
  auto lines = without_transfers_at(without_transfers_at(corridor(), "altynkol"), "alashankou");
  auto const network = network_of(lines);
  auto const reason = refusal(network, {.from = "yiwu", .to = "xian", .via = {"almaty"}});
  EXPECT_EQ(reason.explanation,
            "on the way to almaty, the search reaches altynkol on 1435 mm; the link that goes on "
            "from there (altynkol-almaty) is 1520 mm, and no terminal at altynkol changes 1435 mm "
            "to 1520 mm; further on, transfers are missing at altynkol (1520 mm to 1435 mm)");
  EXPECT_EQ(reason.towards, network.find_place("almaty"));
}

TEST(Unreachable, NamesTheMissingTransferAlsoWhereTheRequestForbidsTheRest) {
  auto lines = without_transfers_at(corridor(), "irun");
  EXPECT_EQ(
      answer(network_of(lines), {.from = "brest", .to = "madrid", .avoid_places = {"duisburg"}}),
      "the search reaches irun on 1435 mm; the link that goes on from there (irun-madrid) is "
      "1668 mm, and no terminal at irun changes 1435 mm to 1668 mm; besides, what is avoided "
      "or not allowed cuts every way");
}

TEST(Unreachable, TellsALinkOnAnotherGaugeThanItsNeighboursFromBothSides) {
  auto lines = corridor();
  for (auto& link : lines.links) {
    if (link.name == "malaszewicze-duisburg") {
      link.carrier = kBroad;
    }
  }
  std::erase_if(lines.transfers, [](auto const& line) { return line.place == "malaszewicze"; });
  auto const network = network_of(lines);
  auto const west = refusal(network, {"brest", "irun"});
  EXPECT_EQ(west.explanation,
            "the search reaches malaszewicze on 1435 mm; the link that goes on from there "
            "(malaszewicze-duisburg) is 1520 mm, and the way goes on behind it on 1435 mm");
  auto const east = refusal(network, {"madrid", "brest"});
  EXPECT_EQ(east.obstacle, west.obstacle);
  EXPECT_EQ(west.obstacle.link, network.find_link("malaszewicze-duisburg"));
  EXPECT_EQ(west.arriving, network.find_link("brest-malaszewicze"));
  EXPECT_EQ(west.onward, west.obstacle.link);
  EXPECT_EQ(east.arriving, network.find_link("duisburg-irun"));
}

TEST(Unreachable, HasOneObstacleForAllThatLackOneTransfer) {
  auto const network = network_of(without_transfers_at(corridor(), "irun"));
  auto const there = refusal(network, {"yiwu", "madrid"});
  auto const back = refusal(network, {"madrid", "duisburg"});
  EXPECT_EQ(there.obstacle, back.obstacle);
  EXPECT_EQ(there.obstacle.place, network.find_place("irun"));
  EXPECT_EQ(there.onward, network.find_link("irun-madrid"));
  EXPECT_EQ(there.arriving, network.find_link("duisburg-irun"));
  EXPECT_EQ(back.onward, there.arriving);
}

TEST(Unreachable, ByItsOwnLimitsHasNoObstacle) {
  auto const network = network_of(corridor());
  EXPECT_EQ(
      refusal(network, {.from = "yiwu", .to = "madrid", .avoid_places = {"moiynty"}}).obstacle,
      Obstacle{});
}

}  // namespace
}  // namespace caravan::network::test
