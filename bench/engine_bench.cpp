// What an event costs: the engine with a coroutine for every process, beside loops written by hand
// that do the same work in the same run. Read the ratio of the two; the figures alone depend on the
// machine. All waits are drawn beforehand, so that random numbers cost neither side anything.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <benchmark/benchmark.h>

#include "caravan/core/time.hpp"
#include "caravan/engine/engine.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/engine/sampling.hpp"
#include "caravan/engine/server.hpp"

#include "bench/ratios.hpp"

namespace {

using caravan::Duration;
using caravan::SimTime;
using caravan::engine::Engine;
using caravan::engine::Process;
using caravan::engine::Server;
using caravan::engine::Stream;

/// Exponential waits, given out in turn and over again.
class Waits {
 public:
  Waits(double mean_ms, std::uint64_t name) : waits_(1 << 16) {
    Stream stream{{.seed = 1, .replication = 0}, name};
    for (auto& wait : waits_) wait = sample_duration(caravan::law::Exponential{mean_ms}, stream);
  }
  Duration next() { return waits_[next_++ % waits_.size()]; }

 private:
  std::vector<Duration> waits_;
  std::size_t next_ = 0;
};

void count_events(benchmark::State& state, std::int64_t events_a_round) {
  state.counters["events"] = benchmark::Counter(static_cast<double>(events_a_round),
                                                benchmark::Counter::kIsIterationInvariantRate);
}

// ---- HOLD: N events are pending; the earliest is taken and put back later (Jones 1986) ----------

constexpr std::int64_t kHolds = 2'000'000;

Process hold(Engine& engine, Waits& waits, std::int64_t& holds) {
  while (holds++ < kHolds) co_await engine.delay(waits.next());
}

void hold_by_processes(benchmark::State& state) {
  Waits waits{1e6, 1};
  for (auto _ : state) {
    Engine engine;
    std::int64_t holds = 0;
    for (std::int64_t i = 0; i < state.range(0); ++i) engine.spawn(0, hold(engine, waits, holds));
    engine.run_until(SimTime::never());
    benchmark::DoNotOptimize(holds);
  }
  count_events(state, kHolds);
}

struct Pending {
  SimTime time;
  std::uint64_t sequence;
  friend bool operator>(Pending const& a, Pending const& b) {
    return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
  }
};

void hold_by_hand(benchmark::State& state) {
  Waits waits{1e6, 1};
  for (auto _ : state) {
    std::vector<Pending> heap;
    std::uint64_t sequence = 0;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      heap.push_back({SimTime::start() + waits.next(), sequence++});
      std::push_heap(heap.begin(), heap.end(), std::greater<>{});
    }
    for (std::int64_t i = 0; i < kHolds; ++i) {
      std::pop_heap(heap.begin(), heap.end(), std::greater<>{});
      heap.back() = {heap.back().time + waits.next(), sequence++};
      std::push_heap(heap.begin(), heap.end(), std::greater<>{});
    }
    benchmark::DoNotOptimize(heap.data());
  }
  count_events(state, kHolds);
}

// ---- M/M/1 at 90 % use: an arrival and an end of service are two events a customer --------------

constexpr std::int64_t kCustomers = 200'000;
constexpr double kBetweenArrivals = 10'000;
constexpr double kService = 9'000;

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

SimTime queue_by_processes() {
  Waits arrivals{kBetweenArrivals, 1};
  Waits services{kService, 2};
  Engine engine;
  Server server{engine, {.name = "counter"}};
  SimTime last_end;
  engine.spawn(0, source(engine, server, arrivals, services, last_end));
  engine.run_until(SimTime::never());
  return last_end;
}

/// Two variables for the two events that can come next, and a number for the queue.
SimTime queue_by_hand() {
  Waits arrivals{kBetweenArrivals, 1};
  Waits services{kService, 2};
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

void queue(benchmark::State& state, SimTime (*run)()) {
  auto const expected = queue_by_hand();
  for (auto _ : state) {
    if (run() != expected) state.SkipWithError("the last customer leaves at another instant");
  }
  count_events(state, 2 * kCustomers);
}

}  // namespace

BENCHMARK(hold_by_processes)
    ->RangeMultiplier(10)
    ->Range(100, 1'000'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(hold_by_hand)->RangeMultiplier(10)->Range(100, 1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(queue, by_processes, queue_by_processes)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(queue, by_hand, queue_by_hand)->Unit(benchmark::kMillisecond);

int main(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  caravan::bench::Ratios ratios;
  benchmark::RunSpecifiedBenchmarks(&ratios);
  return ratios.all_sound() ? 0 : 1;
}
