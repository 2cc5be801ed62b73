/// The table of policies of a run.
#pragma once

#include <string>

#include "caravan/model/policy.hpp"

namespace caravan::model {

/// The built-in ones and `more`, which take the place of those of the same name.
[[nodiscard]] Policies all_policies(Policies const& more);

/// The policy of this name; none for the usual one (`share`, `chance`, `earliest`, `onward-first`,
/// `oldest`, `priority`), which needs no question.
[[nodiscard]] WayPolicy const* way_named(std::string const& name, Policies const& policies);
[[nodiscard]] SelectionPolicy const* selection_named(std::string const& name,
                                                     Policies const& policies);
[[nodiscard]] SlotPolicy const* slot_named(std::string const& name, Policies const& policies);
[[nodiscard]] CranePolicy const* crane_named(std::string const& name, Policies const& policies);
[[nodiscard]] FormingPolicy const* forming_named(std::string const& name, Policies const& policies);
[[nodiscard]] DispatchPolicy const* dispatch_named(std::string const& name,
                                                   Policies const& policies);
/// Of homes there is no usual one: each is asked.
[[nodiscard]] HomePolicy const* home_named(std::string const& name, Policies const& policies);

}  // namespace caravan::model
