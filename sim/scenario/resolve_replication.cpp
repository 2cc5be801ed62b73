#include "scenario/resolver.hpp"

namespace caravan::scenario {

void resolve_replication(Resolving& r) {
  if (!r.draft.replicate) return;
  auto const& [draft, mark] = *r.draft.replicate;
  if (draft.times.has_value() == draft.until.has_value()) {
    r.diagnostics.error(
        "replicate", mark,
        draft.times ? "`times` and `until` are both given" : "it is not said how many replications",
        "write `times: 30` or `until: lead-time.p90 within 2 %`");
    return;
  }
  Replication plan;
  plan.confidence = draft.confidence;
  plan.find_warm_up = draft.find_warm_up;
  plan.mark = mark;
  if (draft.times) {
    plan.at_least = plan.at_most = draft.times->value;
  } else {
    plan.until = draft.until->value;
    plan.mark = draft.until->mark;
    plan.at_least = draft.at_least.value;
    plan.at_most = draft.at_most.value;
    if (plan.at_least > plan.at_most) {
      r.diagnostics.error("replicate", draft.at_least.mark, "`at-least` is more than `at-most`",
                          "raise `at-most`");
    }
  }
  r.scenario.replication = plan;
}

}  // namespace caravan::scenario
