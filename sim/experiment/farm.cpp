#include "caravan/experiment/farm.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace caravan::experiment {

namespace {

/// What the threads of one farm share, behind its mutex.
class Field {
 public:
  Field(std::size_t count, unsigned workers, std::function<void(std::size_t)> const& work,
        std::atomic<bool> const* interrupt)
      : work_{work}, interrupt_{interrupt}, states_(count), working_{workers} {}

  /// What a worker does until nothing is left.
  void labour() {
    // Who has claimed a piece works on it, so that no gap is left below one that throws.
    while (!stopped()) {
      auto const piece = next_.fetch_add(1);
      if (piece >= states_.size()) break;
      std::exception_ptr thrown;
      try {
        work_(piece);
      } catch (...) {
        thrown = std::current_exception();
        stop_ = true;
      }
      std::scoped_lock const lock{mutex_};
      states_[piece] = {true, thrown};
      ++done_;
      changed_.notify_one();
    }
    std::scoped_lock const lock{mutex_};
    --working_;
    changed_.notify_one();
  }

  /// Waits for the end of `piece`; false if it will never be worked on. `look` hears how many are
  /// done.
  bool wait_for(std::size_t piece, std::function<void(std::size_t)> const& look) {
    std::unique_lock lock{mutex_};
    while (!states_[piece].done && working_ > 0) {
      changed_.wait(lock);
      auto const done = done_;
      lock.unlock();
      look(done);
      lock.lock();
    }
    if (states_[piece].thrown) std::rethrow_exception(states_[piece].thrown);
    return states_[piece].done;
  }

  void stop() { stop_ = true; }

 private:
  struct State {
    bool done = false;
    std::exception_ptr thrown;
  };
  [[nodiscard]] bool stopped() const {
    return stop_ || (interrupt_ != nullptr && interrupt_->load());
  }

  std::function<void(std::size_t)> const& work_;
  std::atomic<bool> const* interrupt_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<State> states_;
  std::size_t done_ = 0;
  unsigned working_ = 0;
};

/// Ends the work when the one who takes leaves, by whatever way.
class Stop {
 public:
  explicit Stop(Field& field) : field_{field} {}
  Stop(Stop const&) = delete;
  Stop& operator=(Stop const&) = delete;
  ~Stop() { field_.stop(); }

 private:
  Field& field_;
};

}  // namespace

unsigned cores() {
  return std::max(1U, std::thread::hardware_concurrency());
}

std::size_t Farm::run(std::size_t count, std::function<void(std::size_t)> const& work,
                      std::function<bool(std::size_t)> const& take) const {
  auto const wanted = std::size_t{threads > 0 ? threads : cores()};
  auto const workers = static_cast<unsigned>(std::min(wanted, count));
  Field field{count, workers, work, interrupt};
  std::vector<std::jthread> crew;
  Stop const stop{field};  // before the crew is joined
  for (unsigned i = 0; i < workers; ++i) crew.emplace_back([&field] { field.labour(); });
  auto const look = [&](std::size_t done) {
    if (progress) progress({done, count});
  };
  for (std::size_t piece = 0; piece < count; ++piece) {
    if (!field.wait_for(piece, look)) return piece;
    if (!take(piece)) return piece + 1;
  }
  return count;
}

}  // namespace caravan::experiment
