/// The floor: what the same work costs when nothing but the work is left.
///
/// Coroutines in pooled frames on a heap of (time, sequence), without ranks, tickets, leases,
/// names, fingerprints, stops or accounts: as much engine as a queue of customers needs, and no
/// more. The distance of the real engine to it is the price of all these.
#pragma once

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace caravan::bench::floor {

/// Memory for frames, recycled; all that are taken from one have a similar size.
class Frames {
 public:
  void* take(std::size_t size) {
    if (free_.empty() || size > kRoom) {
      rooms_.push_back(std::make_unique<std::byte[]>(std::max(size, kRoom)));
      return rooms_.back().get();
    }
    auto* const room = free_.back();
    free_.pop_back();
    return room;
  }
  void give_back(void* room) { free_.push_back(room); }

 private:
  static constexpr std::size_t kRoom = 256;
  std::vector<std::unique_ptr<std::byte[]>> rooms_;
  std::vector<void*> free_;
};

/// The earliest first, of equal times the first scheduled.
class Heap {
 public:
  struct Entry {
    std::int64_t time;
    std::uint64_t sequence;
    std::coroutine_handle<> who;
    [[nodiscard]] bool before(Entry const& other) const {
      return time != other.time ? time < other.time : sequence < other.sequence;
    }
  };
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  void push(std::int64_t time, std::coroutine_handle<> who = {}) {
    Entry const entry{time, sequence_++, who};
    auto hole = entries_.size();
    entries_.push_back(entry);
    while (hole > 0 && entry.before(entries_[(hole - 1) / kChildren])) {
      entries_[hole] = entries_[(hole - 1) / kChildren];
      hole = (hole - 1) / kChildren;
    }
    entries_[hole] = entry;
  }
  Entry pop() {
    auto const earliest = entries_.front();
    auto const last = entries_.back();
    entries_.pop_back();
    if (!entries_.empty()) sift_down(last);
    return earliest;
  }

 private:
  static constexpr std::size_t kChildren = 4;
  void sift_down(Entry const& entry) {
    std::size_t hole = 0;
    for (auto first = std::size_t{1}; first < entries_.size(); first = hole * kChildren + 1) {
      auto least = first;
      auto const end = std::min(first + kChildren, entries_.size());
      for (auto child = first + 1; child < end; ++child) {
        if (entries_[child].before(entries_[least])) least = child;
      }
      if (!entries_[least].before(entry)) break;
      entries_[hole] = entries_[least];
      hole = least;
    }
    entries_[hole] = entry;
  }

  std::vector<Entry> entries_;
  std::uint64_t sequence_ = 0;
};

struct World {
  Frames frames;
  Heap events;
  std::int64_t now = 0;

  void run() {
    while (!events.empty()) {
      auto const event = events.pop();
      now = event.time;
      event.who.resume();
    }
  }
};

/// Begins at once, and gives its frame back when it ends.
struct Process {
  struct promise_type {
    template <class... Rest>
    static void* operator new(std::size_t size, World& world, Rest&...) {
      auto* const room =
          static_cast<std::byte*>(world.frames.take(size + sizeof(std::max_align_t)));
      new (room) Frames* {&world.frames};
      return room + sizeof(std::max_align_t);
    }
    static void operator delete(void* frame) noexcept {
      auto* const room = static_cast<std::byte*>(frame) - sizeof(std::max_align_t);
      (*reinterpret_cast<Frames**>(room))->give_back(room);
    }
    Process get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };
};

struct Sleep {
  World* world;
  std::int64_t until;
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> who) const { world->events.push(until, who); }
  void await_resume() const noexcept {}
};

/// Places at a counter, and a line before it.
class Counter {
 public:
  explicit Counter(int free) : free_{free} {}

  struct Enter {
    Counter* counter;
    Enter* next = nullptr;
    std::coroutine_handle<> who{};
    [[nodiscard]] bool await_ready() const noexcept {
      if (counter->free_ == 0) return false;
      --counter->free_;
      return true;
    }
    void await_suspend(std::coroutine_handle<> handle) noexcept {
      who = handle;
      (counter->first_ == nullptr ? counter->first_ : counter->last_->next) = this;
      counter->last_ = this;
    }
    void await_resume() const noexcept {}
  };
  [[nodiscard]] Enter enter() { return {this}; }
  /// The next in line goes on in place of the one that leaves.
  void leave() {
    if (first_ == nullptr) {
      ++free_;
      return;
    }
    std::exchange(first_, first_->next)->who.resume();
  }

 private:
  int free_;
  Enter* first_ = nullptr;
  Enter* last_ = nullptr;
};

}  // namespace caravan::bench::floor
