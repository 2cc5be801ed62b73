// Policies that a scenario names: whether there are such, and whether they have something to decide
// and the figures that they decide by.

#include <algorithm>
#include <string>

#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

void check_choice(DemandDraft const& demand, std::string const& noun, Resolving& r) {
  if (!demand.choose) return;
  Name const& name = *demand.choose;
  auto const& known = r.policies.way;
  if (std::find(known.begin(), known.end(), name.value) == known.end()) {
    no_such_thing(name, "policy for the choice of a way", known, r.diagnostics);
    return;
  }
  if (!demand.via || demand.via->value.size() < 2) {
    r.diagnostics.error("policy", name.mark,
                        noun + " `" + demand.id + "` has nothing to choose from",
                        "give several places with shares in `via`, or leave out `choose`");
  }
  if (name.value == way_policy::kLeastCost && !r.draft.costs) {
    r.diagnostics.error("policy", name.mark,
                        noun + " `" + demand.id + "` chooses by cost, and nothing has a cost",
                        "give the rates under `costs`, or choose by `least-time`");
  }
}

void check_selection(ActivityDraft const& activity, Resolving& r) {
  if (!activity.select) return;
  auto const& known = r.policies.selection;
  if (std::find(known.begin(), known.end(), activity.select->value) == known.end()) {
    no_such_thing(*activity.select, "policy of selection", known, r.diagnostics);
  } else if (activity.share >= 1 && !activity.risk) {
    r.diagnostics.error("policy", activity.select->mark,
                        "activity `" + activity.id + "` is done on all, so nothing is selected",
                        "give a `share` below 1 or shares by commodity (`risk`), or leave out "
                        "`select`");
  }
}

void check_slots(ActivityDraft const& activity, Resolving& r) {
  if (!activity.slots || !activity.slots->value.choose) return;
  Name const& name = *activity.slots->value.choose;
  auto const& known = r.policies.slot;
  if (std::find(known.begin(), known.end(), name.value) != known.end()) return;
  no_such_thing(name, "policy for the choice of a slot", known, r.diagnostics);
}

}  // namespace

void check_policies(Resolving& r) {
  for (ActivityDraft const& activity : r.draft.activities) {
    check_selection(activity, r);
    check_slots(activity, r);
  }
  for (ServiceDraft const& service : r.draft.services) check_choice(service, "service", r);
  for (FlowDraft const& flow : r.draft.flows) check_choice(flow, "flow", r);
}

}  // namespace caravan::scenario
