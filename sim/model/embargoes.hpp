/// Embargoes: who may not set out, or go on, towards a place for a time, and where he waits.
///
/// A railway that cannot take more trains towards a place bans loading for it, and leaves trains
/// that are under way at stations along the line. Whoever is held waits for a date and for nobody
/// else. So an embargo is never part of a lock: whoever waits for the track of a held train waits
/// for the same date.
#pragma once

#include <optional>
#include <vector>

#include "caravan/engine/process.hpp"

#include "model/world.hpp"

namespace caravan::model {

class Embargoes {
 public:
  explicit Embargoes(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }
  /// Whether the scenario has any: the rest is asked only then.
  [[nodiscard]] bool any() const { return !embargoes_.empty(); }

  /// Whether a departure of `source` by `way` is held back now.
  [[nodiscard]] bool holds_departure(SourceId source, scenario::Way const& way) const;
  /// A train or load that is ready to set out waits until it may.
  template <class Mover>
  engine::Task hold_departure(Mover& mover, scenario::Way const& way);
  /// A train that stands at `place`, stop `stop` of its leg, waits there until it may go on.
  engine::Task hold_on_the_way(Train& train, std::size_t stop, scenario::PlaceId place);

 private:
  struct Embargo {
    scenario::ClosureId closure;
    StageId stage;
    std::vector<std::size_t> spells;  // numbers of spells, sorted by begin, apart
  };
  struct Hold {
    StageId stage;
    std::size_t spell;
  };
  [[nodiscard]] std::optional<Hold> now(Embargo const& embargo) const;
  [[nodiscard]] bool concerns(Embargo const& embargo, SourceId source,
                              scenario::Way const& way) const;
  [[nodiscard]] std::optional<Hold> find_departure(SourceId source, scenario::Way const& way) const;
  [[nodiscard]] std::optional<Hold> find_on_the_way(network::Leg const& leg,
                                                    std::size_t stop) const;
  [[nodiscard]] bool leads_there(scenario::Closure const& embargo, network::Leg const& leg,
                                 std::size_t stop) const;
  void begin_hold(Train& train, StageId stage, scenario::PlaceId place);
  void begin_hold(Load& load, StageId stage, scenario::PlaceId place);

  World& world_;
  std::vector<Embargo> embargoes_;
};

}  // namespace caravan::model
