#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "caravan/core/diagnostic.hpp"
#include "caravan/experiment/estimate.hpp"
#include "caravan/output/text.hpp"

#include "output/measures.hpp"
#include "output/sweep_figures.hpp"

namespace caravan::output {

namespace {

using Align = Columns::Align;

constexpr std::size_t kMostRows = 24;
constexpr std::size_t kMostColumns = 8;

/// A measure in a column; in one unit for all points.
struct Shown {
  experiment::Measure measure;
  double scale = 0;  ///< the greatest mean
};

std::vector<Shown> shown_measures(SweepReport const& report, std::vector<std::string> const& more) {
  std::vector<std::string> wanted{main_measure(report.study.sweep), "lead-time.mean",
                                  "lead-time.p90", "throughput", "waits"};
  std::vector<Shown> shown;
  auto const add = [&](experiment::Measure const& measure) {
    auto const known = std::any_of(shown.begin(), shown.end(), [&](Shown const& each) {
      return each.measure.name == measure.name;
    });
    if (known || shown.size() == kMostColumns) return;
    double scale = 0;
    for (auto const& mean : experiment::means_of(report.table, measure.name)) {
      scale = std::max(scale, mean.value_or(0));
    }
    shown.push_back({measure, scale});
  };
  for (auto const& name : wanted) {
    for (auto const& point : report.table.points) {
      if (auto const number = point.find(name)) add(point.measures[*number]);
    }
  }
  for (auto const& point : report.table.points) {
    for (auto const number : named_measures(point, more)) add(point.measures[number]);
  }
  return shown;
}

/// Numbers of the points to show: the best first where a best is looked for.
std::vector<std::size_t> order_of(SweepReport const& report) {
  std::vector<std::size_t> order(report.study.points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!report.selection) return order;
  auto const means = experiment::means_of(report.table, main_measure(report.study.sweep));
  bool const more = report.selection->more_is_better;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (!means[a] || !means[b]) return means[a].has_value() && !means[b].has_value();
    return more ? *means[a] > *means[b] : *means[a] < *means[b];
  });
  return order;
}

std::string estimate_cell(SweepReport const& report, std::size_t point, Shown const& shown) {
  auto const& table = report.table.points[point];
  auto const number = table.find(shown.measure.name);
  if (!number) return "-";
  if (!report.table.has_mean(point, shown.measure)) return "unstable";
  auto const found = experiment::estimate(table.observed(*number), confidence_of(report));
  auto text = value_text(found.mean, shown.measure.unit, shown.scale);
  if (!found.half_width) return text;
  // The unit once, behind both; thousands have a blank too.
  auto const half = value_text(*found.half_width, shown.measure.unit, shown.scale);
  return (shown.measure.unit.empty() ? text : text.substr(0, text.rfind(' '))) + " ± " + half;
}

std::string rows(SweepReport const& report, std::vector<Shown> const& shown) {
  auto const names = short_names(report.study.sweep);
  std::vector<Align> aligns(2 + names.size() + shown.size(), Align::right);
  aligns.push_back(Align::left);
  Columns columns{aligns};
  std::vector<std::string> head{"point"};
  for (auto const& name : names) head.push_back(printable(name));
  for (auto const& each : shown) head.push_back(printable(each.measure.name));
  head.emplace_back("runs");
  columns.add(head);
  auto const order = order_of(report);
  for (std::size_t i = 0; i < std::min(order.size(), kMostRows); ++i) {
    auto const& table = report.table.points[order[i]];
    std::vector<std::string> cells{std::to_string(order[i] + 1)};
    for (auto const& setting : report.study.points[order[i]].settings) {
      cells.push_back(printable(setting.value));
    }
    for (auto const& each : shown) {
      cells.push_back(estimate_cell(report, order[i], each));
    }
    cells.push_back(std::to_string(table.records.size()));
    if (auto const many = stalled(table); many > 0) {
      cells.push_back(std::to_string(many) + " stalled");
    } else if (auto const& queue = report.table.endless[order[i]]; !queue.empty()) {
      cells.push_back("the queue for " + printable(queue) + " grows without end");
    } else if (!experiment::unstable(table).empty()) {
      cells.emplace_back("queues grow");
    }
    columns.add(cells);
  }
  auto text = columns.text();
  if (order.size() > kMostRows) {
    text += "and " + counted(order.size() - kMostRows, "further point") + ": --format csv\n";
  }
  return text;
}

std::string values_of(SweepReport const& report, std::size_t point) {
  auto const names = short_names(report.study.sweep);
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : ", ") + printable(names[i]) + ' ' +
            printable(report.study.points[point].settings[i].value);
  }
  return text;
}

