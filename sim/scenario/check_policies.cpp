// Policies that a scenario names: whether there are such, and whether they have something to decide
// and the figures that they decide by.

#include <algorithm>
#include <string>

#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

void check_choice(DemandDraft const& demand, std::string const& noun, bool by_both, Resolving& r) {
  if (!demand.choose) return;
  Name const& name = *demand.choose;
  auto const& known = r.policies.way;
  if (std::find(known.begin(), known.end(), name.value) == known.end()) {
    no_such_thing(name, "policy for the choice of a way", known, r.diagnostics);
    return;
  }
  if (!by_both && (!demand.via || demand.via->value.size() < 2)) {
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

/// Reports a name that is no policy of this kind.
void check_known(std::optional<Name> const& name, std::string const& noun,
                 std::vector<std::string> const& known, Diagnostics& diagnostics) {
  if (!name || std::find(known.begin(), known.end(), name->value) != known.end()) return;
  no_such_thing(*name, noun, known, diagnostics);
}

void check_slots(ActivityDraft const& activity, Resolving& r) {
  if (!activity.slots) return;
  check_known(activity.slots->value.choose, "policy for the choice of a slot", r.policies.slot,
              r.diagnostics);
}

void check_terminal(TerminalDraft const& terminal, Resolving& r) {
  FormationDraft const& form = terminal.form.value;
  check_known(terminal.crane_order, "policy of cranes", r.policies.crane, r.diagnostics);
  check_known(form.choose, "policy of forming", r.policies.forming, r.diagnostics);
  if (form.choose && form.choose->value == forming_policy::kLeast && form.least <= 0) {
    r.diagnostics.error("policy", form.choose->mark,
                        "trains of terminal `" + terminal.id +
                            "` leave with the least, and it is not said how much that is",
                        "give `least: 30 %`, or choose `oldest` or `full`");
  }
}

void check_dispatch(LinkDraft const& link, Resolving& r) {
  check_known(link.dispatch, "policy of dispatch", r.policies.dispatch, r.diagnostics);
  if (link.dispatch && !link.single_track && link.dispatch->value == dispatch_policy::kAlternate) {
    r.diagnostics.error("policy", link.dispatch->mark,
                        "each direction of link `" + link.id + "` has its own track",
                        "leave out `dispatch: alternate`, or say `track: single`");
  }
  if (link.batch && !link.dispatch) {
    r.diagnostics.error("policy", link.batch->mark,
                        "directions of link `" + link.id + "` do not take turns",
                        "add `dispatch: alternate`, or leave out `batch`");
  }
}

void check_return(FleetDraft const& fleet, Resolving& r) {
  if (!fleet.back) return;
  check_known(fleet.back->value.choose, "policy for the choice of a home", r.policies.home,
              r.diagnostics);
}

}  // namespace

void check_policies(Resolving& r) {
  for (LinkDraft const& link : r.draft.links) check_dispatch(link, r);
  for (ActivityDraft const& activity : r.draft.activities) {
    check_selection(activity, r);
    check_slots(activity, r);
  }
  for (TerminalDraft const& terminal : r.draft.terminals) check_terminal(terminal, r);
  for (FleetDraft const& fleet : r.draft.fleets) check_return(fleet, r);
  for (ServiceDraft const& service : r.draft.services) check_choice(service, "service", false, r);
  for (FlowDraft const& flow : r.draft.flows) {
    check_choice(flow, "flow", flow.by.value.size() > 1, r);
  }
}

}  // namespace caravan::scenario
