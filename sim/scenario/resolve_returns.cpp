// Flows of what comes back: empty boxes, and trucks.

#include <algorithm>

#include "scenario/check.hpp"
#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

bool ends_at(Demand const& demand, PlaceId place) {
  return std::any_of(demand.ways.begin(), demand.ways.end(),
                     [place](Way const& way) { return way.route.to == place; });
}

/// What is named must be delivered where the flow begins.
void check_end(Demand const& demand, Name const& name, Flow const& flow, Resolving& r) {
  if (ends_at(demand, flow.from)) return;
  std::string const& place = r.scenario.network.places()[flow.from].name;
  r.diagnostics
      .error("returns", name.mark,
             "nothing of `" + name.value + "` is delivered at " + place + ", where flow `" +
                 flow.name + "` begins",
             "let the flow begin where the loads end, or name others")
      .notes.push_back({"its loads", demand.mark});
}

/// Whether anything ever sets out in it: of its own, or because something else did.
bool begins(FlowId flow, Resolving const& r) {
  if (r.draft.initial.has_value()) return true;
  std::vector<FlowId> behind{flow};
  for (std::size_t next = 0; next < behind.size(); ++next) {
    auto const& returns = r.scenario.flows[behind[next]].returns;
    if (!returns || !returns->services.empty()) return true;
    for (FlowId const id : returns->flows) {
      if (std::find(behind.begin(), behind.end(), id) == behind.end()) behind.push_back(id);
    }
  }
  return false;
}

void check_flow(FlowDraft const& draft, Flow const& flow, Resolving& r) {
  ReturnsDraft const& returns = draft.returns->value;
  if (returns.services.empty() && returns.flows.empty()) {
    r.diagnostics.error("returns", draft.returns->mark,
                        "flow `" + draft.id + "` does not say whose loads come back",
                        "name `services` or `flows`");
  }
  if (!std::holds_alternative<law::Constant>(draft.group) || mean(draft.group) != 1) {
    r.diagnostics.error("returns", draft.returns->mark,
                        "flow `" + draft.id + "` has a `group`, but what comes back comes singly",
                        "leave out `group`");
  }
  for (std::size_t i = 0; i < returns.services.size(); ++i) {
    check_end(r.scenario.services[flow.returns->services[i]], returns.services[i], flow, r);
  }
  for (std::size_t i = 0; i < returns.flows.size(); ++i) {
    Flow const& other = r.scenario.flows[flow.returns->flows[i]];
    check_end(other, returns.flows[i], flow, r);
    if (begins(flow.returns->flows[i], r)) continue;
    r.diagnostics.error(
        "returns", returns.flows[i].mark,
        "flow `" + other.name + "` comes back itself, and nothing begins the circle",
        "name a service or a flow of its own rate too, or put those that go round "
        "into `initial`");
  }
}

}  // namespace

std::optional<Returns> returns_of(FlowDraft const& draft, Resolving& r) {
  if (!draft.returns) return std::nullopt;
  ReturnsDraft const& written = draft.returns->value;
  Returns returns;
  returns.share = written.share;
  returns.after = written.after;
  for (Name const& name : written.services) {
    returns.services.push_back(id_of<ServiceId>(r.draft.services, name, "service", r.diagnostics));
  }
  for (Name const& name : written.flows) {
    returns.flows.push_back(id_of<FlowId>(r.draft.flows, name, "flow", r.diagnostics));
  }
  return returns;
}

void check_returns(Resolving& r) {
  for (FlowId const id : r.scenario.flows.ids()) {
    FlowDraft const& draft = r.draft.flows[id.number()];
    if (draft.returns) check_flow(draft, r.scenario.flows[id], r);
  }
}

}  // namespace caravan::scenario
