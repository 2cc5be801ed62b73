// How long trains run over the sections and stretches of lines.

#include <algorithm>

#include "model/lines.hpp"

namespace caravan::model {

Lines::Pace Lines::pace(Line const& line, bool forward, std::size_t step, Train const& train,
                        double factor, double entry_mps) const {
  auto const part = line.parts[part_of(line, forward, step)];
  return pace_over(part, line, forward, step, train, factor, entry_mps);
}

Lines::Pace Lines::pace_over(Part part, Line const& line, bool forward, std::size_t step,
                             Train const& train, double factor, double entry_mps) const {
  auto const now = world_.engine.now();
  auto const slowed = factor * slowness(line);
  if (!has_traction(*train.consist)) {
    return {running_time(*line.detail, part, train.speed_mps, slowed, now), 0};
  }
  auto const run =
      quickest_run(pieces_ahead(*line.detail, part, forward, train.speed_mps, now), entry_mps,
                   exit_speed(line, forward, step, train), traction_of(*train.consist));
  return {Duration::rounded(run.seconds * 1000 * slowed), run.end_mps};
}

/// What lies ahead on this line lets it run at its end, and behind that the way to its next stop.
double Lines::exit_speed(Line const& line, bool forward, std::size_t step,
                         Train const& train) const {
  double ahead_m = 0;
  for (auto next = step + 1; next < line.parts.size(); ++next) {
    ahead_m += line.parts[part_of(line, forward, next)].length_m;
  }
  return speed_before(ahead_m, train.exit_mps, traction_of(*train.consist).braking);
}

/// Who comes to the end of a part and goes on at the same instant has not stopped.
double Lines::entry_speed(Train const& train) const {
  return train.came_at == world_.engine.now() ? train.came_mps : 0;
}

/// Who had to stop although it was not to came to rest later than if it had run through: braking
/// from speed v takes v/(2b) longer than passing the same length at v. So long it cannot set off.
Duration Lines::still_braking(Train const& train) const {
  if (train.came_mps <= 0) {
    return {};
  }
  auto const lost = train.came_mps / (2 * traction_of(*train.consist).braking);
  auto const rest = train.came_at + Duration::rounded(lost * 1000);
  return std::max(Duration{}, rest - world_.engine.now());
}

Lines::Pace Lines::set_off(Line const& line, bool forward, std::size_t step, Train const& train,
                           double factor) const {
  auto started = pace(line, forward, step, train, factor, entry_speed(train));
  if (train.came_at < world_.engine.now()) {
    started.time += still_braking(train);
  }
  return started;
}

void Lines::note_exit(Train& train, double end_mps) const {
  train.came_at = world_.engine.now();
  train.came_mps = end_mps;
}

/// From rest: who enters at speed needs less.
Duration Lines::time_to_clear(Line const& line, bool forward, std::size_t step, Train const& train,
                              double factor) const {
  Duration sum;
  if (line.detail->possessions.empty()) {
    return sum;
  }
  // On single track it may stand at the next loop meanwhile.
  sum = still_braking(train);
  auto const end = line.detail->single_track ? step + 1 : line.parts.size();
  for (auto entry_mps = 0.0; step < end; ++step, entry_mps = kAtSpeed) {
    sum = sum + pace(line, forward, step, train, factor, entry_mps).time;
  }
  return sum;
}

}  // namespace caravan::model
