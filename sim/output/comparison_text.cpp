#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/output/comparison.hpp"
#include "caravan/output/text.hpp"

#include "output/measures.hpp"

namespace caravan::output {

namespace {

using experiment::Difference;
using experiment::Measure;
using Align = Columns::Align;

constexpr std::size_t kChangesShown = 2;

/// `A` for the base, then `B`, `C`…
std::string letter_of(std::size_t number) {
  constexpr std::size_t kLetters = 26;
  auto const letter = std::string(1, static_cast<char>('A' + number % kLetters));
  return number < kLetters ? letter : letter + std::to_string(number / kLetters);
}

/// `÷ 9`, `÷ 1.4`
std::string reduction_text(Difference const& found) {
  if (!found.reduction) return "-";
  constexpr double kWhole = 9.95;
  return "÷ " + (*found.reduction >= kWhole ? whole(*found.reduction) : fixed(*found.reduction, 1));
}

/// The queue that denies a table its steady state; empty if it has one.
std::string growing_queue(Versus const& versus, std::size_t number) {
  return experiment::endless_queue(experiment::is_steady(*versus.scenarios[number].scenario),
                                   versus.comparison.tables[number].records);
}

/// Whether the measure has no mean in that scenario.
bool means_nothing(Versus const& versus, std::size_t number, Measure const& measure) {
  return measure.of_queue && !growing_queue(versus, number).empty();
}

char const* comparative(Measure const& measure, double difference) {
  if (measure.unit == "h") return difference < 0 ? "shorter" : "longer";
  return difference < 0 ? "lower" : "higher";
}

/// What is said of a difference, after the name of what makes it.
std::string claim(Versus const& versus, Difference const& found, Measure const& measure) {
  auto const scale = std::max(std::fabs(found.mean), found.half_width.value_or(0));
  auto const size = value_text(std::fabs(found.mean), measure.unit, scale);
  auto const after =
      " (" + percent(versus.plan.confidence) + "), " + counted(found.n, "replication");
  if (!found.half_width) {
    return ": " + measure.name + " differs by " + value_text(found.mean, measure.unit, scale) +
           " in " + counted(found.n, "replication") + "; 3 are the fewest for an interval";
  }
  if (found.mean == 0 && found.sd == 0) {
    return ": " + measure.name + " is the same, " + counted(found.n, "replication");
  }
  auto const width = value_text(*found.half_width, measure.unit, scale);
  if (std::fabs(found.mean) > *found.half_width) {
    auto text = ": " + measure.name + " is " + comparative(measure, found.mean) + " by " + size +
                " ± " + width + after;
    if (found.reduction) text += "; common luck: variance " + reduction_text(found);
    return text;
  }
  auto text = ": no difference shows in " + measure.name + ": " +
              value_text(found.mean, measure.unit, scale) + " ± " + width + after;
  if (auto const needed = experiment::pairs_to_show(found); needed > found.n) {
    text += "; if it is of that size, about " + grouped(static_cast<std::int64_t>(needed)) +
            " replications would show it";
  }
  return text;
}

std::string sentence(Versus const& versus, std::size_t alternative) {
  auto const& one = versus.scenarios[alternative];
  auto const name = letter_of(alternative) + kDot +
                    (one.changes.empty() ? printable(one.scenario->name) : printable(one.changes));
  auto const before = growing_queue(versus, 0);
  auto const after = growing_queue(versus, alternative);
  if (!after.empty()) {
    return name + ": the queue for " + printable(after) +
           " grows without end, so it has no steady "
           "state" +
           (before.empty() ? "; A has one\n" : ", and neither has A\n");
  }
  if (!before.empty()) {
    return name + ": it has a steady state; in A the queue for " + printable(before) +
           " grows without end\n";
  }
  auto const row = versus.comparison.find(versus.headline);
  if (!row) return name + ": neither has " + printable(versus.headline) + '\n';
  auto const& found = versus.comparison.differences[alternative - 1][*row];
  return name + claim(versus, found, versus.comparison.measures[*row]) + '\n';
}

std::string header(Versus const& versus) {
  auto const& base = *versus.scenarios.front().scenario;
  auto const& clock = base.clock;
  auto text = "A" + std::string{kDot} + printable(base.name) + kDot +
              days_text(clock.horizon.since_start()) + " from " +
              local_time_text(clock.local, clock.epoch_ms, SimTime::start()) + ' ' +
              printable(clock.local.zone);
  if (clock.warm_up > SimTime::start()) {
    text += kDot + std::string{"warm-up "} + days_text(clock.warm_up.since_start());
    if (versus.found && !versus.found->too_short) text += " (found)";
  }
  return text + kDot + "seed " + std::to_string(versus.seed) + '\n';
}

std::string troubles(Versus const& versus) {
  auto const& comparison = versus.comparison;
  std::string text;
  if (comparison.interrupted) {
    text += line("PARTIAL", "interrupted; the figures cover the replications that were finished");
  }
  if (versus.found && versus.found->too_short) {
    text += line("UNSETTLED", "no warm-up was found (MSER-5); make `clock.run` longer");
  }
  for (std::size_t i = 0; i < comparison.tables.size(); ++i) {
    if (auto const many = stalled(comparison.tables[i]); many > 0) {
      text += line("STALLED", letter_of(i) + " locked up in " + counted(many, "replication") +
                                  ", which are left out");
    }
  }
  auto const& clock = versus.scenarios.front().scenario->clock;
  for (std::size_t i = 1; i < versus.scenarios.size(); ++i) {
    auto const& other = versus.scenarios[i].scenario->clock;
    if (other.epoch_ms == clock.epoch_ms && other.horizon == clock.horizon) continue;
    text += line("note", letter_of(i) + " does not cover the same time as A");
  }
  if (!comparison.precise_enough && !comparison.interrupted && versus.plan.until) {
    text += line("IMPRECISE", printable(versus.plan.until->measure) +
                                  " is not known well enough after the most replications");
  }
  return text;
}

/// Rows of the table to show: the main measures of the base, and those asked for.
std::vector<std::size_t> chosen_rows(Versus const& versus, std::vector<std::string> const& more) {
  auto const& comparison = versus.comparison;
  auto const& base = comparison.tables.front();
  auto const estimates = estimates_of(base, versus.plan.confidence);
  std::vector<std::size_t> rows;
  auto const add = [&](std::string const& name) {
    auto const row = comparison.find(name);
    if (row && std::find(rows.begin(), rows.end(), *row) == rows.end()) rows.push_back(*row);
  };
  for (auto const row : main_measures(base, estimates)) add(base.measures[row].name);
  add(versus.headline);
  for (auto const row : named_measures(base, more)) {
    if (!always_zero(base, row)) add(base.measures[row].name);
  }
  return rows;
}

std::vector<std::string> cells(Versus const& versus, std::size_t alternative, std::size_t row,
                               double adjusted) {
  auto const& measure = versus.comparison.measures[row];
  auto const& found = versus.comparison.differences[alternative - 1][row];
  std::vector<std::string> cells{"  " + printable(measure.name)};
  if (found.n == 0) {
    cells.insert(cells.end(), {"-", "-"});
    return cells;
  }
  auto const before = means_nothing(versus, 0, measure);
  auto const after = means_nothing(versus, alternative, measure);
  auto const scale =
      std::max(before ? 0 : std::fabs(found.base), after ? 0 : std::fabs(found.other));
  auto const cell = [&](double value) { return value_text(value, measure.unit, scale); };
  if (before || after) {
    cells.insert(cells.end(), {before ? "unstable" : cell(found.base),
                               after ? "unstable" : cell(found.other), "-", "-", "-"});
    return cells;
  }
  auto const real = adjusted < 1 - versus.plan.confidence;
  auto note = std::string{real ? "real" : ""};
  if (found.skewed) note += real ? ", skewed" : "skewed";
  cells.insert(cells.end(),
               {cell(found.base), cell(found.other), cell(found.mean),
                found.half_width ? cell(*found.half_width) : "-", reduction_text(found), note});
  return cells;
}

std::string table(Versus const& versus, std::vector<std::size_t> const& rows,
                  std::size_t alternative, std::vector<double> const& adjusted) {
  auto const letter = letter_of(alternative);
  Columns table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                 Align::left}};
  table.add({"measure", "A", letter, letter + " - A", "± " + percent(versus.plan.confidence),
             "variance", ""});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    table.add(cells(versus, alternative, rows[i], adjusted[i]));
  }
  return table.text();
}

