#include "output/daily.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "caravan/core/contract.hpp"

#include "output/roll.hpp"

namespace caravan::output {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

/// Follows everybody. All are in tables by number, for there are millions of events.
class Days {
 public:
  explicit Days(std::size_t stages) : stages_{stages} {}

  void take(Event const& event) {
    using What = Event::What;
    auto const now = event.at.count();
    if (event.what == What::created) {
      roll_.enter(event.who);
      lives_.emplace_back().train = model::Tag::unpacked(event.who).kind == model::Tag::Kind::train;
      return;
    }
    auto& life = life_of(event.who);
    if (event.what == What::reassigned) {
      auto const middle = life.since + static_cast<std::int64_t>(event.other);
      add(life, event.stage, life.since, middle);
      life.since = middle;
      return;
    }
    settle(life, now);
    life.stage = event.stage;  // none but of `began`
    if (event.what == What::began) {
      life.where = event.where;
      life.on_link = event.on_link;
    } else if (event.what == What::boarded) {
      ++life_of(event.other).riders;
    } else if (event.what == What::alighted) {
      --life_of(event.other).riders;
    }
  }
  /// Stages under way count so far.
  void end(SimTime now) {
    for (auto& life : lives_) settle(life, now.count());
  }
  [[nodiscard]] std::vector<Daily> rows() const {
    std::vector<Daily> all;
    for (bool const on_link : {false, true}) {
      auto const& sums = sums_[on_link ? 1 : 0];
      for (std::size_t slot = 0; slot < sums.size(); ++slot) {
        add_rows(all, sums[slot], on_link, slot);
      }
    }
    return all;
  }

 private:
  struct Life {
    std::int64_t since = 0;
    std::int64_t riders = 0;
    std::uint32_t where = Event::kNowhere;
    std::uint16_t stage = Event::kNoStage;
    bool on_link = false;
    bool train = false;
  };
  struct Times {
    std::int64_t train_ms = 0;
    std::int64_t load_ms = 0;
  };
  using ByDay = std::vector<Times>;

  Life& life_of(std::uint64_t who) {
    auto const found = roll_.find(who);
    expects(found.has_value(), "whoever does something was created");
    return lives_[*found];
  }
  void settle(Life& life, std::int64_t now) {
    if (life.stage != Event::kNoStage) add(life, life.stage, life.since, now);
    life.since = now;
  }
  void add(Life const& life, std::uint16_t stage, std::int64_t from, std::int64_t until) {
    if (life.where == Event::kNowhere) return;
    auto& sums = sums_[life.on_link ? 1 : 0];
    auto const slot = std::size_t{life.where} * stages_ + stage;
    if (sums.size() <= slot) sums.resize(slot + stages_);
    auto& days = sums[slot];
    for (auto begin = std::max<std::int64_t>(from, 0); begin < until;) {
      auto const day = begin / kDayMs;
      auto const part = std::min(until, (day + 1) * kDayMs) - begin;
      auto const number = static_cast<std::size_t>(day);
      if (days.size() <= number) days.resize(number + 1);
      if (life.train) {
        days[number].train_ms += part;
        days[number].load_ms += part * life.riders;
      } else {
        days[number].load_ms += part;
      }
      begin += part;
    }
  }
  void add_rows(std::vector<Daily>& all, ByDay const& days, bool on_link, std::size_t slot) const {
    for (std::size_t day = 0; day < days.size(); ++day) {
      auto const& times = days[day];
      if (times.train_ms == 0 && times.load_ms == 0) continue;
      all.push_back({static_cast<std::int64_t>(day), static_cast<std::uint32_t>(slot / stages_),
                     on_link, static_cast<std::uint16_t>(slot % stages_), times.train_ms,
                     times.load_ms});
    }
  }

  std::size_t stages_;
  Roll roll_;
  std::vector<Life> lives_;                 // as in the roll
  std::array<std::vector<ByDay>, 2> sums_;  // of places, of links; by number and stage
};

}  // namespace

std::vector<Daily> daily(Recorder const& recorder, std::size_t stages, SimTime end) {
  Days days{stages};
  recorder.for_each([&](Event const& event) { days.take(event); });
  days.end(end);
  return days.rows();
}

}  // namespace caravan::output
