/// Measured parts of the way: how long loads take from one place to another.
///
/// A clock starts when a load first arrives at a `from` place of the transit, or sets out there,
/// and stops when it then arrives at a `to` place. Each load counts once a transit.
#pragma once

#include <vector>

#include "model/world.hpp"

namespace caravan::model {

class Transits {
 public:
  explicit Transits(World& world);
  /// A new load: none of its clocks runs.
  void begin(LoadRow row);
  /// A load is at `place`: it has arrived there, or sets out.
  void pass(LoadRow row, scenario::PlaceId place);
  /// A train and the loads aboard are at `place`.
  void pass(Train const& train, scenario::PlaceId place);
  [[nodiscard]] std::vector<TransitResult> results() const;

 private:
  struct End {
    scenario::TransitId transit;
    bool stops = false;  // else starts
  };
  [[nodiscard]] SimTime& clock(LoadRow row, scenario::TransitId transit);
  void stop(LoadRow row, scenario::TransitId transit);

  World& world_;
  Table<scenario::PlaceId, std::vector<End>> ends_;
  Table<scenario::TransitId, std::vector<std::int64_t>> times_;
  std::vector<SimTime> clocks_;  // by load, transit: when started; `never` before and after
};

}  // namespace caravan::model
