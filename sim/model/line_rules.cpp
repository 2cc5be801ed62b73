#include "model/line_rules.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "caravan/core/distribution.hpp"

#include "model/world.hpp"

namespace caravan::model {

using scenario::LinkDetail;
using scenario::SlowOrder;

namespace {

double slower(double one_mps, double other_mps) {
  return other_mps > 0 && (one_mps <= 0 || other_mps < one_mps) ? other_mps : one_mps;
}

Duration time_over(double length_m, double speed_mps, double factor) {
  expects(speed_mps > 0, "a line or its vehicle has a speed");
  return Duration::rounded(length_m / speed_mps * 1000 * factor);
}

bool concerns(SlowOrder const& order, Part part, SimTime at) {
  return order.when.from <= at && at < order.when.until &&
         order.from_m < part.from_m + part.length_m && part.from_m < order.until_m;
}

/// Pieces of a part, from its lower end on, on each of which one greatest speed holds.
std::vector<Piece> even_pieces(LinkDetail const& line, Part part, double vehicle_mps, SimTime at) {
  auto const speed = greatest_speed(line, vehicle_mps);
  expects(speed > 0, "a line or its vehicle has a speed");
  std::vector<SlowOrder const*> orders;
  for (auto const& order : line.slow_orders) {
    if (concerns(order, part, at)) {
      orders.push_back(&order);
    }
  }
  // Between two marks (ends of the part and of the orders) the speed is one.
  auto const until_m = part.from_m + part.length_m;
  std::vector<double> marks{part.from_m, until_m};
  for (auto const* const order : orders) {
    marks.push_back(std::clamp(order->from_m, part.from_m, until_m));
    marks.push_back(std::clamp(order->until_m, part.from_m, until_m));
  }
  std::sort(marks.begin(), marks.end());
  std::vector<Piece> pieces;
  for (std::size_t mark = 1; mark < marks.size(); ++mark) {
    auto here = speed;
    for (auto const* const order : orders) {
      if (order->from_m < marks[mark] && marks[mark - 1] < order->until_m) {
        here = slower(here, order->speed_mps);
      }
    }
    if (marks[mark] > marks[mark - 1]) {
      pieces.push_back({marks[mark] - marks[mark - 1], here});
    }
  }
  return pieces;
}

}  // namespace

double greatest_speed(LinkDetail const& line, double vehicle_mps) {
  return slower(line.speed_mps, vehicle_mps);
}

Duration running_time(LinkDetail const& line, Part part, double vehicle_mps, double factor,
                      SimTime at) {
  if (line.slow_orders.empty()) {
    return time_over(part.length_m, greatest_speed(line, vehicle_mps), factor);
  }
  Duration sum;
  for (auto const& piece : even_pieces(line, part, vehicle_mps, at)) {
    sum = sum + time_over(piece.length_m, piece.speed_mps, factor);
  }
  return sum;
}

std::vector<Piece> pieces_ahead(LinkDetail const& line, Part part, bool forward, double vehicle_mps,
                                SimTime at) {
  auto pieces = even_pieces(line, part, vehicle_mps, at);
  if (!forward) {
    std::reverse(pieces.begin(), pieces.end());
  }
  return pieces;
}

Duration spacing(LinkDetail const& line, double left) {
  if (left >= 1 || left <= 0) {
    return line.headway;
  }
  auto const factor = mean(line.running_factor);
  auto whole = line.headway;
  if (line.single_track) {
    auto const longest = *std::max_element(line.sections_m.begin(), line.sections_m.end());
    whole = std::max(whole, time_over(longest, line.speed_mps, 2 * factor));
  }
  if (line.room > 0) {
    auto const length = std::accumulate(line.sections_m.begin(), line.sections_m.end(), 0.0);
    whole = std::max(whole, time_over(length, line.speed_mps, factor / line.room));
  }
  return Duration::rounded(static_cast<double>(whole.count()) / left);
}

SimTime clear_from(std::vector<Interval> const& possessions, SimTime from, Duration run) {
  auto next = std::partition_point(possessions.begin(), possessions.end(),
                                   [&](Interval const& taken) { return taken.until <= from; });
  for (; next != possessions.end() && next->from < from + run; ++next) {
    from = next->until;
  }
  return from;
}

SimTime path_from(std::vector<SimTime> const& paths, Regimes const& closures, SimTime from) {
  auto const counted = [](double number) { return std::floor(number + 1e-9); };
  for (auto path = std::lower_bound(paths.begin(), paths.end(), from); path != paths.end();
       ++path) {
    auto const left = closures.left(*path);
    auto const number = static_cast<double>(path - paths.begin());
    if (left >= 1 || counted((number + 1) * left) > counted(number * left)) {
      return *path;
    }
  }
  return SimTime::never();
}

}  // namespace caravan::model
