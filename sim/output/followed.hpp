/// Everybody in a run, followed through its events.
#pragma once

#include <cstdint>
#include <vector>

#include "caravan/output/recorder.hpp"
#include "caravan/output/run_database.hpp"

#include "output/daily.hpp"
#include "output/roll.hpp"

namespace caravan::output {

/// Keys of all that lived: from 1 in the order of creation.
class Everybody {
 public:
  Everybody() = default;
  explicit Everybody(std::vector<LifeSpan> const& spans) {
    for (auto const& span : spans) roll_.enter(span.who.packed());
  }
  /// 0: it was never created, as a crane that holds somebody up.
  [[nodiscard]] std::int64_t find(std::uint64_t who) const {
    auto const found = roll_.find(who);
    return found ? static_cast<std::int64_t>(*found) + 1 : 0;
  }

 private:
  Roll roll_;
};

/// What follows from the events of a run, made once for all who write tables.
struct Followed {
  /// Nothing, if nothing was recorded.
  explicit Followed(RunData const& data);

  std::vector<LifeSpan> spans;  ///< in the order of creation
  Everybody everybody;
  std::vector<bool> kept;  ///< by key: whose events are kept
  std::vector<Daily> days;
};

}  // namespace caravan::output
