#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/output/replications.hpp"
#include "caravan/output/text.hpp"

#include "output/measures.hpp"

namespace caravan::output {

namespace {

using experiment::Estimate;
using Align = Columns::Align;

constexpr std::size_t kUnstableShown = 3;

std::string header(Series const& series) {
  auto const& clock = series.scenario.clock;
  std::string text = printable(series.scenario.name) + kDot +
                     days_text(clock.horizon.since_start()) + " from " +
                     local_time_text(clock.local, clock.epoch_ms, SimTime::start()) + ' ' +
                     printable(clock.local.zone) + kDot + "seed " + std::to_string(series.seed) +
                     kDot + counted(series.table.records.size(), "replication");
  if (!series.table.records.empty() && series.table.records.front().replication > 0) {
    text += " from " + std::to_string(series.table.records.front().replication) + " on";
  }
  return text + '\n';
}

/// What kind of experiment it was, and from when on it counts.
std::string kind(Series const& series) {
  auto const warm_up = days_text(series.scenario.clock.warm_up.since_start());
  if (series.found && series.found->too_short) {
    return line("UNSETTLED",
                "no warm-up was found (MSER-5): the corridor has not settled by the "
                "half of the run; make `clock.run` longer") +
           line("counted", series.steady()
                               ? "what comes after the warm-up of " + warm_up + " of the clock"
                               : "all of each run");
  }
  if (series.found) {
    return line("counted", "steady state, after a warm-up of " + warm_up +
                               ", found by MSER-5 from " +
                               counted(series.found->pilots, "replication"));
  }
  if (series.steady()) return line("counted", "steady state, after the warm-up of " + warm_up);
  return line("counted", "all of each run, which begins empty and ends at the horizon");
}

std::string troubles(Series const& series) {
  auto const& table = series.table;
  std::string text;
  if (table.interrupted) {
    text += line("PARTIAL", "interrupted; the figures cover the replications that were finished");
  }
  if (auto const many = stalled(table); many > 0) {
    text += line("STALLED",
                 std::to_string(many) + " of " + counted(table.records.size(), "replication") +
                     " locked up and are left out: the first by `-r " +
                     std::to_string(std::find_if(table.records.begin(), table.records.end(),
                                                 [](auto const& each) {
                                                   return each.end == model::End::stalled;
                                                 })
                                        ->replication) +
                     '`');
  }
  return text;
}

std::string unstable_lines(Series const& series, std::vector<experiment::Unstable> const& queues) {
  std::string text;
  for (std::size_t i = 0; i < std::min(queues.size(), kUnstableShown); ++i) {
    text += line(series.steady() ? "UNSTABLE" : "growing",
                 "the queue for " + printable(queues[i].resource) + " grows by " +
                     brief(queues[i].per_week) + " a week, in " + std::to_string(queues[i].in) +
                     " of " + counted(series.table.records.size(), "replication"));
  }
  if (queues.size() > kUnstableShown) {
    text += line("", "and " + std::to_string(queues.size() - kUnstableShown) +
                         " more queues grow: --format json");
  }
  if (queues.empty()) return text;
  return text + line("", series.steady()
                             ? "there is no steady state: what hangs on queues has no mean"
                             : "what hangs on queues would be more in a longer run");
}

/// Rows of the table of measures.
std::string rows(Series const& series, std::vector<Estimate> const& estimates,
                 std::vector<std::size_t> const& chosen, bool unsettled) {
  Columns table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::left}};
  table.add({"measure", "mean", "± " + percent(series.plan.confidence), "sd", "runs"});
  for (auto const row : chosen) {
    auto const& measure = series.table.measures[row];
    auto const& found = estimates[row];
    auto const cell = [&](double value) { return value_text(value, measure.unit, found.mean); };
    if (unsettled && measure.of_queue) {
      table.add({"  " + printable(measure.name), "unstable"});
      continue;
    }
    table.add({"  " + printable(measure.name), cell(found.mean),
               found.half_width ? cell(*found.half_width) : "-", found.n > 1 ? cell(found.sd) : "-",
               grouped(static_cast<std::int64_t>(found.n)), found.skewed ? "skewed" : ""});
  }
  return table.text();
}

/// The replications that the most skewed of the rows shown would need.
std::string skew_note(Series const& series, std::vector<Estimate> const& estimates,
                      std::vector<std::size_t> const& chosen) {
  constexpr double kCochran = 25;
  double needed = 0;
  for (auto const row : chosen) {
    if (!estimates[row].skewed) continue;
    needed = std::max(needed, kCochran * estimates[row].skewness * estimates[row].skewness);
  }
  if (needed == 0) return {};
  return line("skewed",
              "the replications differ so unevenly that the interval covers the truth less "
              "often than " +
                  percent(series.plan.confidence) + "; about " + whole(std::ceil(needed)) +
                  " replications would mend it");
}

std::string precision(Series const& series, std::vector<Estimate> const& estimates) {
  auto const& until = series.plan.until;
  if (!until || series.table.interrupted) return {};
  auto const row = series.table.find(until->measure);
  if (!row || !estimates[*row].half_width) return {};
  auto const reached =
      estimates[*row].mean == 0 ? 0 : *estimates[*row].half_width / std::fabs(estimates[*row].mean);
  auto const text = printable(until->measure) + " is known within " + brief(100 * reached) + " %";
  if (series.table.precise_enough) return line("precision", text);
  return line("IMPRECISE", text + " after the most replications; " + brief(100 * until->within) +
                               " % were wanted");
}

}  // namespace

std::string series_text(Series const& series, std::vector<std::string> const& more) {
  auto const& table = series.table;
  auto text = header(series) + kind(series) + troubles(series);
  auto const estimates = estimates_of(table, series.plan.confidence);
  auto const queues = experiment::unstable(table);
  text += unstable_lines(series, queues);
  auto chosen = main_measures(table, estimates);
  for (auto const row : named_measures(table, more)) {
    if (std::find(chosen.begin(), chosen.end(), row) == chosen.end()) chosen.push_back(row);
  }
  auto const unsettled = series.steady() && !queues.empty();
  text += rows(series, estimates, chosen, unsettled);
  text += precision(series, estimates);
  if (!unsettled) text += skew_note(series, estimates, chosen);
  if (table.records.size() < Estimate::kFewestForInterval) {
    text += line("", "fewer than 3 replications have no interval");
  }
  auto const faulty = broken(table);
  text += faulty == 0 ? "audit ok" : "audit BROKEN in " + counted(faulty, "replication");
  return text + kDot + "fingerprint " + fingerprint_of(table).text() + '\n';
}

}  // namespace caravan::output
