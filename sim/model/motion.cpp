#include "model/motion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace caravan::model {

namespace {

constexpr double kAtOnce = std::numeric_limits<double>::infinity();

/// Over one piece from speed `from` to speed `to`, both within reach. Between them it runs at the
/// greatest speed v, if there is room to gather and to lose it: (v² - from²)/(2a) + (v² - to²)/(2b)
/// <= L, and then needs L/v + (v - from)²/(2av) + (v - to)²/(2bv). Otherwise it brakes from the
/// peak p at which the two lengths are together L, for (p - from)/a + (p - to)/b. So the motion of
/// a body under a constant rate; with from = to = 0 it is the time from stop to stop.
double seconds_over(Piece const& piece, double from, double to, Traction traction) {
  auto const up = 1 / traction.acceleration;
  auto const down = 1 / traction.braking;
  auto const top = piece.speed_mps;
  auto const changing = ((top * top - from * from) * up + (top * top - to * to) * down) / 2;
  if (changing <= piece.length_m) {
    auto const gathered = (top - from) * (top - from) * up;
    auto const lost = (top - to) * (top - to) * down;
    return piece.length_m / top + (gathered + lost) / (2 * top);
  }
  auto const peak =
      std::sqrt((2 * piece.length_m + from * from * up + to * to * down) / (up + down));
  return (peak - from) * up + (peak - to) * down;
}

}  // namespace

Traction traction_of(scenario::Consist const& consist) {
  return {consist.acceleration.value_or(kAtOnce), consist.braking.value_or(kAtOnce)};
}

double speed_before(double distance_m, double then_mps, double braking) {
  return distance_m > 0 ? std::sqrt(then_mps * then_mps + 2 * braking * distance_m) : then_mps;
}

Run quickest_run(std::vector<Piece> const& pieces, double entry_mps, double exit_mps,
                 Traction traction) {
  // From the end: how fast each piece may be left, so that all that lies ahead can be kept.
  std::vector<double> most(pieces.size() + 1, exit_mps);
  for (auto number = pieces.size(); number-- > 0;) {
    auto const& piece = pieces[number];
    most[number + 1] = std::min(most[number + 1], piece.speed_mps);
    most[number] =
        std::min(piece.speed_mps, speed_before(piece.length_m, most[number + 1], traction.braking));
  }
  Run run{0, std::min(entry_mps, most.front())};
  for (std::size_t number = 0; number < pieces.size(); ++number) {
    auto const& piece = pieces[number];
    // Speed gathers as it is lost, seen from behind.
    auto const to = std::min(most[number + 1],
                             speed_before(piece.length_m, run.end_mps, traction.acceleration));
    run.seconds += seconds_over(piece, run.end_mps, to, traction);
    run.end_mps = to;
  }
  return run;
}

}  // namespace caravan::model
