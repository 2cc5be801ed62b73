#include <algorithm>
#include <charconv>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "caravan/core/contract.hpp"
#include "caravan/experiment/ladder.hpp"
#include "caravan/output/ladder.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/report_output.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

constexpr std::uint64_t kMostRungs = 1000;

/// A number above 0, perhaps with ` %` behind it; it is all or a part of the `given` value.
double amount(std::string const& text, std::string const& option, std::string const& given) {
  double value = 0;
  auto const* const last = text.data() + text.size();
  auto const [end, error] = std::from_chars(text.data(), last, value);
  std::string const rest(end, last);
  auto const share = rest == "%" || rest == " %";
  if (error != std::errc{} || (!rest.empty() && !share) || !(value > 0)) {
    throw UsageError{"--" + option + " cannot be '" + given + "'", "it is a number above 0"};
  }
  return share ? value / 100 : value;
}

std::map<std::string, double> prices(Invocation const& invocation,
                                     std::vector<scenario::ResolvedValue> const& values) {
  std::map<std::string, double> prices;
  for (auto const& each : invocation.values("price")) {
    auto const equals = each.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError{"--price cannot be '" + each + "'",
                       "it is PATH=AMOUNT, e.g. terminals.dry-port.cranes=120000"};
    }
    auto const path = each.substr(0, equals);
    bool const met = std::any_of(values.begin(), values.end(), [&path](auto const& value) {
      return value.path.starts_with(path);
    });
    if (!met) {
      throw UsageError{"--price is of '" + path + "', with which no value of the scenario begins",
                       "'caravan show --resolved --origins' lists them"};
    }
    prices[path] = amount(each.substr(equals + 1), "price", each);
  }
  return prices;
}

experiment::LadderPlan ladder_plan(Invocation const& invocation,
                                   scenario::Scenario const& scenario) {
  experiment::LadderPlan plan;
  plan.replication = plan_of(invocation, scenario).value_or(scenario::Replication{});
  plan.measure = invocation.value(
      "headline", plan.replication.until ? plan.replication.until->measure : plan.measure);
  if (invocation.has("threshold")) {
    auto const text = invocation.value("threshold", "");
    plan.threshold = amount(text, "threshold", text);
    if (plan.threshold > 1) {
      throw UsageError{"--threshold cannot be '" + text + "'",
                       "it is a share of the measure, e.g. '5 %'"};
    }
  }
  if (auto const rungs = whole_number(invocation, "rungs", kMostRungs)) plan.most = *rungs;
  if (plan.most == 0) throw UsageError{"--rungs cannot be '0'", "one is the least"};
  return plan;
}

std::string formatted(Invocation const& invocation, output::LadderReport const& report) {
  auto const format = invocation.value("format", "table");
  if (format == "csv") return output::ladder_csv(report);
  if (format == "json") return output::ladder_json(report);
  return output::ladder_text(report);
}

/// The scenario of `invocation`, changed further.
scenario::Loaded relaxed(Invocation const& invocation, std::uint64_t seed,
                         std::vector<std::string> const& changes) {
  scenario::LoadOptions options;
  options.set = invocation.values("set");
  options.set.insert(options.set.end(), changes.begin(), changes.end());
  options.seed = seed;
  return scenario::load_scenario(invocation.arguments.front(), options);
}

/// What `invocation` asks for, on the threads that `working` asks for.
experiment::Ladder climb(Invocation const& invocation, Invocation const& working,
                         Input const& input, Console& console) {
  Interrupt const interrupt;
  auto options = replicate_choice(invocation, input.scenario(), console);
  Watched watched{working, console, interrupt, options.farm};
  auto const load_with = [&](std::vector<std::string> const& changes) {
    return relaxed(invocation, options.seed, changes);
  };
  auto ladder = experiment::climb(load_with, ladder_plan(invocation, input.scenario()), options);
  watched.say_seconds(ladder.runs);
  return ladder;
}

Manifest manifest(Invocation const& invocation, Input const& input,
                  experiment::Ladder const& ladder) {
  return manifest_of(deciding_words("ladder", invocation), input, {}, ladder.results.text());
}

/// `ladder` must outlive it.
output::LadderReport report_of(Invocation const& invocation, Input const& input,
                               experiment::Ladder const& ladder) {
  return {input.scenario(), ladder_plan(invocation, input.scenario()), input.scenario().seed,
          prices(invocation, input.loaded.values), ladder};
}

