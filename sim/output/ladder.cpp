#include "caravan/output/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/comparison.hpp"
#include "caravan/output/csv.hpp"
#include "caravan/output/json.hpp"
#include "caravan/output/text.hpp"

#include "output/measures.hpp"

namespace caravan::output {

namespace {

using experiment::Rung;
using experiment::Step;

std::string change_of(Step const& step) {
  auto const& it = step.relaxation;
  return printable(changes_text({{it.path, it.before, it.after}}));
}

/// What a step costs by what it gains; nothing if it has no price or no gain.
std::optional<double> price_of(LadderReport const& report, Step const& step) {
  for (auto const& [path, price] : report.prices) {
    if (step.relaxation.path.starts_with(path) && step.gain.mean != 0) {
      return price / std::fabs(step.gain.mean);
    }
  }
  return std::nullopt;
}

/// Of costs and prices; empty where the scenario names none.
std::string currency_of(LadderReport const& report) {
  return report.scenario.costs ? report.scenario.costs->currency : std::string{};
}

/// What a load costs more for each hour that it gains; below 0 where the step saves both.
std::optional<double> cost_of_an_hour(LadderReport const& report, Step const& step) {
  if (!step.cost || report.ladder.measure.unit != "h" || !(step.gain.mean < 0)) return {};
  return step.cost->mean / -step.gain.mean;
}

/// `-8.7 min ± 2.3 min`
std::string gain_text(LadderReport const& report, experiment::Difference const& gain) {
  auto const& unit = report.ladder.measure.unit;
  auto const scale = std::max(std::fabs(gain.mean), gain.half_width.value_or(0));
  auto text = value_text(gain.mean, unit, scale);
  if (gain.half_width) text += " ± " + value_text(*gain.half_width, unit, scale);
  return text;
}

/// Why a step was taken that no gain speaks for.
std::string relief_text(LadderReport const& report, std::size_t number, Rung const& rung) {
  auto const& step = rung.tried[*rung.chosen];
  return std::to_string(number) + ". " + change_of(step) + ": the queue for " +
         printable(rung.growing) + " grows without end, so " +
         printable(report.ladder.measure.name) + " has no mean yet" + kDot +
         printable(step.relaxation.cause) + ", " + percent(step.relaxation.share) +
         " of all waits\n";
}

/// The steps with which a queue grows without end: nobody can say what they gain.
std::string moved_queues(Rung const& rung) {
  std::string text;
  for (auto const& step : rung.tried) {
    if (step.growing.empty()) continue;
    text += kDot + std::string{"with "} + change_of(step) + " the queue for " +
            printable(step.growing) + " grows without end";
  }
  return text;
}

std::string rung_text(LadderReport const& report, std::size_t number, Rung const& rung) {
  auto const& step = rung.tried[*rung.chosen];
  auto const& unit = report.ladder.measure.unit;
  auto const value = [&](double of) { return value_text(of, unit, of); };
  auto text = std::to_string(number) + ". " + change_of(step) + ": " +
              gain_text(report, step.gain) + ", from " + value(step.gain.base) + " to " +
              value(step.gain.other) + " in " + counted(step.gain.n, "replication") + kDot +
              printable(step.relaxation.cause) + ", " + percent(step.relaxation.share) +
              " of all waits";
  if (step.cost && step.cost->half_width) {
    auto const money = currency_of(report);
    text += kDot + std::string{"cost a load "} + brief(step.cost->mean) + " ± " +
            brief(*step.cost->half_width) + ' ' + money;
    if (auto const hour = cost_of_an_hour(report, step)) {
      text += ", " + brief(*hour) + ' ' + money + " an hour saved";
    }
  }
  if (auto const price = price_of(report, step)) {
    text += kDot + brief(*price) + (unit == "h" ? " an hour saved" : " a " + unit + " gained");
  }
  if (!rung.growing.empty()) {
    text += kDot + std::string{"until then the queue for "} + printable(rung.growing) + " grows";
  }
  return text + moved_queues(rung) + '\n';
}

/// What loads wait for that no change of the scenario gives.
std::string counted_text(Rung const& rung) {
  std::string text;
  for (auto const& each : rung.counted) {
    text += printable(each.path) + " is counted in " + printable(each.table) +
            ": more must be tried there" + kDot + printable(each.cause) + ", " +
            percent(each.share) + " of all waits\n";
  }
  return text;
}

/// What was tried in vain on the last rung, and what is no matter of capacity.
std::string last_text(LadderReport const& report, std::size_t number, Rung const& rung) {
  std::string text = number == 1 ? "" : "then ";
  if (rung.tried.empty()) {
    text += rung.counted.empty()
                ? "loads wait for nothing that capacity would end\n"
                : "loads wait for nothing that a change of the scenario would end\n";
  } else {
    auto const& from = rung.tried.front().gain.base;
    text += "nothing gains " + chosen_percent(report.plan.threshold) + " of " +
            value_text(from, report.ladder.measure.unit, from) + " for certain: ";
    for (std::size_t i = 0; i < rung.tried.size(); ++i) {
      auto const& step = rung.tried[i];
      text += (i == 0 ? "" : "; ") + change_of(step) + " " +
              (step.growing.empty()
                   ? gain_text(report, step.gain)
                   : "lets the queue for " + printable(step.growing) + " grow without end");
    }
    text += "\nof all waits " + percent(rung.share) +
            " are for a capacity; what the others are for, 'caravan run' says\n";
  }
  text += counted_text(rung);
  if (rung.growing.empty()) return text;
  return text + "the queue for " + printable(rung.growing) + " grows\n";
}

}  // namespace

std::string ladder_text(LadderReport const& report) {
  auto const& ladder = report.ladder;
  auto const most = experiment::looks_of(report.plan.replication).back();
  auto text = printable(report.scenario.name) + kDot + printable(ladder.measure.name) + kDot +
              "at most " + std::to_string(most) + " replications a rung" + kDot + "seed " +
              std::to_string(report.seed) + '\n';
  bool ended = false;
  for (std::size_t i = 0; i < ladder.rungs.size(); ++i) {
    auto const& rung = ladder.rungs[i];
    ended = !rung.chosen.has_value();
    text += ended          ? last_text(report, i + 1, rung)
            : rung.endless ? relief_text(report, i + 1, rung)
                           : rung_text(report, i + 1, rung);
  }
  if (ladder.interrupted) return text + "PARTIAL: interrupted; the rungs are those finished\n";
  if (ladder.stalled) text += "some replications locked up and are left out\n";
  if (!ended) text += "there may be more: --rungs\n";
  return text + counted(ladder.runs, "run") + kDot + "fingerprint " + ladder.results.text() + '\n';
}

std::string ladder_csv(LadderReport const& report) {
  std::string text =
      "rung,chosen,path,before,after,cause,share,measure,unit,pairs,from,to,gain,half-width,"
      "p-adjusted,cost-a-load,cost-an-hour,price,currency\n";
  auto const currency = currency_of(report);
  auto const cell = [](std::optional<double> value) {
    return value ? fixed(*value, kDecimalsInFiles) : std::string{};
  };
  for (std::size_t i = 0; i < report.ladder.rungs.size(); ++i) {
    auto const& rung = report.ladder.rungs[i];
    for (std::size_t j = 0; j < rung.tried.size(); ++j) {
      auto const& step = rung.tried[j];
      auto const& [path, before, after, cause, share, table] = step.relaxation;
      bool const no_mean = rung.endless || !step.growing.empty();
      auto const figure = [&](double value) { return no_mean ? "" : cell(value); };
      text +=
          csv_line({std::to_string(i + 1), rung.chosen == j ? "yes" : "no", csv_text(path),
                    csv_text(before), csv_text(after), csv_text(cause), cell(share),
                    csv_text(report.ladder.measure.name), csv_text(report.ladder.measure.unit),
                    std::to_string(step.gain.n), figure(step.gain.base), figure(step.gain.other),
                    figure(step.gain.mean), no_mean ? "" : cell(step.gain.half_width),
                    figure(step.p), step.cost && !no_mean ? cell(step.cost->mean) : "",
                    no_mean ? "" : cell(cost_of_an_hour(report, step)),
                    no_mean ? "" : cell(price_of(report, step)), csv_text(currency)});
    }
  }
  return text;
}

std::string ladder_json(LadderReport const& report) {
  auto const& ladder = report.ladder;
  JsonWriter json;
  auto const optional = [&json](char const* key, std::optional<double> value) {
    json.key(key);
    value ? json.value(*value) : json.null();
  };
  json.begin_object().member("schema", "caravan-ladder/1");
  json.member("scenario", report.scenario.name).member("hash", report.scenario.hash);
  json.member("seed", report.seed).member("measure", ladder.measure.name);
  json.member("unit", ladder.measure.unit).member("currency", currency_of(report));
  json.member("interrupted", ladder.interrupted);
  json.member("runs", ladder.runs).member("fingerprint", ladder.results.text());
  json.key("rungs").begin_array();
  for (auto const& rung : ladder.rungs) {
    json.begin_object().member("growing_queue", rung.growing).member("endless", rung.endless);
    json.member("share", rung.share);
    json.key("chosen");
    rung.chosen ? json.value(*rung.chosen) : json.null();
    json.key("tried").begin_array();
    for (auto const& step : rung.tried) {
      auto const& [path, before, after, cause, share, table] = step.relaxation;
      json.begin_object().member("path", path).member("before", before).member("after", after);
      json.member("cause", cause).member("share", share).member("pairs", step.gain.n);
      json.member("from", step.gain.base).member("to", step.gain.other);
      json.member("difference", step.gain.mean);
      optional("half_width", step.gain.half_width);
      json.member("p_adjusted", step.p).member("growing_queue", step.growing);
      optional("cost_a_load", step.cost ? std::optional{step.cost->mean} : std::nullopt);
      optional("cost_of_an_hour", cost_of_an_hour(report, step));
      optional("price", price_of(report, step));
      json.end_object();
    }
    json.end_array().key("counted").begin_array();
    for (auto const& each : rung.counted) {
      json.begin_object().member("path", each.path).member("table", each.table);
      json.member("cause", each.cause).member("share", each.share).end_object();
    }
    json.end_array().end_object();
  }
  return json.end_array().end_object().text();
}

}  // namespace caravan::output
