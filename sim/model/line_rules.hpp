/// What a line asks of whom it takes in, as plain rules: how long he runs, how far he keeps from
/// the one before, and when he may enter.
///
/// Lengths are metres counted from end a of the line; a speed of 0 does not limit.
#pragma once

#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/scenario/scenario.hpp"

#include "model/closures.hpp"
#include "model/motion.hpp"

namespace caravan::model {

/// A piece of a line: a section of single track, or a stretch of double track.
struct Part {
  double from_m = 0;
  double length_m = 0;
};

/// The slower of line and vehicle; a speed of 0 does not limit.
[[nodiscard]] double greatest_speed(scenario::LinkDetail const& line, double vehicle_mps);

/// Running time over `part` of one who enters it at `at`: at the slowest of line, vehicle and the
/// slow orders in force at that instant, times `factor`. An order that begins later does not
/// concern him.
[[nodiscard]] Duration running_time(scenario::LinkDetail const& line, Part part, double vehicle_mps,
                                    double factor, SimTime at);

/// What a train that enters `part` now has before it: pieces in its direction, each with the
/// greatest speed on it.
[[nodiscard]] std::vector<Piece> pieces_ahead(scenario::LinkDetail const& line, Part part,
                                              bool forward, double vehicle_mps, SimTime at);

/// The least time between two that enter one way while a share `left` of the capacity is left: the
/// headway, stretched by the cut. Half the capacity is half as many a day. The whole capacity of a
/// single track is that of the hand formula, a pair of trains in twice the running time of the
/// longest section (docs/explanation/single-track.md); of a line with room for r vehicles, r in its
/// running time; each only if that is less than what the headway allows.
[[nodiscard]] Duration spacing(scenario::LinkDetail const& line, double left);

/// The first instant >= `from` at which a train that needs `run` can enter and be off again before
/// the next possession begins.
[[nodiscard]] SimTime clear_from(std::vector<Interval> const& possessions, SimTime from,
                                 Duration run);

/// The first of the `paths` (sorted) at or after `from` that closures leave: of a hundred paths a
/// cut to 0.3 leaves thirty, evenly spread. `SimTime::never()` if there is none.
[[nodiscard]] SimTime path_from(std::vector<SimTime> const& paths, Regimes const& closures,
                                SimTime from);

}  // namespace caravan::model
