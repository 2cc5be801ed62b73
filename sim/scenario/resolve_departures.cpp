#include <algorithm>
#include <array>

#include "scenario/csv.hpp"
#include "scenario/resolver.hpp"
#include "scenario/zones.hpp"

namespace caravan::scenario {
namespace {

/// The factors of a season: its own, or those of the season it names.
Months const& months_of(SeasonDraft const& season, Resolving const& r) {
  auto const* const own = std::get_if<Months>(&season);
  if (own != nullptr) return *own;
  auto const& name = std::get<Name>(season).value;
  auto const named = std::find_if(r.draft.seasons.begin(), r.draft.seasons.end(),
                                  [&](auto const& known) { return known.id == name; });
  return named->months;
}

/// Factor on the rate, from one local midnight to the next.
StepFunction<double> season_of(DemandDraft const& demand, std::string const& zone,
                               Resolving const& r) {
  Clock const& clock = r.scenario.clock;
  if (!demand.season && !demand.weekdays) return StepFunction<double>{1.0};
  std::array<double, 13> by_month{};
  std::array<double, 7> by_weekday{};
  by_month.fill(1);
  by_weekday.fill(1);
  if (demand.season) {
    for (auto const& month : months_of(demand.season->value, r)) {
      by_month[static_cast<std::size_t>(month.key)] = month.value;
    }
  }
  if (demand.weekdays) {
    for (auto const& day : demand.weekdays->value) {
      by_weekday[static_cast<std::size_t>(day.key)] = day.value;
    }
  }
  return by_date(zone, clock, [&](LocalDate date) {
    return by_month[static_cast<std::size_t>(date.month)] *
           by_weekday[weekday_of_day(day_number(date))];
  });
}

/// The number of the column that `of` names in the table of `ref`.
std::optional<std::size_t> column_of(CsvTable const& table, ColumnRef const& ref, Mark const& mark,
                                     Resolving& r) {
  if (!ref.weight.empty()) {
    r.diagnostics.error("value", mark, "a trace has no weights", "leave out `*" + ref.weight + "`");
    return std::nullopt;
  }
  return table.column(ref.column, mark, r.diagnostics);
}

/// The column of due times, which belongs to the same table as the departures.
std::optional<std::size_t> due_column_of(DemandDraft const& demand, ColumnRef const& departures,
                                         CsvTable const& table, Resolving& r) {
  if (!demand.due_at) return std::nullopt;
  Mark const& mark = demand.due_at->mark;
  auto const ref = read_column_ref(scalar_node(demand.due_at->value, mark), r.diagnostics);
  if (!ref) return std::nullopt;
  if (ref->path != departures.path) {
    r.diagnostics.error("departures", mark, "the due times are not in the table of the departures",
                        "name a column of `" + departures.path + "`");
    return std::nullopt;
  }
  return column_of(table, *ref, mark, r);
}

std::optional<SimTime> instant_in(CsvTable const& table, std::size_t row, std::size_t column,
                                  std::string const& zone, Resolving& r) {
  Node const cell = table.cell(row, column);
  if (cell.is_blank()) {
    r.diagnostics.error("csv-value", cell.mark, "the cell is empty; a date and time is wanted",
                        "fill it, or leave the row out");
    return std::nullopt;
  }
  auto const local = read_date_time(cell, r.diagnostics);
  return local ? instant_of({*local, cell.mark}, zone, r) : std::nullopt;
}

Departures::Timetable trace_of(DemandDraft const& demand, std::string const& zone, Resolving& r) {
  Departures::Timetable timetable;
  Given<std::string> const& trace = *demand.trace;
  auto const ref = read_column_ref(scalar_node(trace.value, trace.mark), r.diagnostics);
  if (!ref) return timetable;
  auto const table = r.files.read_table(ref->path, trace.mark, r.diagnostics);
  if (!table) return timetable;
  auto const column = column_of(*table, *ref, trace.mark, r);
  auto const due_column = due_column_of(demand, *ref, *table, r);
  if (!column) return timetable;
  std::vector<std::pair<SimTime, SimTime>> rows;  // departure and due time
  std::size_t const before = r.diagnostics.errors();
  std::size_t const count = table->rows();
  if (!has_room(static_cast<double>(count), trace.mark, r)) return timetable;
  for (std::size_t row = 0; row < count && r.diagnostics.errors() < before + kMaxCsvFaults; ++row) {
    auto const at = instant_in(*table, row, *column, zone, r);
    if (!at || *at < SimTime::start() || *at >= r.scenario.clock.horizon) continue;
    auto const due = due_column ? instant_in(*table, row, *due_column, zone, r) : std::nullopt;
    rows.emplace_back(*at, due.value_or(SimTime::never()));
  }
  std::sort(rows.begin(), rows.end());
  for (auto const& [at, due] : rows) {
    timetable.at.push_back(at);
    if (due_column) timetable.due.push_back(due);
  }
  return timetable;
}

}  // namespace

StepFunction<double> by_date(std::string const& zone, Clock const& clock,
                             std::function<double(LocalDate)> const& value) {
  std::vector<Step<double>> steps;
  for (auto day = day_number(local_at(clock.epoch_ms, zone).date);; ++day) {
    LocalDate const date = date_of_day(day);
    double const now = value(date);
    auto const from = SimTime::at(Duration::milliseconds(utc_ms({date, 0}, zone) - clock.epoch_ms));
    if (from >= clock.horizon) break;
    if (!steps.empty() && steps.back().value == now) continue;
    steps.push_back({std::max(from, SimTime::start()), now});
  }
  return StepFunction<double>{std::move(steps)};
}

Departures departures_of(DemandDraft const& demand, PlaceId from, Resolving& r) {
  Departures departures;
  std::string const& zone = zone_of(from, r);
  Clock const& clock = r.scenario.clock;
  departures.delay = demand.delay;
  if (demand.returns) return departures;  // an empty timetable: what is delivered makes it set out
  if (demand.departs) {
    std::vector<WeeklyTime> weekly;
    for (auto const& phrase : demand.departs->value) weekly.push_back(phrase.value);
    Departures::Timetable timetable;
    if (has_room(times_in(weekly, clock), demand.departs->mark, r)) {
      timetable.at = expand_weekly(weekly, zone, clock.epoch_ms, clock.horizon);
    }
    departures.pattern = std::move(timetable);
    return departures;
  }
  if (demand.trace) {
    departures.pattern = trace_of(demand, zone, r);
    return departures;
  }
  Law const gap =
      demand.every ? demand.every->value : Law{law::Exponential{1 / demand.rate_per_ms->value}};
  departures.pattern = Departures::Renewal{gap, SimTime::start()};
  bool const varies = demand.season || demand.weekdays;
  if (!varies || has_room(days_of(clock), demand.mark, r)) {
    departures.season = season_of(demand, zone, r);
  }
  return departures;
}

}  // namespace caravan::scenario
