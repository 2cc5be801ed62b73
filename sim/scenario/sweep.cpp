#include "scenario/sweep.hpp"

#include <algorithm>
#include <compare>
#include <limits>

#include "scenario/change.hpp"
#include "scenario/overlay.hpp"
#include "scenario/values.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {
namespace {

constexpr char const* kSkipHelp =
    "write for example `terminals.port.cranes > 6 and terminals.port.yard < 900 TEU`";

/// How two values compare; unordered if they are not two amounts of one kind.
std::partial_ordering compare(std::string const& a, std::string const& b) {
  auto const left = split_quantity(a);
  auto const right = split_quantity(b);
  if (!left || !right)
    return a == b ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
  if (left->unit == right->unit) return left->number <=> right->number;
  for (Dimension const dimension :
       {Dimension::factor, Dimension::duration, Dimension::length, Dimension::speed,
        Dimension::acceleration, Dimension::load, Dimension::rate, Dimension::mass}) {
    auto const x = in_base_units(a, dimension);
    auto const y = in_base_units(b, dimension);
    if (x && y) return *x <=> *y;
  }
  return std::partial_ordering::unordered;
}

bool holds(std::partial_ordering order, Sweep::Relation relation) {
  switch (relation) {
    case Sweep::Relation::equal:
      return order == 0;
    case Sweep::Relation::unequal:
      return order != 0;
    case Sweep::Relation::less:
      return order < 0;
    case Sweep::Relation::at_most:
      return order <= 0;
    case Sweep::Relation::more:
      return order > 0;
    case Sweep::Relation::at_least:
      return order >= 0;
  }
  return false;
}

std::optional<Sweep::Relation> relation_of(std::string_view word) {
  using Relation = Sweep::Relation;
  for (auto const& [text, relation] :
       {std::pair{"=", Relation::equal}, std::pair{"!=", Relation::unequal},
        std::pair{"<", Relation::less}, std::pair{"<=", Relation::at_most},
        std::pair{">", Relation::more}, std::pair{">=", Relation::at_least}}) {
    if (word == text) return relation;
  }
  return std::nullopt;
}

/// The sweep while it is put together.
class SweepMaking {
 public:
  SweepMaking(Given<SweepDraft> const& draft, Diagnostics& diagnostics)
      : draft_{draft.value}, diagnostics_{diagnostics} {
    sweep_.at = draft.mark;
    sweep_.points = draft_.points.value.first;
    sweep_.number = draft_.points.value.second;
    sweep_.replications = draft_.replications;
    sweep_.best = draft_.best;
    for (auto const& name : draft_.measures) sweep_.measures.push_back(name.value);
    for (auto const& vary : draft_.vary.value) {
      sweep_.variables.push_back({vary.path, vary.values, vary.span, vary.at});
    }
  }

  /// Each value must be one that the scenario could have at its path.
  void check_paths(Node const& tree, RecordText const& language, TrialReading const& read) {
    Node alone = tree;
    erase(alone, "sweep");  // or it would be read again for each of its values
    for (auto const& vary : draft_.vary.value) {
      if (vary.path.starts_with("sweep.") || vary.path == "sweep" || vary.path == "extends" ||
          vary.path == "change" || vary.path == "schema" || vary.path == "seed") {
        fault(vary.mark, "`" + vary.path + "` cannot be varied",
              vary.path == "seed" ? "replications have luck of their own" : "vary what moves");
        continue;
      }
      auto const before = diagnostics_.errors();
      auto values = vary.values;
      if (vary.span) {
        values = {{number_text(vary.span->from) + ' ' + vary.span->unit, vary.at}};
      }
      for (auto const& value : values) {
        if (diagnostics_.errors() > before) break;
        auto changed = tree;
        apply_setting(changed, {vary.path, value.text, vary.mark}, language, diagnostics_);
      }
      if (read && diagnostics_.errors() == before) try_values(vary, alone, language, read);
    }
  }

  /// There are points, and not too many.
  void check_points() {
    double points = 1;
    Sweep::Variable const* first = nullptr;
    for (auto const& variable : sweep_.variables) {
      if (variable.span) {
        if (sweep_.points == Sweep::Points::latin_hypercube) continue;
        fault(variable.at, "without `step` there is no end of values",
              "add a `step`, or write `points: latin hypercube of 40`");
        continue;
      }
      points *= static_cast<double>(variable.values.size());
      if (first == nullptr) first = &variable;
      if (sweep_.points == Sweep::Points::list && variable.values.size() != first->values.size()) {
        fault(variable.at,
              std::to_string(variable.values.size()) + " values stand beside the " +
                  std::to_string(first->values.size()) + " of `" + first->path + "`",
              "with `points: list` all lists have the same length");
      }
    }
    if (sweep_.points == Sweep::Points::grid && points > static_cast<double>(Sweep::kMostPoints)) {
      fault(draft_.vary.mark,
            "this grid has " + number_text(points) + " points, more than " +
                std::to_string(Sweep::kMostPoints),
            "write `points: latin hypercube of 200`");
    }
  }