/// The rungs, and under them the first replication at the foot and, if anything gained, at the top.
std::string document_of_ladder(Invocation const& invocation, output::LadderReport const& found,
                               Console& console) {
  auto const seed = run_choice(invocation, found.scenario, console).seed;
  std::vector<std::string> changes;
  for (auto const& rung : found.ladder.rungs) {
    if (!rung.chosen) continue;
    auto const& step = rung.tried[*rung.chosen].relaxation;
    changes.push_back(step.path + '=' + step.after);
  }
  auto const top = relaxed(invocation, seed, changes);
  expects(top.scenario.has_value(), "what was run on a rung can be run again");
  std::deque<WatchedRun> runs;
  output::Report report;
  std::vector<scenario::Scenario const*> ends{&found.scenario};
  if (!changes.empty()) ends.push_back(&*top.scenario);
  for (auto const* const one : ends) {
    auto options = run_choice(invocation, *one, console);
    options.seed = seed;
    auto const& run = runs.emplace_back(*one, std::move(options), console);
    report.runs.push_back({*one, run.answer, run.reader});
  }
  report.ladder = output::ladder_json(found);
  return document_of(std::move(report));
}

ExitCode code_of_ladder(experiment::Ladder const& ladder) {
  if (ladder.interrupted) return ExitCode::interrupted;
  return ladder.stalled ? ExitCode::stalled : ExitCode::done;
}

ExitCode climb(Invocation const& invocation, Input const& input, Console& console) {
  auto const ladder = climb(invocation, invocation, input, console);
  auto const report = report_of(invocation, input, ladder);
  deliver(invocation, console, formatted(invocation, report));
  if (!ladder.interrupted) {
    if (invocation.has("report")) {
      auto const document = document_of_ladder(invocation, report, console);
      keep_report(invocation, output::report_page(document, input.scenario().name));
    }
    keep_manifest(invocation, manifest(invocation, input, ladder));
  }
  return code_of_ladder(ladder);
}

ExitCode do_ladder(Invocation const& invocation, Console& console) {
  check_output(invocation);
  check_report(invocation);
  check_experiment(invocation);
  if (invocation.arguments.front() == "-") {
    throw UsageError{"'caravan ladder' reads its scenario many times", "give it a file"};
  }
  auto const input = load(invocation, console, "; nothing was run");
  if (!input.ok()) return input.code;
  // Wrong words are told before the first run.
  static_cast<void>(prices(invocation, input.loaded.values));
  static_cast<void>(ladder_plan(invocation, input.scenario()));
  return told_of_measures(console, [&] { return climb(invocation, input, console); });
}

}  // namespace

Again ladder_again(Manifest const& was, Invocation const& invocation, Console& console) {
  auto const asked = asked_by(was, ladder_command());
  auto const input = load(asked, console, "; nothing was run");
  if (!input.ok()) return {input.code, {}};
  auto const ladder = climb(asked, invocation, input, console);
  if (ladder.interrupted) return {ExitCode::interrupted, {}};
  return {ExitCode::done, manifest(asked, input, ladder), ladder.runs};
}

Shown ladder_shown(Manifest const& was, Invocation const& invocation, Console& console) {
  auto const asked = asked_by(was, ladder_command());
  auto const input = load(asked, console, "; nothing was run");
  if (!input.ok()) return {input.code};
  auto const ladder = climb(asked, invocation, input, console);
  if (ladder.interrupted) return {ExitCode::interrupted};
  return {code_of_ladder(ladder),
          document_of_ladder(asked, report_of(asked, input, ladder), console),
          input.scenario().name};
}

Command ladder_command() {
  auto options = run_options();
  options.push_back(
      {"headline", '\0', "NAME", "the measure to improve; lead-time.p90 if not given"});
  options.push_back({"threshold", '\0', "SHARE", "what a rung must gain; 1 % if not given"});
  options.push_back({"rungs", '\0', "N", "at most so many; 10 if not given"});
  options.push_back({"price",
                     '\0',
                     "PATH=AMOUNT",
                     "what one step of the values whose paths begin so costs; may be repeated",
                     {},
                     true});
  options.push_back({"format",
                     '\0',
                     "FORM",
                     "table for people, csv or json for programs",
                     {"table", "csv", "json"}});
  options.push_back(report_option());
  for (auto const& option : experiment_options()) {
    if (option.name != "measure") options.push_back(option);
  }
  for (auto const& option : output_options()) options.push_back(option);
  return {"ladder",
          "find the bottleneck, relax it, and find the next",
          "Looks for what loads wait longest, adds one more of each of the three first (a crane, "
          "a track, a loop, an officer), keeps what gains most on common luck, and goes on until "
          "nothing gains enough. Without --replications and without the key `replicate` it makes "
          "at most 10 replications a rung, fewer where it is clear after 5.",
          {scenario_argument()},
          options,
          {{"caravan ladder khorgos.yaml", "which capacity first, which next"},
           {"caravan ladder khorgos.yaml --headline waits", "by the mean wait"},
           {"caravan ladder khorgos.yaml --price terminals.khorgos.cranes=120000",
            "with the price of an hour saved"}},
          do_ladder};
}

}  // namespace caravan::cli