/// What points lack that are not compared with the best; a steady state only where one is missing.
std::string condition_of(SweepReport const& report) {
  auto const& table = report.table;
  bool missing = false;
  for (std::size_t i = 0; i < table.points.size(); ++i) {
    auto const number = table.points[i].find(report.study.sweep.best->measure);
    missing = missing || (number && !table.has_mean(i, table.points[i].measures[*number]));
  }
  return missing ? " in every replication and a steady state" : " in every replication";
}

std::string best(SweepReport const& report) {
  auto const& wanted = report.study.sweep.best;
  if (!wanted || !report.selection) return {};
  auto const& selection = *report.selection;
  auto const measure = printable(wanted->measure);
  if (selection.left.empty()) {
    return line("best", "no point has " + measure + condition_of(report));
  }
  auto const point = selection.choice.best;
  auto text = line("best", "point " + std::to_string(point + 1) + " by " + measure + ": " +
                               values_of(report, point));
  // A lower bound is not rounded up.
  auto const probability = brief(std::floor(1000 * selection.choice.probability) / 10) + " %";
  auto const margin = wanted->within ? brief(*wanted->within) : std::string{};
  if (wanted->by == scenario::Sweep::Procedure::ocba) {
    if (!selection.decided) {
      text =
          line("UNDECIDED", chosen_percent(wanted->confidence) + " was not reached with " +
                                counted(static_cast<std::size_t>(wanted->at_most), "replication") +
                                " at most; the best so far:") +
          text;
    }
    return text + line("", "the best " + (margin.empty() ? "" : "or within " + margin + " of it ") +
                               "with probability " + probability +
                               " at least, by the differences within replications (OCBA)");
  }
  if (!wanted->within && selection.left.size() == 1 && report.study.points.size() > 1) {
    return text + line("", "no other point has it" + condition_of(report));
  }
  if (!wanted->within) {
    return text + line("", "the best with probability " + probability +
                               " at least, by the differences within replications");
  }
  auto const promise = chosen_percent(wanted->confidence);
  if (selection.decided) {
    return text + line("", "the best with " + promise + " confidence, or within " + margin +
                               " of it (KN)");
  }
  return text +
         line("UNDECIDED", counted(selection.left.size(), "point") + " may be the best within " +
                               margin + " after " +
                               counted(static_cast<std::size_t>(wanted->at_most), "replication") +
                               " at most; this one with probability " + probability);
}

std::string effects(SweepReport const& report, std::vector<Shown> const& shown) {
  auto const found = effects_in(report);
  if (found.empty() || shown.empty()) return {};
  auto const names = short_names(report.study.sweep);
  auto const& measure = shown.front();
  Columns columns{{Align::left, Align::right, Align::right, Align::left}};
  columns.add({"inputs by effect on " + printable(measure.measure.name), "variance", "rank corr."});
  for (auto const& effect : found) {
    auto const cell = [&](double value) {
      return value_text(value, measure.measure.unit, measure.scale);
    };
    columns.add({"  " + printable(names[effect.variable]), percent(effect.share),
                 effect.rank_correlation ? fixed(*effect.rank_correlation, 2) : "-",
                 cell(effect.low_mean) + " at " + printable(effect.low) + ", " +
                     cell(effect.high_mean) + " at " + printable(effect.high)});
  }
  auto text = columns.text();
  for (auto const& effect : found) {
    auto const other = effect.together_with;
    if (!other || *other < effect.variable) continue;
    text += "  " + printable(names[effect.variable]) + " and " + printable(names[*other]) +
            " change together at every point: their effects cannot be told apart\n";
  }
  return text;
}

std::size_t broken_in(SweepReport const& report) {
  std::size_t sum = 0;
  for (auto const& point : report.table.points) sum += broken(point);
  return sum;
}

}  // namespace

std::string sweep_text(SweepReport const& report, std::vector<std::string> const& more) {
  auto const& table = report.table;
  auto text = printable(report.scenario.name) + kDot +
              counted(report.study.points.size(), "point") + kDot + "seed " +
              std::to_string(report.seed) + kDot + counted(table.runs(), "run") + '\n';
  if (!table.complete) text += line("PARTIAL", "some runs are missing; the same command goes on");
  auto const shown = shown_measures(report, more);
  text += rows(report, shown) + best(report) + effects(report, shown);
  auto const faulty = broken_in(report);
  text += faulty == 0 ? "audit ok" : "audit BROKEN in " + counted(faulty, "run");
  return text + kDot + "fingerprint " + experiment::fingerprint_of(table).text() + '\n';
}

}  // namespace caravan::output
