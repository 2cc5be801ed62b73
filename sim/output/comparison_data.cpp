// The forms of a comparison for programs.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "caravan/output/comparison.hpp"
#include "caravan/output/csv.hpp"
#include "caravan/output/json.hpp"
#include "caravan/output/text.hpp"

#include "output/measures.hpp"

namespace caravan::output {

namespace {

using experiment::Comparison;
using experiment::Difference;

constexpr int kDecimalsOfP = 12;

/// Whether a measure was 0 in every replication of every scenario.
bool nothing(Comparison const& comparison, std::string const& measure) {
  for (auto const& table : comparison.tables) {
    auto const row = table.find(measure);
    if (row && !always_zero(table, *row)) return false;
  }
  return true;
}

/// Numbers of the measures that were ever something.
std::vector<std::size_t> rows_of(Comparison const& comparison) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < comparison.measures.size(); ++i) {
    if (!nothing(comparison, comparison.measures[i].name)) rows.push_back(i);
  }
  return rows;
}

/// By alternative, then as `rows`.
std::vector<double> adjusted_p(Comparison const& comparison, std::vector<std::size_t> const& rows) {
  std::vector<double> p;
  for (auto const& differences : comparison.differences) {
    for (auto const row : rows) p.push_back(differences[row].p);
  }
  return experiment::holm(p);
}

/// Whether the difference of this measure means nothing, because a queue grows without end.
bool unstable(Versus const& versus, std::size_t alternative, experiment::Measure const& measure) {
  if (!measure.of_queue) return false;
  for (auto const number : {std::size_t{0}, alternative}) {
    auto const steady = experiment::is_steady(*versus.scenarios[number].scenario);
    auto const& records = versus.comparison.tables[number].records;
    if (!experiment::endless_queue(steady, records).empty()) return true;
  }
  return false;
}

void write_scenarios(JsonWriter& json, Versus const& versus) {
  json.key("scenarios").begin_array();
  for (std::size_t i = 0; i < versus.scenarios.size(); ++i) {
    auto const& one = versus.scenarios[i];
    auto const& table = versus.comparison.tables[i];
    json.begin_object().member("name", one.scenario->name).member("hash", one.scenario->hash);
    json.member("changes", one.changes);
    json.member("warm_up_ms", one.scenario->clock.warm_up.count());
    json.member("stalled", stalled(table));
    json.key("growing_queues").begin_array();
    for (auto const& queue : experiment::unstable(table)) json.value(queue.resource);
    json.end_array().member("fingerprint", fingerprint_of(table).text()).end_object();
  }
  json.end_array();
}

void write(JsonWriter& json, Difference const& found, double adjusted) {
  json.member("pairs", found.n).member("base", found.base).member("other", found.other);
  json.member("difference", found.mean).member("sd", found.sd);
  json.key("half_width");
  found.half_width ? json.value(*found.half_width) : json.null();
  json.key("variance_reduction");
  found.reduction ? json.value(*found.reduction) : json.null();
  json.member("p", found.p).member("p_holm", adjusted).member("skewed", found.skewed);
}

}  // namespace

std::string versus_csv(Versus const& versus) {
  auto const& comparison = versus.comparison;
  auto const rows = rows_of(comparison);
  auto const adjusted = adjusted_p(comparison, rows);
  std::string text =
      "scenario,changes,measure,unit,better,pairs,base,other,difference,sd,low,high,"
      "variance-reduction,p,p-holm,note\n";
  std::size_t at = 0;
  for (std::size_t i = 1; i < versus.scenarios.size(); ++i) {
    for (auto const row : rows) {
      auto const& measure = comparison.measures[row];
      auto const& found = comparison.differences[i - 1][row];
      auto const p = adjusted[at++];
      std::vector<std::string> cells{csv_text(versus.scenarios[i].scenario->name),
                                     csv_text(versus.scenarios[i].changes),
                                     csv_text(measure.name),
                                     csv_text(measure.unit),
                                     name_of(measure.better),
                                     std::to_string(found.n)};
      auto const number = [&](std::optional<double> value, int decimals = kDecimalsInFiles) {
        cells.push_back(value ? fixed(*value, decimals) : "");
      };
      if (unstable(versus, i, measure) || found.n == 0) {
        cells.resize(15);
        cells.emplace_back(found.n == 0 ? "" : "unstable");
      } else {
        auto const half = found.half_width;
        number(found.base);
        number(found.other);
        number(found.mean);
        number(found.sd);
        number(half ? std::optional{found.mean - *half} : std::nullopt);
        number(half ? std::optional{found.mean + *half} : std::nullopt);
        number(found.reduction);
        number(found.p, kDecimalsOfP);
        number(p, kDecimalsOfP);
        cells.emplace_back(found.skewed ? "skewed" : "");
      }
      text += csv_line(cells);
    }
  }
  return text;
}

std::string versus_json(Versus const& versus) {
  auto const& comparison = versus.comparison;
  auto const rows = rows_of(comparison);
  auto const adjusted = adjusted_p(comparison, rows);
  JsonWriter json;
  json.begin_object().member("schema", "caravan-comparison/1");
  json.member("seed", versus.seed).member("confidence", versus.plan.confidence);
  json.member("replications", comparison.tables.front().records.size());
  json.member("interrupted", comparison.interrupted);
  json.member("precise_enough", comparison.precise_enough);
  write_scenarios(json, versus);
  json.key("differences").begin_array();
  std::size_t at = 0;
  for (std::size_t i = 1; i < versus.scenarios.size(); ++i) {
    for (auto const row : rows) {
      auto const& measure = comparison.measures[row];
      auto const none = unstable(versus, i, measure);
      json.begin_object().member("scenario", i).member("measure", measure.name);
      json.member("unit", measure.unit).member("better", name_of(measure.better));
      json.member("unstable", none);
      if (!none) write(json, comparison.differences[i - 1][row], adjusted[at]);
      ++at;
      json.end_object();
    }
  }
  return json.end_array().end_object().text();
}

}  // namespace caravan::output
