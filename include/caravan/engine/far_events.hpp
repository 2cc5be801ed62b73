/// Events whose time is not near: kept by rough time, without order.
///
/// Times are read as numbers of eleven digits of six bits each. An event waits in the drawer of the
/// first digit in which its time differs from the base: a drawer a digit and value. Of the events
/// that share a drawer, no other is later than those of the next one, so that the earliest are
/// found by two looks at a map of bits. To take a drawer apart by the next digit moves each of its
/// events once, and a digit is never looked at twice: the cost of an event hangs on how far ahead
/// it lies, hardly on how many there are (a radix heap: Ahuja, Mehlhorn, Orlin and Tarjan 1990,
/// "Faster algorithms for the shortest path problem", J. ACM 37(2)).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "caravan/engine/event.hpp"

namespace caravan::engine {

class FarEvents {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] SimTime base() const;
  /// Bytes that the events take, or took when there were most of them.
  [[nodiscard]] std::size_t memory() const {
    return memory_.size() * kBlocksAtOnce * sizeof(Block);
  }

  /// Only while empty: what is put in from now on is not before `base`.
  void start_at(SimTime base);
  /// `event` is not before the base.
  void put(Event event);
  /// Removes what was put in last of those that go where `event` goes.
  void take_back_one_like(Event const& event);
  /// Moves the earliest events, in no order, to the end of `near`: if possible from `least` to
  /// `most` of them, but always all of one instant. The base becomes a time that is not after the
  /// first of them. Returns the time up to which all were taken. Must not be empty. If there is no
  /// memory, all are still here, and the base is one that is not after the first of them.
  [[nodiscard]] SimTime take_earliest(std::size_t least, std::size_t most,
                                      std::vector<Event>& near);

 private:
  static constexpr unsigned kBits = 6;
  static constexpr unsigned kDigits = (64 + kBits - 1) / kBits;
  static constexpr unsigned kValues = 1U << kBits;
  static constexpr std::size_t kBlockEvents = 31;
  static constexpr std::size_t kBlocksAtOnce = 64;

  /// Room for a few events of one drawer: a block is one KiB.
  struct Block {
    Block* next = nullptr;
    std::size_t used = 0;
    std::array<Event, kBlockEvents> events;
  };
  struct Drawer {
    Block* first = nullptr;
    std::size_t size = 0;
  };

  Block* new_block(Block* next);
  void give_back(Block* block);
  /// Which drawer a time goes to.
  struct Place {
    unsigned digit = 0;
    unsigned value = 0;
  };
  [[nodiscard]] Place place_of(SimTime time) const;
  [[nodiscard]] Drawer& drawer(unsigned digit, unsigned value) {
    return drawers_[std::size_t{digit} * kValues + value];
  }
  Drawer pull(unsigned digit, unsigned value);
  void move_to(std::vector<Event>& near, Drawer from);
  /// Takes a drawer apart by the next digits, which are empty before, as seen from `base`; if there
  /// is no memory for that, it is as it was.
  void spread(unsigned digit, unsigned value, std::uint64_t base);
  /// All blocks of the digits below, and behind them `rest`.
  [[nodiscard]] Block* gather_below(unsigned digit, Block* rest);

  std::array<Drawer, std::size_t{kDigits} * kValues> drawers_{};
  std::array<std::uint64_t, kDigits> filled_{};  ///< a bit a drawer
  std::uint64_t base_ = 0;
  std::size_t size_ = 0;
  Block* free_ = nullptr;
  std::vector<std::unique_ptr<Block[]>> memory_;
};

}  // namespace caravan::engine
