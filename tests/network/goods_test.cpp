// Transfers that are not for all goods: who may use them, and what is said when nobody else is
// there.

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "caravan/network/route.hpp"

#include "maps.hpp"

namespace caravan::network::test {
namespace {

/// The corridor, whose transfers at `place` take only `goods`.
Network corridor_with(std::string const& place, std::vector<std::string> const& goods) {
  auto const plain = network_of(corridor());
  Table<TransferId, Transfer> transfers;
  for (auto transfer : plain.transfers()) {
    if (plain.places()[transfer.place].name == place) {
      transfer.goods = goods;
    }
    transfers.add(std::move(transfer));
  }
  return {plain.places(), plain.links(), std::move(transfers)};
}

std::string way_of(Network const& network, std::string goods, bool bound) {
  auto request = request_of(network, {"yiwu", "almaty"});
  request.goods = std::move(goods);
  request.bound = bound;
  auto const found = find_route(network, request);
  auto const* const route = std::get_if<Route>(&found);
  return route != nullptr ? text_of(network, *route) : std::get<Unreachable>(found).explanation;
}

constexpr auto kOverAltynkol = "yiwu → xian → urumqi → khorgos → altynkol ⇄ 1520 mm → almaty";
constexpr auto kOverAlashankou = "yiwu → xian → urumqi → alashankou ⇄ 1520 mm → moiynty → almaty";

TEST(Goods, TakeOnlyTransfersThatAreForThem) {
  auto const network = corridor_with("altynkol", {"grain", "oil"});
  EXPECT_EQ(way_of(network, "grain", false), kOverAltynkol);
  EXPECT_EQ(way_of(network, "", false), kOverAlashankou);
  EXPECT_EQ(way_of(network, "cars", false), kOverAlashankou);
}

TEST(Goods, ThatAreBoundTakeOnlyTransfersThatNameThem) {
  auto const network = corridor_with("alashankou", {"grain"});
  EXPECT_EQ(way_of(network, "grain", false), kOverAltynkol);
  EXPECT_EQ(way_of(network, "grain", true), kOverAlashankou);
}

TEST(Goods, AreToldWhichTransferRefusesThem) {
  auto const plain = network_of(corridor());
  EXPECT_EQ(way_of(plain, "grain", true),
            "the search reaches altynkol on 1435 mm; the link that goes on from there "
            "(altynkol-almaty) is 1520 mm, and altynkol-cranes at altynkol changes 1435 mm to "
            "1520 mm, but does not name grain");
}

TEST(Goods, HaveOneObstacleForAllThatATransferRefuses) {
  auto lines = corridor();
  std::erase_if(lines.transfers, [](auto const& line) { return line.place == "alashankou"; });
  auto const plain = network_of(lines);
  Table<TransferId, Transfer> transfers;
  for (auto transfer : plain.transfers()) {
    transfer.goods = {"grain", "oil"};
    transfers.add(std::move(transfer));
  }
  Network const network{plain.places(), plain.links(), std::move(transfers)};
  auto const reason = [&](std::string goods) {
    auto request = request_of(network, {"yiwu", "almaty"});
    request.goods = std::move(goods);
    return std::get<Unreachable>(find_route(network, request));
  };
  EXPECT_TRUE(reason("cars").explanation.ends_with(", but takes no cars"));
  EXPECT_TRUE(reason("").explanation.ends_with(", but takes only grain, oil"));
  EXPECT_EQ(reason("cars").obstacle, reason("").obstacle);
  EXPECT_TRUE(reason("cars").obstacle.refusing.valid());
}

}  // namespace
}  // namespace caravan::network::test
