#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <set>
#include <utility>

#include "caravan/core/hash.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/experiment/sweep.hpp"

namespace caravan::experiment {

namespace {

using scenario::Setting;
using scenario::Sweep;

Setting setting_of(Sweep::Variable const& variable, std::size_t value) {
  return {variable.path, variable.values[value].text, variable.values[value].at};
}

std::vector<Point> grid(Sweep const& sweep) {
  std::vector<Point> points{{}};
  for (auto const& variable : sweep.variables) {
    std::vector<Point> longer;
    for (auto const& point : points) {
      for (std::size_t i = 0; i < variable.values.size(); ++i) {
        longer.push_back(point);
        longer.back().settings.push_back(setting_of(variable, i));
      }
    }
    points = std::move(longer);
  }
  return points;
}

std::vector<Point> list(Sweep const& sweep) {
  std::vector<Point> points(sweep.variables.front().values.size());
  for (auto const& variable : sweep.variables) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      points[i].settings.push_back(setting_of(variable, i));
    }
  }
  return points;
}

/// Six digits are enough to say where a point lies.
std::string amount(double number, std::string const& unit) {
  constexpr int kDigits = 6;
  std::array<char, 40> text{};
  auto const end = std::to_chars(text.data(), text.data() + text.size(), number,
                                 std::chars_format::general, kDigits)
                       .ptr;
  return std::string{text.data(), end} + (unit.empty() ? "" : ' ' + unit);
}

/// The numbers below n in an order drawn from `stream` (Fisher and Yates).
std::vector<std::size_t> shuffled(std::size_t n, engine::Stream& stream) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i) {
    auto const other = static_cast<std::size_t>(stream.uniform() * static_cast<double>(i));
    std::swap(order[i - 1], order[std::min(other, i - 1)]);
  }
  return order;
}

std::vector<Point> latin_hypercube(Sweep const& sweep, std::uint64_t seed) {
  std::vector<Point> points(sweep.number);
  auto const n = static_cast<double>(sweep.number);
  for (auto const& variable : sweep.variables) {
    engine::Stream stream{{seed, 0}, hash_of("sweep/" + variable.path)};
    auto const strata = shuffled(sweep.number, stream);
    for (std::size_t i = 0; i < points.size(); ++i) {
      double const within = stream.uniform();
      double const share = (static_cast<double>(strata[i]) + within) / n;
      if (variable.span) {
        auto const& span = *variable.span;
        points[i].settings.push_back({variable.path,
                                      amount(span.from + share * (span.to - span.from), span.unit),
                                      variable.at});
      } else {
        // Whole strata go to each value, as evenly as the numbers allow.
        auto const value = strata[i] * variable.values.size() / sweep.number;
        points[i].settings.push_back(setting_of(variable, value));
      }
    }
  }
  return points;
}

bool skips(Sweep const& sweep, Point const& point) {
  std::vector<std::string> values;
  for (auto const& setting : point.settings) values.push_back(setting.value);
  return scenario::skipped(sweep, values);
}

/// Points that say the same are one: its replications would be the same runs again.
void drop_repeated(std::vector<Point>& points) {
  std::set<std::vector<std::string>> known;
  std::erase_if(points, [&known](Point const& point) {
    std::vector<std::string> values;
    for (auto const& setting : point.settings) values.push_back(setting.value);
    return !known.insert(std::move(values)).second;
  });
}

}  // namespace

std::vector<Point> points_of(Sweep const& sweep, std::uint64_t seed) {
  auto points = sweep.points == Sweep::Points::grid   ? grid(sweep)
                : sweep.points == Sweep::Points::list ? list(sweep)
                                                      : latin_hypercube(sweep, seed);
  std::erase_if(points, [&sweep](Point const& point) { return skips(sweep, point); });
  drop_repeated(points);
  return points;
}

std::vector<Job> jobs_of(std::vector<std::size_t> const& points, std::uint32_t first,
                         std::uint32_t last) {
  std::vector<Job> jobs;
  for (auto const point : points) {
    for (auto r = first; r < last; ++r) jobs.push_back({point, r});
  }
  return jobs;
}

}  // namespace caravan::experiment
