#include "experiment/quantity.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace caravan::experiment {

std::optional<Quantity> quantity_of(std::string const& text) {
  Quantity quantity;
  auto const* const last = text.data() + text.size();
  auto const [end, error] = std::from_chars(text.data(), last, quantity.number);
  if (error != std::errc{}) return std::nullopt;
  quantity.unit.assign(end, last);
  if (!quantity.unit.empty() && quantity.unit.front() != ' ') return std::nullopt;
  return quantity;
}

std::string text_of(Quantity const& quantity) {
  std::array<char, 64> buffer{};
  auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), quantity.number).ptr;
  return std::string(buffer.data(), end) + quantity.unit;
}

}  // namespace caravan::experiment
