#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/experiment/expect.hpp"
#include "caravan/output/baseline.hpp"
#include "caravan/output/gates.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/files.hpp"
#include "cli/gate_input.hpp"
#include "cli/interrupt.hpp"
#include "cli/report_output.hpp"

namespace caravan::cli {

namespace {

/// The graver of two ends: a bug before an interruption, that before what could not be tested,
/// before what failed, before what is undecided.
ExitCode graver(ExitCode a, ExitCode b) {
  constexpr std::array kOrder{ExitCode::bug,
                              ExitCode::interrupted,
                              ExitCode::cannot_read_or_write,
                              ExitCode::scenario_invalid,
                              ExitCode::stalled,
                              ExitCode::gate_failed,
                              ExitCode::undecided,
                              ExitCode::done};
  return *std::find_if(kOrder.begin(), kOrder.end(),
                       [=](ExitCode each) { return each == a || each == b; });
}

/// What cut a test short, in words for all reports.
std::string trouble(experiment::Outcome const& outcome) {
  auto const replication = [](std::uint32_t number) {
    return "replication " + std::to_string(number);
  };
  if (outcome.broken) {
    return "the books of " + replication(*outcome.broken) +
           " do not close; this is a bug in Caravan";
  }
  if (!outcome.faults.ok()) return outcome.faults.all().front().text;
  if (outcome.stalled) return replication(*outcome.stalled) + " stalled: trains wait for ever";
  return outcome.interrupted ? "interrupted" : "";
}

ExitCode code_of(experiment::Outcome const& outcome) {
  if (outcome.broken) return ExitCode::bug;
  if (!outcome.faults.ok()) return ExitCode::scenario_invalid;
  if (outcome.interrupted) return ExitCode::interrupted;
  if (outcome.stalled) return ExitCode::stalled;
  if (outcome.count(experiment::Verdict::fail) > 0) return ExitCode::gate_failed;
  return outcome.count(experiment::Verdict::undecided) > 0 ? ExitCode::undecided : ExitCode::done;
}

/// The content of a file; empty if there is none.
std::string text_of(std::string const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

ExitCode no_gates(Console const& console, ExitCode code) {
  console.say(
      "caravan: no scenario here has gates\n  add the key `expect`: 'caravan explain expect'\n");
  return graver(code, ExitCode::scenario_invalid);
}

/// All files of one invocation, one after the other.
class TestSession {
 public:
  TestSession(Invocation const& invocation, Console& console)
      : invocation_{invocation}, console_{console} {}

  void test(TestPath const& file) {
    if (code_ == ExitCode::interrupted) return;
    if (auto const input = loaded(file)) test(file.path, *input);
  }
  void update(TestPath const& file) {
    if (code_ == ExitCode::interrupted) return;
    if (auto const input = loaded(file)) {
      updated_ = true;
      update(file.path, *input);
    }
  }

  /// Of those who hoped for a baseline and named what has none.
  [[nodiscard]] ExitCode end_of_update(std::vector<TestPath> const& files) const {
    if (!updated_ && report_.files.empty()) return no_gates(console_, code_);
    auto const& without = report_.without;
    for (auto const& file : files) {
      if (!file.named || std::find(without.begin(), without.end(), file.path) == without.end()) {
        continue;
      }
      console_.say("caravan: " + printable(file.path) + " has no gates; it was left as it is\n");
    }
    return code_;
  }
  [[nodiscard]] output::TestReport const& report() const { return report_; }
  /// A page with all verdicts; if one scenario was tested, over a picture of its first replication.
  [[nodiscard]] std::string page() const {
    output::Report page;
    page.gates = output::gates_json(report_);
    std::optional<WatchedRun> run;
    if (tested_.size() == 1 && report_.files.size() == 1 && report_.files.front().error.empty()) {
      model::RunOptions options;
      options.seed = report_.files.front().seed;
      options.interrupt = interrupt_.flag();
      run.emplace(tested_.front(), options, console_);
      page.runs.push_back({tested_.front(), run->answer, run->reader});
    }
    return page_of(std::move(page));
  }
  [[nodiscard]] ExitCode code() const { return code_; }

 private:
  /// A scenario that has gates.
  std::optional<Input> loaded(TestPath const& file) {
    auto raw = scenario::load_scenario(file.path, load_options(invocation_));
    check_keeps_input(invocation_, raw);
    auto const& all = raw.diagnostics.all();
    bool const other = std::any_of(all.begin(), all.end(), [](Diagnostic const& each) {
      return each.code == "not-a-scenario";
    });
    if (other && !file.named) return std::nullopt;
    if (raw.scenario && !raw.expect) {
      report_.without.push_back(file.path);
      return std::nullopt;
    }
    auto input = told(std::move(raw), console_, "; it was not tested", &warned_);
    if (input.ok()) return input;
    fail(file.path, "the scenario cannot be loaded", input.code);
    return std::nullopt;
  }

  void fail(std::string const& path, std::string const& error, ExitCode code) {
    report_.files.push_back({path, path, 0, {}, error});
    code_ = graver(code_, code);
  }

  experiment::ReplicateOptions options_for(std::string const& path,
                                           scenario::Scenario const& scenario) {
    experiment::ReplicateOptions options;
    options.seed = scenario.seed;
    console_.set_repeat("caravan test " + shell_words({path}) + " --seed " +
                        std::to_string(scenario.seed) + "   (scenario " + scenario.hash + ')');
    return options;
  }

  void test(std::string const& path, Input const& input) {
    auto const& expectations = *input.loaded.expect;
    References const references{path, expectations, console_, warned_};
    if (references.code() != ExitCode::done) {
      fail(path, "a scenario that it is compared with cannot be loaded", references.code());
      return;
    }
    auto options = options_for(path, input.scenario());
    Watched const watched{invocation_, console_, interrupt_, options.farm};
    auto const prepared = prepare(
        input.scenario(), input.scenario().replication.value_or(scenario::Replication{}), options);
    auto outcome = experiment::test(prepared.scenario, expectations, references.all(), options);
    if (!outcome.faults.ok()) {
      console_.say(render(outcome.faults, kFaultsShown, console_.coloured()));
    }
    code_ = graver(code_, code_of(outcome));
    auto error = trouble(outcome);
    report_.files.push_back(
        {path, input.scenario().name, options.seed, std::move(outcome), std::move(error)});
    tested_.push_back(prepared.scenario);
  }

  /// Writes the fingerprints and the baseline of a scenario as they are now.
  void update(std::string const& path, Input const& input) {
    auto const& expectations = *input.loaded.expect;
    bool const needs_baseline =
        std::any_of(expectations.gates.begin(), expectations.gates.end(),
                    [](scenario::Gate const& gate) { return gate.needs_baseline(); });
    scenario::Replication plan;
    plan.at_least = plan.at_most = needs_baseline ? expectations.at_most : 1;
    auto options = options_for(path, input.scenario());
    Watched const watched{invocation_, console_, interrupt_, options.farm};
    auto const prepared =
        prepare(input.scenario(), input.scenario().replication.value_or(plan), options);
    auto const table = experiment::replicate(prepared.scenario, plan, options);
    auto const code = cli::code_of({&table}, console_);
    if (code != ExitCode::done) {
      code_ = graver(code_, code);
      console_.say("caravan: " + printable(path) + " was left as it is\n");
      return;
    }
    write_fingerprints(path, expectations, table.records.front().results.text());
    if (!needs_baseline) return;
    auto const baseline = experiment::baseline_of(prepared.scenario, expectations, table);
    write_if_changed(baseline_path(path), output::baseline_text(baseline));
  }

  void write_fingerprints(std::string const& path, scenario::Expectations const& expectations,
                          std::string const& print) {
    auto text = text_of(path);
    // From the last to the first: places before a replaced one stay where they are.
    auto gates = expectations.gates;
    std::sort(gates.begin(), gates.end(), [](scenario::Gate const& a, scenario::Gate const& b) {
      return std::pair{b.bound.line, b.bound.column} < std::pair{a.bound.line, a.bound.column};
    });
    for (auto const& gate : gates) {
      if (gate.exact()) text = with_fingerprint(text, gate.bound, print);
    }
    write_if_changed(path, text);
  }

  void write_if_changed(std::string const& path, std::string const& text) {
    if (text_of(path) == text) return;
    write_file(path, text, true);
    console_.out(printable(path) + ": written anew\n");
  }

  static constexpr std::size_t kFaultsShown = 20;
  Invocation const& invocation_;
  Console& console_;
  Interrupt interrupt_;
  Warned warned_;
  output::TestReport report_;
  std::vector<scenario::Scenario> tested_;
  bool updated_ = false;  ///< one at least has gates
  ExitCode code_ = ExitCode::done;
};

void write_report(Invocation const& invocation, std::string const& option,
                  std::string const& text) {
  if (invocation.has(option)) write_file(invocation.value(option, ""), text, true);
}

ExitCode do_test(Invocation const& invocation, Console& console) {
  check_experiment(invocation);
  auto paths = invocation.arguments;
  if (paths.empty()) paths.emplace_back(".");
  auto const files = test_paths(paths);
  TestSession session{invocation, console};
  if (invocation.has("update")) {
    for (auto const* const option : {"set", "seed", "junit", "markdown", "report"}) {
      if (invocation.has(option)) {
        throw UsageError{std::string{"--update and --"} + option + " do not go together",
                         "what is kept is what the files alone yield"};
      }
    }
    for (auto const& file : files) session.update(file);
    return session.end_of_update(files);
  }
  for (auto const* const option : {"junit", "markdown", "report"}) {
    if (invocation.has(option)) check_target(invocation.value(option, ""), true);
  }
  check_is_page(invocation.value("report", ""));
  for (auto const& file : files) session.test(file);
  auto const& report = session.report();
  console.out(output::gates_text(report));
  write_report(invocation, "junit", output::gates_junit(report));
  write_report(invocation, "markdown", output::gates_markdown(report));
  if (invocation.has("report")) write_report(invocation, "report", session.page());
  return report.files.empty() ? no_gates(console, session.code()) : session.code();
}

}  // namespace

Command test_command() {
  auto options = scenario_options();
  options.push_back({"threads", '\0', "N", "threads to work on; the answer does not depend on it"});
  options.push_back({"junit", '\0', "FILE", "also write JUnit XML, for a CI server"});
  options.push_back({"markdown", '\0', "FILE", "also write Markdown, for a pull request"});
  options.push_back({"report", '\0', "FILE", "also write a page that shows them, for a browser"});
  options.push_back(
      {"update", '\0', "", "write fingerprints and baselines as they are now, and test nothing"});
  return {"test",
          "hold scenarios to what is expected of them",
          "Tests the gates that scenarios have under the key `expect`: of each PATH that is a "
          "file, of every .yaml or .yml file in each that is a folder; of the folder you are in if "
          "there "
          "is none. Replications are made until every gate is decided, or as many as the file "
          "allows; the probability of a false alarm is at most what the file says. Exit code 0: "
          "all passed; 1: one failed; 6: none failed, one is undecided.",
          {{"PATH", Argument::Kind::scenario, false, true}},
          options,
          {{"caravan test scenarios", "all scenarios of a folder"},
           {"caravan test khorgos.yaml --junit gates.xml", "for a CI server"},
           {"caravan test khorgos.yaml --report gates.html", "a page with verdicts and the run"},
           {"caravan test khorgos.yaml --set terminals.khorgos.cranes=8",
            "does the change keep what is expected?"},
           {"caravan test scenarios --update", "accept what is new, and review the difference"}},
          do_test};
}

}  // namespace caravan::cli
