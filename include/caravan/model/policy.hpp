/// Policies: functions that make the decisions of a railway, each of one kind.
///
/// A policy is given what may be known at that moment as plain figures, and answers with a number:
/// it reads nothing else and changes nothing. A scenario names it by a word. `RunOptions` may bring
/// further ones; `LoadOptions` then gives their names to the loader
/// (docs/how-to/add-a-policy.md). Chance comes only from the stream that it is handed, which
/// belongs to the one for whom the decision is made. The same question must get the same answer:
/// runs are repeated, side by side in threads too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/engine/random.hpp"

namespace caravan::model {

/// A way as it looks when someone is about to take it.
struct WayOutlook {
  double share = 0;          ///< in the scenario
  bool open = true;          ///< nothing on it is closed at this moment
  Duration free;             ///< its time if nobody were ahead: running, transfers, its own work
  std::int64_t queue = 0;    ///< trains, trucks, wagons or units at the desks, cranes and lines
                             ///< ahead: at work or waiting
  Duration waiting;          ///< how long these keep those desks, cranes and lines busy
  double cost = 0;           ///< money, a TEU: carriage and lifts; 0 where there are no costs
  double value_of_time = 0;  ///< money, a TEU and day
  /// The time that it takes as things are now.
  [[nodiscard]] Duration expected() const { return free + waiting; }
};

struct WayChoice {
  SimTime now;
  std::vector<WayOutlook> ways;  ///< to one destination, at least two
  std::size_t drawn = 0;         ///< the one that shares alone would have it take
};

/// The number of the way that is taken.
using WayPolicy = std::function<std::size_t(WayChoice const&, engine::Stream&)>;

/// A piece that an activity would be done on, if it is selected.
struct Selection {
  double share = 1;         ///< of those like it that are selected
  std::int64_t number = 1;  ///< of a unit or wagon on its train; else of its train or truck among
                            ///< those of its service, flow or relation
  std::string commodity;
};

/// Whether it is. The question may be put twice, and must get the same answer.
using SelectionPolicy = std::function<bool(Selection const&, engine::Stream&)>;

/// A truck that books a slot.
struct SlotChoice {
  SimTime now;
  SimTime ready;              ///< when it can be there, and has given notice
  std::vector<SimTime> free;  ///< at least one: those within a day from the first it can use
};

/// The number of the slot that it books.
using SlotPolicy = std::function<std::size_t(SlotChoice const&, engine::Stream&)>;

/// Policies by name, for each kind of decision.
struct Policies {
  std::map<std::string, WayPolicy> way;
  std::map<std::string, SelectionPolicy> selection;
  std::map<std::string, SlotPolicy> slot;
};

/// Those that Caravan has itself. Of ways: `share`, `least-queue`, `least-time` and `least-cost`;
/// of selection: `chance` and `every-nth`; of slots: `earliest`.
[[nodiscard]] Policies built_in_policies();

/// The way with the least `figure` of those that are open, or of all if none is; of equals the one
/// drawn by share, else the first.
[[nodiscard]] std::size_t least(WayChoice const& choice,
                                std::function<double(WayOutlook const&)> const& figure);

}  // namespace caravan::model
