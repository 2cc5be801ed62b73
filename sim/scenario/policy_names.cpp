#include "caravan/scenario/policy_names.hpp"

namespace caravan::scenario {

PolicyNames built_in_policy_names() {
  PolicyNames names;
  names.way = {way_policy::kLeastCost, way_policy::kLeastQueue, way_policy::kLeastTime,
               way_policy::kShare};
  names.selection = {selection_policy::kChance, selection_policy::kEveryNth};
  names.slot = {slot_policy::kEarliest};
  return names;
}

}  // namespace caravan::scenario
