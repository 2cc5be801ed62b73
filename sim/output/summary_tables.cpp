#include "output/summary_tables.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/text.hpp"

#include "output/bars.hpp"
#include "output/figures.hpp"
#include "output/summary_lines.hpp"

namespace caravan::output {

namespace {

using scenario::Scenario;
using Align = Columns::Align;

constexpr std::size_t kRelationsShown = 6;
constexpr std::size_t kMainTerminals = 6;
constexpr std::size_t kTightest = 3;
constexpr std::size_t kWorstClosures = 3;
constexpr std::size_t kSparksInTable = 12;
constexpr std::size_t kBarInTable = 10;

/// Name, number, mean, p50 and p90 of ascending times.
std::vector<std::string> time_cells(std::string const& name, std::vector<std::int64_t> const& times,
                                    TimeUnit unit) {
  auto const cell = [unit](std::int64_t ms) { return in_unit(Duration::milliseconds(ms), unit); };
  std::vector<std::string> cells{"  " + printable(name),
                                 grouped(static_cast<std::int64_t>(times.size()))};
  if (times.empty()) {
    cells.insert(cells.end(), {"-", "-", "-"});
  } else {
    cells.insert(cells.end(),
                 {cell(experiment::mean(times)), cell(experiment::percentile(times, 0.5)),
                  cell(experiment::percentile(times, 0.9))});
  }
  return cells;
}

std::vector<std::string> lead_time_cells(model::RelationResult const& relation,
                                         Scenario const& scenario, TimeUnit unit) {
  auto cells = time_cells(name_of(relation, scenario), relation.lead_times, unit);
  if (relation.with_due > 0)
    cells.push_back(percent(share_of(relation.on_time, relation.with_due)));
  return cells;
}

/// One row of what loads cost: of each load on the mean.
std::vector<std::string> expense_cells(std::string const& name, model::Expenses const& of,
                                       Scenario const& scenario) {
  std::vector<std::string> cells{"  " + printable(name)};
  auto const loads = static_cast<double>(of.loads);
  auto const add = [&](double sum, int decimals) {
    cells.push_back(of.loads > 0 ? fixed(sum / loads, decimals) : "-");
  };
  if (scenario.costs) {
    for (auto const sum : {of.carriage, of.lifts, of.storage, of.waiting, of.total()}) add(sum, 2);
  }
  if (scenario.energy) add(of.energy_kwh, 1);
  if (scenario.energy && scenario.energy->emits()) add(of.co2e_kg, 1);
  return cells;
}

}  // namespace

std::string lead_times(Scenario const& scenario, model::RunResult const& result,
                       SummaryOptions const& options) {
  auto rows = by_deliveries(result);
  std::erase_if(rows, [](auto const* row) { return row->created == 0 && row->delivered == 0; });
  if (rows.empty()) return line("lead time", "no load was delivered");
  auto const all = rows.size();
  if (!options.all_relations) rows.resize(std::min(all, kRelationsShown));
  std::int64_t longest = 0;
  bool due = false;
  for (auto const* row : rows) {
    longest = std::max(longest, experiment::percentile(row->lead_times, 0.9));
    due = due || row->with_due > 0;
  }
  auto const unit = unit_for(Duration::milliseconds(longest));
  Columns table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                 Align::left}};
  table.add({"lead time", "loads", "mean", "p50", "p90", due ? "on time" : ""});
  for (auto const* row : rows) {
    auto cells = lead_time_cells(*row, scenario, unit);
    if (options.pictures) {
      cells.resize(6);
      cells.push_back(sparkline(row->lead_times, kSparksInTable));
    }
    table.add(std::move(cells));
  }
  auto text = table.text();
  if (rows.size() < all) {
    text += "  and " + std::to_string(all - rows.size()) + " more: --relations all\n";
  }
  return text;
}

std::string lateness(Scenario const& scenario, model::RunResult const& result,
                     SummaryOptions const& options) {
  auto rows = by_deliveries(result);
  std::erase_if(rows, [](auto const* row) { return row->lateness.empty(); });
  if (rows.empty()) return {};
  auto const all = rows.size();
  if (!options.all_relations) rows.resize(std::min(all, kRelationsShown));
  std::int64_t greatest = 0;
  for (auto const* row : rows) {
    for (auto const share : {0.5, 0.9}) {
      greatest = std::max(greatest, std::abs(experiment::percentile(row->lateness, share)));
    }
  }
  auto const unit = unit_for(Duration::milliseconds(greatest));
  Columns table{{Align::left, Align::right, Align::right, Align::right, Align::right}};
  table.add({"lateness", "loads", "mean", "p50", "p90"});
  for (auto const* row : rows) {
    table.add(time_cells(name_of(*row, scenario), row->lateness, unit));
  }
  auto text = table.text();
  if (rows.size() < all) {
    text += "  and " + std::to_string(all - rows.size()) + " more: --relations all\n";
  }
  return text;
}

std::string transits(model::RunResult const& result) {
  if (result.transits.empty()) return {};
  std::int64_t longest = 0;
  for (auto const& row : result.transits) {
    longest = std::max(longest, experiment::percentile(row.times, 0.9));
  }
  auto const unit = unit_for(Duration::milliseconds(longest));
  Columns table{{Align::left, Align::right, Align::right, Align::right, Align::right}};
  table.add({"transits", "loads", "mean", "p50", "p90"});
  for (auto const& row : result.transits) table.add(time_cells(row.name, row.times, unit));
  return table.text();
}

