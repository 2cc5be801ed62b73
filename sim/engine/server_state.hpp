/// What a server is inside: its units, who holds them, who waits, and where the time went.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "caravan/core/few.hpp"
#include "caravan/engine/engine.hpp"
#include "caravan/engine/server.hpp"

namespace caravan::engine::detail {

class ServerState final : public Resource {
 public:
  ServerState(Engine& engine, ServerOptions options);

  /// Grants at once if nobody is overtaken; the number of the holding, or none.
  [[nodiscard]] std::uint32_t take_now(Claim const& claim);
  void enqueue(Acquire& wait);
  void release(std::uint32_t holding);

  void begin_work(Work& wait);
  void end_work(Work& wait);
  void begin_busy_wait(BusyFor& wait);
  void end_busy_wait(BusyFor const& wait);

  void set_capacity(int capacity);
  void fail(int unit);
  void repair(int unit);

  [[nodiscard]] int available() const;
  [[nodiscard]] bool open() const { return hours().is_open(now()); }
  [[nodiscard]] bool can_finish(Duration work) const;
  [[nodiscard]] ProcessId first_holder() const;
  [[nodiscard]] ServerTime times();
  [[nodiscard]] Spread const& waits() const { return waits_; }
  void forget_waits();

  [[nodiscard]] int capacity() const { return capacity_; }
  [[nodiscard]] int in_use() const { return in_use_; }
  [[nodiscard]] int waiting() const { return queue_.size(); }
  [[nodiscard]] int units_of(std::uint32_t holding) const { return holdings_[holding].units; }
  [[nodiscard]] int unit_of(std::uint32_t holding) const { return holdings_[holding].first_unit; }
  void set_holder(std::uint32_t holding, ProcessId who) { holdings_[holding].holder = who; }

  void abandon(Waiter& waiter) override;
  void ring() override;
  bool blockers(Waiter const& waiter, std::vector<ProcessId>& list) const override;

  static constexpr std::uint32_t kNone = ProcessId::kNone;

 private:
  enum Kind : std::uint8_t { kAcquire, kWork, kBusyFor };
  static constexpr int kNoUnit = -1;
  static constexpr int kNoHolding = kNoUnit;
  static constexpr std::size_t kUnitsAWord = 64;

  struct Unit {
    std::uint32_t holding = kNone;
    int next = kNoUnit;  ///< of the same holding
    bool failed = false;
    BusyFor* ages = nullptr;  ///< who waits for its wear
  };
  /// Units in one hand.
  struct Holding {
    ProcessId holder;
    int units = 0;             ///< 0: not in use
    int first_unit = kNoUnit;  ///< of one not in use: the next such one
    int stream = 0;
    int failed = 0;  ///< how many of its units are down
    Work* work = nullptr;
  };
  /// Units in somebody's hand, by what they do. All others there are blocked.
  struct Counts {
    std::int64_t working = 0;
    std::int64_t down = 0;
  };

  // server_queue.cpp: who gets what
  /// Serves the queue as far as it goes.
  void offer() {
    bool const idle = queue_.empty() ? !ring_pending() : available() == 0 && hours().always_open();
    if (!idle) serve();
  }
  void serve();
  [[nodiscard]] bool somebody_moves() const;
  [[nodiscard]] bool fits(Claim const& claim) const;
  void look_for_locks();
  void leave_quietly(Waiter& waiter);
  /// Its stream is at a limit, so that others may pass it.
  [[nodiscard]] bool passed_over(Claim const& claim) const {
    return !held_by_stream_.empty() && at_limit(claim);
  }
  [[nodiscard]] bool at_limit(Claim const& claim) const;
  [[nodiscard]] bool over_quota(Claim const& claim) const;
  [[nodiscard]] bool takes_what_others_need(Claim const& claim) const;
  [[nodiscard]] bool before(Claim const& a, Claim const& b) const;
  void make_units(std::size_t count);
  void make_room();
  [[nodiscard]] std::uint32_t hand_out(Claim const& claim, ProcessId holder);
  void wait_for_opening();
  void put_back(int unit);
  [[nodiscard]] int take_lowest();
  void refill();

  // server_work.cpp: working, breaking down, accounting
  [[nodiscard]] Calendar const& hours() const { return *hours_; }
  [[nodiscard]] Duration working_time(SimTime from, SimTime until) const;
  [[nodiscard]] SimTime working_end(SimTime from, Duration work) const;
  [[nodiscard]] Unit& unit_number(int number);
  void start(Work& wait);
  void pause(Work& wait);
  void start_wear(Unit& unit, Work const& wait);
  void stop_wear(Unit& unit, Duration worked);
  /// Brings the accounts up to date; called before every change.
  void account() {
    if (now() != accounted_) account_span();
  }
  void account_span();
  void count_holding(Holding const& holding, std::int64_t sign);

  // What each grant touches stands together: of many servers each was last touched long ago.
  int capacity_;
  int in_use_ = 0;
  int failed_ = 0;                 ///< units that are down
  int failed_free_ = 0;            ///< units within the capacity that are down and in nobody's hand
  int free_count_ = 0;             ///< of `free_units_`
  int free_holding_ = kNoHolding;  ///< the first of those that are not in use
  Calendar const* hours_;
  Calendar always_;
  Discipline discipline_;
  AtClosing at_closing_;
  SimTime accounted_;
  WaitList queue_;
  Counts counts_;
  Few<Unit> units_;
  Few<std::uint64_t> free_units_;  ///< a bit a unit, the lowest number first
  Few<Holding> holdings_;
  std::vector<int> held_by_stream_;
  ServerTime times_;
  Spread waits_;
  std::vector<int> quotas_;
  int streams_ = 0;
  int greatest_capacity_;
};

}  // namespace caravan::engine::detail
