// The rows of a run database.

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "caravan/core/contract.hpp"
#include "caravan/output/run_database.hpp"

#include "output/event_rows.hpp"
#include "output/figures.hpp"
#include "output/lives.hpp"
#include "output/run_words.hpp"
#include "output/table_sink.hpp"

namespace caravan::output {

namespace {

using What = Event::What;
using model::Tag;

Cell number(std::int64_t value) {
  return value;
}
Cell nothing() {
  return std::monostate{};
}
Cell words(std::string_view text) {
  return text;
}
template <class Key>
Cell id(Key key) {
  return key.valid() ? number(std::int64_t{key.number()}) : nothing();
}

constexpr std::array<char const*, 8> kEventKinds{"created",     "began",    "reassigned",
                                                 "boarded",     "alighted", "delivered",
                                                 "turned away", "dissolved"};

class RunRows {
 public:
  RunRows(RunData const& data, KeptEvents const& kept, Lives const& lives, TableSink& sink)
      : data_{data}, kept_{kept}, lives_{lives}, sink_{sink}, forms_{run_tables()} {}
  void write();

 private:
  void table(std::string_view name);
  void runs();
  void map();
  void work();
  void vocabulary();
  void measures();
  void ledger();
  void series();
  void fleet_series();
  void resources();
  void lives();
  void train(std::int64_t key, LifeSpan const& span);
  void unit(std::int64_t key, LifeSpan const& span);
  void origins();
  template <class... Cells>
  void row(Cells... cells) {
    std::array<Cell, sizeof...(Cells)> const all{Cell{cells}...};
    expects(all.size() == columns_, "a row has a cell for each column");
    sink_.row(all);
  }

  RunData const& data_;
  KeptEvents const& kept_;
  Lives const& lives_;
  TableSink& sink_;
  std::vector<TableForm> forms_;
  std::size_t columns_ = 0;
};

void RunRows::table(std::string_view name) {
  auto const found = std::find_if(forms_.begin(), forms_.end(),
                                  [&](TableForm const& form) { return form.name == name; });
  expects(found != forms_.end(), "only tables that are described are written");
  columns_ = found->columns.size();
  sink_.begin(*found);
}

std::string recorded(KeptEvents const& kept) {
  if (kept.which == KeptEvents::Which::none) return "none";
  if (kept.which == KeptEvents::Which::all) return "all";
  std::string text;
  for (auto const& source : kept.sources) text += (text.empty() ? "" : ",") + source;
  return text;
}

void RunRows::runs() {
  table("runs");
  auto const& scenario = data_.scenario;
  auto const& result = data_.answer.result;
  auto const kept = recorded(kept_);
  for (auto const& record : data_.table.records) {
    bool const first = &record == &data_.table.records.front();
    auto const seed = std::to_string(record.seed);
    auto const results = record.results.text();
    auto const order = result.fingerprints.order.text();
    auto const time = result.fingerprints.time.text();
    row(number(record.replication), words(scenario.name), words(scenario.hash), words(seed),
        words(data_.program), words(data_.loaded.zone_data), words(scenario.clock.local.zone),
        number(scenario.clock.epoch_ms), number(scenario.clock.horizon.count()),
        number(scenario.clock.warm_up.count()), words(name_of(record.end)),
        first ? number(result.ended_at.count()) : nothing(),
        number(static_cast<std::int64_t>(record.events)),
        words(record.broken.empty() ? "ok" : "broken"), words(results),
        first ? words(order) : nothing(), first ? words(time) : nothing(),
        words(first ? std::string_view{kept} : "none"));
  }
}

void RunRows::map() {
  auto const& network = data_.scenario.network;
  table("places");
  for (auto const place : network.places().ids()) {
    auto const& what = network.places()[place];
    auto const& zone = data_.scenario.places[place].local.zone;
    auto const& at = what.position;
    row(id(place), words(what.name), what.country.empty() ? nothing() : words(what.country),
        words(zone), at ? Cell{at->latitude} : nothing(), at ? Cell{at->longitude} : nothing());
  }
  table("links");
  for (auto const link : network.links().ids()) {
    auto const& what = network.links()[link];
    auto const gauge = what.carrier.gauge.millimetres;
    row(id(link), words(what.name), id(what.a), id(what.b),
        words(network::name_of(what.carrier.mode)), gauge > 0 ? number(gauge) : nothing(),
        Cell{what.length_m}, number(what.running_time.count()));
  }
}

/// Officers look at papers, take samples or hold a box: not at a truck that is weighed.
bool is_case_work(scenario::Activity const& activity) {
  return activity.per == scenario::Activity::Per::consignment || !activity.lanes.empty() ||
         activity.laboratory || activity.holds_unit;
}

void RunRows::work() {
  auto const& scenario = data_.scenario;
  table("activities");
  for (auto const activity : scenario.activities.ids()) {
    auto const& what = scenario.activities[activity];
    row(id(activity), words(what.name), id(what.place), number(is_case_work(what) ? 1 : 0));
  }
  table("terminals");
  for (auto const terminal : scenario.terminals.ids()) {
    auto const& what = scenario.terminals[terminal];
    row(id(terminal), words(what.name), id(what.place), words(word_of(what.by)),
        number(what.servers));
  }
  table("fleets");
  for (auto const fleet : scenario.fleets.ids()) {
    auto const& what = scenario.fleets[fleet];
    row(id(fleet), words(what.name), words(word_of(what.kind)));
  }
}

/// To which activity and to which fleet each stage belongs.
class Belonging {
 public:
  Belonging(scenario::Scenario const& scenario, model::Stages const& stages)
      : activities_{stages.size()}, fleets_{stages.size()} {
    for (auto const activity : scenario.activities.ids()) {
      auto const& what = scenario.activities[activity];
      for (auto const stage :
           {stages.work(activity), stages.queue(activity), stages.closed(activity),
            stages.laboratory(activity), stages.slot(activity)}) {
        if (stage.valid()) activities_[stage] = activity;
      }
      for (std::size_t lane = 0; lane < what.lanes.size(); ++lane) {
        activities_[stages.lane(activity, lane)] = activity;
      }
    }
    for (auto const fleet : scenario.fleets.ids()) {
      fleets_[stages.units(fleet)] = fleet;
      fleets_[stages.change(fleet)] = fleet;
    }
  }
  [[nodiscard]] scenario::ActivityId activity(model::StageId stage) const {
    return activities_[stage];
  }
  [[nodiscard]] scenario::FleetId fleet(model::StageId stage) const { return fleets_[stage]; }

