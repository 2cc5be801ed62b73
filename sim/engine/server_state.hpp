/// What a server is inside: its units, who holds them, who waits, and where the time went.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "caravan/core/few.hpp"
#include "caravan/engine/engine.hpp"
#include "caravan/engine/server.hpp"

#include "engine/unit_time.hpp"

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
  [[nodiscard]] int in_use() const { return in_use_.number(); }
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

  // server_queue.cpp: who gets what
  /// Serves the queue as far as it goes.
  void offer() {
    bool const idle = queue_.empty() ? !ring_pending() : available() == 0 && always_open_;
    if (!idle) serve();
  }
  void serve();
  void leave_line(Waiter& waiter);
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
  /// The first of the units that work for `wait`, if any unit of this server is watched for wear.
  [[nodiscard]] int worn_by(Work const& wait) const {
    return wears_ ? unit_of(wait.holding_) : kNoUnit;
  }
  void start(Work& wait);
  void pause(Work& wait);
  void start_wear(Unit& unit, Work const& wait);
  void stop_wear(Unit& unit, Duration worked);
  /// Now, as the accounts see it.
  [[nodiscard]] Moment moment() {
    return {now().since_start(), always_open_ ? Duration{} : closed_so_far()};
  }
  [[nodiscard]] Duration closed_so_far();
  void count_total();
  /// Called before somebody joins or leaves the line.
  void account_waiting() {
    if (now() == waiting_changed_) return;
    longest_ = std::max<std::int64_t>(longest_, queue_.size());
    waiting_changed_ = now();
  }
  void count_holding(Holding const& holding, int sign);

  // What each grant touches stands together: of many servers each was last touched long ago.
  int capacity_;
  int failed_ = 0;                 ///< units that are down
  int free_count_ = 0;             ///< of `free_units_`
  int free_holding_ = kNoHolding;  ///< the first of those that are not in use
  Calendar const* hours_;
  Calendar always_;
  bool always_open_;
  Discipline discipline_;
  AtClosing at_closing_;
  bool wears_ = false;  ///< somebody has waited for the wear of a unit
  WaitList queue_;
  UnitTime in_use_;
  UnitTime total_;
  UnitTime failed_free_;  ///< down, within the capacity and in nobody's hand
  UnitTime waiting_;      ///< claims
  SimTime waiting_changed_;
  std::int64_t longest_ = 0;
  std::int64_t granted_ = 0;
  Few<Unit> units_;
  Few<std::uint64_t> free_units_;  ///< a bit a unit, the lowest number first
  Few<Holding> holdings_;
  std::vector<int> held_by_stream_;
  UnitTime working_;
  UnitTime down_;         ///< in somebody's hand
  SimTime closed_until_;  ///< up to where `closed_` is
  Duration closed_;
  Spread waits_;
  std::int64_t gave_up_ = 0;
  std::vector<int> quotas_;
  int streams_ = 0;
  int greatest_capacity_;
};

}  // namespace caravan::engine::detail
