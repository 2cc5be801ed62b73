// The part of the language that says what is to be varied.

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "scenario/language.hpp"
#include "scenario/tree.hpp"
#include "scenario/types.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {
namespace {

constexpr char const* kSpanHelp = "write for example `{from: 8 h, to: 24 h, step: 4 h}`";

/// A number and its unit under `key` of `{from: …, to: …}`.
std::optional<NumberAndUnit> bound(Node const& map, std::string const& key, bool required,
                                   Reader& reader) {
  Node const* const node = map.find(key);
  if (node == nullptr) {
    if (required) {
      reader.diagnostics.error("sweep", map.mark, "`" + key + "` is missing", kSpanHelp);
    }
    return std::nullopt;
  }
  auto amount = node->is_scalar() && !node->quoted ? split_quantity(node->text) : std::nullopt;
  if (!amount) {
    reader.diagnostics.error("sweep", node->mark, in_quotes(line_of(*node)) + " is not a number",
                             kSpanHelp);
  }
  return amount;
}

std::string amount_text(double number, std::string const& unit) {
  return number_text(number) + (unit.empty() ? "" : ' ' + unit);
}

/// `number` with twelve digits: 0.1 + 2 · 0.1 is 0.3.
double without_dust(double number) {
  constexpr int kDigits = 12;
  std::array<char, 40> text{};
  auto const written = std::to_chars(text.data(), text.data() + text.size(), number,
                                     std::chars_format::general, kDigits);
  double rounded = number;
  std::from_chars(text.data(), written.ptr, rounded);
  return rounded;
}

void add_steps(VaryDraft& draft, Sweep::Span const& span, double step, Reader& reader) {
  constexpr double kDust = 1e-9;
  double const steps = std::floor((span.to - span.from) / step + kDust);
  if (!(step > 0) || steps >= static_cast<double>(Sweep::kMostPoints)) {
    reader.diagnostics.error(
        "sweep", draft.at,
        step > 0 ? "these are more than " + std::to_string(Sweep::kMostPoints) + " values"
                 : "a step must be more than 0",
        kSpanHelp);
    return;
  }
  for (int i = 0; i <= static_cast<int>(steps); ++i) {
    draft.values.push_back({amount_text(without_dust(span.from + i * step), span.unit), draft.at});
  }
}

/// `{from: 8 h, to: 24 h, step: 4 h}`
bool read_span(VaryDraft& draft, Node const& node, Reader& reader) {
  auto const before = reader.diagnostics.errors();
  for (Entry const& entry : node.entries) {
    if (entry.key == "from" || entry.key == "to" || entry.key == "step") continue;
    reader.diagnostics.error("sweep", entry.key_mark, "there is no `" + entry.key + "` here",
                             kSpanHelp);
  }
  auto const from = bound(node, "from", true, reader);
  auto const to = bound(node, "to", true, reader);
  auto const step = bound(node, "step", false, reader);
  if (reader.diagnostics.errors() > before) return false;
  if (from->unit != to->unit || (step && step->unit != from->unit)) {
    reader.diagnostics.error("sweep", node.mark, "`from`, `to` and `step` must have the same unit",
                             kSpanHelp);
  } else if (from->number >= to->number) {
    reader.diagnostics.error("sweep", node.mark, "`from` is not less than `to`", kSpanHelp);
  } else if (step) {
    add_steps(draft, {from->number, to->number, from->unit}, step->number, reader);
  } else {
    draft.span = Sweep::Span{from->number, to->number, from->unit};
  }
  return reader.diagnostics.errors() == before;
}

bool read_values(VaryDraft& draft, Node const& node, Reader& reader) {
  if (node.is_map()) return read_span(draft, node, reader);
  if (!node.is_list() || node.items.empty()) {
    reader.diagnostics.error("sweep", node.mark,
                             "expected a list of values, or from where to where",
                             "write for example `[4, 6, 8]` or `{from: 8 h, to: 24 h, step: 4 h}`");
    return false;
  }
  for (Node const& item : node.items) draft.values.push_back({line_of(item), item.mark});
  return true;
}

Type<std::vector<VaryDraft>> vary_type() {
  Type<std::vector<VaryDraft>> type{
      "map from dotted path to a list of values, or from where to where",
      R"({"type": "object", "minProperties": 1, "additionalProperties": {"anyOf": [)"
      R"({"type": "array", "minItems": 1}, {"type": "object", "required": ["from", "to"], )"
      R"("properties": {"from": {}, "to": {}, "step": {}}, "additionalProperties": false}]}})",
      {},
      nullptr,
      false};
  type.read = [](Node const& node, Reader& reader) -> std::optional<std::vector<VaryDraft>> {
    if (!node.is_map() || node.entries.empty()) {
      reader.diagnostics.error("sweep", node.mark, "expected a map from paths to values",
                               "write for example `terminals.khorgos-dry-port.cranes: [4, 6, 8]`");
      return std::nullopt;
    }
    std::vector<VaryDraft> drafts;
    bool sound = true;
    for (Entry const& entry : node.entries) {
      VaryDraft draft{entry.key, entry.key_mark, {}, {}, entry.value.mark};
      sound = read_values(draft, entry.value, reader) && sound;
      drafts.push_back(std::move(draft));
    }
    return sound ? std::optional{std::move(drafts)} : std::nullopt;
  };
  return type;
}

/// `grid`, `list`, `latin hypercube of 40`.
Type<std::pair<Sweep::Points, std::size_t>> points_type() {
  using Value = std::pair<Sweep::Points, std::size_t>;
  Type<Value> type{"`grid`, `list` or `latin hypercube of` a number",
                   R"({"type": "string", "pattern": "^(grid|list|latin hypercube of [0-9]+)$"})",
                   {},
                   nullptr,
                   false};
  type.read = [says = type.says](Node const& node, Reader& reader) -> std::optional<Value> {
    constexpr std::string_view kCube = "latin hypercube of ";
    auto const text = plain_text(node, says, reader.diagnostics);
    if (!text) return std::nullopt;
    if (*text == "grid") return Value{Sweep::Points::grid, 0};
    if (*text == "list") return Value{Sweep::Points::list, 0};
    if (text->starts_with(kCube)) {
      auto const number = read_count(scalar_node(text->substr(kCube.size()), node.mark), 2,
                                     std::int64_t{Sweep::kMostPoints}, reader.diagnostics);
      if (!number) return std::nullopt;
      return Value{Sweep::Points::latin_hypercube, static_cast<std::size_t>(*number)};
    }
    reader.diagnostics.error("sweep", node.mark, in_quotes(*text) + " is no way to choose points",
                             "write `grid`, `list` or for example `latin hypercube of 40`");
    return std::nullopt;
  };
  return type;
}

/// A share that is neither none nor all.
Type<double> promise() {
  Type<double> type = share();
  type.says = "share above 0 and below 1";
  type.read = [read = type.read](Node const& node, Reader& reader) -> std::optional<double> {
    auto const value = read(node, reader);
    if (!value || (*value > 0 && *value < 1)) return value;
    reader.diagnostics.error("sweep", node.mark, "no choice has this confidence",
                             "write for example `95 %`");
    return std::nullopt;
  };
  return type;
}

Type<Sweep::Best> best_type() {
  using Procedure = Sweep::Procedure;
  return Record<Sweep::Best>{"best", "Which point is looked for."}
      .required("of", &Sweep::Best::measure, words(),
                {"The measure by which points are ranked.", "lead-time.p90"})
      .optional("within", &Sweep::Best::within, factor(kPositive),
                {"Points that differ by less than this, in the unit of the measure, are as good as "
                 "each other. With it, runs are added until the best is known.",
                 "0.5"})
      .defaulted(
          "by", &Sweep::Best::by,
          one_of<Procedure>({{"kn", Procedure::kn}, {"ocba", Procedure::ocba}}), "kn",
          {"Which points get more runs: all that may still be the best, which needs `within` "
           "and keeps a promise made beforehand (KN), or those that tell most, until the "
           "stated probability is reached, with or without `within` (OCBA).",
           "ocba"})
      .defaulted("confidence", &Sweep::Best::confidence, promise(), "95 %",
                 {"How surely the chosen point is the best before no more runs are added.", "99 %"})
      .defaulted("at-most", &Sweep::Best::at_most, count(2, kMostReplications), "1000",
                 {"Where runs are added: not more replications of a point.", "200"})
      .type();
}

}  // namespace

