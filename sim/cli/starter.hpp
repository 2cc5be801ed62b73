/// The scenario that `caravan new` writes.
#pragma once

#include <string_view>

namespace caravan::cli {

[[nodiscard]] std::string_view starter_scenario();

}  // namespace caravan::cli
