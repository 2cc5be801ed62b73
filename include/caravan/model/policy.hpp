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

/// A lift that a crane may do next.
struct Lift {
  enum class Kind : std::uint8_t { from_yard, direct, to_yard };
  Kind kind = Kind::to_yard;
  std::int64_t priority = 0;       ///< of the train that it loads or unloads; higher goes first
  SimTime since;                   ///< since when this train has stood there, ready for cranes
  SimTime due = SimTime::never();  ///< when its load was promised to arrive
  std::int64_t left = 1;  ///< lifts until this train is unloaded, or has all that is at hand for it
};

struct LiftChoice {
  SimTime now;
  std::vector<Lift> lifts;  ///< at least one, the usual one first: onward trains are completed,
                            ///< then trains unloaded by priority and arrival
};

/// The number of the lift that is done.
using CranePolicy = std::function<std::size_t(LiftChoice const&, engine::Stream&)>;

/// An onward train that is to be placed, or that stands at the cranes and may leave. It leaves
/// anyhow when no further load fits, and is asked only when all that is at hand is aboard.
struct Forming {
  SimTime now;
  bool placed = false;
  double capacity_teu = 0;
  double load_teu = 0;  ///< aboard; of one not yet placed: at hand, or soon under the cranes
  SimTime oldest = SimTime::never();  ///< since when the oldest of these waits, if any does
  double open_at = 0;                 ///< the rules of the terminal, `form`: shares of the capacity
  double least = 0;
  Duration longest_wait;
};

/// When it is placed, or leaves: now (or earlier), or at a later time if nothing changes; never if
/// only more loads can help.
using FormingPolicy = std::function<SimTime(Forming const&, engine::Stream&)>;

/// A train that comes to a line, or to the next section of a single track.
struct Dispatch {
  SimTime now;
  std::int64_t priority = 0;
  Duration waited;                 ///< of all its time since it set out
  SimTime due = SimTime::never();  ///< the earliest of its loads was promised to arrive
  /// Of single track: directions take turns, so many trains each (`batch`), and this is the number
  /// of the turn in which it can go. 0 where it enters the line.
  std::int64_t turn = 0;
};

/// How urgent it is: the greater goes first, and of equals who came first. A train that comes later
/// goes before a less urgent one that stands there yet.
using DispatchPolicy = std::function<std::int32_t(Dispatch const&, engine::Stream&)>;

/// A place to which idle units of a fleet may go back.
struct Home {
  Duration away;             ///< running time of the way there
  std::int64_t wanted = 0;   ///< so many are to stand ready there
  std::int64_t lacking = 0;  ///< so many fewer than wanted, and than trains wait for, stand there,
                             ///< turn round there or are on their way back; below 0: more
  double share = 1;          ///< of the trains that go back, where the scenario parts them
  std::int64_t sent = 0;     ///< trains that have gone there so far
};

/// Idle units that go back together: empty wagons, light engines, or crews.
struct HomeChoice {
  SimTime now;
  std::int64_t units = 0;
  std::vector<Home> homes;  ///< at least two, in the order of the scenario
};

/// The number of the home to which they go.
using HomePolicy = std::function<std::size_t(HomeChoice const&, engine::Stream&)>;

/// Policies by name, for each kind of decision.
struct Policies {
  std::map<std::string, WayPolicy> way;
  std::map<std::string, SelectionPolicy> selection;
  std::map<std::string, SlotPolicy> slot;
  std::map<std::string, CranePolicy> crane;
  std::map<std::string, FormingPolicy> forming;
  std::map<std::string, DispatchPolicy> dispatch;
  std::map<std::string, HomePolicy> home;
};

/// Those that Caravan has itself. Of ways: `share`, `least-queue`, `least-time` and `least-cost`;
/// of selection: `chance` and `every-nth`; of slots: `earliest`; of cranes: `onward-first`,
/// `first-come`, `shortest-job`, `earliest-due` and `priority`; of forming: `oldest`, `full` and
/// `least`; of dispatch: `priority`, `first-come`, `most-delayed`, `earliest-due` and `alternate`;
/// of homes: `needed`, `nearest`, `nearest-needed` and `share`.
[[nodiscard]] Policies built_in_policies();

/// The way with the least `figure` of those that are open, or of all if none is; of equals the one
/// drawn by share, else the first.
[[nodiscard]] std::size_t least(WayChoice const& choice,
                                std::function<double(WayOutlook const&)> const& figure);

}  // namespace caravan::model
