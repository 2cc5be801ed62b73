/// What a run tells those who listen.
///
/// The model emits; it never asks who listens, and listeners cannot change it: a run with and
/// without observers gives the same bytes. Times are simulated time.
#pragma once

#include <variant>

#include "caravan/core/time.hpp"
#include "caravan/model/entity.hpp"
#include "caravan/model/expenses.hpp"
#include "caravan/model/stage.hpp"

namespace caravan::model {

namespace observed {

struct Created {
  Tag who;
  SimTime at;
};
/// `who` enters `stage` at a place or on a link (one of the two ids is valid).
struct Began {
  Tag who;
  StageId stage;
  scenario::PlaceId place;
  scenario::LinkId link;
  SimTime at;
  Tag holder;  ///< of a wait: who holds what it waits for, if one can be named
};
/// Seen only now: of the time since the present stage of `who` began, `part` belongs to `stage`.
struct Reassigned {
  Tag who;
  StageId stage;
  Duration part;
  SimTime at;
};
struct Boarded {
  Tag unit;
  Tag train;
  SimTime at;
};
struct Alighted {
  Tag unit;
  Tag train;
  SimTime at;
};
struct Ended {
  enum class How : std::uint8_t { delivered, turned_away, dissolved };
  Tag who;
  How how = How::delivered;  ///< a train that has given up its load is dissolved
  SimTime at;
  /// Of a delivered load, where the scenario has costs or energy; valid while it is observed.
  Expenses const* expenses = nullptr;
};

}  // namespace observed

using Observation = std::variant<observed::Created, observed::Began, observed::Reassigned,
                                 observed::Boarded, observed::Alighted, observed::Ended>;

class Observer {
 public:
  Observer() = default;
  Observer(Observer const&) = delete;
  Observer& operator=(Observer const&) = delete;
  virtual ~Observer() = default;
  virtual void observe(Observation const& observation) = 0;
};

}  // namespace caravan::model
