#include "caravan/engine/far_events.hpp"

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

namespace caravan::engine {

namespace {

constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;

/// Times as numbers in the same order, the negative ones first.
std::uint64_t number_of(SimTime time) {
  return static_cast<std::uint64_t>(time.count()) ^ kSign;
}

SimTime time_of(std::uint64_t number) {
  return SimTime::at(Duration::milliseconds(static_cast<std::int64_t>(number ^ kSign)));
}

}  // namespace

SimTime FarEvents::base() const {
  return time_of(base_);
}

void FarEvents::start_at(SimTime base) {
  base_ = number_of(base);
}

FarEvents::Block* FarEvents::new_block(Block* next) {
  if (free_ == nullptr) {
    memory_.push_back(std::make_unique<Block[]>(kBlocksAtOnce));
    for (std::size_t i = 0; i < kBlocksAtOnce; ++i) give_back(&memory_.back()[i]);
  }
  auto* const block = std::exchange(free_, free_->next);
  block->next = next;
  block->used = 0;
  return block;
}

void FarEvents::give_back(Block* block) {
  block->next = std::exchange(free_, block);
}

FarEvents::Place FarEvents::place_of(SimTime time) const {
  auto const number = number_of(time);
  auto const differs = number ^ base_;
  auto const digit =
      differs == 0 ? 0U : (static_cast<unsigned>(std::bit_width(differs)) - 1) / kBits;
  return {digit, static_cast<unsigned>(number >> (digit * kBits)) % kValues};
}

void FarEvents::put(Event event) {
  auto const [digit, value] = place_of(event.time);
  auto& into = drawer(digit, value);
  if (into.first == nullptr || into.first->used == kBlockEvents) into.first = new_block(into.first);
  into.first->events[into.first->used++] = event;
  ++into.size;
  ++size_;
  filled_[digit] |= std::uint64_t{1} << value;
}

void FarEvents::take_back_one_like(Event const& event) {
  auto const [digit, value] = place_of(event.time);
  auto& from = drawer(digit, value);
  if (--from.first->used == 0) give_back(std::exchange(from.first, from.first->next));
  --from.size;
  --size_;
  if (from.size == 0) filled_[digit] &= ~(std::uint64_t{1} << value);
}

FarEvents::Drawer FarEvents::pull(unsigned digit, unsigned value) {
  filled_[digit] &= ~(std::uint64_t{1} << value);
  auto const pulled = std::exchange(drawer(digit, value), Drawer{});
  size_ -= pulled.size;
  return pulled;
}

void FarEvents::move_to(std::vector<Event>& near, Drawer from) {
  for (auto* block = from.first; block != nullptr;) {
    near.insert(near.end(), block->events.begin(),
                block->events.begin() + static_cast<std::ptrdiff_t>(block->used));
    give_back(std::exchange(block, block->next));
  }
}

void FarEvents::spread(unsigned digit, unsigned value, std::uint64_t base) {
  auto const before = std::exchange(base_, base);
  auto const pulled = pull(digit, value);
  auto* block = pulled.first;
  try {
    while (block != nullptr) {
      for (; block->used > 0; --block->used) put(block->events[block->used - 1]);
      give_back(std::exchange(block, block->next));
    }
  } catch (std::bad_alloc const&) {
    base_ = before;
    size_ += pulled.size;
    filled_[digit] |= std::uint64_t{1} << value;
    drawer(digit, value) = {gather_below(digit, block), pulled.size};
    throw;
  }
}

/// A block in the middle that is not full does no harm.
FarEvents::Block* FarEvents::gather_below(unsigned digit, Block* rest) {
  for (unsigned lower = 0; lower < digit; ++lower) {
    while (filled_[lower] != 0) {
      auto const value = static_cast<unsigned>(std::countr_zero(filled_[lower]));
      for (auto* block = pull(lower, value).first; block != nullptr;) {
        auto* const next = std::exchange(block->next, rest);
        rest = std::exchange(block, next);
      }
    }
  }
  return rest;
}

SimTime FarEvents::take_earliest(std::size_t least, std::size_t most, std::vector<Event>& near) {
  while (true) {
    unsigned digit = 0;
    while (filled_[digit] == 0) ++digit;
    auto const shift = digit * kBits;
    auto value = static_cast<unsigned>(std::countr_zero(filled_[digit]));
    auto const above = shift + kBits < 64 ? base_ >> (shift + kBits) << (shift + kBits) : 0;
    auto const base = above | std::uint64_t{value} << shift;
    auto taken = drawer(digit, value).size;
    if (digit > 0 && taken > most) {
      spread(digit, value, base);
      continue;
    }
    near.reserve(near.size() + std::max(taken, most));
    base_ = base;
    move_to(near, pull(digit, value));
    while (taken < least && filled_[digit] != 0) {
      auto const next = static_cast<unsigned>(std::countr_zero(filled_[digit]));
      if (taken + drawer(digit, next).size > most) break;
      value = next;
      taken += drawer(digit, value).size;
      move_to(near, pull(digit, value));
    }
    auto const below = (std::uint64_t{1} << shift) - 1;
    return time_of(above | std::uint64_t{value} << shift | below);
  }
}

}  // namespace caravan::engine
