#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/gates.hpp"
#include "caravan/output/text.hpp"

#include "output/gates.hpp"
#include "output/measures.hpp"

namespace caravan::output {

namespace {

using experiment::GateOutcome;
using experiment::Verdict;
using scenario::Gate;
using Align = Columns::Align;

std::string signed_text(double value, std::string_view unit, double scale) {
  auto const text = value_text(value, unit, scale);
  return value > 0 ? '+' + text : text;
}

std::string header(TestedFile const& file) {
  // One that could not be loaded has neither name nor seed.
  if (file.outcome.gates.empty()) return printable(file.file) + '\n';
  return printable(file.file) + ": " + printable(file.name) + kDot + circumstances(file) + '\n';
}

/// The lines of one gate: the gate, and under it why it has not passed.
std::string lines_of(TestedFile const& file) {
  Columns table{{Align::left, Align::left, Align::left, Align::left, Align::left, Align::left}};
  for (auto const& gate : file.outcome.gates) {
    table.add({"  " + std::string{verdict_word(gate.judgement.verdict)}, printable(gate.gate.id),
               printable(gate.gate.measure), observed_text(gate), expected_text(gate.gate),
               "line " + std::to_string(gate.gate.bound.line)});
  }
  auto rows = table.text();
  std::string text;
  for (auto const& gate : file.outcome.gates) {
    auto const end = rows.find('\n');
    text += rows.substr(0, end + 1);
    rows.erase(0, end + 1);
    auto const reason = reason_text(gate);
    if (reason.empty()) continue;
    text += "            " + reason + '\n';
    text += "            " + printable(gate.gate.bound.text()) + '\n';
  }
  return text;
}

std::string last_line(TestReport const& report) {
  auto const sums = sums_of(report);
  std::string text = counted(sums.gates, "gate") + " in " +
                     counted(report.files.size(), "scenario") + ": " + std::to_string(sums.passed) +
                     " passed, " + std::to_string(sums.failed) + " failed, " +
                     std::to_string(sums.undecided) + " undecided";
  if (sums.errors > 0) text += "; " + counted(sums.errors, "scenario") + " not tested to the end";
  return text + '\n';
}

}  // namespace

std::string circumstances(TestedFile const& file) {
  auto text = "seed " + std::to_string(file.seed) + kDot + counted(file.outcome.runs, "run");
  if (file.outcome.statistical == 0) return text;
  return text + kDot + "false alarm in at most " + chosen_percent(file.outcome.alpha) +
         " of such tests";
}

char const* verdict_word(Verdict verdict) {
  return verdict == Verdict::pass ? "pass" : verdict == Verdict::fail ? "FAIL" : "undecided";
}

GateSums sums_of(TestReport const& report) {
  GateSums sums;
  for (auto const& file : report.files) {
    sums.gates += file.outcome.gates.size();
    sums.passed += file.outcome.count(Verdict::pass);
    sums.failed += file.outcome.count(Verdict::fail);
    sums.undecided += file.outcome.count(Verdict::undecided);
    if (!file.error.empty()) ++sums.errors;
  }
  return sums;
}

std::string observed_text(GateOutcome const& gate) {
  if (gate.gate.exact()) return gate.fingerprint;
  auto const& found = gate.judgement;
  if (!gate.endless.empty()) return "unstable";
  if (gate.without_baseline || found.n == 0) return "-";
  auto const& unit = gate.measure.unit;
  bool const compared = gate.gate.compares();
  auto const scale = compared ? found.base : found.mean;
  auto text =
      compared ? signed_text(found.difference, unit, scale) : value_text(found.mean, unit, scale);
  if (found.half_width) text += " ± " + value_text(*found.half_width, unit, scale);
  if (compared) text += " on " + value_text(found.base, unit, scale);
  return found.skewed ? text + " (skewed)" : text;
}

std::string expected_text(Gate const& gate) {
  switch (gate.kind) {
    case Gate::Kind::at_most:
      return "at most " + gate.high.text();
    case Gate::Kind::at_least:
      return "at least " + gate.low.text();
    case Gate::Kind::between:
      return "between " + gate.low.text() + " and " + gate.high.text();
    case Gate::Kind::not_worse_than:
      return "not worse than " + printable(gate.against) + " by " + gate.margin.text();
    case Gate::Kind::unchanged_from:
      return "unchanged from " + printable(gate.against) + " within " + gate.margin.text();
    case Gate::Kind::fingerprint:
      return gate.fingerprint.empty() ? "unknown" : gate.fingerprint;
  }
  return {};
}

std::string reason_text(GateOutcome const& gate) {
  auto const& found = gate.judgement;
  if (found.verdict == Verdict::pass) return {};
  if (gate.without_baseline) {
    return "there is no baseline of it yet; 'caravan test --update' makes one";
  }
  if (gate.gate.exact()) {
    if (gate.gate.fingerprint.empty()) {
      return "there is no fingerprint yet; 'caravan test --update' writes it";
    }
    return "the answer is another one; if that is meant, 'caravan test --update' writes the new "
           "fingerprint";
  }
  if (!gate.endless.empty()) {
    return "the queue for " + printable(gate.endless) + " grows without end" +
           (gate.endless_there ? " in " + printable(gate.gate.against) : "") + ": " +
           printable(gate.measure.name) + " has no mean";
  }
  auto const& unit = gate.measure.unit;
  if (found.verdict == Verdict::fail) {
    return value_text(found.beyond, unit, found.beyond) +
           " beyond what is allowed, in the mean of " +
           counted(found.n, gate.gate.compares() ? "pair" : "run");
  }
  if (!found.half_width) {
    return "it was observed in " + counted(found.n, "replication") + ": too few for an interval";
  }
  if (!found.more) return "the mean lies on the bound itself: no number of runs would decide";
  auto text = "about " + grouped(static_cast<std::int64_t>(*found.more)) +
              (*found.more == 1 ? " more run" : " more runs") + " would decide";
  if (gate.baseline_rows && *gate.baseline_rows < found.n + *found.more) {
    text += "; the baseline has " + counted(*gate.baseline_rows, "replication") +
            ": raise `at-most`, and 'caravan test --update'";
  }
  return text;
}

std::string gates_text(TestReport const& report) {
  std::string text;
  for (auto const& file : report.files) {
    text += header(file) + lines_of(file);
    if (!file.error.empty()) text += "  NOT TESTED  " + file.error + '\n';
  }
  if (!report.without.empty()) {
    text += "without gates:";
    for (auto const& file : report.without) text += ' ' + printable(file);
    text += '\n';
  }
  return text + last_line(report);
}

}  // namespace caravan::output
