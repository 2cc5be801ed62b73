/// What comes of closures: who waits where they bite, and when that is as before again.
///
/// Of each spell of a closure: how many trains (of a closed road: trucks) wait at its places, from
/// its begin until no more of them wait than before. Before is the number at its begin, or the mean
/// since the warm-up if that is greater. It is told by the books and never asks for an event of its
/// own.
#pragma once

#include <cstdint>
#include <vector>

#include "caravan/model/result.hpp"

#include "model/books.hpp"
#include "model/closures.hpp"

namespace caravan::model {

class Aftermath {
 public:
  Aftermath(scenario::Scenario const& scenario, Closures const& closures);

  /// Whether there is nothing to watch.
  [[nodiscard]] bool idle() const { return watches_.empty(); }
  /// One train, or one load by itself, more or less (`by`) waits at `place`.
  void waiting(scenario::PlaceId place, bool train, std::int64_t by, SimTime now);
  /// Spell number `spell` has cancelled a departure, or held one back.
  void cancelled(std::size_t spell) { ++results_[spell].cancelled; }
  void held(std::size_t spell) { ++results_[spell].held; }

  /// One row a spell that has begun by `now`, by closure and begin.
  [[nodiscard]] std::vector<ClosureResult> results(SimTime now) const;

 private:
  struct Watch {  // of one closure
    bool of_trucks = false;
    std::vector<std::size_t> spells;
    std::size_t begun = 0;  // of `spells`
    bool open = false;      // the last begun is not over yet
    Level queue;            // of trains, or of trucks
    std::int64_t trains = 0;
    std::int64_t loads = 0;
    SimTime last_change;
  };
  void advance(Watch& watch, SimTime now);
  void look(Watch& watch, SimTime now);
  [[nodiscard]] static std::int64_t queue_of(Watch const& watch) {
    return watch.of_trucks ? watch.loads : watch.trains;
  }

  std::vector<ClosureResult> results_;  // by spell
  std::vector<Watch> watches_;
  Table<scenario::PlaceId, std::vector<std::size_t>> by_place_;  // numbers of watches
};

}  // namespace caravan::model
