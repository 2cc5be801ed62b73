#include "caravan/engine/sampling.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"

namespace caravan::engine {
namespace {

constexpr int kDraws = 200'000;

std::vector<double> draws(Law const& law, int count = kDraws) {
  Stream stream{{20261122, 0}, hash_of("laws"), static_cast<std::uint32_t>(law.index())};
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(sample(law, stream));
  return values;
}

struct LawCase {
  std::string name;
  Law law;
  std::function<double(double)> cdf;
};

double phi(double z) {
  return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

/// Gamma distribution for shapes n + 1/2, from shape 1/2 by parts.
double half_gamma(int n, double x) {
  double p = std::erf(std::sqrt(x));
  for (int i = 0; i < n; ++i) p -= std::pow(x, i + 0.5) * std::exp(-x) / std::tgamma(i + 1.5);
  return p;
}
double erlang(int shape, double x) {
  double tail = 0;
  double term = std::exp(-x);
  for (int i = 0; i < shape; ++i) {
    tail += term;
    term *= x / (i + 1);
  }
  return 1 - tail;
}

std::vector<LawCase> continuous_laws() {
  return {
      {"exponential", law::Exponential{3}, [](double x) { return 1 - std::exp(-x / 3); }},
      {"uniform", law::Uniform{2, 8}, [](double x) { return (x - 2) / 6; }},
      {"triangular", law::Triangular{1, 2, 6},
       [](double x) { return x < 2 ? (x - 1) * (x - 1) / 5 : 1 - (6 - x) * (6 - x) / 20; }},
      {"triangle falling", law::Triangular{0, 0, 4},
       [](double x) { return 1 - (4 - x) * (4 - x) / 16; }},
      {"normal", law::Normal{10, 2, 0, 0},
       [](double x) { return (phi((x - 10) / 2) - phi(-5)) / phi(5); }},
      {"half a normal", law::Normal{0, 1, 0, 0}, [](double x) { return 2 * phi(x) - 1; }},
      {"normal between", law::Normal{5, 3, 4, 7},
       [](double x) {
         return (phi((x - 5) / 3) - phi(-1.0 / 3)) / (phi(2.0 / 3) - phi(-1.0 / 3));
       }},
      {"tail of a normal", law::Normal{-3, 1, 0, 0},
       [](double x) { return 1 - phi(-(x + 3)) / phi(-3); }},
      {"lognormal", law::Lognormal{1, 0.5}, [](double x) { return phi((std::log(x) - 1) / 0.5); }},
      {"gamma 2.5", law::Gamma{2.5, 4}, [](double x) { return half_gamma(2, x / 4); }},
      {"gamma 0.5", law::Gamma{0.5, 1}, [](double x) { return half_gamma(0, x); }},
      {"erlang", law::Erlang{3, 2}, [](double x) { return erlang(3, x / 2); }},
      {"weibull", law::Weibull{2, 5}, [](double x) { return 1 - std::exp(-x * x / 25); }},
      {"weibull steep", law::Weibull{0.7, 1},
       [](double x) { return 1 - std::exp(-std::pow(x, 0.7)); }},
      {"pert in the middle", law::BetaPert{0, 1, 2, 4},
       [](double x) {
         double const y = x / 2;
         return y * y * y * (10 - 15 * y + 6 * y * y);
       }},
      {"pert at the edge", law::BetaPert{3, 3, 4, 4},
       [](double x) { return 1 - std::pow(4 - x, 5); }},
      {"hyperexponential", law::Hyperexponential{{0.3, 0.7}, {10, 1}},
       [](double x) { return 1 - 0.3 * std::exp(-x / 10) - 0.7 * std::exp(-x); }},
  };
}

/// Kolmogorov and Smirnov: D times the root of n above 2.225 has probability 1e-4.
TEST(Sampling, follows_every_continuous_law) {
  for (auto const& one : continuous_laws()) {
    auto values = draws(one.law);
    std::sort(values.begin(), values.end());
    double worst = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      double const p = one.cdf(values[i]);
      double const n = kDraws;
      auto const rank = static_cast<double>(i);
      worst = std::max({worst, std::fabs(p - rank / n), std::fabs((rank + 1) / n - p)});
    }
    EXPECT_LT(worst * std::sqrt(kDraws), 2.225) << one.name;
  }
}

TEST(Sampling, has_the_moments_that_the_law_states) {
  for (auto const& one : continuous_laws()) {
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    auto const values = draws(one.law);
    double const m = mean(one.law);
    double const v = variance(one.law);
    for (double const x : values) {
      sum += x - m;
      squares += (x - m) * (x - m);
      fourth += std::pow(x - m, 4);
    }
    double const n = kDraws;
    EXPECT_NEAR(sum / n, 0, 4.5 * std::sqrt(v / n)) << one.name;
    EXPECT_NEAR(squares / n, v, 4.5 * std::sqrt((fourth / n - v * v) / n)) << one.name;
  }
}

TEST(Sampling, of_a_discrete_law_meets_the_weights) {
  law::Discrete const law{{5, 1, 7, 9}, {0.1, 0.6, 0, 0.3}};
  auto const values = draws(law);
  for (std::size_t i = 0; i < law.values.size(); ++i) {
    auto const share =
        static_cast<double>(std::count(values.begin(), values.end(), law.values[i])) / kDraws;
    EXPECT_NEAR(share, law.weights[i], 4.5 * std::sqrt(0.25 / kDraws));
  }
}

/// The same uniform number, seen by a copy of the stream, sorts the values.
TEST(Sampling, by_inversion_is_monotone) {
  std::vector<Law> const laws{law::Exponential{3},      law::Uniform{2, 8},
                              law::Triangular{1, 2, 6}, law::Normal{10, 2, 0, 0},
                              law::Normal{-3, 1, 0, 9}, law::Lognormal{1, 0.5},
                              law::Weibull{2, 5},       law::Discrete{{1, 2, 3}, {0.2, 0.3, 0.5}}};
  for (auto const& law : laws) {
    Stream stream{{9, 9}, hash_of("monotone")};
    std::vector<std::pair<double, double>> pairs;
    for (int i = 0; i < 20'000; ++i) {
      auto copy = stream;
      double const u = copy.uniform();
      double const value = sample(law, stream);
      pairs.emplace_back(u, value);
      ASSERT_EQ(stream.draws(), copy.draws());
    }
    std::sort(pairs.begin(), pairs.end());
    auto const by_value = [](auto const& a, auto const& b) { return a.second < b.second; };
    EXPECT_TRUE(std::is_sorted(pairs.begin(), pairs.end(), by_value)) << law.index();
  }
}

TEST(Sampling, bears_degenerate_parameters) {
  std::vector<std::pair<Law, double>> const fixed{
      {law::Constant{4}, 4},         {law::Exponential{0}, 0},       {law::Uniform{4, 4}, 4},
      {law::Triangular{4, 4, 4}, 4}, {law::Normal{4, 0, 0, 0}, 4},   {law::Normal{-4, 0, 0, 0}, 0},
      {law::Lognormal{0, 0}, 1},     {law::Gamma{2, 0}, 0},          {law::Erlang{2, 0}, 0},
      {law::Weibull{2, 0}, 0},       {law::BetaPert{4, 4, 4, 4}, 4}, {law::Discrete{{4}, {1}}, 4},
      {law::Constant{-1}, 0},        {law::Normal{-500, 1, 0, 0}, 0}};
  for (auto const& [law, value] : fixed) {
    for (double const x : draws(law, 1000)) ASSERT_EQ(x, value) << law.index();
  }
  std::vector<Law> const extreme{law::Gamma{1e-3, 1},   law::Gamma{1e6, 1e-6},
                                 law::Weibull{1e-2, 1}, law::Weibull{1e3, 1},
                                 law::Erlang{1000, 1},  law::BetaPert{0, 1, 1, 1e6}};
  for (auto const& law : extreme) {
    for (double const x : draws(law, 10'000)) {
      ASSERT_TRUE(std::isfinite(x)) << law.index();
      ASSERT_GE(x, 0) << law.index();
    }
  }
}

TEST(Sampling, of_durations_rounds_without_bias) {
  Stream stream{{1, 1}, hash_of("rounding")};
  Law const law = law::Exponential{10};
  double sum = 0;
  for (int i = 0; i < kDraws; ++i) sum += static_cast<double>(sample_duration(law, stream).count());
  EXPECT_NEAR(sum / kDraws, 10, 4.5 * 10 / std::sqrt(kDraws));
}

/// Pins the bits of every sampler; the same with g++ 12.2 and clang 19, -O0 to -O3.
TEST(Sampling, ahead_gives_what_comes_one_by_one) {
  for (Law const& law : {Law{law::Exponential{5e5}}, Law{law::Gamma{2.5, 1e5}},
                         Law{law::Constant{60'000}}, Law{law::Uniform{0, 1e6}}}) {
    Stream stream{{20261122, 0}, hash_of("gaps")};
    Durations ahead{law, stream};
    for (int i = 0; i < 1'000; ++i) ASSERT_EQ(ahead.next(), sample_duration(law, stream)) << i;
  }
}

TEST(Sampling, gives_the_same_bits_everywhere) {
  std::uint64_t hash = 0;
  for (auto const& one : continuous_laws()) {
    for (double const x : draws(one.law, 5000))
      hash = scatter(hash ^ std::bit_cast<std::uint64_t>(x));
  }
  EXPECT_EQ(hash, 11683711532904157367U);
}

}  // namespace
}  // namespace caravan::engine
