// Queues before servers: the engine with a coroutine for every customer, tickets, leases and books,
// beside loops written by hand that do the same work in the same run (bench/floor.hpp).
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "caravan/engine/engine.hpp"
#include "caravan/engine/sampling.hpp"
#include "caravan/engine/server.hpp"

#include "bench/floor.hpp"
#include "bench/waits.hpp"

namespace {

namespace floor = caravan::bench::floor;
using caravan::Duration;
using caravan::SimTime;
using caravan::bench::Waits;
using caravan::engine::Engine;
using caravan::engine::Process;
using caravan::engine::Server;
using caravan::engine::Stream;

constexpr double kBetweenArrivals = 10'000;
constexpr double kUse = 0.9;

// ---- M/M/1 and M/M/4 at 90 % use: an arrival and an end of service are two events a customer ----

constexpr std::int64_t kCustomers = 200'000;

Process customer(Engine& engine, Server& server, Duration service, SimTime& last_end) {
  auto const lease = co_await server.acquire();
  co_await server.work(lease, service);
  last_end = engine.now();
}

Process source(Engine& engine, Server& server, Waits& arrivals, Waits& services,
               SimTime& last_end) {
  for (std::int64_t i = 0; i < kCustomers; ++i) {
    co_await engine.delay(arrivals.next());
    engine.spawn(0, customer(engine, server, services.next(), last_end));
  }
}

SimTime queue_by_engine(int servers) {
  Waits arrivals{kBetweenArrivals, 1};
  Waits services{kBetweenArrivals * kUse * servers, 2};
  Engine engine;
  Server server{engine, {.name = "counter", .capacity = servers}};
  SimTime last_end;
  engine.spawn(0, source(engine, server, arrivals, services, last_end));
  engine.run_until(SimTime::never());
  return last_end;
}

floor::Process customer_by_hand(floor::World& world, floor::Counter& counter, std::int64_t service,
                                std::int64_t& last_end) {
  auto place = counter.enter();
  co_await place;
  floor::Sleep const work{&world, world.now + service};
  co_await work;
  counter.leave();
  last_end = world.now;
}

floor::Process source_by_hand(floor::World& world, floor::Counter& counter, Waits& arrivals,
                              Waits& services, std::int64_t& last_end) {
  for (std::int64_t i = 0; i < kCustomers; ++i) {
    floor::Sleep const gap{&world, world.now + arrivals.next().count()};
    co_await gap;
    customer_by_hand(world, counter, services.next().count(), last_end);
  }
}

/// Every customer in a frame of its own.
SimTime queue_by_frames(int servers) {
  Waits arrivals{kBetweenArrivals, 1};
  Waits services{kBetweenArrivals * kUse * servers, 2};
  floor::World world;
  floor::Counter counter{servers};
  std::int64_t last_end = 0;
  source_by_hand(world, counter, arrivals, services, last_end);
  world.run();
  return SimTime::at(Duration::milliseconds(last_end));
}

/// Two variables for the two events that can come next, and a number for the queue.
SimTime queue_by_loop(int) {
  Waits arrivals{kBetweenArrivals, 1};
  Waits services{kBetweenArrivals * kUse, 2};
  SimTime arrival = SimTime::start() + arrivals.next();
  SimTime end = SimTime::never();
  SimTime last_end;
  std::int64_t to_come = kCustomers;
  std::int64_t present = 0;
  while (to_come > 0 || present > 0) {
    if (to_come > 0 && arrival < end) {
      if (present++ == 0) end = arrival + services.next();
      --to_come;
      arrival = arrival + arrivals.next();
    } else {
      last_end = end;
      end = --present > 0 ? end + services.next() : SimTime::never();
    }
  }
  return last_end;
}

/// With one server all three must agree to the millisecond; with several, who comes first counts.
void queue(benchmark::State& state, SimTime (*run)(int), int servers) {
  auto const expected = servers == 1 ? queue_by_loop(1) : queue_by_frames(servers);
  for (auto _ : state) {
    if (run(servers) != expected)
      state.SkipWithError("the last customer leaves at another instant");
  }
  caravan::bench::count_events(state, 2 * kCustomers);
}

// ---- Luck drawn in the run by engine and floor, each customer's from a stream of its own name
// ----

constexpr caravan::engine::StreamKey kKey{.seed = 1, .replication = 0};

/// Of the customer with this number.
Duration drawn_service(std::uint32_t number) {
  Stream stream{kKey, 7, number};
  return sample_duration(caravan::law::Exponential{kBetweenArrivals * kUse}, stream);
}
Duration drawn_gap(Stream& arrivals) {
  return sample_duration(caravan::law::Exponential{kBetweenArrivals}, arrivals);
}

Process keyed_source(Engine& engine, Server& server, SimTime& last_end) {
  Stream arrivals{kKey, 8};
  for (std::uint32_t i = 0; i < kCustomers; ++i) {
    co_await engine.delay(drawn_gap(arrivals));
    engine.spawn(0, customer(engine, server, drawn_service(i), last_end));
  }
}

SimTime keyed_queue_by_engine(int servers) {
  Engine engine;
  Server server{engine, {.name = "counter", .capacity = servers}};
  SimTime last_end;
  engine.spawn(0, keyed_source(engine, server, last_end));
  engine.run_until(SimTime::never());
  return last_end;
}

floor::Process keyed_source_by_hand(floor::World& world, floor::Counter& counter,
                                    std::int64_t& last_end) {
  Stream arrivals{kKey, 8};
  for (std::uint32_t i = 0; i < kCustomers; ++i) {
    floor::Sleep const gap{&world, world.now + drawn_gap(arrivals).count()};
    co_await gap;
    customer_by_hand(world, counter, drawn_service(i).count(), last_end);
  }
}

SimTime keyed_queue_by_frames(int servers) {
  floor::World world;
  floor::Counter counter{servers};
  std::int64_t last_end = 0;
  keyed_source_by_hand(world, counter, last_end);
  world.run();
  return SimTime::at(Duration::milliseconds(last_end));
}

void keyed_queue(benchmark::State& state, SimTime (*run)(int)) {
  auto const expected = keyed_queue_by_frames(1);
  for (auto _ : state) {
    if (run(1) != expected) state.SkipWithError("the last customer leaves at another instant");
  }
  caravan::bench::count_events(state, 2 * kCustomers);
}

// ---- Ten stations in a row, no room between: who is done keeps his station until the next is free
// -

constexpr std::size_t kStations = 10;
constexpr std::int64_t kParts = 30'000;
constexpr double kWork = 2'500;

Process part(Engine& /*whose pool gives the frame*/, std::deque<Server>& stations, Waits& work) {
  caravan::engine::Lease here;
  for (auto& station : stations) {
    auto next = co_await station.acquire();
    here = std::move(next);
    co_await station.work(here, work.next());
  }
}

Process part_source(Engine& engine, std::deque<Server>& stations, Waits& arrivals, Waits& work) {
  for (std::int64_t i = 0; i < kParts; ++i) {
    co_await engine.delay(arrivals.next());
    engine.spawn(0, part(engine, stations, work));
  }
}

void line_by_engine() {
  Waits arrivals{kBetweenArrivals, 1};
  Waits work{kWork, 2};
  Engine engine;
  std::deque<Server> stations;
  for (std::size_t i = 0; i < kStations; ++i) {
    stations.emplace_back(engine, Server::Options{.name = "station"});
  }
  engine.spawn(0, part_source(engine, stations, arrivals, work));
  engine.run_until(SimTime::never());
}

floor::Process part_by_hand(floor::World& world, std::vector<floor::Counter>& stations,
                            Waits& work) {
  for (std::size_t i = 0; i < stations.size(); ++i) {
    auto place = stations[i].enter();
    co_await place;
    if (i > 0) stations[i - 1].leave();
    floor::Sleep const service{&world, world.now + work.next().count()};
    co_await service;
  }
  stations.back().leave();
}

floor::Process part_source_by_hand(floor::World& world, std::vector<floor::Counter>& stations,
                                   Waits& arrivals, Waits& work) {
  for (std::int64_t i = 0; i < kParts; ++i) {
    floor::Sleep const gap{&world, world.now + arrivals.next().count()};
    co_await gap;
    part_by_hand(world, stations, work);
  }
}

void line_by_frames() {
  Waits arrivals{kBetweenArrivals, 1};
  Waits work{kWork, 2};
  floor::World world;
  std::vector<floor::Counter> stations(kStations, floor::Counter{1});
  part_source_by_hand(world, stations, arrivals, work);
  world.run();
}

/// An arrival and ten ends of work.
void line(benchmark::State& state, void (*run)()) {
  for (auto _ : state) run();
  caravan::bench::count_events(state, kParts * static_cast<std::int64_t>(kStations + 1));
}

// ---- Storms: all at the same instants, before a server that is always full ----------------------

constexpr std::int64_t kClaimants = 1'000;
constexpr int kRounds = 200;

Process claimant(Engine& engine, Server& server) {
  for (int i = 0; i < kRounds; ++i) {
    auto const lease = co_await server.acquire();
    co_await engine.delay(Duration::minutes(1));
  }
}

/// A grant and an end a round.
void contention(benchmark::State& state) {
  for (auto _ : state) {
    Engine engine;
    Server server{engine, {.name = "counter", .capacity = 10}};
    for (std::int64_t i = 0; i < kClaimants; ++i) engine.spawn(0, claimant(engine, server));
    engine.run_until(SimTime::never());
  }
  caravan::bench::count_events(state, 2 * kClaimants * kRounds);
}

Process tick(Engine& engine, std::int64_t rounds) {
  for (std::int64_t i = 0; i < rounds; ++i) co_await engine.delay(Duration::minutes(1));
}

/// Everyone at every minute.
void storm(benchmark::State& state) {
  auto const rounds = 1'000'000 / state.range(0);
  for (auto _ : state) {
    Engine engine;
    for (std::int64_t i = 0; i < state.range(0); ++i) engine.spawn(0, tick(engine, rounds));
    engine.run_until(SimTime::never());
  }
  caravan::bench::count_events(state, rounds * state.range(0));
}

}  // namespace

BENCHMARK_CAPTURE(queue, 1, queue_by_engine, 1)
    ->Name("queue/engine/1")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(queue, 2, queue_by_frames, 1)
    ->Name("queue/floor/1")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(queue, 3, queue_by_loop, 1)->Name("queue/loop/1")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(queue, 4, queue_by_engine, 4)
    ->Name("queue/engine/4")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(queue, 5, queue_by_frames, 4)
    ->Name("queue/floor/4")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(keyed_queue, 1, keyed_queue_by_engine)
    ->Name("queue/engine/keyed")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(keyed_queue, 2, keyed_queue_by_frames)
    ->Name("queue/floor/keyed")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(line, 1, line_by_engine)->Name("line/engine")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(line, 2, line_by_frames)->Name("line/floor")->Unit(benchmark::kMillisecond);
BENCHMARK(contention)->Name("contention/engine")->Unit(benchmark::kMillisecond);
BENCHMARK(storm)->Name("storm/engine")->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
