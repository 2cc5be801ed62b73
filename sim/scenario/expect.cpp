#include "scenario/expect.hpp"

#include <array>
#include <filesystem>
#include <limits>
#include <utility>

#include "scenario/values.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {
namespace {

/// A measure's unit as a dimension of the language: value in it = base units * times / by.
struct MeasureUnit {
  std::string_view name;
  Dimension dimension;
  double times;
  double by;
};
constexpr double kHour = 3.6e6;
constexpr double kDay = 8.64e7;
constexpr std::array kMeasureUnits{
    MeasureUnit{"h", Dimension::duration, 1, kHour}, MeasureUnit{"d", Dimension::duration, 1, kDay},
    MeasureUnit{"/d", Dimension::rate, kDay, 1},     MeasureUnit{"share", Dimension::factor, 1, 1},
    MeasureUnit{"TEU", Dimension::load, 1, 1},       MeasureUnit{"kg", Dimension::mass, 1, 1}};

/// A gate while it is put together.
class GateMaking {
 public:
  GateMaking(GateDraft const& draft, Diagnostics& diagnostics)
      : draft_{draft}, diagnostics_{diagnostics} {}

  Gate gate() {
    gate_.id = draft_.id;
    gate_.at = draft_.mark;
    read_bounds();
    read_others();
    if (kinds_ != 1) {
      fault(draft_.mark,
            kinds_ == 0 ? "it is not said what is expected" : "a gate expects one thing",
            kinds_ == 0 ? "write for example `at-most: 18 d`"
                        : "write `between`, or one gate for each");
      return std::move(gate_);
    }
    check_measure();
    check_margin();
    return std::move(gate_);
  }

 private:
  void fault(Mark const& at, std::string text, std::string help) {
    diagnostics_.error("expect", at, std::move(text), std::move(help));
  }

  void is(Gate::Kind kind, Mark const& bound) {
    gate_.kind = kind;
    gate_.bound = bound;
    ++kinds_;
  }

  void read_bounds() {
    if (draft_.at_most) {
      is(Gate::Kind::at_most, draft_.at_most->mark);
      gate_.high = draft_.at_most->value;
    }
    if (draft_.at_least) {
      is(Gate::Kind::at_least, draft_.at_least->mark);
      gate_.low = draft_.at_least->value;
    }
    if (!draft_.between) return;
    auto const& [ends, mark] = *draft_.between;
    is(Gate::Kind::between, mark);
    if (ends.size() != 2) {
      fault(mark, "`between` has two ends", "write for example `[40 h, 48 h]`");
      return;
    }
    gate_.low = ends.front().value;
    gate_.high = ends.back().value;
    if (gate_.low.unit == gate_.high.unit && gate_.low.number >= gate_.high.number) {
      fault(mark, "the first end is not less than the second", "write the lesser one first");
    }
  }

  void read_others() {
    if (draft_.not_worse_than) against(Gate::Kind::not_worse_than, *draft_.not_worse_than);
    if (draft_.unchanged_from) against(Gate::Kind::unchanged_from, *draft_.unchanged_from);
    if (draft_.fingerprint) {
      is(Gate::Kind::fingerprint, draft_.fingerprint->mark);
      gate_.fingerprint = draft_.fingerprint->value;
    }
  }

  void against(Gate::Kind kind, Name const& name) {
    is(kind, name.mark);
    gate_.against = name.value;
    if (name.value == Gate::kBaseline) return;
    if (!name.value.ends_with(".yaml") && !name.value.ends_with(".yml")) {
      fault(name.mark, in_quotes(name.value) + " is neither `baseline` nor a scenario",
            "name a file, e.g. `base.yaml`");
      return;
    }
    namespace fs = std::filesystem;
    auto const folder = name.mark.file ? fs::path{name.mark.file->name}.parent_path() : fs::path{};
    gate_.against = (folder / name.value).lexically_normal().string();
  }

  void check_measure() {
    if (gate_.exact()) {
      if (draft_.measure) {
        fault(draft_.measure->mark, "a fingerprint is of the whole answer, not of a measure",
              "leave `that` out");
      }
      return;
    }
    if (!draft_.measure) {
      fault(draft_.mark, "it is not said of which measure this is expected",
            "write for example `that: lead-time.p90`");
      return;
    }
    gate_.measure = draft_.measure->value;
    gate_.named = draft_.measure->mark;
  }

  void check_margin() {
    if (gate_.compares()) {
      if (!draft_.margin) {
        fault(draft_.mark, "it is not said which difference does not matter",
              "write for example `margin: 2 %`");
        return;
      }
      gate_.margin = draft_.margin->value;
      if (gate_.margin.number < 0 ||
          (gate_.margin.number == 0 && gate_.kind == Gate::Kind::unchanged_from)) {
        fault(draft_.margin->mark, "a margin is more than 0", "write for example `2 %`");
      }
    } else if (draft_.margin) {
      fault(draft_.margin->mark, "a margin makes sense only against something else",
            "put it into the bound");
    }
  }

  GateDraft const& draft_;
  Diagnostics& diagnostics_;
  Gate gate_;
  int kinds_ = 0;
};

}  // namespace

Expectations resolve_expect(Given<ExpectDraft> const& draft, Diagnostics& diagnostics) {
  Expectations result;
  result.alpha = draft.value.alpha;
  result.at_least = draft.value.at_least.value;
  result.at_most = draft.value.at_most.value;
  result.at = draft.mark;
  if (result.at_least > result.at_most) {
    diagnostics.error("expect", draft.value.at_least.mark, "`at-least` is more than `at-most`",
                      "raise `at-most`");
  }
  for (auto const& gate : draft.value.gates) {
    result.gates.push_back(GateMaking{gate, diagnostics}.gate());
  }
  if (result.gates.empty()) {
    diagnostics.error("expect", draft.mark, "there are no gates",
                      "write for example `gates: {slow-tenth: {that: lead-time.p90, at-most: 18 "
                      "d}}`");
  }
  return result;
}

std::string Amount::text() const {
  return number_text(number) + (unit.empty() ? "" : ' ' + unit);
}

std::optional<double> Amount::in(std::string_view measure_unit) const {
  for (auto const& known : kMeasureUnits) {
    if (known.name != measure_unit) continue;
    if (known.dimension == Dimension::load || known.dimension == Dimension::mass) {
      if (unit.empty()) return number;
    }
    Diagnostics unheard;
    auto const value = read_quantity(scalar_node(text(), {}), known.dimension,
                                     {-std::numeric_limits<double>::infinity()}, unheard);
    if (!value) return std::nullopt;
    return *value * known.times / known.by;
  }
  if (unit.empty() || unit == measure_unit) return number;
  return std::nullopt;
}

}  // namespace caravan::scenario
