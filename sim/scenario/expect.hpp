/// From gates as written to gates that say exactly one thing each.
///
/// Codes: `expect`.
#pragma once

#include "caravan/scenario/expect.hpp"

#include "scenario/draft.hpp"

namespace caravan::scenario {

[[nodiscard]] Expectations resolve_expect(Given<ExpectDraft> const& draft,
                                          Diagnostics& diagnostics);

}  // namespace caravan::scenario