/// The last part of a path, which is cut off it.
std::string cut_last(std::string& path) {
  auto const dot = path.rfind('.');
  auto last = dot == std::string::npos ? path : path.substr(dot + 1);
  path.resize(dot == std::string::npos ? 0 : dot);
  return last;
}

/// `8 cranes instead of 6 at dry-port`, `3 tracks of 1435 mm instead of 2 at dry-port`, `3 officers
/// instead of 2`.
std::string count_text(std::string path, std::string const& before, std::string const& after) {
  auto what = cut_last(path);
  if (what == "count") what = cut_last(path);
  auto where = cut_last(path);
  if (where == "tracks") {
    what = (after == "1" ? "track of " : "tracks of ") + what;
    where = cut_last(path);
  } else if (after == "1" && what.ends_with('s')) {
    what.pop_back();
  }
  auto const text = after + ' ' + what + " instead of " + before;
  return where == "staff" ? text : text + " at " + where;
}

std::string change_text(Change const& change) {
  auto const& [path, before, after] = change;
  if (before.empty()) return path + " = " + after;
  if (after.empty()) return "no " + path;
  bool const count = after.find_first_not_of("0123456789") == std::string::npos;
  bool const inside = std::count(path.begin(), path.end(), '.') >= 2;
  if (count && inside) return count_text(path, before, after);
  return path + " = " + after + " instead of " + before;
}

}  // namespace

