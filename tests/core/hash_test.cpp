#include "caravan/core/hash.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace caravan {
namespace {

/// The words of SplitMix64 from seed 1234567, computed independently from its definition.
TEST(Scatter, is_the_step_of_splitmix64) {
  constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15U;
  static_assert(scatter(1234567) == 6457827717110365317U);
  static_assert(scatter(1234567 + kStep) == 3203168211198807973U);
  static_assert(scatter(1234567 + 2 * kStep) == 9817491932198370423U);
}

/// FNV-1a of "a" is 0xaf63dc4c8601ec8c in its authors' test vectors.
TEST(HashOf, is_fnv_1a_then_scattered) {
  static_assert(hash_of("a") == scatter(0xaf63dc4c8601ec8cU));
  static_assert(hash_of("") == scatter(0xcbf29ce484222325U));
}

TEST(Fingerprint, depends_on_every_word_and_on_their_order) {
  Fingerprint ab;
  ab.absorb(std::uint64_t{1});
  ab.absorb(std::uint64_t{2});
  Fingerprint ba;
  ba.absorb(std::uint64_t{2});
  ba.absorb(std::uint64_t{1});
  EXPECT_NE(ab, ba);
  EXPECT_NE(ab, Fingerprint{});
}

/// By the same steps in another language.
TEST(Fingerprint, of_some_words_is_what_it_ever_was) {
  Fingerprint print;
  for (std::uint64_t const word : {1U, 2U, 3U}) print.absorb(word);
  EXPECT_EQ(print.text(), "5ed7c199-1d6c1974-aeeadbaf-82af25a6");
}

/// Of words that differ by one bit, with others behind them, half the bits differ in the end.
TEST(Fingerprint, spreads_each_bit_of_each_word) {
  auto const low_and_high = [](std::uint64_t first) {
    Fingerprint print;
    print.absorb(first);
    for (std::uint64_t word = 0; word < 8; ++word) print.absorb(word);
    auto text = print.text();
    std::erase(text, '-');
    return std::array{std::stoull(text.substr(0, 16), nullptr, 16),
                      std::stoull(text.substr(16), nullptr, 16)};
  };
  auto const plain = low_and_high(0);
  for (unsigned bit = 0; bit < 64; ++bit) {
    auto const other = low_and_high(std::uint64_t{1} << bit);
    for (std::size_t half : {0U, 1U}) {
      EXPECT_NEAR(std::popcount(plain[half] ^ other[half]), 32, 20) << bit;
    }
  }
}

TEST(Fingerprint, is_read_from_what_it_prints_and_from_nothing_else) {
  Fingerprint print;
  print.absorb(std::uint64_t{7});
  auto const text = print.text();
  EXPECT_EQ(Fingerprint::of_text(text), print);
  for (std::string const& other :
       {std::string{}, text.substr(1), text + '0', text + '-', '-' + text, 'g' + text.substr(1),
        'A' + text.substr(1), text.substr(0, 8) + text.substr(9)}) {
    EXPECT_FALSE(Fingerprint::of_text(other)) << other;
  }
}

TEST(Fingerprint, prints_four_groups_of_eight_digits) {
  EXPECT_EQ(Fingerprint{}.text(), "13198a2e-03707344-243f6a88-85a308d3");
}

}  // namespace
}  // namespace caravan