std::string expenses(Scenario const& scenario, model::RunResult const& result,
                     SummaryOptions const& options) {
  if (!result.expenses) return {};
  std::vector<std::string> head{scenario.costs ? scenario.costs->currency + " a load"
                                               : std::string{"a load"}};
  if (scenario.costs) {
    head.insert(head.end(), {"carriage", "lifts", "storage", "waiting", "total"});
  }
  if (scenario.energy) head.emplace_back("kWh");
  if (scenario.energy && scenario.energy->emits()) head.emplace_back("kg CO2e");
  std::vector<Align> aligns(head.size(), Align::right);
  aligns.front() = Align::left;
  Columns table{std::move(aligns)};
  table.at_least(kLabelWidth - 2);
  table.add(std::move(head));
  auto rows = by_deliveries(result);
  std::erase_if(rows, [](auto const* row) { return row->lead_times.empty(); });
  if (!options.all_relations) rows.resize(std::min(rows.size(), kRelationsShown));
  for (auto const* row : rows) {
    table.add(expense_cells(name_of(*row, scenario), *row->expenses, scenario));
  }
  table.add(expense_cells("all", *result.expenses, scenario));
  return table.text();
}

std::string tightest_text(model::RunResult const& result, SummaryOptions const& options) {
  auto const rows = tightest(result, kTightest);
  if (rows.empty()) return {};
  std::vector<Align> aligns{Align::left, Align::right};
  std::vector<std::string> head{"tightest", "busy"};
  if (options.pictures) {
    aligns.push_back(Align::left);
    head.emplace_back();
  }
  aligns.insert(aligns.end(), {Align::right, Align::right});
  head.insert(head.end(), {"mean queue", "at most"});
  Columns table{std::move(aligns)};
  table.add(std::move(head));
  for (auto const* row : rows) {
    std::vector<std::string> cells{"  " + printable(row->name), percent(row->utilisation)};
    if (options.pictures) cells.push_back(bar(row->utilisation, kBarInTable));
    cells.insert(cells.end(), {brief(row->mean_queue), grouped(row->greatest_queue)});
    table.add(std::move(cells));
  }
  return table.text();
}

std::string lanes(Scenario const& scenario, model::RunResult const& result) {
  auto const rows = tightest(result, kTightest);
  auto const is_tight = [&rows](std::string const& name) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](auto const* row) { return row->name == name; });
  };
  std::string text;
  for (auto const id : scenario.activities.ids()) {
    auto const& activity = scenario.activities[id];
    auto const of_tight_staff =
        activity.staff.valid() && is_tight(scenario.staff[activity.staff].name);
    if (!is_tight(activity.name) && !of_tight_staff) continue;
    std::int64_t all = 0;
    std::vector<std::string> parts;
    for (auto const& lane : result.lanes) all += lane.activity == id ? lane.pieces : 0;
    for (auto const& lane : result.lanes) {
      if (lane.activity != id) continue;
      parts.push_back(printable(lane.name) + ' ' + grouped(lane.pieces) + " (" +
                      percent(share_of(lane.pieces, all)) + ')');
    }
    if (!parts.empty()) text += line("lanes", printable(activity.name) + ": " + joined(parts));
  }
  return text;
}

std::string terminals(Scenario const& scenario, model::RunResult const& result) {
  auto const rows = by_trains(result);
  if (rows.empty()) return {};
  Columns table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                 Align::right}};
  table.add(
      {"terminals", "trains in", "out", "mean waiting", "at most", "mean in yard", "direct lifts"});
  for (std::size_t i = 0; i < std::min(rows.size(), kMainTerminals); ++i) {
    auto const& row = *rows[i];
    table.add({"  " + printable(scenario.terminals[row.terminal].name),
               brief(per_day(row.trains_in, result)) + " /d",
               brief(per_day(row.trains_out, result)) + " /d", brief(row.mean_trains_waiting),
               grouped(row.greatest_trains_waiting), brief(row.mean_yard_teu) + " TEU",
               row.lifts > 0 ? percent(share_of(row.direct, row.units)) : "-"});
  }
  auto text = table.text();
  if (rows.size() > kMainTerminals) {
    text += "  and " + std::to_string(rows.size() - kMainTerminals) + " more: --format json\n";
  }
  return text;
}

std::string recovery_text(model::ClosureResult const& row) {
  if (!row.has_queue) return "-";
  if (row.recovered == SimTime::never()) return "not yet";
  auto const after = row.recovered - row.when.until;
  return after == Duration{} ? "at once" : "after " + in_unit(after, unit_for(after));
}

std::string closures(Scenario const& scenario, model::RunResult const& result) {
  auto const rows = worst(result, kWorstClosures);
  if (rows.empty()) return {};
  Columns table{{Align::left, Align::left, Align::right, Align::right, Align::right, Align::right,
                 Align::left}};
  table.add({"closures", "from", "for", "waiting before", "at most", "departures", "back"});
  for (auto const* row : rows) {
    auto const lasted = row->when.until - row->when.from;
    auto const queue = [row](std::int64_t length) {
      if (!row->has_queue) return std::string{"-"};
      return grouped(length) + (row->of_trucks ? " truck" : " train") + (length == 1 ? "" : "s");
    };
    auto const most = row->of_trucks ? row->greatest_loads : row->greatest_trains;
    std::string departures = "-";
    if (row->cancelled > 0) departures = grouped(row->cancelled) + " cancelled";
    if (row->held > 0) departures = grouped(row->held) + " held";
    table.add({"  " + printable(scenario.closures[row->closure].name),
               time_text(scenario, row->when.from), in_unit(lasted, unit_for(lasted)),
               queue(row->waiting_before), queue(most), departures, recovery_text(*row)});
  }
  auto text = table.text();
  if (result.closures.size() > kWorstClosures) {
    text += "  and " + grouped(static_cast<std::int64_t>(result.closures.size() - kWorstClosures)) +
            " more: --format json\n";
  }
  return text;
}

}  // namespace caravan::output
