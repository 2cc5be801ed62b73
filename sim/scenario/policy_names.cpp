#include "caravan/scenario/policy_names.hpp"

namespace caravan::scenario {

PolicyNames built_in_policy_names() {
  PolicyNames names;
  names.way = {way_policy::kLeastCost, way_policy::kLeastQueue, way_policy::kLeastTime,
               way_policy::kShare};
  names.selection = {selection_policy::kChance, selection_policy::kEveryNth};
  names.slot = {slot_policy::kEarliest};
  names.crane = {crane_policy::kEarliestDue, crane_policy::kFirstCome, crane_policy::kOnwardFirst,
                 crane_policy::kPriority, crane_policy::kShortestJob};
  names.forming = {forming_policy::kFull, forming_policy::kLeast, forming_policy::kOldest};
  names.dispatch = {dispatch_policy::kAlternate, dispatch_policy::kEarliestDue,
                    dispatch_policy::kFirstCome, dispatch_policy::kMostDelayed,
                    dispatch_policy::kPriority};
  names.home = {home_policy::kNearest, home_policy::kNearestNeeded, home_policy::kNeeded,
                home_policy::kShare};
  return names;
}

}  // namespace caravan::scenario
