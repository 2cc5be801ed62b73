// The part of the language that says what a scenario is expected to yield.

#include <algorithm>
#include <string>
#include <string_view>

#include "scenario/language.hpp"
#include "scenario/tree.hpp"
#include "scenario/types.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {
namespace {

constexpr int kMostRuns = 100'000;

/// `18 d`, `90 %`, `0.5`: of which measure, and so in which unit, is known when it was run.
Type<Given<Amount>> amount() {
  Type<Given<Amount>> type{"number, with its unit",
                           R"({"type": ["number", "string"], "pattern": "^-?[0-9]"})",
                           {},
                           nullptr,
                           false};
  type.read = [](Node const& node, Reader& reader) -> std::optional<Given<Amount>> {
    auto const text = plain_text(node, "a number with its unit", reader.diagnostics);
    if (!text) return std::nullopt;
    auto const found = split_quantity(*text);
    if (!found) {
      reader.diagnostics.error("number", node.mark, in_quotes(*text) + " is not a number",
                               "write for example `" + std::string{reader.example} + "`");
      return std::nullopt;
    }
    return Given<Amount>{{found->number, found->unit}, node.mark};
  };
  return type;
}

/// Five groups of hexadecimal digits, or `unknown`.
Type<Given<std::string>> fingerprint() {
  Type<Given<std::string>> type{
      "fingerprint, or `unknown`",
      R"({"type": "string", "pattern": "^([0-9a-f]{8}(-[0-9a-f]{8}){3}|unknown)$"})",
      {},
      nullptr,
      false};
  type.read = [](Node const& node, Reader& reader) -> std::optional<Given<std::string>> {
    constexpr std::size_t kLength = 35;
    constexpr std::size_t kGroup = 9;
    auto const text = scalar_text(node, "a fingerprint", reader.diagnostics);
    if (!text) return std::nullopt;
    if (*text == "unknown") return Given<std::string>{{}, node.mark};
    bool sound = text->size() == kLength;
    for (std::size_t i = 0; sound && i < kLength; ++i) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      bool const dash = i % kGroup == kGroup - 1;
      sound = dash ? (*text)[i] == '-' : kDigits.find((*text)[i]) != std::string_view::npos;
    }
    if (sound) return Given<std::string>{std::string{*text}, node.mark};
    reader.diagnostics.error("expect", node.mark, in_quotes(*text) + " is no fingerprint",
                             "write `unknown`; 'caravan test --update' fills it in");
    return std::nullopt;
  };
  return type;
}

/// A share that is neither none nor all.
Type<double> false_alarms() {
  Type<double> type = share();
  type.says = "share above 0 and below 1";
  type.read = [read = type.read](Node const& node, Reader& reader) -> std::optional<double> {
    auto const value = read(node, reader);
    if (!value || (*value > 0 && *value < 1)) return value;
    reader.diagnostics.error("expect", node.mark, "no test has this rate of false alarms",
                             "write for example `1 %`");
    return std::nullopt;
  };
  return type;
}

Type<GateDraft> gate_type() {
  return Record<GateDraft>{"gate", "One thing that is expected of the answer."}
      .optional("that", &GateDraft::measure, marked(words()),
                {"The measure of which it is expected, in the mean over all replications.",
                 "lead-time.p90"})
      .optional("at-most", &GateDraft::at_most, amount(), {"It is not more than this.", "18 d"})
      .optional("at-least", &GateDraft::at_least, amount(), {"It is not less than this.", "90 %"})
      .optional("between", &GateDraft::between, marked(list_of(amount())),
                {"It is neither less than the first nor more than the second.", "[40 h, 48 h]"})
      .optional("not-worse-than", &GateDraft::not_worse_than, marked(words()),
                {"It is at most by the margin worse than in this other scenario, a file, or than "
                 "in the baseline that `caravan test --update` keeps.",
                 "baseline"})
      .optional("unchanged-from", &GateDraft::unchanged_from, marked(words()),
                {"It differs by at most the margin from this other scenario, a file, or from the "
                 "baseline.",
                 "baseline"})
      .optional("margin", &GateDraft::margin, amount(),
                {"With those two: the difference that does not matter, in % of what it is "
                 "compared with or in the unit of the measure.",
                 "2 %"})
      .optional("fingerprint", &GateDraft::fingerprint, fingerprint(),
                {"The answer of replication 0 is the same to the last bit; `unknown` until "
                 "`caravan test --update` fills it in.",
                 "unknown"})
      .type();
}

}  // namespace

Type<ExpectDraft> expect_type() {
  return Record<ExpectDraft>{"expect", "What `caravan test` holds the scenario to."}
      .defaulted("alpha", &ExpectDraft::alpha, false_alarms(), "1 %",
                 {"The probability that any gate of the file fails although all is as expected, "
                  "at most.",
                  "0.1 %"})
      .defaulted("at-least", &ExpectDraft::at_least, marked(count(3, kMostRuns)), "10",
                 {"Not fewer replications before the first verdict.", "10"})
      .defaulted("at-most", &ExpectDraft::at_most, marked(count(3, kMostRuns)), "100",
                 {"Not more replications; what is not clear by then is undecided.", "100"})
      .required("gates", &ExpectDraft::gates, keyed(gate_type()),
                {"What is expected, by a name of your choice.",
                 "{slow-tenth: {that: lead-time.p90, at-most: 18 d}}"})
      .type();
}

}  // namespace caravan::scenario
