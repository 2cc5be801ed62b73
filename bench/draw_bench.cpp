// What a random draw costs, by its law: each from a stream of its own name, as the model draws.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "caravan/engine/random.hpp"
#include "caravan/engine/sampling.hpp"

#include "bench/waits.hpp"

namespace {

namespace law = caravan::law;
using caravan::Law;
using caravan::engine::Stream;

constexpr std::uint32_t kDraws = 10'000;

/// The bits alone: the floor of all that follow.
void draw_bits(benchmark::State& state) {
  for (auto _ : state) {
    for (std::uint32_t entity = 0; entity < kDraws; ++entity) {
      Stream stream{{.seed = 1, .replication = 0}, 7, entity};
      benchmark::DoNotOptimize(stream.bits());
    }
  }
  caravan::bench::count_events(state, kDraws);
}

void draw(benchmark::State& state, Law const& drawn) {
  for (auto _ : state) {
    for (std::uint32_t entity = 0; entity < kDraws; ++entity) {
      Stream stream{{.seed = 1, .replication = 0}, 7, entity};
      benchmark::DoNotOptimize(sample(drawn, stream));
    }
  }
  caravan::bench::count_events(state, kDraws);
}

bool const added = [] {
  benchmark::RegisterBenchmark("draw/floor", draw_bits);
  std::vector<std::pair<char const*, Law>> const laws{
      {"exponential", law::Exponential{9e6}},
      {"uniform", law::Uniform{1e6, 2e6}},
      {"triangular", law::Triangular{1e6, 2e6, 6e6}},
      {"normal", law::Normal{9e6, 1e6, 0, 0}},
      {"lognormal", law::Lognormal{15, 0.5}},
      {"gamma", law::Gamma{2.5, 1e6}},
      {"weibull", law::Weibull{1.5, 1e6}},
  };
  for (auto const& [name, drawn] : laws) {
    benchmark::RegisterBenchmark(caravan::bench::name_of("draw", "engine", name).c_str(), draw,
                                 drawn);
  }
  return true;
}();

}  // namespace
