#include "output/summary_short.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/text.hpp"

#include "output/bars.hpp"
#include "output/figures.hpp"
#include "output/summary_lines.hpp"
#include "output/summary_tables.hpp"

namespace caravan::output {

namespace {

using scenario::Scenario;

constexpr std::size_t kMain = 3;
constexpr std::size_t kSparks = 8;
constexpr std::size_t kBar = 4;

/// `8.8 d (p90 9.3 d)`
std::string times_text(std::vector<std::int64_t> const& times) {
  auto const mean = Duration::milliseconds(experiment::mean(times));
  auto const late = Duration::milliseconds(experiment::percentile(times, 0.9));
  auto const unit = unit_for(late);
  return in_unit(mean, unit) + " (p90 " + in_unit(late, unit) + ')';
}

std::vector<model::RelationResult const*> measured(model::RunResult const& result) {
  auto rows = by_deliveries(result);
  std::erase_if(rows, [](auto const* row) { return row->lead_times.empty(); });
  return rows;
}

std::string main_lead_times(Scenario const& scenario, model::RunResult const& result,
                            SummaryOptions const& options) {
  auto const rows = measured(result);
  if (rows.empty()) return line("lead time", "no load was delivered");
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < std::min(rows.size(), kMain); ++i) {
    auto const& row = *rows[i];
    auto text = printable(name_of(row, scenario)) + ' ' + times_text(row.lead_times);
    if (row.with_due > 0) text += ", " + percent(share_of(row.on_time, row.with_due)) + " on time";
    if (options.pictures) text += ' ' + sparkline(row.lead_times, kSparks);
    parts.push_back(std::move(text));
  }
  return line("lead time", joined(parts));
}

std::string main_transits(model::RunResult const& result) {
  std::vector<std::string> parts;
  for (auto const& row : result.transits) {
    if (parts.size() == kMain) break;
    if (!row.times.empty()) parts.push_back(printable(row.name) + ' ' + times_text(row.times));
  }
  return parts.empty() ? std::string{} : line("transits", joined(parts));
}

/// Of each load on the mean.
std::string main_expenses(Scenario const& scenario, model::RunResult const& result) {
  if (!result.expenses || result.expenses->loads == 0) return {};
  auto const loads = static_cast<double>(result.expenses->loads);
  auto const& sums = *result.expenses;
  std::vector<std::string> parts;
  if (scenario.costs) {
    auto text = fixed(sums.total() / loads, 2) + ' ' + scenario.costs->currency + " a load";
    if (sums.waiting > 0) text += ", " + fixed(sums.waiting / loads, 2) + " of it for waiting";
    parts.push_back(std::move(text));
  }
  if (scenario.energy) parts.push_back(fixed(sums.energy_kwh / loads, 1) + " kWh");
  if (scenario.energy && scenario.energy->emits()) {
    parts.push_back(fixed(sums.co2e_kg / loads, 1) + " kg CO2e");
  }
  return line("expenses", joined(parts));
}

std::string main_resources(model::RunResult const& result, SummaryOptions const& options) {
  std::vector<std::string> parts;
  for (auto const* row : tightest(result, kMain)) {
    auto text = printable(row->name) + ' ' + percent(row->utilisation);
    if (options.pictures) text += ' ' + bar(row->utilisation, kBar);
    parts.push_back(std::move(text));
  }
  return parts.empty() ? std::string{} : line("tightest", joined(parts));
}

std::string worst_closure(Scenario const& scenario, model::RunResult const& result) {
  auto const rows = worst(result, 1);
  if (rows.empty()) return {};
  auto const& row = *rows.front();
  auto const lasted = row.when.until - row.when.from;
  auto text = printable(scenario.closures[row.closure].name) + " for " +
              in_unit(lasted, unit_for(lasted)) + " from " + time_text(scenario, row.when.from);
  if (row.has_queue) {
    auto const most = row.of_trucks ? row.greatest_loads : row.greatest_trains;
    text += ": at most " +
            counted(static_cast<std::size_t>(most), row.of_trucks ? "truck" : "train") +
            " waited, back " + recovery_text(row);
  }
  return line("closures", text);
}

/// What there is besides.
std::string more(model::RunResult const& result) {
  std::vector<std::string> parts;
  auto const add = [&](std::size_t all, std::size_t shown, std::string_view what) {
    if (all > shown) parts.push_back(counted(all - shown, what));
  };
  add(measured(result).size(), kMain, "relation");
  add(result.transits.size(), kMain, "transit");
  add(result.terminals.size(), 0, "terminal");
  add(result.closures.size(), 1, "closure");
  return line("more", joined(parts) + ": --details");
}

}  // namespace

std::string short_summary(Scenario const& scenario, experiment::Answer const& answer,
                          SummaryOptions const& options) {
  auto const& result = answer.result;
  return header(scenario, answer) + partial(scenario, result) + counts(result) +
         main_lead_times(scenario, result, options) + spoiled(scenario, result) +
         main_transits(result) + main_expenses(scenario, result) + waits(result) +
         main_resources(result, options) + worst_closure(scenario, result) +
         short_fleets(scenario, result) + warnings(result) + more(result) + closing(answer);
}

}  // namespace caravan::output
