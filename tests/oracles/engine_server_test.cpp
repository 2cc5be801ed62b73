// Servers that take breaks, serve classes and directions, and work that splits and joins, on the
// bare engine.

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/engine_world.hpp"
#include "tests/oracles/known.hpp"

namespace caravan::oracles {
namespace {

using engine::Discipline;
using engine::Process;
using engine::ProcessId;
using engine::Server;
using engine::Signal;
using engine::Store;
using engine::Stream;

constexpr std::uint32_t kReplications = 100;
constexpr double kWarmUp = 500;

/// A sum of waits of those who came after the warm-up.
struct Waits {
  double sum = 0;
  double count = 0;
  void add(double came, double starts) {
    if (came >= kWarmUp) {
      sum += starts - came;
      ++count;
    }
  }
  [[nodiscard]] double mean() const { return sum / count; }
};

/// The station of Q41: three classes, the first is served first.
struct Classes {
  explicit Classes(Plant& plant)
      : server{plant.engine(), {.name = "server", .discipline = Discipline::priority}} {}
  Server server;
  std::array<Waits, 3> waits;
};

Duration service_of(std::size_t kind, Stream& luck) {
  switch (kind) {
    case 0:
      return exponential(1, luck);
    case 1:
      return hours(0.5);
    default:
      return engine::sample_duration(law::Erlang{2, 3 * kHour / 2}, luck);
  }
}

Process member(Plant& plant, Classes& classes, std::size_t kind, Stream luck) {
  auto const came = plant.now();
  auto lease = co_await classes.server.acquire({.priority = -static_cast<std::int64_t>(kind)});
  classes.waits.at(kind).add(came, plant.now());
  auto const time = service_of(kind, luck);
  co_await classes.server.work(lease, time);
}

Process members(Plant& plant, Classes& classes, std::size_t kind, double rate, Stream gaps) {
  for (std::uint32_t number = 0;; ++number) {
    auto const gap = exponential(1 / rate, gaps);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    plant.engine().spawn(number, member(plant, classes, kind,
                                        plant.stream("class " + std::to_string(kind), number)));
  }
}

TEST(Priorities, Q41_three_classes_with_services_of_their_own) {
  Samples samples;
  std::array<double, 3> const rates{0.2, 0.3, 0.1};
  std::array<double, 3> const loads{0.2, 0.15, 0.3};
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    Plant plant{r};
    Classes classes{plant};
    for (std::size_t kind = 0; kind < 3; ++kind) {
      auto const name = static_cast<std::uint32_t>(kind);
      plant.engine().spawn(
          1, members(plant, classes, kind, rates.at(kind), plant.stream("gaps", name)));
    }
    plant.run(kWarmUp + 20'000);
    double weighted = 0;
    for (std::size_t kind = 0; kind < 3; ++kind) {
      auto const wait = classes.waits.at(kind).mean();
      samples["Wq" + std::to_string(kind + 1)].add(wait);
      weighted += loads.at(kind) * wait;
    }
    samples["sum_rho_Wq"].add(weighted);
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("Q41", quantity, sample, 0.012);
  }
}

/// An officer that may go on breaks, and those who come to be served.
struct Office {
  explicit Office(Plant& plant)
      : server{plant.engine(), {.name = "officer", .discipline = Discipline::priority}},
        empty{plant.engine(), "nobody left"} {}
  Server server;
  Signal empty;
  Waits waits;
};

enum class Breaks { none, until_someone_waits, one, n_policy, set_up };

constexpr int kLeast = 5;  // of the N-policy

Process visitor(Plant& plant, Office& office, Breaks breaks, Duration service) {
  auto const came = plant.now();
  auto& server = office.server;
  auto const first = server.in_use() == 0 && server.waiting() == 0;
  if (breaks == Breaks::n_policy && server.capacity() == 0 && server.waiting() == kLeast - 1) {
    server.set_capacity(1);
  }
  auto lease = co_await server.acquire();
  if (breaks == Breaks::set_up && first) {
    co_await server.work(lease, hours(3));
  }
  office.waits.add(came, plant.now());
  co_await server.work(lease, service);
  lease.release();
  if (server.in_use() == 0 && server.waiting() == 0) {
    office.empty.fire_one();
    if (breaks == Breaks::n_policy) {
      server.set_capacity(0);
    }
  }
}

Process visitors(Plant& plant, Office& office, Breaks breaks, double rate, Law const& service,
                 Stream luck) {
  for (std::uint32_t number = 0;; ++number) {
    auto const gap = exponential(1 / rate, luck);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    auto const time = engine::sample_duration(service, luck);
    plant.engine().spawn(number, visitor(plant, office, breaks, time));
  }
}

/// The break is a job that anybody else goes before.
Process breaks_of(Plant&, Office& office, Breaks breaks, Law const& length, Stream luck) {
  for (;;) {
    if (breaks == Breaks::one) {
      co_await office.empty.wait();
    }
    auto lease = co_await office.server.acquire({.priority = -1});
    auto const time = engine::sample_duration(length, luck);
    co_await office.server.work(lease, time);
  }
}

struct Rest {
  std::string oracle;
  Breaks breaks;
  double rate;
  Law service;
  Law length;
  double end;
};

Sample waits_with(Rest const& rest) {
  Sample sample;
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    Plant plant{r};
    Office office{plant};
    if (rest.breaks == Breaks::n_policy) {
      office.server.set_capacity(0);
    }
    plant.engine().spawn(
        1, visitors(plant, office, rest.breaks, rest.rate, rest.service, plant.stream("visitors")));
    if (rest.breaks == Breaks::until_someone_waits || rest.breaks == Breaks::one) {
      plant.engine().spawn_background(
          2, breaks_of(plant, office, rest.breaks, rest.length, plant.stream("breaks")));
    }
    plant.run(kWarmUp + rest.end);
    sample.add(office.waits.mean());
  }
  return sample;
}

TEST(Breaks, Q44_to_Q48_lengthen_the_wait_as_the_decomposition_says) {
  Law const one_hour = law::Exponential{kHour};
  for (auto const& rest : {
           Rest{"Q44", Breaks::until_someone_waits, 0.5, one_hour, law::Exponential{2 * kHour},
                10'000},
           Rest{"Q45", Breaks::until_someone_waits, 0.5, one_hour, law::Constant{2 * kHour},
                10'000},
           Rest{"Q46", Breaks::one, 0.5, one_hour, law::Exponential{2 * kHour}, 10'000},
           Rest{"Q47", Breaks::n_policy, 0.6, law::Constant{kHour}, law::Constant{0}, 5'000},
           Rest{"Q48", Breaks::set_up, 0.5, one_hour, law::Constant{0}, 5'000},
       }) {
    expect_known(rest.oracle, "Wq", waits_with(rest), 0.01);
  }
}

/// One crane that serves several directions in turn.
struct Circuit {
  explicit Circuit(std::size_t queues) : came(queues), waits(queues) {}
  std::vector<std::deque<double>> came;
  std::vector<Waits> waits;
};

enum class Visit { exhaustive, gated, one };

Process direction(Plant& plant, std::deque<double>& queue, double rate, Stream gaps) {
  for (;;) {
    auto const gap = exponential(1 / rate, gaps);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    queue.push_back(plant.now());
  }
}

Process crane(Plant& plant, Circuit& circuit, Visit visit, std::vector<double> const& means,
              double move, Stream luck) {
  for (std::size_t at = 0;; at = (at + 1) % means.size()) {
    auto& queue = circuit.came[at];
    auto left = visit == Visit::one ? std::min<std::size_t>(1, queue.size()) : queue.size();
    while (visit == Visit::exhaustive ? !queue.empty() : left > 0) {
      circuit.waits[at].add(queue.front(), plant.now());
      queue.pop_front();
      left -= left > 0 ? 1 : 0;
      auto const time = exponential(means[at], luck);
      co_await plant.engine().delay(time);
    }
    co_await plant.engine().delay(hours(move));
  }
}

Circuit circuit_after(Plant& plant, Visit visit, std::vector<double> const& rates,
                      std::vector<double> const& means, double move, double end) {
  Circuit circuit{rates.size()};
  for (std::size_t i = 0; i < rates.size(); ++i) {
    plant.engine().spawn(i, direction(plant, circuit.came[i], rates[i],
                                      plant.stream("gaps", static_cast<std::uint32_t>(i))));
  }
  plant.engine().spawn(9, crane(plant, circuit, visit, means, move, plant.stream("crane")));
  plant.run(end);
  return circuit;
}

TEST(Polling, Q56_to_Q58_four_equal_directions) {
  struct Row {
    std::string oracle;
    Visit visit;
    double end;
    double precision;
  };
  for (auto const& row :
       {Row{"Q56", Visit::exhaustive, 4'000, 0.01}, Row{"Q57", Visit::gated, 4'000, 0.01},
        Row{"Q58", Visit::one, 12'000, 0.02}}) {
    Sample sample;
    for (std::uint32_t r = 0; r < kReplications; ++r) {
      Plant plant{r};
      auto const circuit = circuit_after(plant, row.visit, {0.15, 0.15, 0.15, 0.15}, {1, 1, 1, 1},
                                         0.5, kWarmUp + row.end);
      double sum = 0;
      double count = 0;
      for (auto const& waits : circuit.waits) {
        sum += waits.sum;
        count += waits.count;
      }
      sample.add(sum / count);
    }
    expect_known(row.oracle, "Wq", sample, row.precision);
  }
}

TEST(Polling, Q59_the_weighted_sum_of_unequal_directions_is_conserved) {
  for (auto const visit : {Visit::exhaustive, Visit::gated}) {
    Sample sample;
    for (std::uint32_t r = 0; r < kReplications; ++r) {
      Plant plant{r};
      auto const circuit =
          circuit_after(plant, visit, {0.3, 0.1, 0.05}, {1, 2, 3}, 0.2, kWarmUp + 10'000);
      sample.add(0.3 * circuit.waits[0].mean() + 0.2 * circuit.waits[1].mean() +
                 0.15 * circuit.waits[2].mean());
    }
    expect_known("Q59", visit == Visit::gated ? "gated(sum_rho_Wq)" : "exhaustive(sum_rho_Wq)",
                 sample, 0.015);
  }
}

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
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    Plant plant{r};
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
  for (std::uint32_t r = 0; r < 20'000; ++r) {
    Plant plant{r};
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
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    Plant plant{r};
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
  for (std::uint32_t r = 0; r < 20'000; ++r) {
    Plant plant{r};
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
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    Plant plant{r};
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