  void read_skips() {
    for (auto const& skip : draft_.skip) {
      Sweep::Skip all;
      std::string_view rest = skip.value;
      constexpr std::string_view kAnd = " and ";
      while (!rest.empty()) {
        auto const end = rest.find(kAnd);
        if (auto condition = read_condition(rest.substr(0, end), skip.mark)) {
          all.push_back(std::move(*condition));
        }
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + kAnd.size());
      }
      sweep_.skip.push_back(std::move(all));
    }
  }

  Sweep result() { return std::move(sweep_); }

 private:
  /// A value that the key cannot have is told at its own place. Of very many, the first are tried.
  void try_values(VaryDraft const& vary, Node const& tree, RecordText const& language,
                  TrialReading const& read) {
    constexpr std::size_t kMostTried = 100;
    for (std::size_t i = 0; i < std::min(vary.values.size(), kMostTried); ++i) {
      auto changed = tree;
      auto const& value = vary.values[i];
      apply_setting(changed, {vary.path, value.text, value.at}, language, diagnostics_);
      read(changed);
    }
  }

  void fault(Mark const& at, std::string text, std::string help) {
    diagnostics_.error("sweep", at, std::move(text), std::move(help));
  }

  std::optional<std::size_t> variable(std::string_view path) const {
    auto const& all = sweep_.variables;
    auto const found = std::find_if(all.begin(), all.end(),
                                    [path](auto const& each) { return each.path == path; });
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
  }

  std::optional<Sweep::Condition> read_condition(std::string_view text, Mark const& mark) {
    auto const words = words_of(text);
    auto const relation = words.size() >= 3 ? relation_of(words[1]) : std::nullopt;
    if (!relation) {
      diagnostics_.error("sweep-skip", mark, in_quotes(text) + " is no condition", kSkipHelp);
      return std::nullopt;
    }
    auto const left = variable(words[0]);
    if (!left) {
      std::vector<std::string> paths;
      for (auto const& each : sweep_.variables) paths.push_back(each.path);
      auto const meant = nearest(words[0], paths);
      diagnostics_.error(
          "sweep-skip", mark, in_quotes(words[0]) + " is not varied",
          meant ? "did you mean `" + *meant + "`?" : "a path under `vary` is wanted");
      return std::nullopt;
    }
    auto const begin = static_cast<std::size_t>(words[2].data() - text.data());
    auto const& last = words.back();
    auto const end = static_cast<std::size_t>(last.data() - text.data()) + last.size();
    Sweep::Condition condition{*left, *relation, std::nullopt,
                               std::string{text.substr(begin, end - begin)}};
    if (words.size() == 3) condition.other = variable(words[2]);
    check_comparable(condition, mark);
    return condition;
  }

  /// An order must be one between amounts of one kind.
  void check_comparable(Sweep::Condition const& condition, Mark const& mark) {
    if (condition.relation == Sweep::Relation::equal ||
        condition.relation == Sweep::Relation::unequal) {
      return;
    }
    auto const sample = [&](std::size_t number) {
      auto const& each = sweep_.variables[number];
      return each.span ? number_text(each.span->from) + ' ' + each.span->unit
                       : each.values.front().text;
    };
    auto const left = sample(condition.variable);
    auto const right = condition.other ? sample(*condition.other) : condition.value;
    if (compare(left, right) != std::partial_ordering::unordered) return;
    diagnostics_.error("sweep-skip", mark,
                       in_quotes(left) + " and " + in_quotes(right) + " have no order",
                       "compare amounts in units of one kind");
  }

  SweepDraft const& draft_;
  Diagnostics& diagnostics_;
  Sweep sweep_;
};

}  // namespace

Sweep resolve_sweep(Given<SweepDraft> const& draft, Node const& tree, RecordText const& language,
                    TrialReading const& read, Diagnostics& diagnostics) {
  SweepMaking making{draft, diagnostics};
  making.check_paths(tree, language, read);
  making.check_points();
  making.read_skips();
  return making.result();
}

bool skipped(Sweep const& sweep, std::vector<std::string> const& values) {
  return std::any_of(sweep.skip.begin(), sweep.skip.end(), [&](Sweep::Skip const& all) {
    return std::all_of(all.begin(), all.end(), [&](Sweep::Condition const& each) {
      auto const& other = each.other ? values[*each.other] : each.value;
      return holds(compare(values[each.variable], other), each.relation);
    });
  });
}

}  // namespace caravan::scenario