 private:
  Table<model::StageId, scenario::ActivityId> activities_;
  Table<model::StageId, scenario::FleetId> fleets_;
};

void RunRows::vocabulary() {
  auto const& result = data_.answer.result;
  Belonging const belonging{data_.scenario, result.stages};
  table("stages");
  for (auto const stage : result.stages.all().ids()) {
    auto const& what = result.stages[stage];
    row(id(stage), words(what.name), words(word_of(what.kind)),
        what.cause.empty() ? nothing() : words(what.cause), id(belonging.activity(stage)),
        id(belonging.fleet(stage)));
  }
  table("sources");
  for (auto const source : result.sources.ids()) {
    auto const& what = result.sources[source];
    row(id(source), words(what.name), words(word_of(what.kind)));
  }
  table("event_kinds");
  for (std::size_t kind = 0; kind < kEventKinds.size(); ++kind) {
    row(number(static_cast<std::int64_t>(kind)), words(kEventKinds[kind]));
  }
}

void RunRows::measures() {
  table("measures");
  auto const& all = data_.table;
  for (std::size_t run = 0; run < all.records.size(); ++run) {
    for (std::size_t m = 0; m < all.measures.size(); ++m) {
      auto const& value = all.values[m][run];
      if (!value) continue;
      auto const& measure = all.measures[m];
      row(number(all.records[run].replication), words(measure.name), Cell{*value},
          words(measure.unit), words(word_of(measure.better)));
    }
  }
}

void RunRows::ledger() {
  table("ledger");
  for (auto const& sum : data_.answer.result.waits) {
    row(id(sum.place), id(sum.stage), number(sum.train_ms), number(sum.load_ms));
  }
}

void RunRows::series() {
  table("series");
  for (auto const& sum : lives_.days()) {
    auto const where = number(sum.where);
    row(number(sum.day), sum.on_link ? nothing() : where, sum.on_link ? where : nothing(),
        number(sum.stage), number(sum.train_ms), number(sum.load_ms));
  }
}

void RunRows::fleet_series() {
  table("fleet_series");
  auto const& result = data_.answer.result;
  auto const parts = static_cast<std::size_t>(Duration::days(1).count() /
                                              model::part_of_run(data_.scenario.clock).count());
  for (auto const& fleet : result.fleets) {
    auto const& all = fleet.in_use_ms;
    for (std::size_t from = 0; from < all.size(); from += parts) {
      auto const begin = all.begin() + static_cast<std::ptrdiff_t>(from);
      auto const end =
          all.begin() + static_cast<std::ptrdiff_t>(std::min(from + parts, all.size()));
      auto const sum = std::accumulate(begin, end, std::int64_t{0});
      if (sum == 0) continue;
      row(number(static_cast<std::int64_t>(from / parts)), id(fleet.fleet), number(sum));
    }
  }
}

void RunRows::resources() {
  table("resources");
  for (auto const& what : data_.answer.result.resources) {
    auto const origin = what.mark.file ? what.mark.text() : std::string{};
    row(words(what.name), words(name_of(what.kind)), id(what.place), number(what.capacity),
        Cell{what.utilisation}, Cell{what.out_of_order}, number(what.served), number(what.waits_ms),
        Cell{what.mean_queue}, number(what.greatest_queue), Cell{what.growth_per_week},
        origin.empty() ? nothing() : words(origin));
  }
}

Cell end_of(LifeSpan const& span) {
  if (span.ended == SimTime::never()) return nothing();
  return words(kEventKinds[static_cast<std::size_t>(span.how)]);
}

Cell when(SimTime at) {
  return at == SimTime::never() ? nothing() : number(at.count());
}

void RunRows::train(std::int64_t key, LifeSpan const& span) {
  auto const name = model::text_of(span.who, data_.answer.result.sources);
  row(number(key), words(name), id(span.who.source), number(span.who.number), when(span.created),
      when(span.ended), end_of(span), id(span.first), id(span.last));
}

void RunRows::unit(std::int64_t key, LifeSpan const& span) {
  auto const name = model::text_of(span.who, data_.answer.result.sources);
  bool const delivered = span.how == What::delivered;
  row(number(key), words(name), words(span.who.kind == Tag::Kind::truck ? "truck" : "unit"),
      id(span.who.source), number(span.who.number), number(span.who.part), when(span.created),
      when(span.ended), delivered ? number((span.ended - span.created).count()) : nothing(),
      end_of(span), id(span.first), id(span.last), number(span.rides));
}

void RunRows::lives() {
  auto const of_kind = [&](bool trains, auto act) {
    for (std::size_t number = 1; number <= lives_.size(); ++number) {
      auto const span = lives_.span(number);
      if ((span.who.kind == Tag::Kind::train) == trains) {
        act(static_cast<std::int64_t>(number), span);
      }
    }
  };
  table("trains");
  of_kind(true, [&](std::int64_t key, LifeSpan const& span) { train(key, span); });
  table("units");
  of_kind(false, [&](std::int64_t key, LifeSpan const& span) { unit(key, span); });
}

void RunRows::origins() {
  table("origins");
  for (auto const& value : data_.loaded.values) {
    row(words(value.path), words(value.text), words(value.origin));
  }
}

void RunRows::write() {
  runs();
  map();
  work();
  vocabulary();
  measures();
  ledger();
  series();
  fleet_series();
  resources();
  lives();
  origins();
  sink_.finish();
}

}  // namespace

struct RunTables::Parts {
  Parts(scenario::Scenario const& scenario, KeptEvents of, std::string const& into)
      : kept{std::move(of)},
        folder{into},
        database{made(into + '/' + kRunDatabaseName)},
        lives{scenario.network, model::Stages{scenario}.size()},
        events{scenario, kept, database, folder} {}

