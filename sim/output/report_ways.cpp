#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "caravan/output/json.hpp"
#include "caravan/output/report.hpp"

#include "output/report_parts.hpp"
#include "output/report_traces.hpp"

namespace caravan::output {

namespace {

constexpr std::size_t kMostSources = 80;  // of which lives are shown

using Numbers = std::vector<std::int64_t>;

char const* kind_of(model::Stage::Kind kind) {
  switch (kind) {
    case model::Stage::Kind::moving:
      return "moving";
    case model::Stage::Kind::working:
      return "working";
    case model::Stage::Kind::waiting:
      return "waiting";
  }
  return "waiting";
}

void write_stages(JsonWriter& json, model::RunResult const& result) {
  json.key("stages").begin_array();
  for (auto const& stage : result.stages.all()) {
    json.begin_object().member("name", stage.name).member("kind", kind_of(stage.kind));
    json.member("cause", stage.cause).end_object();
  }
  json.end_array();
  json.key("sources").begin_array();
  for (auto const& source : result.sources) json.value(source.name);
  json.end_array();
}

/// Columns: a row for each way to be somewhere.
void write_spots(JsonWriter& json, std::vector<Spot> const& spots) {
  Numbers stage;
  Numbers place;
  Numbers link;
  Numbers forward;
  Numbers sections;
  for (auto const& spot : spots) {
    stage.push_back(number_or_none(spot.stage));
    place.push_back(number_or_none(spot.place));
    link.push_back(number_or_none(spot.link));
    forward.push_back(spot.forward ? 1 : 0);
    sections.push_back(spot.sections);
  }
  json.key("spots").begin_object();
  json.key("stage").numbers(stage).key("place").numbers(place).key("link").numbers(link);
  json.key("forward").numbers(forward).key("sections").numbers(sections).end_object();
}

/// Which traces are shown, those of a source together, and where each of them stands then.
struct Order {
  std::vector<std::size_t> shown;
  std::vector<std::int64_t> position;  ///< by number of the trace; -1: not shown
};

Order order_of(Traces const& traces) {
  Order order{{}, std::vector<std::int64_t>(traces.trains.size(), -1)};
  for (std::size_t i = 0; i < traces.trains.size(); ++i) {
    if (!traces.trains[i].steps.empty()) order.shown.push_back(i);
  }
  std::stable_sort(order.shown.begin(), order.shown.end(), [&](std::size_t a, std::size_t b) {
    return traces.trains[a].who < traces.trains[b].who;
  });
  for (std::size_t i = 0; i < order.shown.size(); ++i) {
    order.position[order.shown[i]] = static_cast<std::int64_t>(i);
  }
  return order;
}

/// Columns of trains, and of their steps one after another. Of steps the minutes since the step
/// before, or since the run began.
void write_trains(JsonWriter& json, Traces const& traces, Order const& order) {
  Numbers source;
  Numbers number;
  Numbers truck;
  Numbers ended;
  Numbers steps;
  Numbers minutes;
  Numbers codes;
  for (auto const row : order.shown) {
    auto const& trace = traces.trains[row];
    source.push_back(number_or_none(trace.who.source));
    number.push_back(trace.who.number);
    truck.push_back(trace.who.kind == model::Tag::Kind::truck ? 1 : 0);
    steps.push_back(static_cast<std::int64_t>(trace.steps.size()));
    std::int64_t last = 0;
    for (auto const& step : trace.steps) {
      minutes.push_back(step.minute - last);
      codes.push_back(step.code);
      last = step.minute;
    }
    ended.push_back(trace.ended < 0 ? -1 : trace.ended - last);
  }
  json.key("trains").begin_object();
  json.key("source").numbers(source).key("number").numbers(number).key("truck").numbers(truck);
  json.key("steps").numbers(steps).key("ended").numbers(ended);
  json.key("minutes").numbers(minutes).key("codes").numbers(codes);
  json.member("trucks_left_out", traces.trucks_left_out).end_object();
}

void write_life(JsonWriter& json, LoadTrace const& life, char const* pick, Order const& order,
                model::RunResult const& result) {
  Numbers steps;
  for (auto const& step : life.steps) {
    auto const aboard = step.code < 0;
    auto const train = aboard ? order.position[static_cast<std::size_t>(-1 - step.code)] : 0;
    steps.push_back(step.minute);
    steps.push_back(aboard ? -1 - train : step.code);
  }
  json.begin_object().member("name", model::text_of(life.who, result.sources));
  json.member("pick", pick).member("created_ms", life.created.count());
  json.member("ended_ms", life.ended.count()).key("steps").numbers(steps).end_object();
}

/// Of each source a load near the middle, one near the late end, and the slowest.
void write_lives(JsonWriter& json, Traces const& traces, Order const& order,
                 model::RunResult const& result) {
  std::map<model::SourceId, std::vector<LoadTrace const*>> by_source;
  for (auto const& life : traces.lives) by_source[life.who.source].push_back(&life);
  std::vector<std::pair<std::size_t, model::SourceId>> sources;
  for (auto& [source, lives] : by_source) {
    std::sort(lives.begin(), lives.end(), [](auto const* a, auto const* b) {
      return std::pair{a->ended - a->created, a->who} < std::pair{b->ended - b->created, b->who};
    });
    sources.emplace_back(lives.size(), source);
  }
  std::sort(sources.begin(), sources.end(), [](auto const& a, auto const& b) {
    return std::pair{b.first, a.second} < std::pair{a.first, b.second};
  });
  sources.resize(std::min(sources.size(), kMostSources));
  json.key("lives").begin_array();
  for (auto const& [count, source] : sources) {
    auto const& lives = by_source[source];
    write_life(json, *lives[(count - 1) / 2], "p50", order, result);
    if (count > 1) write_life(json, *lives[(count - 1) * 9 / 10], "p90", order, result);
    if (count > 1) write_life(json, traces.slowest.at(source), "slowest", order, result);
  }
  json.end_array();
}

}  // namespace

void write_ways(JsonWriter& json, ReportedRun const& run, bool in_front) {
  auto const& traces = run.reader.traces();
  auto const& result = run.answer.result;
  Traces const nothing{run.scenario};
  auto const& ways = in_front ? traces : nothing;
  auto const order = order_of(ways);
  write_stages(json, result);
  write_spots(json, ways.spots);
  write_trains(json, ways, order);
  write_lives(json, ways, order, result);
}

ReportReader::ReportReader(scenario::Scenario const& scenario)
    : traces_{std::make_unique<Traces>(scenario)} {}

ReportReader::~ReportReader() = default;

void ReportReader::read(std::span<NumberedEvent const> events) {
  for (auto const& seen : events) traces_->take(seen);
}

Traces const& ReportReader::traces() const {
  return *traces_;
}

}  // namespace caravan::output
