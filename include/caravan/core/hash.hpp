/// Hashes that are part of results: the same on every machine, for ever.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace caravan {

/// A bijection of 64-bit words that scatters all bits. Source: Steele, Lea, Flood 2014
/// (SplitMix64).
[[nodiscard]] constexpr std::uint64_t scatter(std::uint64_t word) {
  word += 0x9e3779b97f4a7c15U;
  word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9U;
  word = (word ^ (word >> 27U)) * 0x94d049bb133111ebU;
  return word ^ (word >> 31U);
}

/// Another one, cheaper and less thorough: for words that are hashed on.
[[nodiscard]] constexpr std::uint64_t strew(std::uint64_t word) {
  return word * 0x9e3779b97f4a7c15U;
}

/// 64-bit hash of a text. Source: Fowler–Noll–Vo 1a, then scattered.
[[nodiscard]] constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (char const c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return scatter(hash);
}

/// A running 128-bit hash of a sequence of words; the order of the words matters. Each step can be
/// undone, so that two sequences of which one word differs never meet again. It is made for what
/// nobody forges, in as few steps as that takes: a run absorbs two words or more an event.
class Fingerprint {
 public:
  constexpr void absorb(std::uint64_t word) {
    low_ = std::rotl((low_ ^ word) * 0x9fb21c651e98df25U, 29);
    high_ = (high_ ^ low_) * 0xd6e8feb86659fd93U;
    high_ ^= high_ >> 32U;
  }
  constexpr void absorb(std::string_view text) { absorb(hash_of(text)); }
  /// 32 hexadecimal digits in groups of 8.
  [[nodiscard]] std::string text() const;
  /// The fingerprint that prints as `text`; nothing if none does.
  [[nodiscard]] static std::optional<Fingerprint> of_text(std::string_view text);
  friend constexpr bool operator==(Fingerprint const&, Fingerprint const&) = default;

 private:
  std::uint64_t low_ = 0x243f6a8885a308d3U;
  std::uint64_t high_ = 0x13198a2e03707344U;
};

}  // namespace caravan