  static std::string made(std::string path) {
    make_run_database(path);
    return path;
  }

  KeptEvents kept;
  std::string folder;
  PageFile database;
  Lives lives;
  EventRows events;
};

RunTables::RunTables(scenario::Scenario const& scenario, KeptEvents kept, std::string const& folder)
    : parts_{std::make_unique<Parts>(scenario, std::move(kept), folder)} {}

RunTables::~RunTables() = default;

void RunTables::read(std::span<NumberedEvent const> events) {
  parts_->lives.read(events);
  parts_->events.read(events);
}

/// The database takes as long as all else together: the other files are written meanwhile.
void RunTables::finish(RunData const& data) {
  auto& [kept, folder, database, lives, events] = *parts_;
  lives.end(data.answer.result.ended_at);
  std::exception_ptr failed;
  {
    std::jthread const others{[&] {
      try {
        CsvSink csv{folder};
        RunRows{data, kept, lives, csv}.write();
      } catch (...) {
        failed = std::current_exception();
      }
    }};
    events.finish();
    DatabaseSink sink{database};
    RunRows{data, kept, lives, sink}.write();
    database.close();
  }
  if (failed) std::rethrow_exception(failed);
}

bool RunTables::events_left_out_of_csv() const {
  return parts_->events.left_out_of_csv();
}

}  // namespace caravan::output
