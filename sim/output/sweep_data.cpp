// The forms of a sweep for programs.

#include <algorithm>

#include "caravan/experiment/estimate.hpp"
#include "caravan/output/csv.hpp"
#include "caravan/output/json.hpp"
#include "caravan/output/text.hpp"

#include "output/figures.hpp"
#include "output/measures.hpp"
#include "output/sweep_figures.hpp"

namespace caravan::output {

namespace {

std::string last_parts(std::string const& path, std::size_t parts) {
  auto begin = path.size();
  for (std::size_t i = 0; i < parts && begin != std::string::npos && begin > 0; ++i) {
    begin = path.rfind('.', begin - 1);
  }
  return begin == std::string::npos || begin == path.size() ? path : path.substr(begin + 1);
}

void write_settings(JsonWriter& json, experiment::Point const& point) {
  json.key("settings").begin_object();
  for (auto const& setting : point.settings) json.member(setting.path, setting.value);
  json.end_object();
}

void write_point(JsonWriter& json, SweepReport const& report, std::size_t number,
                 experiment::Estimator& estimator) {
  auto const& table = report.table.points[number];
  json.begin_object().member("point", number + 1);
  write_settings(json, report.study.points[number]);
  json.member("replications", table.records.size()).member("stalled", stalled(table));
  json.key("growing_queues").begin_array();
  for (auto const& queue : experiment::unstable(table)) json.value(queue.resource);
  json.end_array().key("measures").begin_array();
  for (std::size_t i = 0; i < table.measures.size(); ++i) {
    auto const& measure = table.measures[i];
    if (!is_wanted(report.study.sweep, measure.name)) continue;
    if (!report.table.has_mean(number, measure)) continue;
    auto const found = estimator.of(table.observed(i));
    json.begin_object().member("name", measure.name).member("unit", measure.unit);
    json.member("runs", found.n).member("mean", found.mean).member("sd", found.sd);
    json.key("half_width");
    found.half_width ? json.value(*found.half_width) : json.null();
    json.end_object();
  }
  json.end_array().key("fingerprints").begin_array();
  for (auto const& results : report.table.results[number]) json.value(results);
  json.end_array().end_object();
}

char const* procedure_of(scenario::Sweep::Procedure procedure) {
  return procedure == scenario::Sweep::Procedure::ocba ? "ocba" : "kn";
}

void write_best(JsonWriter& json, SweepReport const& report) {
  auto const& best = report.study.sweep.best;
  json.key("best");
  if (!best || !report.selection || report.selection->left.empty()) {
    json.null();
    return;
  }
  auto const& selection = *report.selection;
  json.begin_object().member("measure", best->measure);
  json.member("point", selection.choice.best + 1);
  json.member("probability_of_best", selection.choice.probability);
  json.key("within");
  best->within ? json.value(*best->within) : json.null();
  json.key("by");
  best->adds_runs() ? json.value(procedure_of(best->by)) : json.null();
  json.member("confidence", best->confidence).member("decided", selection.decided);
  json.key("left").begin_array();
  for (auto const point : selection.left) json.value(point + 1);
  json.end_array().end_object();
}

void write_effects(JsonWriter& json, SweepReport const& report) {
  json.key("effects").begin_object().member("measure", main_measure(report.study.sweep));
  json.key("variables").begin_array();
  for (auto const& effect : effects_in(report)) {
    json.begin_object();
    json.member("path", report.study.sweep.variables[effect.variable].path);
    json.member("share_of_variance", effect.share);
    json.key("rank_correlation");
    effect.rank_correlation ? json.value(*effect.rank_correlation) : json.null();
    json.member("least_at", effect.low).member("least", effect.low_mean);
    json.member("greatest_at", effect.high).member("greatest", effect.high_mean);
    json.key("together_with");
    effect.together_with ? json.value(report.study.sweep.variables[*effect.together_with].path)
                         : json.null();
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::vector<std::string> short_names(scenario::Sweep const& sweep) {
  std::vector<std::string> names;
  for (std::size_t parts = 1;; ++parts) {
    names.clear();
    bool longest = true;
    for (auto const& variable : sweep.variables) {
      names.push_back(last_parts(variable.path, parts));
      longest = longest && names.back() == variable.path;
    }
    auto sorted = names;
    std::sort(sorted.begin(), sorted.end());
    bool const distinct = std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
    if (distinct || longest) return names;
  }
}

bool is_wanted(scenario::Sweep const& sweep, std::string_view measure) {
  return sweep.measures.empty() || (sweep.best && sweep.best->measure == measure) ||
         std::any_of(sweep.measures.begin(), sweep.measures.end(),
                     [&](std::string const& each) { return measure.starts_with(each); });
}

std::string main_measure(scenario::Sweep const& sweep) {
  return sweep.best ? sweep.best->measure : "lead-time.mean";
}

std::vector<experiment::Effect> effects_in(SweepReport const& report) {
  auto const means = experiment::means_of(report.table, main_measure(report.study.sweep));
  return experiment::effects_on(means, report.study.points);
}

double confidence_of(SweepReport const& report) {
  return report.scenario.replication ? report.scenario.replication->confidence : 0.95;
}

std::string sweep_csv(SweepReport const& report) {
  auto const& sweep = report.study.sweep;
  std::vector<std::string> head{"point"};
  for (auto const& variable : sweep.variables) head.push_back(csv_text(variable.path));
  for (auto const* const column : {"replication", "measure", "value", "unit"}) {
    head.emplace_back(column);
  }
  auto text = csv_line(head);
  for (std::size_t p = 0; p < report.study.points.size(); ++p) {
    auto const& table = report.table.points[p];
    std::vector<std::string> begin{std::to_string(p + 1)};
    for (auto const& setting : report.study.points[p].settings) {
      begin.push_back(csv_text(setting.value));
    }
    auto const point = csv_line(begin);
    for (std::size_t r = 0; r < table.records.size(); ++r) {
      auto const run = point.substr(0, point.size() - 1) + ',' +
                       std::to_string(table.records[r].replication) + ',';
      for (std::size_t m = 0; m < table.measures.size(); ++m) {
        if (!table.values[m][r] || !is_wanted(sweep, table.measures[m].name)) continue;
        text += run + csv_line({csv_text(table.measures[m].name),
                                fixed(*table.values[m][r], kDecimalsInFiles),
                                csv_text(table.measures[m].unit)});
      }
    }
  }
  return text;
}

std::string sweep_json(SweepReport const& report) {
  JsonWriter json;
  json.begin_object().member("schema", "caravan-sweep/1");
  json.key("scenario").begin_object().member("name", report.scenario.name);
  json.member("hash", report.scenario.hash).end_object();
  json.member("seed", report.seed).member("complete", report.table.complete);
  json.member("runs", report.table.runs()).member("confidence", confidence_of(report));
  json.key("points").begin_array();
  experiment::Estimator estimator{confidence_of(report)};
  for (std::size_t i = 0; i < report.study.points.size(); ++i) {
    write_point(json, report, i, estimator);
  }
  json.end_array();
  write_best(json, report);
  write_effects(json, report);
  json.member("fingerprint", experiment::fingerprint_of(report.table).text());
  return json.end_object().text();
}

}  // namespace caravan::output
