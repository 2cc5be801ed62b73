/// How a train runs that takes time to gather speed and to brake.
///
/// It runs as fast as it may: it gathers speed at a constant rate, keeps the greatest speed, and
/// brakes at a constant rate, as late as it can. Lengths are metres, speeds metres a second, rates
/// metres a second each second; a rate without limit is at once.
#pragma once

#include <vector>

#include "caravan/scenario/demand.hpp"

namespace caravan::model {

struct Traction {
  double acceleration;
  double braking;
};
/// Of a consist; a rate that it does not name is without limit.
[[nodiscard]] Traction traction_of(scenario::Consist const& consist);
/// Whether it names one of them.
[[nodiscard]] inline bool has_traction(scenario::Consist const& consist) {
  return consist.acceleration || consist.braking;
}

/// A piece of the way, with the greatest speed on it.
struct Piece {
  double length_m = 0;
  double speed_mps = 0;
};

struct Run {
  double seconds = 0;
  double end_mps = 0;  ///< the speed at its end
};
/// The quickest over `pieces`, one behind the other, of who enters at `entry_mps`, or slower if he
/// must, and leaves at no more than `exit_mps`.
[[nodiscard]] Run quickest_run(std::vector<Piece> const& pieces, double entry_mps, double exit_mps,
                               Traction traction);

/// The greatest speed `distance_m` before a point that is to be passed at no more than `then_mps`.
[[nodiscard]] double speed_before(double distance_m, double then_mps, double braking);

}  // namespace caravan::model
