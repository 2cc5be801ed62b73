/// Random numbers by name.
///
/// A stream is a function of (seed, replication, name, entity) and of nothing else: not of the
/// order in which streams are made, nor of what others draw. Adding a crane changes nobody else's
/// luck.
///
/// Generator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011). Layout of its input: the key is
/// scatter(scatter(seed) + replication); the counter words are {number of the block, entity, low
/// and high half of the name's hash}. A block gives two words of 64 bits.
#pragma once

#include <array>
#include <cstdint>

namespace caravan::engine {

struct StreamKey {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
};

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// One block of Philox4x32-10.
[[nodiscard]] PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key);

/// What all streams of a run share, worked out once for who makes many.
class StreamRoot {
 public:
  explicit StreamRoot(StreamKey key);

 private:
  friend class Stream;
  PhiloxKey key_;
};

class Stream {
 public:
  /// `name_hash` is `hash_of` a stable name such as "activities/kz-customs/time".
  Stream(StreamRoot root, std::uint64_t name_hash, std::uint32_t entity = 0)
      : key_{root.key_}, entity_{entity}, name_{name_hash} {}
  Stream(StreamKey key, std::uint64_t name_hash, std::uint32_t entity = 0)
      : Stream{StreamRoot{key}, name_hash, entity} {}

  /// 64 random bits. A stream holds 2^33 of these words; more is a `Fault`.
  [[nodiscard]] std::uint64_t bits();
  /// In (0, 1): never 0 or 1. One of 2^52 values, evenly spaced and symmetric about 1/2.
  [[nodiscard]] double uniform();
  /// Words drawn so far.
  [[nodiscard]] std::uint64_t draws() const { return draws_; }

 private:
  PhiloxKey key_;
  std::uint32_t entity_;
  std::uint64_t name_;
  std::uint64_t draws_ = 0;
  std::uint64_t second_ = 0;  ///< the other word of the present block
};

}  // namespace caravan::engine
