// The part of the language that says how often a scenario is run.

#include <string>
#include <string_view>

#include "scenario/language.hpp"
#include "scenario/types.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {
namespace {

/// `lead-time.p90 within 2 %`
Type<Replication::Until> precision() {
  Type<Replication::Until> type{"measure within a share",
                                R"({"type": "string", "pattern": "^[^ ]+ within .+$"})",
                                {},
                                nullptr,
                                false};
  type.read = [says = type.says](Node const& node,
                                 Reader& reader) -> std::optional<Replication::Until> {
    constexpr std::string_view kWithin = " within ";
    auto const text = plain_text(node, "a " + says, reader.diagnostics);
    if (!text) return std::nullopt;
    auto const between = text->find(kWithin);
    auto const measure = text->substr(0, between);
    if (between == std::string_view::npos || words_of(measure).size() != 1) {
      reader.diagnostics.error("precision", node.mark, in_quotes(*text) + " is no precision",
                               "write for example `lead-time.p90 within 2 %`");
      return std::nullopt;
    }
    auto number = scalar_node(std::string{text->substr(between + kWithin.size())}, node.mark);
    auto const share = read_share(number, reader.diagnostics);
    if (!share) return std::nullopt;
    if (*share == 0) {
      reader.diagnostics.error("precision", node.mark, "nothing is ever known within 0 %",
                               "write for example `" + std::string{measure} + " within 2 %`");
      return std::nullopt;
    }
    return Replication::Until{std::string{measure}, *share};
  };
  return type;
}

/// A share that is neither none nor all.
Type<double> confidence() {
  Type<double> type = share();
  type.says = "share above 0 and below 1";
  type.read = [read = type.read](Node const& node, Reader& reader) -> std::optional<double> {
    auto const value = read(node, reader);
    if (!value || (*value > 0 && *value < 1)) return value;
    reader.diagnostics.error("precision", node.mark, "no interval has this confidence",
                             "write for example `95 %`");
    return std::nullopt;
  };
  return type;
}

}  // namespace

Type<ReplicationDraft> replication_type() {
  Type<ReplicationDraft> const record =
      Record<ReplicationDraft>{"replicate",
                               "How often the scenario is run: a number, or by these keys."}
          .optional("times", &ReplicationDraft::times, marked(count(1, kMostReplications)),
                    {"So many replications.", "30"})
          .optional("until", &ReplicationDraft::until, marked(precision()),
                    {"Replications are made until half the interval of the mean of this measure "
                     "is at most this share of it.",
                     "lead-time.p90 within 2 %"})
          .defaulted("at-least", &ReplicationDraft::at_least, marked(count(3, kMostReplications)),
                     "10", {"With `until`: not fewer replications.", "10"})
          .defaulted("at-most", &ReplicationDraft::at_most, marked(count(3, kMostReplications)),
                     "200", {"With `until`: not more replications.", "200"})
          .defaulted("confidence", &ReplicationDraft::confidence, confidence(), "95 %",
                     {"Confidence of all intervals.", "99 %"})
          .defaulted("warm-up", &ReplicationDraft::find_warm_up,
                     one_of<bool>({{"given", false}, {"find", true}}), "given",
                     {"The warm-up is that of the clock, or is found from the first "
                      "replications (MSER-5).",
                      "find"})
          .type();
  Type<ReplicationDraft> type = record;
  auto const number = marked(count(1, kMostReplications));
  type.says = number.says + ", or " + record.says;
  type.json = R"({"anyOf": [)" + number.json + ", " + record.json + "]}";
  type.read = [record, number](Node const& node,
                               Reader& reader) -> std::optional<ReplicationDraft> {
    if (node.is_map() || node.is_list() || node.is_blank()) return record.read(node, reader);
    ReplicationDraft draft;
    draft.times = number.read(node, reader);
    return draft.times ? std::optional{draft} : std::nullopt;
  };
  return type;
}

}  // namespace caravan::scenario
