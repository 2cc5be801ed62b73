// HOLD: N events are pending; the earliest is taken and put back later (Jones 1986, "An empirical
// comparison of priority-queue and event-set implementations", CACM 29(4)). By the engine with a
// process for each, by the engine's queue alone, and by a plain heap.
#include <atomic>
#include <cstdint>
#include <utility>

#include <benchmark/benchmark.h>

#include "caravan/engine/engine.hpp"
#include "caravan/engine/event_queue.hpp"

#include "bench/floor.hpp"
#include "bench/waits.hpp"

namespace {

using caravan::SimTime;
using caravan::bench::Shape;
using caravan::bench::Waits;
using caravan::engine::Engine;
using caravan::engine::EventQueue;
using caravan::engine::Process;

constexpr std::int64_t kHolds = 1'000'000;
constexpr double kMeanMs = 1e6;

Process hold(Engine& engine, Waits& waits, std::int64_t& left, std::atomic<bool>& enough) {
  while (true) {
    co_await engine.delay(waits.next());
    if (--left == 0) enough = true;
  }
}

void by_engine(benchmark::State& state, Shape shape) {
  Waits waits{kMeanMs, 1, shape};
  for (auto _ : state) {
    std::atomic<bool> enough = false;
    Engine engine{{.interrupt = &enough, .most_steps_at_one_instant = 10 * kHolds}};
    std::int64_t left = kHolds;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      engine.spawn(0, hold(engine, waits, left, enough));
    }
    engine.run_until(SimTime::at(caravan::Duration::milliseconds(1)));
    caravan::bench::time_only(state, [&] { engine.run_until(SimTime::never()); });
  }
  caravan::bench::count_events(state, kHolds);
}

void by_queue(benchmark::State& state, Shape shape) {
  Waits waits{kMeanMs, 1, shape};
  for (auto _ : state) {
    EventQueue queue;
    std::uint64_t sequence = 0;
    auto const put = [&](SimTime now) { queue.push({now + waits.next(), sequence++, 0, 0, {}}); };
    for (std::int64_t i = 0; i < state.range(0); ++i) put(SimTime::start());
    caravan::bench::time_only(state, [&] {
      for (std::int64_t i = 0; i < kHolds; ++i) {
        if (!queue.is_near()) queue.bring_near();
        auto const now = queue.top().time;
        queue.pop();
        put(now);
      }
    });
  }
  caravan::bench::count_events(state, kHolds);
}

void by_floor(benchmark::State& state, Shape shape) {
  Waits waits{kMeanMs, 1, shape};
  for (auto _ : state) {
    caravan::bench::floor::Heap heap;
    for (std::int64_t i = 0; i < state.range(0); ++i) heap.push(waits.next().count());
    caravan::bench::time_only(state, [&] {
      for (std::int64_t i = 0; i < kHolds; ++i) heap.push(heap.pop().time + waits.next().count());
    });
  }
  caravan::bench::count_events(state, kHolds);
}

void add_all() {
  using Run = void (*)(benchmark::State&, Shape);
  for (auto const& [shape, variant] :
       {std::pair{Shape::exponential, "exponential"}, std::pair{Shape::clustered, "clustered"},
        std::pair{Shape::bimodal, "bimodal"}, std::pair{Shape::minutes, "minutes"}}) {
    for (auto const& [run, by] : {std::pair<Run, char const*>{by_engine, "engine"},
                                  std::pair<Run, char const*>{by_queue, "queue"},
                                  std::pair<Run, char const*>{by_floor, "floor"}}) {
      benchmark::RegisterBenchmark(caravan::bench::name_of("hold", by, variant).c_str(), run, shape)
          ->RangeMultiplier(10)
          ->Range(100, 1'000'000)
          ->Unit(benchmark::kMillisecond)
          ->UseManualTime();
    }
  }
}

bool const added = (add_all(), true);

}  // namespace
