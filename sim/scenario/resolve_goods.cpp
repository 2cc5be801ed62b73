// Goods, and who carries them.

#include <algorithm>
#include <set>

#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

/// All commodities that the scenario speaks of.
std::vector<std::string> commodities_in(ScenarioDraft const& draft) {
  std::set<std::string> names;
  for (GoodsDraft const& goods : draft.goods) names.insert(goods.id);
  for (ServiceDraft const& service : draft.services) names.insert(service.commodity);
  for (FlowDraft const& flow : draft.flows) names.insert(flow.commodity);
  names.erase("");
  return {names.begin(), names.end()};
}

}  // namespace

void resolve_goods(Resolving& r) {
  for (GoodsDraft const& draft : r.draft.goods) {
    r.scenario.goods.add(
        {draft.id, draft.own_terminals, draft.powered, draft.spoils_after, draft.mark});
  }
  // A slip of the pen would close the terminal to what it is for.
  auto const known = commodities_in(r.draft);
  for (TerminalDraft const& terminal : r.draft.terminals) {
    for (Name const& name : terminal.commodities) {
      if (std::binary_search(known.begin(), known.end(), name.value)) continue;
      no_such_thing(name, "commodity", known, r.diagnostics);
    }
  }
}

GoodsId goods_of(std::string const& commodity, Scenario const& scenario) {
  for (GoodsId const id : scenario.goods.ids()) {
    if (scenario.goods[id].name == commodity) return id;
  }
  return GoodsId::none();
}

}  // namespace caravan::scenario
