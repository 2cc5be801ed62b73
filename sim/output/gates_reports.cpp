#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/gates.hpp"
#include "caravan/output/json.hpp"
#include "caravan/output/text.hpp"

#include "output/gates.hpp"

namespace caravan::output {

namespace {

using experiment::GateOutcome;
using experiment::Verdict;

std::string replaced(std::string_view text, std::string_view what,
                     std::vector<std::string_view> const& by) {
  std::string out;
  for (char const c : printable(text)) {
    auto const at = what.find(c);
    if (at == std::string_view::npos) {
      out += c;
    } else {
      out += by[at];
    }
  }
  return out;
}

/// Content of an element or attribute; no control character is left that XML 1.0 forbids.
std::string xml(std::string_view text) {
  return replaced(text, "&<>\"'", {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"});
}

/// A cell of a table.
std::string cell(std::string_view text) {
  return replaced(text, "|<>&`*_[]\\",
                  {"\\|", "&lt;", "&gt;", "&amp;", "\\`", "\\*", "\\_", "\\[", "\\]", "\\\\"});
}

std::string attribute(std::string const& name, std::string const& value) {
  return ' ' + name + "=\"" + xml(value) + '"';
}

std::string title_of(GateOutcome const& gate) {
  return gate.gate.measure.empty() ? gate.gate.id : gate.gate.id + ": " + gate.gate.measure;
}

std::string sentence_of(GateOutcome const& gate) {
  return observed_text(gate) + ", expected " + expected_text(gate.gate) + "; " + reason_text(gate);
}

std::string case_of(TestedFile const& file, GateOutcome const& gate) {
  std::string text = "    <testcase" + attribute("classname", file.file) +
                     attribute("name", title_of(gate)) + attribute("file", file.file) +
                     attribute("line", std::to_string(gate.gate.bound.line)) + " time=\"0\"";
  if (gate.judgement.verdict == Verdict::pass) return text + "/>\n";
  std::string const element = gate.judgement.verdict == Verdict::fail ? "failure" : "error";
  auto const sentence = sentence_of(gate);
  return text + ">\n      <" + element + attribute("message", sentence) +
         attribute("type", element == "failure" ? "failed" : "undecided") + '>' +
         xml(gate.gate.bound.text()) + ": " + xml(sentence) + "</" + element +
         ">\n    </testcase>\n";
}

std::string error_case(TestedFile const& file) {
  return "    <testcase" + attribute("classname", file.file) + attribute("name", "tested") +
         attribute("file", file.file) + " time=\"0\">\n      <error" +
         attribute("message", file.error) + attribute("type", "not-tested") + '>' +
         xml(file.error) + "</error>\n    </testcase>\n";
}

std::string counts(GateSums const& sums) {
  return attribute("tests", std::to_string(sums.gates + sums.errors)) +
         attribute("failures", std::to_string(sums.failed)) +
         attribute("errors", std::to_string(sums.undecided + sums.errors)) + " time=\"0\"";
}

/// With what luck, how often, and how often in vain.
std::string properties_of(TestedFile const& file) {
  auto const property = [](std::string const& name, std::string const& value) {
    return "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
  };
  auto text = "    <properties>\n" + property("seed", std::to_string(file.seed)) +
              property("replications", std::to_string(file.outcome.runs));
  if (file.outcome.statistical > 0) {
    text += property("alpha", chosen_percent(file.outcome.alpha));
  }
  return text + "    </properties>\n";
}

std::string row_of(TestedFile const& file, GateOutcome const& gate) {
  auto const verdict = gate.judgement.verdict;
  std::string const mark = verdict == Verdict::pass   ? "✅ pass"
                           : verdict == Verdict::fail ? "❌ **fail**"
                                                      : "❔ undecided";
  auto const reason = reason_text(gate);
  return "| " + mark + " | " + cell(file.name) + " | " + cell(title_of(gate)) + " | " +
         cell(observed_text(gate)) + " | " + cell(expected_text(gate.gate)) +
         (reason.empty() ? "" : "<br>" + cell(reason)) + " | " + cell(gate.gate.bound.text()) +
         " |\n";
}

}  // namespace

std::string gates_junit(TestReport const& report) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                     attribute("name", "caravan test") + counts(sums_of(report)) + ">\n";
  for (auto const& file : report.files) {
    text += "  <testsuite" + attribute("name", file.file) + counts(sums_of({{file}, {}})) + ">\n";
    text += properties_of(file);
    for (auto const& gate : file.outcome.gates) text += case_of(file, gate);
    if (!file.error.empty()) text += error_case(file);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

std::string gates_markdown(TestReport const& report) {
  auto const sums = sums_of(report);
  auto text = "### Gates: " + std::to_string(sums.passed) + " passed, " +
              std::to_string(sums.failed) + " failed, " + std::to_string(sums.undecided) +
              " undecided\n\n";
  for (auto const& file : report.files) {
    if (!file.error.empty()) text += "**" + cell(file.file) + "**: " + cell(file.error) + "\n\n";
  }
  if (sums.gates == 0) return text;
  text +=
      "| verdict | scenario | gate | observed | expected | where |\n|---|---|---|---|---|---|\n";
  for (auto const verdict : {Verdict::fail, Verdict::undecided, Verdict::pass}) {
    for (auto const& file : report.files) {
      for (auto const& gate : file.outcome.gates) {
        if (gate.judgement.verdict == verdict) text += row_of(file, gate);
      }
    }
  }
  text += '\n';
  for (auto const& file : report.files) {
    if (!file.outcome.gates.empty()) {
      text += "- " + cell(file.file) + ": " + circumstances(file) + '\n';
    }
  }
  return text;
}

std::string gates_json(TestReport const& report) {
  JsonWriter json;
  json.begin_object().member("schema", "caravan-gates/1").key("files").begin_array();
  for (auto const& file : report.files) {
    json.begin_object().member("file", file.file).member("name", file.name);
    json.member("runs", file.outcome.runs).member("error", file.error);
    json.key("gates").begin_array();
    for (auto const& gate : file.outcome.gates) {
      json.begin_object().member("what", title_of(gate));
      json.member("verdict", verdict_word(gate.judgement.verdict));
      json.member("observed", observed_text(gate)).member("expected", expected_text(gate.gate));
      json.member("reason", reason_text(gate)).member("at", gate.gate.bound.text()).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("without").begin_array();
  for (auto const& path : report.without) json.value(path);
  return json.end_array().end_object().text();
}

}  // namespace caravan::output
