#include "caravan/output/recorder.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

#include "caravan/core/contract.hpp"

#include "output/roll.hpp"

namespace caravan::output {

namespace {

namespace observed = model::observed;

std::uint16_t narrow(model::StageId stage) {
  expects(stage.number() < Event::kNoStage, "a scenario has fewer than 65535 stages");
  return static_cast<std::uint16_t>(stage.number());
}

Event packed(observed::Created const& seen) {
  return {seen.at, seen.who.packed()};
}

Event packed(observed::Began const& seen) {
  bool const on_link = seen.link.valid();
  return {seen.at,
          seen.who.packed(),
          seen.holder.packed(),
          on_link ? seen.link.number() : seen.place.number(),
          narrow(seen.stage),
          Event::What::began,
          on_link};
}

Event packed(observed::Reassigned const& seen) {
  auto const part = static_cast<std::uint64_t>(seen.part.count());
  return {seen.at,         seen.who.packed(),  part,
          Event::kNowhere, narrow(seen.stage), Event::What::reassigned};
}

Event ride(model::Tag unit, model::Tag train, SimTime at, Event::What what) {
  return {at, unit.packed(), train.packed(), Event::kNowhere, Event::kNoStage, what};
}

Event packed(observed::Boarded const& seen) {
  return ride(seen.unit, seen.train, seen.at, Event::What::boarded);
}

Event packed(observed::Alighted const& seen) {
  return ride(seen.unit, seen.train, seen.at, Event::What::alighted);
}

Event::What end_of(observed::Ended::How how) {
  switch (how) {
    case observed::Ended::How::delivered:
      return Event::What::delivered;
    case observed::Ended::How::turned_away:
      return Event::What::turned_away;
    case observed::Ended::How::dissolved:
      return Event::What::dissolved;
  }
  return Event::What::dissolved;
}

Event packed(observed::Ended const& seen) {
  return ride(seen.who, {}, seen.at, end_of(seen.how));
}

// A block and what is made of it stay in the cache of one core.
constexpr std::size_t kBlock = 4096;
// So many blocks, of 128 KiB each, may wait to be read.
constexpr std::size_t kMostBlocks = 64;

}  // namespace

/// The thread that reads, and the blocks that go to it and come back empty.
class Recorder::Reading {
 public:
  explicit Reading(std::vector<EventReader*> readers) : readers_{std::move(readers)} {
    // All that wait, one that is filled and one that is read: to give one back takes no memory.
    empty_.reserve(kMostBlocks + 2);
    thread_ = std::jthread{[this] { work(); }};
  }
  Reading(Reading const&) = delete;
  Reading& operator=(Reading const&) = delete;
  ~Reading() { close(); }

  /// Takes a block to be read and gives an empty one.
  void pass(std::vector<Event>& block) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return full_.size() < kMostBlocks; });
    full_.push_back(std::move(block));
    block = empty_.empty() ? std::vector<Event>{} : std::move(empty_.back());
    if (!empty_.empty()) empty_.pop_back();
    lock.unlock();
    changed_.notify_all();
  }
  void finish() {
    close();
    if (failed_) std::rethrow_exception(std::exchange(failed_, nullptr));
  }

 private:
  void close() {
    {
      std::lock_guard const lock{mutex_};
      closed_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  void work() {
    std::vector<Event> block;
    while (next(block)) {
      // Event::What has failed once is not tried again; the run goes on to its end.
      if (failed_) continue;
      try {
        read(block);
      } catch (...) {
        failed_ = std::current_exception();
      }
    }
  }

  /// Gives `block` back and takes the next; false after the last.
  bool next(std::vector<Event>& block) {
    std::unique_lock lock{mutex_};
    if (block.capacity() > 0) {
      block.clear();
      empty_.push_back(std::move(block));
    }
    changed_.wait(lock, [&] { return closed_ || !full_.empty(); });
    if (full_.empty()) return false;
    block = std::move(full_.front());
    full_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return true;
  }

  void read(std::vector<Event> const& block) {
    numbered_.clear();
    for (auto const& event : block) numbered_.push_back(numbered(event));
    for (auto* const reader : readers_) reader->read(numbered_);
  }

  NumberedEvent numbered(Event const& event) {
    if (event.what == Event::What::created) return {event, roll_.enter(event.who), 0};
    auto const who = roll_.find(event.who);
    expects(who != 0, "whoever does something was created");
    bool const of_two = event.other != 0 && event.what != Event::What::reassigned;
    return {event, who, of_two ? roll_.find(event.other) : 0};
  }

  std::vector<EventReader*> readers_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<Event>> full_;
  std::vector<std::vector<Event>> empty_;
  bool closed_ = false;
  // Of the thread alone, until it has ended.
  Roll roll_;
  std::vector<NumberedEvent> numbered_;
  std::exception_ptr failed_;
  std::jthread thread_;  // last: it ends before all else goes
};

Recorder::Recorder(std::vector<EventReader*> readers)
    : reading_{std::make_unique<Reading>(std::move(readers))} {
  block_.reserve(kBlock);
}

Recorder::~Recorder() = default;

void Recorder::observe(model::Observation const& observation) {
  std::visit([&](auto const& seen) { add(packed(seen)); }, observation);
}

void Recorder::add(Event const& event) {
  block_.push_back(event);
  if (block_.size() < kBlock) return;
  reading_->pass(block_);
  block_.reserve(kBlock);
}

void Recorder::finish() {
  if (!block_.empty()) reading_->pass(block_);
  block_.clear();
  reading_->finish();
}

}  // namespace caravan::output
