/// Every code that a diagnostic of a scenario may carry, with what it means.
#pragma once

#include <span>
#include <string_view>

namespace caravan::scenario {

struct CodeText {
  std::string_view code;
  std::string_view pass;      ///< `syntax`, `files`, `types`, `references`, `feasibility`
  std::string_view sentence;  ///< what is wrong
};

/// In the order of the passes, then of the alphabet.
[[nodiscard]] std::span<CodeText const> all_codes();

}  // namespace caravan::scenario
