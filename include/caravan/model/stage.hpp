/// The stages of a life.
///
/// At every instant a train or load is in exactly one stage: running, at work in a named activity,
/// or waiting for something that has a name. The stages of a life add up to its lead time to the
/// millisecond; that is how waits by cause come to close.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "caravan/core/id.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::model {

using StageId = Id<struct StageTag>;

struct Stage {
  enum class Kind : std::uint8_t { moving, working, waiting };
  std::string name;  ///< as printed: `running`, `kz-customs`, `waiting for kz-customs`
  Kind kind = Kind::waiting;
  std::string cause;  ///< of a wait: what it waits for; of work: the activity
};

/// All stages that a scenario can have: the fixed ones, then three for each activity, two for each
/// fleet, one for each embargo, and those of lanes, laboratories, bonded yards and means other than
/// cranes, where there are any.
class Stages {
 public:
  Stages() = default;
  explicit Stages(scenario::Scenario const& scenario);

  StageId running;
  StageId line;            ///< waits for the line ahead: headway, a path, a meet
  StageId closure;         ///< waits because line or place is closed
  StageId track;           ///< waits for a station track
  StageId handling_track;  ///< waits for a track beside the cranes
  StageId positioning;
  StageId crane;  ///< on the train beside the cranes, its lift not yet begun
  StageId yard;   ///< waits for room in the yard
  StageId lift;
  StageId onward;      ///< in the yard, waits for an onward train or sailing
  StageId forming;     ///< aboard, the train gathers more loads
  StageId room;        ///< a truck waits for room on the road or in a queue
  StageId bonded;      ///< waits for room in a bonded yard; none where there is none
  StageId before;      ///< on the way before the run began; none if nothing is there at the start
  StageId connection;  ///< waits for a train of another service; none if no service does
  StageId plug;        ///< waits for a plug in a yard; none where plugs are without limit

  [[nodiscard]] StageId work(scenario::ActivityId activity) const;
  [[nodiscard]] StageId queue(scenario::ActivityId activity) const;
  [[nodiscard]] StageId closed(scenario::ActivityId activity) const;
  /// Waiting for units of a fleet.
  [[nodiscard]] StageId units(scenario::FleetId fleet) const;
  /// Taking a locomotive or crew.
  [[nodiscard]] StageId change(scenario::FleetId fleet) const;
  /// Held by a closure that holds departures or trains.
  [[nodiscard]] StageId embargo(scenario::ClosureId id) const { return embargoes_[id]; }
  [[nodiscard]] StageId lane(scenario::ActivityId activity, std::size_t lane) const;
  [[nodiscard]] StageId laboratory(scenario::ActivityId activity) const;
  /// A truck waits for the slot that it has booked.
  [[nodiscard]] StageId slot(scenario::ActivityId activity) const;
  /// Waiting for, and under, a means of terminals other than cranes that some terminal has.
  [[nodiscard]] StageId queue(scenario::Terminal::Means means) const;
  [[nodiscard]] StageId work(scenario::Terminal::Means means) const;
  [[nodiscard]] Stage const& operator[](StageId id) const { return table_[id]; }
  [[nodiscard]] std::size_t size() const { return table_.size(); }
  [[nodiscard]] Table<StageId, Stage> const& all() const { return table_; }

 private:
  StageId add(std::string name, Stage::Kind kind, std::string cause);
  Table<StageId, Stage> table_;
  struct Further {
    StageId first_lane;
    StageId laboratory;
    StageId slot;
  };
  void add_further(scenario::Scenario const& scenario);
  void add_means(scenario::Scenario const& scenario);
  std::size_t first_activity_ = 0;
  std::size_t first_fleet_ = 0;
  Table<scenario::ClosureId, StageId> embargoes_;  // by closure; none of one that does not hold
  std::vector<Further> further_;                   ///< by activity
  std::map<scenario::Terminal::Means, StageId> means_;  // the wait; the work is the next
};

}  // namespace caravan::model
