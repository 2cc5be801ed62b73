// The forms of a series for programs.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "caravan/output/csv.hpp"
#include "caravan/output/json.hpp"
#include "caravan/output/replications.hpp"
#include "caravan/output/text.hpp"

#include "output/figures.hpp"
#include "output/measures.hpp"

namespace caravan::output {

namespace {

using experiment::Estimate;
using experiment::Quantile;

std::string cell(std::optional<double> value) {
  return value ? fixed(*value, kDecimalsInFiles) : std::string{};
}

void add_cells(std::vector<std::string>& cells, Quantile const& quantile) {
  cells.push_back(cell(quantile.value));
  cells.push_back(quantile.interval ? cell(quantile.interval->low) : "");
  cells.push_back(quantile.interval ? cell(quantile.interval->high) : "");
}

void write(JsonWriter& json, char const* key, Quantile const& quantile) {
  json.key(key).begin_object().member("value", quantile.value);
  if (quantile.interval) {
    json.member("low", quantile.interval->low).member("high", quantile.interval->high);
  }
  json.end_object();
}

void write_values(JsonWriter& json, std::vector<std::optional<double>> const& values) {
  json.key("values").begin_array();
  for (auto const& value : values) {
    if (value) {
      json.value(*value);
    } else {
      json.null();
    }
  }
  json.end_array();
}

void write_estimate(JsonWriter& json, Estimate const& found) {
  json.member("mean", found.mean).member("sd", found.sd);
  json.key("half_width");
  if (found.half_width) {
    json.value(*found.half_width);
  } else {
    json.null();
  }
  json.member("skewness", found.skewness).member("skewed", found.skewed);
  write(json, "p50", found.p50);
  write(json, "p90", found.p90);
  write(json, "p95", found.p95);
}

/// More digits than a picture tells, and fewer than a file is filled with.
double six_digits(double value) {
  constexpr int kDigits = 6;
  std::array<char, 32> text{};
  auto const end = text.data() + text.size();
  auto const made = std::to_chars(text.data(), end, value, std::chars_format::general, kDigits);
  double rounded = 0;
  std::from_chars(text.data(), made.ptr, rounded);
  return rounded;
}

/// Whether a page draws the measure of every replication.
bool is_drawn(std::string_view measure) {
  constexpr std::array<std::string_view, 8> kBegins{
      "lead-time", "on-time", "wait", "loads", "trains", "transit", "delivered", "terminal"};
  return std::any_of(kBegins.begin(), kBegins.end(),
                     [&](auto begin) { return measure.starts_with(begin); });
}

void write_plan(JsonWriter& json, Series const& series) {
  auto const& table = series.table;
  json.key("experiment").begin_object();
  json.member("seed", series.seed).member("replications", table.records.size());
  json.member("confidence", series.plan.confidence);
  json.member("kind", series.steady() ? "steady" : "terminating");
  json.member("horizon_ms", series.scenario.clock.horizon.count());
  json.member("warm_up_ms", series.scenario.clock.warm_up.count());
  json.member("warm_up", !series.found ? "given" : series.found->too_short ? "not found" : "found");
  json.key("until");
  if (series.plan.until) {
    json.begin_object().member("measure", series.plan.until->measure);
    json.member("within", series.plan.until->within);
    json.member("reached", table.precise_enough).end_object();
  } else {
    json.null();
  }
  json.member("interrupted", table.interrupted);
  json.member("stalled", stalled(table)).end_object();
}

void write_records(JsonWriter& json, experiment::Replications const& table) {
  json.key("replications").begin_array();
  for (auto const& record : table.records) {
    json.begin_object().member("replication", record.replication);
    json.member("end", name_of(record.end)).member("events", record.events);
    json.member("audit_ok", record.broken.empty());
    json.member("fingerprint", record.results.text()).end_object();
  }
  json.end_array();
}

}  // namespace

std::string series_csv(Series const& series) {
  auto const& table = series.table;
  auto const estimates = estimates_of(table, series.plan.confidence);
  auto const unstable = series.steady() && !experiment::unstable(table).empty();
  std::string text =
      "measure,unit,better,runs,mean,sd,low,high,p50,p50-low,p50-high,p90,p90-low,p90-high,p95,"
      "p95-low,p95-high,note\n";
  for (std::size_t i = 0; i < table.measures.size(); ++i) {
    if (always_zero(table, i)) continue;
    auto const& measure = table.measures[i];
    auto const& found = estimates[i];
    std::vector<std::string> cells{csv_text(measure.name), csv_text(measure.unit),
                                   name_of(measure.better), std::to_string(found.n)};
    if (unstable && measure.of_queue) {
      cells.resize(17);
      cells.emplace_back("unstable");
    } else {
      auto const half = found.half_width;
      cells.push_back(cell(found.mean));
      cells.push_back(found.n > 1 ? cell(found.sd) : "");
      cells.push_back(half ? cell(found.mean - *half) : "");
      cells.push_back(half ? cell(found.mean + *half) : "");
      for (auto const& quantile : {found.p50, found.p90, found.p95}) add_cells(cells, quantile);
      cells.emplace_back(found.skewed ? "skewed" : "");
    }
    text += csv_line(cells);
  }
  return text;
}

std::string series_for_page(Series const& series) {
  constexpr std::size_t kMostDrawn = 24;
  auto const& table = series.table;
  auto const estimates = estimates_of(table, series.plan.confidence);
  bool const grows = series.steady() && !experiment::unstable(table).empty();
  JsonWriter json;
  json.begin_object();
  write_plan(json, series);
  json.key("measures").begin_array();
  std::size_t drawn = 0;
  for (std::size_t i = 0; i < table.measures.size(); ++i) {
    if (always_zero(table, i)) continue;
    auto const& measure = table.measures[i];
    auto const& found = estimates[i];
    auto const unstable = grows && measure.of_queue;
    json.begin_object().member("name", measure.name).member("unit", measure.unit);
    json.member("better", name_of(measure.better)).member("runs", found.n);
    json.member("unstable", unstable);
    if (!unstable) {
      json.member("mean", six_digits(found.mean)).member("sd", six_digits(found.sd));
      if (found.half_width) json.member("half_width", six_digits(*found.half_width));
      if (is_drawn(measure.name) && ++drawn <= kMostDrawn) write_values(json, table.values[i]);
    }
    json.end_object();
  }
  return json.end_array().end_object().text();
}

std::string series_json(Series const& series) {
  auto const& table = series.table;
  auto const estimates = estimates_of(table, series.plan.confidence);
  auto const queues = experiment::unstable(table);
  JsonWriter json;
  json.begin_object().member("schema", "caravan-replications/1");
  json.key("scenario").begin_object().member("name", series.scenario.name);
  json.member("hash", series.scenario.hash).end_object();
  write_plan(json, series);
  json.key("growing_queues").begin_array();
  for (auto const& queue : queues) {
    json.begin_object().member("resource", queue.resource).member("replications", queue.in);
    json.member("per_week", queue.per_week).end_object();
  }
  json.end_array();
  json.key("measures").begin_array();
  for (std::size_t i = 0; i < table.measures.size(); ++i) {
    if (always_zero(table, i)) continue;
    auto const& measure = table.measures[i];
    auto const unstable = series.steady() && measure.of_queue && !queues.empty();
    json.begin_object().member("name", measure.name).member("unit", measure.unit);
    json.member("better", name_of(measure.better)).member("runs", estimates[i].n);
    json.member("unstable", unstable);
    if (!unstable) write_estimate(json, estimates[i]);
    write_values(json, table.values[i]);
    json.end_object();
  }
  json.end_array();
  write_records(json, table);
  json.member("fingerprint", fingerprint_of(table).text());
  return json.end_object().text();
}

}  // namespace caravan::output
