#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "caravan/core/time.hpp"
#include "caravan/experiment/measure.hpp"
#include "caravan/experiment/run.hpp"

namespace caravan::experiment {

namespace {

using Better = Measure::Better;
using scenario::Scenario;

double hours(std::int64_t ms) {
  return Duration::milliseconds(ms).in_hours();
}

/// Standard deviation of times.
double hours_sd(std::vector<std::int64_t> const& times) {
  auto const middle = mean(times);
  double squares = 0;
  for (auto const ms : times) {
    auto const off = hours(ms - middle);
    squares += off * off;
  }
  return std::sqrt(squares / static_cast<double>(times.size()));
}

/// Collects measures of one run.
class Measures {
 public:
  Measures(Scenario const& scenario, model::RunResult const& result)
      : scenario_{scenario},
        result_{result},
        days_{result.ended_at.since_start().in_days()},
        counted_{result.ended_at - scenario.clock.warm_up} {}

  void counts();
  void loads();
  void transits();
  void places();
  void resources();
  void terminals();
  void fleets();
  std::vector<Measured> sorted();

 private:
  void add(std::string name, std::string unit, double value, Better better, bool of_queue = false) {
    rows_.push_back({{std::move(name), std::move(unit), better, of_queue}, value});
  }
  void a_day(std::string name, std::int64_t count, Better better) {
    if (days_ > 0) add(std::move(name), "/d", static_cast<double>(count) / days_, better);
  }
  void times(std::string const& name, std::vector<std::int64_t> const& ascending);
  void stages(std::string const& subject, std::vector<std::int64_t> const& sums,
              std::int64_t loads);
  void expenses(std::string const& subject, model::Expenses const& expenses);
  void relation(model::RelationResult const& relation);
  void waits_at(std::string const& name, model::WaitResult const& waits);
  [[nodiscard]] int wagons_of(scenario::FleetId fleet) const;

