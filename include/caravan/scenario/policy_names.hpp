/// The names of the policies that a scenario may choose from, by the kind of decision.
///
/// A policy is a function that makes one kind of decision; the model holds them
/// (`caravan/model/policy.hpp`). Here are only their names, so that a slip of the pen in a scenario
/// is a diagnostic. A C++ user with policies of his own adds their names to `LoadOptions`.
#pragma once

#include <string>
#include <vector>

namespace caravan::scenario {

/// Which way is taken, where a service or flow has several.
namespace way_policy {
inline constexpr char const* kShare = "share";
inline constexpr char const* kLeastQueue = "least-queue";
inline constexpr char const* kLeastTime = "least-time";
inline constexpr char const* kLeastCost = "least-cost";
}  // namespace way_policy

/// Which pieces of work an activity is done on, where its share lets others through.
namespace selection_policy {
inline constexpr char const* kChance = "chance";
inline constexpr char const* kEveryNth = "every-nth";
}  // namespace selection_policy

/// Which of the free slots a truck books.
namespace slot_policy {
inline constexpr char const* kEarliest = "earliest";
}  // namespace slot_policy

/// Which lift a crane does next.
namespace crane_policy {
inline constexpr char const* kOnwardFirst = "onward-first";
inline constexpr char const* kFirstCome = "first-come";
inline constexpr char const* kShortestJob = "shortest-job";
inline constexpr char const* kEarliestDue = "earliest-due";
inline constexpr char const* kPriority = "priority";
}  // namespace crane_policy

/// When an onward train is placed, and leaves.
namespace forming_policy {
inline constexpr char const* kOldest = "oldest";
inline constexpr char const* kFull = "full";
inline constexpr char const* kLeast = "least";
}  // namespace forming_policy

/// Which train enters a line or section next.
namespace dispatch_policy {
inline constexpr char const* kPriority = "priority";
inline constexpr char const* kFirstCome = "first-come";
inline constexpr char const* kMostDelayed = "most-delayed";
inline constexpr char const* kEarliestDue = "earliest-due";
inline constexpr char const* kAlternate = "alternate";
}  // namespace dispatch_policy

/// To which home idle units of a fleet go back.
namespace home_policy {
inline constexpr char const* kNeeded = "needed";
inline constexpr char const* kNearest = "nearest";
inline constexpr char const* kNearestNeeded = "nearest-needed";
inline constexpr char const* kShare = "share";
}  // namespace home_policy

struct PolicyNames {
  std::vector<std::string> way;
  std::vector<std::string> selection;
  std::vector<std::string> slot;
  std::vector<std::string> crane;
  std::vector<std::string> forming;
  std::vector<std::string> dispatch;
  std::vector<std::string> home;
};

/// The policies that Caravan has itself.
[[nodiscard]] PolicyNames built_in_policy_names();

}  // namespace caravan::scenario