Type<SweepDraft> sweep_type() {
  return Record<SweepDraft>{"sweep", "What `caravan sweep` varies, and what it looks for."}
      .required("vary", &SweepDraft::vary, vary_type(),
                {"The values that are tried for each path.",
                 "{terminals.khorgos-dry-port.cranes: [4, 6, 8]}"})
      .defaulted("points", &SweepDraft::points, points_type(), "grid",
                 {"Every value with every other, or the lists side by side, or so many points "
                  "spread evenly over each variable.",
                  "latin hypercube of 40"})
      .optional("skip", &SweepDraft::skip, one_or_more(marked(words())),
                {"Points that are left out: conditions on paths that are varied, joined by `and`.",
                 "terminals.khorgos-dry-port.cranes > 6 and terminals.khorgos-dry-port.yard < 900 "
                 "TEU"})
      .optional("replications", &SweepDraft::replications, count(1, kMostReplications),
                {"Replications of each point; without it, those of `replicate`, or 10.", "20"})
      .optional("measures", &SweepDraft::measures, one_or_more(marked(words())),
                {"Names of the measures that the tables hold, or their beginnings; without it, "
                 "all.",
                 "[lead-time, throughput]"})
      .optional("best", &SweepDraft::best, best_type(),
                {"The best point is named, and how surely it is the best.",
                 "{of: lead-time.p90, within: 0.5}"})
      .type();
}

}  // namespace caravan::scenario
