#include "caravan/network/network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "maps.hpp"

namespace caravan::network::test {
namespace {

TEST(Network, FindsPlacesAndLinksByName) {
  auto const network = network_of(corridor());
  ASSERT_TRUE(network.find_place("khorgos").has_value());
  EXPECT_EQ(network.places()[*network.find_place("khorgos")].name, "khorgos");
  EXPECT_EQ(network.links()[network.find_link("irun-madrid").value()].carrier, kIberia);
  EXPECT_FALSE(network.find_place("khorgo").has_value());
  EXPECT_FALSE(network.find_link("zzz").has_value());
}

TEST(Network, KnowsTheLinksOfAPlaceInTheOrderOfTheirNames) {
  auto const network = network_of(corridor());
  std::vector<std::string> names;
  for (auto const link : network.links_at(network.find_place("urumqi").value())) {
    names.push_back(network.links()[link].name);
  }
  EXPECT_THAT(names, ::testing::ElementsAre("urumqi-alashankou", "urumqi-khorgos", "xian-urumqi"));
}

TEST(Network, KnowsTheOtherEndOfALink) {
  auto const network = network_of(corridor());
  auto const link = network.find_link("yiwu-xian").value();
  auto const yiwu = network.find_place("yiwu").value();
  auto const xian = network.find_place("xian").value();
  EXPECT_EQ(network.other_end(link, yiwu), xian);
  EXPECT_EQ(network.other_end(link, xian), yiwu);
  EXPECT_THROW(static_cast<void>(network.other_end(link, network.find_place("irun").value())),
               Fault);
}

TEST(Network, RefusesTablesThatItsMakerHasNotChecked) {
  Table<PlaceId, Place> unsorted;
  unsorted.add({"b", "", {}, {}});
  unsorted.add({"a", "", {}, {}});
  EXPECT_THROW(Network(unsorted, {}, {}), Fault);
  Table<PlaceId, Place> one;
  one.add({"a", "", {}, {}});
  Table<LinkId, Link> loose;
  loose.add({"l", PlaceId{0}, PlaceId{7}, kRoad, 0, Duration::hours(1), {}});
  EXPECT_THROW(Network(one, loose, {}), Fault);
  Table<LinkId, Link> backwards;
  backwards.add({"l", PlaceId{0}, PlaceId{0}, kRoad, 0, Duration::hours(-1), {}});
  EXPECT_THROW(Network(one, backwards, {}), Fault);
  Table<TransferId, Transfer> nowhere;
  nowhere.add({"t", PlaceId{}, kRoad, kSea, Duration{}, {}});
  EXPECT_THROW(Network(one, {}, nowhere), Fault);
}

TEST(Carrier, IsNamedAsPeopleWriteIt) {
  EXPECT_EQ(text_of(kBroad), "1520 mm");
  EXPECT_EQ(text_of(kRoad), "road");
  EXPECT_EQ(text_of(Carrier{Mode::air, {}}), "air");
}

}  // namespace
}  // namespace caravan::network::test