  Scenario const& scenario_;
  model::RunResult const& result_;
  double days_;
  Duration counted_;  // since the warm-up
  std::vector<Measured> rows_;
};

void Measures::counts() {
  a_day("throughput", result_.loads_delivered, Better::more);
  a_day("trains.started", result_.trains_started, Better::neither);
  a_day("trains.arrived", result_.trains_ended, Better::more);
  a_day("trains.cancelled", result_.departures_cancelled, Better::less);
  a_day("turned-away", result_.loads_turned_away, Better::less);
  add("loads.inside", "loads", static_cast<double>(result_.loads_inside), Better::less, true);
}

void Measures::times(std::string const& name, std::vector<std::int64_t> const& ascending) {
  if (ascending.empty()) return;
  add(name + ".mean", "h", hours(mean(ascending)), Better::less, true);
  for (auto const& [part, share] : {std::pair{".p50", 0.5}, {".p90", 0.9}, {".p95", 0.95}}) {
    add(name + part, "h", hours(percentile(ascending, share)), Better::less, true);
  }
  add(name + ".sd", "h", hours_sd(ascending), Better::less, true);
}

/// Hours that a load spends by cause, on the mean. `subject` is empty or a relation with its dot.
void Measures::stages(std::string const& subject, std::vector<std::int64_t> const& sums,
                      std::int64_t loads) {
  using Kind = model::Stage::Kind;
  if (loads == 0) return;
  std::map<std::pair<Kind, std::string>, std::int64_t> by_cause;
  std::int64_t waiting = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    auto const& stage = result_.stages[model::StageId{i}];
    by_cause[{stage.kind, stage.cause}] += sums[i];
    if (stage.kind == Kind::waiting) waiting += sums[i];
  }
  auto const each = [loads](std::int64_t ms) { return hours(ms) / static_cast<double>(loads); };
  auto const relation = subject.empty() ? std::string{} : '.' + subject;
  add("waits" + relation, "h", each(waiting), Better::less, true);
  for (auto const& [cause, ms] : by_cause) {
    auto const part = '.' + path_part(cause.second);
    switch (cause.first) {
      case Kind::moving:
        add("moving" + relation, "h", each(ms), Better::less);
        break;
      case Kind::working:
        add("work" + relation + part, "h", each(ms), Better::less);
        break;
      case Kind::waiting:
        add("waits" + relation + part, "h", each(ms), Better::less, true);
        break;
    }
  }
}

/// What a load costs, on the mean.
void Measures::expenses(std::string const& subject, model::Expenses const& expenses) {
  if (expenses.loads == 0) return;
  auto const each = [&](double sum) { return sum / static_cast<double>(expenses.loads); };
  auto const relation = subject.empty() ? std::string{} : '.' + subject;
  if (scenario_.costs) {
    auto const& money = scenario_.costs->currency;
    add("cost" + relation, money, each(expenses.total()), Better::less, true);
    for (auto const& [part, sum] :
         {std::pair{".carriage", expenses.carriage}, {".lifts", expenses.lifts}}) {
      add("cost" + relation + part, money, each(sum), Better::less);
    }
    for (auto const& [part, sum] :
         {std::pair{".storage", expenses.storage}, {".waiting", expenses.waiting}}) {
      add("cost" + relation + part, money, each(sum), Better::less, true);
    }
  }
  if (!scenario_.energy) return;
  add("energy" + relation, "kWh", each(expenses.energy_kwh), Better::less);
  if (scenario_.energy->emits()) {
    add("co2e" + relation, "kg", each(expenses.co2e_kg), Better::less);
  }
}

void Measures::relation(model::RelationResult const& relation) {
  auto const subject = path_of(relation, scenario_);
  a_day("throughput." + subject, relation.delivered, Better::more);
  times("lead-time." + subject, relation.lead_times);
  times("lateness." + subject, relation.lateness);
  stages(subject, relation.stage_sums, static_cast<std::int64_t>(relation.lead_times.size()));
  if (relation.with_due > 0) {
    add("on-time." + subject, "share",
        static_cast<double>(relation.on_time) / static_cast<double>(relation.with_due),
        Better::more, true);
  }
  if (relation.expenses) expenses(subject, *relation.expenses);
}

void Measures::loads() {
  std::vector<std::int64_t> all;
  std::vector<std::int64_t> late;
  std::vector<std::int64_t> sums(result_.stages.size());
  std::int64_t on_time = 0;
  std::int64_t with_due = 0;
  for (auto const& each : result_.relations) {
    relation(each);
    all.insert(all.end(), each.lead_times.begin(), each.lead_times.end());
    late.insert(late.end(), each.lateness.begin(), each.lateness.end());
    for (std::size_t i = 0; i < each.stage_sums.size(); ++i) sums[i] += each.stage_sums[i];
    on_time += each.on_time;
    with_due += each.with_due;
  }
  std::sort(all.begin(), all.end());
  std::sort(late.begin(), late.end());
  times("lead-time", all);
  times("lateness", late);
  stages({}, sums, static_cast<std::int64_t>(all.size()));
  if (with_due > 0) {
    add("on-time", "share", static_cast<double>(on_time) / static_cast<double>(with_due),
        Better::more, true);
  }
  if (result_.expenses) expenses({}, *result_.expenses);
}

void Measures::transits() {
  for (auto const& row : result_.transits) times("transit." + path_part(row.name), row.times);
}

/// By Little's law the dwell of a load at a place is the mean number present by those that come.
void Measures::places() {
  if (counted_ <= Duration{}) return;
  auto const& all = scenario_.network.places();
  Table<scenario::PlaceId, std::pair<std::int64_t, std::int64_t>> present;
  for (std::size_t i = 0; i < all.size(); ++i) present.add({0, 0});
  for (auto const& row : result_.waits) {
    if (result_.stages[row.stage].kind == model::Stage::Kind::moving) continue;
    present[row.place].first += row.train_ms;
    present[row.place].second += row.load_ms;
  }
  auto const mean_of = [&](std::int64_t ms) {
    return static_cast<double>(ms) / static_cast<double>(counted_.count());
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    scenario::PlaceId const place{i};
    auto const name = "present." + all[place].name;
    add(name + ".trains", "trains", mean_of(present[place].first), Better::less, true);
    add(name + ".loads", "loads", mean_of(present[place].second), Better::less, true);
  }
}

void Measures::resources() {
  using Kind = model::ResourceResult::Kind;
  for (auto const& row : result_.resources) {
    // A fleet may bear the name of an activity.
    bool const fleet =
        row.kind == Kind::wagons || row.kind == Kind::locomotives || row.kind == Kind::crews;
    auto const name = (fleet ? ".fleet." : ".") + path_part(row.name);
    add("utilisation" + name, "share", row.utilisation, Better::neither);
    add("queue" + name + ".mean", "", row.mean_queue, Better::less, true);
    add("queue" + name + ".most", "", static_cast<double>(row.greatest_queue), Better::less, true);
    if (row.breaks_down) add("out-of-order" + name, "share", row.out_of_order, Better::less);
    if (row.kind != Kind::activity && row.kind != Kind::staff) continue;
    add("blocked" + name, "share", row.blocked, Better::less);
    if (row.served > 0) waits_at("queue" + name, row.waits);
  }
}

/// How long pieces of work wait for a server.
void Measures::waits_at(std::string const& name, model::WaitResult const& waits) {
  constexpr double kHour = 3.6e6;
  add(name + ".waited", "share", waits.share, Better::less, true);
  add(name + ".wait.mean", "h", waits.mean_ms / kHour, Better::less, true);
  add(name + ".wait.sd", "h", waits.sd_ms / kHour, Better::less, true);
  add(name + ".wait.p90", "h", waits.p90.in_hours(), Better::less, true);
  add(name + ".wait.p95", "h", waits.p95.in_hours(), Better::less, true);
  add(name + ".wait.p99", "h", waits.p99.in_hours(), Better::less, true);
}

void Measures::terminals() {
  for (auto const& row : result_.terminals) {
    auto const name = "terminal." + scenario_.terminals[row.terminal].name;
    a_day(name + ".trains-in", row.trains_in, Better::neither);
    a_day(name + ".trains-out", row.trains_out, Better::more);
    a_day(name + ".units", row.units, Better::more);
    a_day(name + ".lifts", row.lifts, Better::neither);
    add(name + ".waiting.mean", "trains", row.mean_trains_waiting, Better::less, true);
    add(name + ".waiting.most", "trains", static_cast<double>(row.greatest_trains_waiting),
        Better::less, true);
    add(name + ".yard", "TEU", row.mean_yard_teu, Better::less, true);
    if (row.units == 0) continue;
    add(name + ".direct", "share", static_cast<double>(row.direct) / static_cast<double>(row.units),
        Better::more);
  }
}

/// Wagons that a train takes from a fleet; 0 if they are not always the same number.
int Measures::wagons_of(scenario::FleetId fleet) const {
  if (scenario_.fleets[fleet].kind != scenario::Fleet::Kind::wagons) return 1;
  std::set<int> numbers;
  for (auto const& consist : scenario_.consists) {
    if (consist.fleet == fleet) numbers.insert(consist.wagons);
  }
  return numbers.size() == 1 ? *numbers.begin() : 0;
}

void Measures::fleets() {
  for (auto const& row : result_.fleets) {
    auto const name = "fleet." + scenario_.fleets[row.fleet].name;
    std::int64_t trains = 0;
    for (auto const& stock : row.places) trains += stock.trains;
    auto const taken = trains * wagons_of(row.fleet);
    if (taken > 0) {
      // The days of all units by the times that one of them set out.
      add(name + ".turn-time", "d",
          static_cast<double>(row.size) * days_ / static_cast<double>(taken), Better::less);
    }
    a_day(name + ".returns", row.returns, Better::less);
    if (scenario_.fleets[row.fleet].kind == scenario::Fleet::Kind::crews) {
      a_day(name + ".overtime", row.overtime, Better::less);
    }
  }
}

std::vector<Measured> Measures::sorted() {
  std::stable_sort(rows_.begin(), rows_.end(), [](Measured const& a, Measured const& b) {
    return a.measure.name < b.measure.name;
  });
  // Classes are free text: two of them may differ in a blank alone.
  std::string last;
  std::size_t again = 0;
  for (auto& row : rows_) {
    again = row.measure.name == last ? again + 1 : 0;
    last = row.measure.name;
    row.measure.name.append(again, '\'');
  }
  std::sort(rows_.begin(), rows_.end(),
            [](Measured const& a, Measured const& b) { return a.measure.name < b.measure.name; });
  return std::move(rows_);
}

}  // namespace

std::optional<std::size_t> find(std::vector<Measure> const& measures, std::string_view name) {
  auto const found = std::lower_bound(
      measures.begin(), measures.end(), name,
      [](Measure const& each, std::string_view wanted) { return each.name < wanted; });
  if (found == measures.end() || found->name != name) return std::nullopt;
  return static_cast<std::size_t>(found - measures.begin());
}

std::string path_part(std::string_view text) {
  std::string part{text};
  std::replace_if(part.begin(), part.end(), [](char c) { return c == ' ' || c == '.'; }, '_');
  return part;
}

std::string path_of(model::RelationResult const& relation, Scenario const& scenario) {
  auto const& places = scenario.network.places();
  auto path = places[relation.from].name + '>' + places[relation.to].name;
  if (relation.by_truck) path += "+truck";
  if (!relation.service_class.empty()) path += '/' + path_part(relation.service_class);
  return path;
}

std::vector<Measured> measures_of(Scenario const& scenario, model::RunResult const& result) {
  Measures measures{scenario, result};
  measures.counts();
  measures.loads();
  measures.transits();
  measures.places();
  measures.resources();
  measures.terminals();
  measures.fleets();
  return measures.sorted();
}

}  // namespace caravan::experiment
