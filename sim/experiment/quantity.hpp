/// Numbers with their units, as values of a scenario are written.
#pragma once

#include <optional>
#include <string>

namespace caravan::experiment {

/// The number with which a value begins, and the rest: `24 /d`.
struct Quantity {
  double number = 0;
  std::string unit;
};

/// Nothing if `text` is no such value.
[[nodiscard]] std::optional<Quantity> quantity_of(std::string const& text);
[[nodiscard]] std::string text_of(Quantity const& quantity);

}  // namespace caravan::experiment
