#include "caravan/engine/random.hpp"

#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"

namespace caravan::engine {
namespace {

/// The known answers that the authors of Philox publish with Random123.
TEST(Philox, gives_the_known_answers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t kOnes = 0xffffffff;
  EXPECT_EQ(philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Stream, follows_its_documented_layout) {
  StreamKey const key{42, 7};
  std::uint64_t const name = hash_of("activities/kz-customs/time");
  Stream stream{key, name, 3};
  auto const mixed = scatter(scatter(42) + 7);
  auto const lo = [](std::uint64_t w) { return static_cast<std::uint32_t>(w); };
  auto const hi = [](std::uint64_t w) { return static_cast<std::uint32_t>(w >> 32U); };
  for (std::uint32_t block = 0; block < 5; ++block) {
    auto const words = philox({block, 3, lo(name), hi(name)}, {lo(mixed), hi(mixed)});
    auto const first = stream.bits();
    auto const second = stream.bits();
    EXPECT_EQ(first, (std::uint64_t{words[1]} << 32U) | words[0]);
    EXPECT_EQ(second, (std::uint64_t{words[3]} << 32U) | words[2]);
  }
  EXPECT_EQ(stream.draws(), 10U);
}

TEST(Stream, is_the_same_whatever_else_was_drawn) {
  Stream alone{{1, 0}, hash_of("a")};
  Stream beside{{1, 0}, hash_of("a")};
  Stream other{{1, 0}, hash_of("b")};
  for (int i = 0; i < 100; ++i) {
    (void)other.bits();
    auto const one = alone.bits();
    auto const two = beside.bits();
    EXPECT_EQ(one, two);
  }
}

TEST(Stream, differs_in_every_part_of_its_name) {
  std::set<std::uint64_t> first_words;
  int streams = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint32_t replication = 0; replication < 10; ++replication) {
      for (std::uint32_t entity = 0; entity < 10; ++entity) {
        for (auto const* const name : {"a", "b", "c"}) {
          first_words.insert(Stream{{seed, replication}, hash_of(name), entity}.bits());
          ++streams;
        }
      }
    }
  }
  EXPECT_EQ(first_words.size(), static_cast<std::size_t>(streams));
}

TEST(Stream, gives_uniform_numbers_inside_the_open_interval) {
  Stream stream{{3, 1}, hash_of("u")};
  std::vector<int> cells(50);
  constexpr int kDraws = 1'000'000;
  for (int i = 0; i < kDraws; ++i) {
    double const u = stream.uniform();
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    ++cells[static_cast<std::size_t>(u * 50)];
  }
  double chi_square = 0;
  for (int const count : cells) chi_square += (count - 20'000.0) * (count - 20'000.0) / 20'000;
  EXPECT_LT(chi_square, 94.0);  // 49 degrees of freedom, level 1e-4
  // The end points, which no test by chance would reach.
  EXPECT_GT((0.0 + 0.5) * 0x1p-52, 0.0);
  EXPECT_LT((0x1p52 - 1 + 0.5) * 0x1p-52, 1.0);
}

/// The classic failure is not the generator but neighbours: seeds s and s + 1, entities e and e
/// + 1.
TEST(Stream, is_not_correlated_with_its_neighbours) {
  constexpr int kStreams = 200;
  constexpr int kDraws = 1000;
  std::vector<std::vector<double>> rows;
  for (std::uint32_t i = 0; i < kStreams; ++i) {
    Stream by_entity{{5, 0}, hash_of("x"), i};
    Stream by_seed{{i, 0}, hash_of("x")};
    Stream by_replication{{5, i}, hash_of("x")};
    for (auto* const stream : {&by_entity, &by_seed, &by_replication}) {
      auto& row = rows.emplace_back();
      for (int k = 0; k < kDraws; ++k) row.push_back((stream->uniform() - 0.5) * std::sqrt(12.0));
    }
  }
  double worst = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      double product = 0;
      for (std::size_t k = 0; k < kDraws; ++k) product += rows[i][k] * rows[j][k];
      bool const same = rows[i][0] == rows[j][0];  // (5, 0) occurs in all three families
      if (!same) worst = std::max(worst, std::fabs(product / kDraws));
    }
  }
  EXPECT_LT(worst, 0.2);  // six standard deviations over 180,000 pairs
}

}  // namespace
}  // namespace caravan::engine