std::string changes_text(std::vector<Change> const& changes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(changes.size(), kChangesShown); ++i) {
    if (!text.empty()) text += ", ";
    text += change_text(changes[i]);
  }
  if (changes.size() > kChangesShown) {
    text += " and " + std::to_string(changes.size() - kChangesShown) + " more";
  }
  return text;
}

std::string versus_text(Versus const& versus, std::vector<std::string> const& more) {
  auto const& comparison = versus.comparison;
  auto text = header(versus) + troubles(versus);
  for (std::size_t i = 1; i < versus.scenarios.size(); ++i) text += sentence(versus, i);
  auto const rows = chosen_rows(versus, more);
  // One family: every measure shown of every alternative.
  std::vector<double> p;
  for (auto const& differences : comparison.differences) {
    for (auto const row : rows) p.push_back(differences[row].p);
  }
  auto const adjusted = experiment::holm(p);
  for (std::size_t i = 1; i < versus.scenarios.size(); ++i) {
    auto const first = adjusted.begin() + static_cast<std::ptrdiff_t>((i - 1) * rows.size());
    text += table(versus, rows, i, {first, first + static_cast<std::ptrdiff_t>(rows.size())});
  }
  text += line("real", "with all " + std::to_string(p.size()) +
                           " differences in mind, none is called so by luck in " +
                           percent(versus.plan.confidence) + " of experiments (Holm)");
  std::size_t faulty = 0;
  for (auto const& each : comparison.tables) faulty += broken(each);
  text += faulty == 0 ? "audit ok" : "audit BROKEN in " + counted(faulty, "replication");
  return text + kDot + "fingerprint " + experiment::fingerprint_of(comparison).text() + '\n';
}

}  // namespace caravan::output
