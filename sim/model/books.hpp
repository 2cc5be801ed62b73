/// The books of a run: who is in which stage, since when, and what it all adds up to.
///
/// Every train and every load has an `Account`. To begin a stage is to end the one before; nothing
/// lies between. A load that rides a train has no stage of its own: the train's stages are entered
/// in the load's account when the ride ends. All sums are whole milliseconds.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "caravan/core/hash.hpp"
#include "caravan/core/time.hpp"
#include "caravan/core/wide.hpp"
#include "caravan/model/observation.hpp"
#include "caravan/model/result.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::model {

class Aftermath;

/// Sums of one life by stage. A life meets few of all stages, so a row lists only those; rows are
/// used again when a life has ended.
class Ledger {
 public:
  [[nodiscard]] std::uint32_t open();
  void close(std::uint32_t row) { free_.push_back(row); }
  void add(std::uint32_t row, StageId stage, std::int64_t time);
  /// Calls `act(stage, milliseconds)` in the order in which the stages were first met.
  template <class Act>
  void for_each(std::uint32_t row, Act act) const {
    auto const& life = rows_[row];
    for (std::size_t number = 0; number < life.count; ++number) {
      act(life.stages[number], life.sums[number]);
    }
    for (auto const& [stage, sum] : life.further) {
      act(stage, sum);
    }
  }
  [[nodiscard]] std::int64_t total(std::uint32_t row) const;
  /// Asks the memory for a row that will soon be used.
  void fetch(std::uint32_t row) const {
    __builtin_prefetch(&rows_[row]);
    __builtin_prefetch(rows_[row].sums.data());
  }

 private:
  static constexpr std::size_t kNear = 14;  // most lives meet no more stages
  static constexpr std::size_t kCacheLine = 64;
  // A stage is looked for far more often than a sum is changed: all stages share one cache line.
  struct alignas(kCacheLine) Row {
    std::uint32_t count = 0;  // of those that are near
    std::array<StageId, kNear> stages;
    std::array<std::int64_t, kNear> sums;
    std::vector<std::pair<StageId, std::int64_t>> further;  // those that are more than fit
  };
  std::vector<Row> rows_;
  std::vector<std::uint32_t> free_;
};

/// The account of one life.
struct Account {
  Tag tag;
  std::uint32_t row = 0;
  StageId stage;            ///< none while a load rides a train
  SimTime since;            ///< begin of the stage, or of the ride
  SimTime created;          ///< negative: before the run began
  scenario::PlaceId place;  ///< where the stage is spent, or where the link was entered
};

/// Counts how many are present, and checks Little's law: the time integral of the number present is
/// the sum of the times they were present, exactly.
class Presence {
 public:
  void enter(SimTime now);
  void leave(SimTime now, SimTime entered);
  [[nodiscard]] std::int64_t inside() const { return inside_; }
  [[nodiscard]] bool littles_law_holds(SimTime now) const;

 private:
  void advance(SimTime now);
  std::int64_t inside_ = 0;
  SimTime last_;
  Wide area_ = 0;            // integral of the number present, in ms
  Wide sojourns_ = 0;        // of those who left
  Wide entries_inside_ = 0;  // sum of entry times of those inside
};

/// Adds the time of `who` entities; a sum that would leave 64 bits stops the run.
inline void add_time(std::int64_t& sum, std::int64_t time, std::int64_t who = 1) {
  std::int64_t product = 0;
  expects(
      !__builtin_mul_overflow(time, who, &product) && !__builtin_add_overflow(sum, product, &sum),
      "sums of times stay within 64 bits of milliseconds");
}

/// A count over time, with its integral and its greatest value since the warm-up. A value that
/// lasts no time does not count.
class Level {
 public:
  explicit Level(SimTime warm_up = SimTime::start()) : last_{warm_up}, warm_up_{warm_up} {}
  void change(std::int64_t by, SimTime now);
  [[nodiscard]] std::int64_t now() const { return value_; }
  [[nodiscard]] std::int64_t greatest(SimTime until) const;
  [[nodiscard]] Duration sum(SimTime until) const;  ///< the integral
  [[nodiscard]] double mean(SimTime until) const;

 private:
  void advance(SimTime now);
  [[nodiscard]] Wide area(SimTime until) const;
  std::int64_t value_ = 0;
  std::int64_t greatest_ = 0;
  SimTime last_;
  SimTime warm_up_;
  Wide area_ = 0;
};

class Books {
 public:
  Books(scenario::Scenario const& scenario, Stages const& stages, Aftermath& aftermath,
        std::vector<Observer*> const& observers);

  /// Opens the account of a new train or load, in its first stage since `created`: now, or before
  /// the run began.
  void open(Account& account, Tag tag, StageId stage, scenario::PlaceId place, SimTime now,
            SimTime created);
  /// Ends the current stage and begins the next. `riders` loads ride with a train.
  void begin(Account& account, StageId stage, scenario::PlaceId place, SimTime now,
             std::int64_t riders = 0, scenario::LinkId link = {}, Tag const& holder = {});
  /// Of the time since the current stage began, `part` belongs to `stage` instead.
  void reassign(Account& account, StageId stage, Duration part, SimTime now,
                std::int64_t riders = 0);
  /// A load gives its time to the train: its own stage ends now.
  void board(Account& load, Tag train, SimTime now);
  /// A ride has ended: `journey` is what the train did since it began. Begins `stage`.
  void alight(Account& load, Tag train, std::uint32_t journey, StageId stage,
              scenario::PlaceId place, SimTime now);
  /// Ends the last stage. The stages must now add up to the time since the account was opened.
  void finish(Account& account, SimTime now);
  /// Counts the stage under way at the end of the run for its place.
  void count_unfinished(Account const& account, SimTime now, std::int64_t riders);
  /// Closes a finished account; its row is given to another life.
  void close(Account& account, observed::Ended::How how, SimTime now,
             Expenses const* expenses = nullptr);

  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] Stages const& stages() const { return stages_; }
  [[nodiscard]] Fingerprints const& fingerprints() const { return fingerprints_; }
  [[nodiscard]] std::vector<PlaceStage> waits() const;
  [[nodiscard]] Presence const& trains() const { return trains_; }
  [[nodiscard]] Presence const& loads() const { return loads_; }
  [[nodiscard]] Level const& trains_waiting(scenario::PlaceId place) const;
  [[nodiscard]] bool observed() const { return !observers_.empty(); }
  [[nodiscard]] std::int64_t broken_accounts() const { return broken_accounts_; }

 private:
  void settle(Account& account, SimTime now, std::int64_t riders);
  void count(scenario::PlaceId place, StageId stage, bool train, SimTime from, SimTime until,
             std::int64_t riders);
  void mark_waiting(Account const& account, std::int64_t by, SimTime now);
  void write(Tag tag, std::uint64_t what, SimTime now);
  void emit(Observation const& observation);
  [[nodiscard]] PlaceStage& sum_at(scenario::PlaceId place, StageId stage);

  scenario::Scenario const& scenario_;
  Stages const& stages_;
  Aftermath* aftermath_;  // null if there are no closures
  std::vector<Observer*> observers_;
  Ledger ledger_;
  std::vector<PlaceStage> sums_;  // place-major
  std::vector<Level> trains_waiting_;
  Presence trains_;
  Presence loads_;
  Fingerprints fingerprints_;
  std::int64_t broken_accounts_ = 0;
};

}  // namespace caravan::model
