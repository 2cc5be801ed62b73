// Work that splits and joins, spare parts, breakdowns and an open network, on the bare engine.

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/engine_world.hpp"
#include "tests/oracles/known.hpp"

namespace caravan::oracles {
namespace {

using engine::Process;
using engine::ProcessId;
using engine::Server;
using engine::Store;
using engine::Stream;

struct Part {
  Server* server;
  Duration time;
};

Process do_part(Plant&, Part part) {
  auto lease = co_await part.server->acquire();
  co_await part.server->work(lease, part.time);
}

Process fork_and_join(Plant& plant, std::array<Part, 2> parts, Waits& responses) {
  auto const came = plant.now();
  std::array<ProcessId, 2> both{plant.engine().spawn(1, do_part(plant, parts[0])),
                                plant.engine().spawn(2, do_part(plant, parts[1]))};
  co_await plant.engine().join(both[0]);
  co_await plant.engine().join(both[1]);
  responses.add(came, plant.now());
}

Process jobs(Plant& plant, std::vector<Server>& servers, Waits& responses, Stream luck) {
  for (std::uint64_t number = 0;; ++number) {
    auto const gap = exponential(2, luck);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    auto const first = exponential(1, luck);
    auto const second = exponential(1, luck);
    std::array<Part, 2> const parts{Part{&servers[0], first}, Part{&servers[1], second}};
    plant.engine().spawn(number, fork_and_join(plant, parts, responses));
  }
}

TEST(Synchronisation, N13_a_job_is_done_when_both_of_its_parts_are) {
  Sample sample;
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{"N13", r};
    std::vector<Server> servers;
    servers.emplace_back(plant.engine(), engine::ServerOptions{.name = "left"});
    servers.emplace_back(plant.engine(), engine::ServerOptions{.name = "right"});
    Waits responses;
    plant.engine().spawn(1, jobs(plant, servers, responses, plant.stream("jobs")));
    plant.run(kWarmUp + 8'000);
    sample.add(responses.mean());
  }
  expect_known("N13", "W", sample, 0.01);
}

Process activity(Plant& plant, std::vector<ProcessId> after, Duration time) {
  for (auto const before : after) {
    co_await plant.engine().join(before);
  }
  co_await plant.engine().delay(time);
}

TEST(Synchronisation, N15_a_plan_of_five_activities) {
  Sample mean;
  Sample square;
  auto const exact = known("N15", "mean");
  for (std::uint32_t r = 0; r < replications(20'000); ++r) {
    Plant plant{"N15", r};
    auto luck = plant.stream("plan");
    auto const begin = [&](std::uint64_t tag, std::vector<ProcessId> after) {
      auto const time = exponential(1, luck);
      return plant.engine().spawn(tag, activity(plant, std::move(after), time));
    };
    auto const s_to_a = begin(1, {});
    auto const s_to_b = begin(2, {});
    auto const a_to_b = begin(3, {s_to_a});
    begin(4, {s_to_a});
    begin(5, {s_to_b, a_to_b});
    EXPECT_EQ(plant.run(1e6), engine::RunEnd::exhausted);
    mean.add(plant.now());
    square.add((plant.now() - exact) * (plant.now() - exact));
  }
  expect_known("N15", "mean", mean, 0.005);
  expect_agreement("N15", "variance", known("N15", "sd") * known("N15", "sd"), square, 0.02);
}

struct Pool {
  explicit Pool(Plant& plant) : spares{plant.engine(), "spares", 6} {}
  Store spares;
  Waits waits;
  double demands = 0;
  double met_at_once = 0;
  Average waiting{kWarmUp};
};

Process resupply(Plant& plant, Pool& pool, Duration time) {
  co_await plant.engine().delay(time);
  co_await pool.spares.put(1);
}

Process demand(Plant& plant, Pool& pool) {
  auto const came = plant.now();
  pool.waiting.change(+1, came);
  co_await pool.spares.take(1);
  pool.waiting.change(-1, plant.now());
  pool.waits.add(came, plant.now());
  if (came >= kWarmUp) {
    ++pool.demands;
    pool.met_at_once += plant.now() > came ? 0 : 1;
  }
}

Process demands(Plant& plant, Pool& pool, Stream luck) {
  for (std::uint64_t number = 0;; ++number) {
    auto const gap = exponential(2, luck);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    auto const time = engine::sample_duration(law::Uniform{4 * kHour, 12 * kHour}, luck);
    plant.engine().spawn(number, resupply(plant, pool, time));
    plant.engine().spawn(number, demand(plant, pool));
  }
}

/// A day of the oracle is an hour here.
TEST(SparePool, N16_any_law_of_resupply_gives_the_same_fill_rate) {
  Samples samples;
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{"N16", r};
    Pool pool{plant};
    plant.engine().spawn(1, demands(plant, pool, plant.stream("demands")));
    auto const end = kWarmUp + 10'000;
    plant.run(end);
    samples["fill_rate"].add(pool.met_at_once / pool.demands);
    samples["mean_wait"].add(pool.waits.mean());
    samples["mean_backorders"].add(pool.waiting.mean(end));
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("N16", quantity, sample, 0.015);
  }
}

Process fails(Plant& plant, Server& server, Stream luck) {
  for (;;) {
    auto const up = exponential(10, luck);
    co_await plant.engine().delay(up, engine::Rank::calendar);
    server.fail(0);
    auto const down = exponential(2, luck);
    co_await plant.engine().delay(down, engine::Rank::calendar);
    server.repair(0);
  }
}

TEST(Breakdowns, N17_time_up_from_a_fresh_start) {
  Samples samples;
  for (std::uint32_t r = 0; r < replications(20'000); ++r) {
    Plant plant{"N17", r};
    Server server{plant.engine(), {.name = "crane"}};
    plant.engine().spawn(1, fails(plant, server, plant.stream("fails")));
    plant.run(1);
    samples["A(t=1)"].add(server.free());
    plant.run(5);
    samples["A(t=5)"].add(server.free());
    plant.run(100);
    auto const times = server.times();
    samples["E[uptime in 0..100]"].add((times.total - times.down).in_hours());
    EXPECT_EQ(times.total, hours(100));
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("N17", quantity, sample, 0.005);
  }
}

/// The open network of N02: its stations, and where units go from each.
struct Network {
  explicit Network(Plant& plant) {
    std::array<int, 5> const servers{1, 2, 3, 2, 1};
    for (std::size_t i = 0; i < 5; ++i) {
      stations.emplace_back(plant.engine(),
                            engine::ServerOptions{.name = "node", .capacity = servers.at(i)});
      present.emplace_back(kWarmUp);
    }
  }
  std::vector<Server> stations;
  std::vector<Average> present;
  Waits sojourns;
};

constexpr std::array<double, 5> kRates{1.2, 0.6, 0.5, 0.9, 1.0};
constexpr std::array<std::array<double, 5>, 5> kRouting{{{0, 0.6, 0.2, 0, 0.1},
                                                         {0, 0, 0.5, 0.3, 0},
                                                         {0.2, 0, 0, 0.4, 0.2},
                                                         {0, 0, 0.1, 0, 0.5},
                                                         {0.05, 0, 0, 0, 0}}};

std::size_t next_node(std::size_t at, Stream& luck) {
  auto rest = luck.uniform();
  for (std::size_t to = 0; to < 5; ++to) {
    rest -= kRouting.at(at).at(to);
    if (rest < 0) {
      return to;
    }
  }
  return 5;
}

Process traveller(Plant& plant, Network& network, std::size_t at, Stream luck) {
  auto const came = plant.now();
  while (at < 5) {
    network.present[at].change(+1, plant.now());
    auto lease = co_await network.stations[at].acquire();
    auto const time = exponential(1 / kRates.at(at), luck);
    co_await network.stations[at].work(lease, time);
    network.present[at].change(-1, plant.now());
    at = next_node(at, luck);
  }
  network.sojourns.add(came, plant.now());
}

Process travellers(Plant& plant, Network& network, std::size_t at, double rate, Stream gaps) {
  for (std::uint32_t number = 0;; ++number) {
    auto const gap = exponential(1 / rate, gaps);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    auto const name = "traveller from " + std::to_string(at);
    plant.engine().spawn(number, traveller(plant, network, at, plant.stream(name, number)));
  }
}

TEST(OpenNetwork, N02_each_node_is_a_queue_of_its_own) {
  Samples samples;
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{"N02", r};
    Network network{plant};
    for (auto const& [at, rate] : {std::pair<std::size_t, double>{0, 0.5}, {1, 0.3}, {3, 0.2}}) {
      auto const name = static_cast<std::uint32_t>(at);
      plant.engine().spawn(1, travellers(plant, network, at, rate, plant.stream("gaps", name)));
    }
    auto const end = kWarmUp + 5'000;
    plant.run(end);
    for (std::size_t i = 0; i < 5; ++i) {
      samples["L" + std::to_string(i + 1)].add(network.present[i].mean(end));
    }
    samples["W_total"].add(network.sojourns.mean());
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("N02", quantity, sample, 0.01);
  }
}

}  // namespace
}  // namespace caravan::oracles
