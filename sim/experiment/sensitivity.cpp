#include "caravan/experiment/sensitivity.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace caravan::experiment {

namespace {

constexpr std::size_t kMostValues = 10;  // of a variable that is not put into groups
constexpr std::size_t kMostGroups = 8;

/// One point: the value of a variable, and the measure.
struct Row {
  std::string value;
  std::optional<double> amount;
  std::size_t group = 0;
  double measured = 0;
};

/// The number that `text` begins with, and its unit.
std::pair<std::optional<double>, std::string> amount_of(std::string const& text) {
  double number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return {std::nullopt, {}};
  return {number, std::string{end, text.data() + text.size()}};
}

/// True if all values are amounts in one unit.
bool read_amounts(std::vector<Row>& rows) {
  std::optional<std::string> common;
  for (auto& row : rows) {
    auto [amount, unit] = amount_of(row.value);
    if (!amount || (common && *common != unit)) return false;
    row.amount = amount;
    common = std::move(unit);
  }
  return true;
}

/// By value, or by neighbours: the square root of their number of groups, as a histogram has.
std::size_t group(std::vector<Row>& rows, bool amounts) {
  std::map<std::string, std::size_t> numbers;
  for (auto const& row : rows) numbers.try_emplace(row.value, numbers.size());
  if (numbers.size() <= kMostValues || !amounts) {
    for (auto& row : rows) row.group = numbers[row.value];
    return numbers.size();
  }
  auto const root = static_cast<std::size_t>(std::sqrt(static_cast<double>(rows.size())));
  auto const groups = std::min(root, kMostGroups);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].group = i * groups / rows.size();
  return groups;
}

/// Ranks from 1; equals share the mean of theirs.
std::vector<double> ranks_of(std::vector<double> const& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    auto j = i;
    while (j < order.size() && values[order[j]] == values[order[i]]) ++j;
    for (auto k = i; k < j; ++k) ranks[order[k]] = static_cast<double>(i + j + 1) / 2;
    i = j;
  }
  return ranks;
}

std::optional<double> spearman(std::vector<Row> const& rows) {
  std::vector<double> amounts;
  std::vector<double> measured;
  for (auto const& row : rows) {
    amounts.push_back(*row.amount);
    measured.push_back(row.measured);
  }
  auto const a = ranks_of(amounts);
  auto const b = ranks_of(measured);
  double const middle = (static_cast<double>(rows.size()) + 1) / 2;
  double both = 0;
  double first = 0;
  double second = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += (a[i] - middle) * (b[i] - middle);
    first += (a[i] - middle) * (a[i] - middle);
    second += (b[i] - middle) * (b[i] - middle);
  }
  if (first == 0 || second == 0) return std::nullopt;
  return both / std::sqrt(first * second);
}

/// Points with one value of a variable, or with neighbouring ones.
struct Group {
  std::string first;
  double sum = 0;
  double count = 0;

  [[nodiscard]] double mean() const { return sum / count; }
};

std::vector<Group> groups_of(std::vector<Row>& rows, bool amounts) {
  std::vector<Group> groups(group(rows, amounts));
  for (auto const& row : rows) {
    auto& own = groups[row.group];
    if (own.count == 0) own.first = row.value;
    own.sum += row.measured;
    own.count += 1;
  }
  return groups;
}

/// ε²: the share of the sum of squares that lies between groups, less what chance would put there.
double share_between(std::vector<Group> const& groups, std::vector<Row> const& rows) {
  auto const n = static_cast<double>(rows.size());
  auto const k = static_cast<double>(groups.size());
  double mean = 0;
  for (auto const& row : rows) mean += row.measured / n;
  double whole = 0;
  double within = 0;
  for (auto const& row : rows) {
    whole += (row.measured - mean) * (row.measured - mean);
    double const off = row.measured - groups[row.group].mean();
    within += off * off;
  }
  if (whole == 0) return 0;
  double const by_chance = n > k ? (k - 1) * within / (n - k) : 0;
  return std::clamp((whole - within - by_chance) / whole, 0.0, 1.0);
}

Effect effect_of(std::size_t variable, std::vector<Row> rows) {
  Effect effect;
  effect.variable = variable;
  bool const amounts = read_amounts(rows);
  if (amounts) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](Row const& a, Row const& b) { return *a.amount < *b.amount; });
    effect.rank_correlation = spearman(rows);
  }
  auto const groups = groups_of(rows, amounts);
  effect.share = share_between(groups, rows);
  auto const [low, high] =
      std::minmax_element(groups.begin(), groups.end(),
                          [](Group const& a, Group const& b) { return a.mean() < b.mean(); });
  effect.low = low->first;
  effect.low_mean = low->mean();
  effect.high = high->first;
  effect.high_mean = high->mean();
  return effect;
}

/// Whether each value of one variable always stands beside the same value of the other.
bool in_lockstep(std::vector<Point> const& points, std::size_t a, std::size_t b) {
  std::map<std::string, std::string> beside;
  std::map<std::string, std::string> back;
  for (auto const& point : points) {
    auto const& one = point.settings[a].value;
    auto const& other = point.settings[b].value;
    if (beside.try_emplace(one, other).first->second != other) return false;
    if (back.try_emplace(other, one).first->second != one) return false;
  }
  return beside.size() > 1;
}

std::optional<std::size_t> companion_of(std::size_t variable, std::vector<Point> const& points) {
  for (std::size_t i = 0; i < points.front().settings.size(); ++i) {
    if (i != variable && in_lockstep(points, variable, i)) return i;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Effect> effects_on(std::vector<std::optional<double>> const& measured,
                               std::vector<Point> const& points) {
  std::vector<Effect> effects;
  auto const there = std::count_if(measured.begin(), measured.end(),
                                   [](auto const& value) { return value.has_value(); });
  if (there < 2) return effects;
  std::vector<Point> seen;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (measured[i]) seen.push_back(points[i]);
  }
  for (std::size_t v = 0; v < points.front().settings.size(); ++v) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (measured[i]) rows.push_back({points[i].settings[v].value, {}, 0, *measured[i]});
    }
    effects.push_back(effect_of(v, std::move(rows)));
    effects.back().together_with = companion_of(v, seen);
  }
  std::stable_sort(effects.begin(), effects.end(),
                   [](Effect const& a, Effect const& b) { return a.share > b.share; });
  return effects;
}

}  // namespace caravan::experiment
