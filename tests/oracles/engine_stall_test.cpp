// Time to deadlock on the bare engine. A circle must be found at the instant at which it closes,
// although arrivals go on.

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/engine_world.hpp"
#include "tests/oracles/known.hpp"

namespace caravan::oracles {
namespace {

using engine::Lease;
using engine::Process;
using engine::RunEnd;
using engine::Server;
using engine::Stream;

constexpr double kForever = 1000;

/// A node: one server, and room for all who are inside.
struct Node {
  Node(Plant& plant, std::string const& name, int waiting_places, double service, double next)
      : room{plant.engine(), {.name = name + " room", .capacity = waiting_places + 1}},
        server{plant.engine(), {.name = name}},
        mean{service},
        goes_on{next} {}
  Server room;
  Server server;
  double mean;
  double goes_on;  // probability that a unit asks for the next node after service
};

/// Nodes in a circle: from the last to the first.
struct Ring {
  std::vector<Node> nodes;
};

Process unit(Plant& plant, Ring& ring, std::size_t at, Lease place, Stream luck) {
  Lease held = std::move(place);
  held.held_by(plant.engine().current());
  for (;;) {
    auto& node = ring.nodes[at];
    auto lease = co_await node.server.acquire();
    auto const time = exponential(node.mean, luck);
    co_await node.server.work(lease, time);
    auto const choice = luck.uniform();
    if (choice >= node.goes_on) {
      co_return;
    }
    // Blocking after service: place and server are kept until the next node has room.
    at = (at + 1) % ring.nodes.size();
    auto next = co_await ring.nodes[at].room.acquire();
    lease.release();
    held = std::move(next);
  }
}

/// Arrivals that find no room are lost.
Process arrivals(Plant& plant, Ring& ring, std::size_t at, double rate, Stream gaps) {
  for (std::uint32_t number = 0;; ++number) {
    auto const gap = exponential(1 / rate, gaps);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    auto place = ring.nodes[at].room.try_acquire();
    if (place) {
      plant.engine().spawn(number, unit(plant, ring, at, std::move(place),
                                        plant.stream("unit " + std::to_string(at), number)));
    }
  }
}

/// `inside` units stand in each node at first; `rates` are those of the arrivals.
double time_to_deadlock(Plant& plant, Ring& ring, std::vector<int> const& inside,
                        std::vector<double> const& rates) {
  for (std::size_t at = 0; at < ring.nodes.size(); ++at) {
    for (int i = 0; i < inside[at]; ++i) {
      auto place = ring.nodes[at].room.try_acquire();
      auto const number = static_cast<std::uint32_t>(100 * at) + static_cast<std::uint32_t>(i);
      plant.engine().spawn(
          number, unit(plant, ring, at, std::move(place), plant.stream("first units", number)));
    }
    if (rates[at] > 0) {
      plant.engine().spawn_background(
          7, arrivals(plant, ring, at, rates[at],
                      plant.stream("gaps", static_cast<std::uint32_t>(at))));
    }
  }
  EXPECT_EQ(plant.run(kForever), RunEnd::stalled);
  EXPECT_TRUE(plant.engine().stall().circle);
  return plant.now();
}

TEST(TimeToDeadlock, X01_a_unit_that_returns_to_a_full_node_blocks_itself) {
  for (int inside = 0; inside <= 4; ++inside) {
    Sample times;
    for (std::uint32_t r = 0; r < replications(12'000); ++r) {
      Plant plant{"X01-" + std::to_string(inside), r};
      Ring ring;
      ring.nodes.emplace_back(plant, "node", 3, 0.2, 0.5);
      times.add(time_to_deadlock(plant, ring, {inside}, {6}));
    }
    expect_known("X01", "from(" + std::to_string(inside) + ")", times, 0.015);
  }
}

TEST(TimeToDeadlock, X02_two_nodes_that_send_to_each_other) {
  for (auto const& [quantity, inside] :
       {std::pair<std::string, std::vector<int>>{"from_empty", {0, 0}},
        std::pair<std::string, std::vector<int>>{"from_(3;4)", {3, 4}}}) {
    Sample times;
    for (std::uint32_t r = 0; r < replications(12'000); ++r) {
      Plant plant{"X02-" + quantity, r};
      Ring ring;
      ring.nodes.emplace_back(plant, "first", 2, 0.1, 0.5);
      ring.nodes.emplace_back(plant, "second", 3, 0.125, 0.7);
      times.add(time_to_deadlock(plant, ring, inside, {4, 5}));
    }
    expect_known("X02", quantity, times, 0.015);
  }
}

Ring ring_of(Plant& plant, int stations) {
  Ring ring;
  for (int i = 0; i < stations; ++i) {
    ring.nodes.emplace_back(plant, "station " + std::to_string(i), 0, 2, 1);
  }
  return ring;
}

TEST(TimeToDeadlock, X03_a_full_ring_locks_with_the_longest_service) {
  for (int const stations : {3, 5}) {
    Sample times;
    for (std::uint32_t r = 0; r < replications(6'000); ++r) {
      Plant plant{"X03-" + std::to_string(stations), r};
      auto ring = ring_of(plant, stations);
      auto const n = static_cast<std::size_t>(stations);
      times.add(time_to_deadlock(plant, ring, std::vector<int>(n, 1), std::vector<double>(n, 0)));
      EXPECT_EQ(plant.engine().stall().circle_members.size(), n);
    }
    expect_known("X03", "E[T] m=" + std::to_string(stations), times, 0.01);
  }
}

TEST(TimeToDeadlock, X03_a_ring_with_one_free_place_never_locks) {
  Plant plant{"X03", 0};
  auto ring = ring_of(plant, 5);
  for (std::size_t at = 0; at < 4; ++at) {
    auto place = ring.nodes[at].room.try_acquire();
    plant.engine().spawn(at, unit(plant, ring, at, std::move(place),
                                  plant.stream("unit", static_cast<std::uint32_t>(at))));
  }
  EXPECT_EQ(plant.run(100'000), RunEnd::horizon);
}

}  // namespace
}  // namespace caravan::oracles
