/// What carriage, handling, storage and waiting cost, and the energy that they take.
///
/// Money is in the one currency of the scenario; a rate may differ by country or by commodity.
/// Loads are priced when they have been delivered; what happens in a run changes only where a
/// policy chooses ways by their cost.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "caravan/core/time.hpp"
#include "caravan/network/network.hpp"

namespace caravan::scenario {

/// A rate by name (of a country, of a commodity). What has no rate at all is not counted; the
/// loader makes sure that a rate that is given covers every name it meets.
struct Rates {
  std::map<std::string, double> named;
  std::optional<double> others;  ///< of names that are not listed

  [[nodiscard]] bool given() const { return others.has_value() || !named.empty(); }
  [[nodiscard]] bool covers(std::string const& name) const {
    return others.has_value() || named.contains(name);
  }
  /// The rate of `name`; 0 if it is not covered.
  [[nodiscard]] double of(std::string const& name) const {
    auto const found = named.find(name);
    return found != named.end() ? found->second : others.value_or(0);
  }
};

inline constexpr std::size_t kModes = 4;
/// By country, for each mode of carriage; a link between two countries takes the mean of both.
struct RatesByMode {
  std::array<Rates, kModes> rates;
  [[nodiscard]] Rates const& operator[](network::Mode mode) const {
    return rates[static_cast<std::size_t>(mode)];
  }
  [[nodiscard]] bool given() const {
    return std::any_of(rates.begin(), rates.end(), [](Rates const& of) { return of.given(); });
  }
  [[nodiscard]] Rates& operator[](network::Mode mode) {
    return rates[static_cast<std::size_t>(mode)];
  }
};

struct Costs {
  std::string currency;   ///< ISO 4217, e.g. `USD`
  RatesByMode carriage;   ///< money per TEU-km, by country
  Rates train;            ///< money per train-km, by country; its loads share it by TEU
  Rates lift;             ///< money per lift, by country of the terminal
  Rates storage;          ///< money per TEU and day in a yard, by country of the terminal
  Duration free_storage;  ///< at the beginning of each stay in a yard
  Rates waiting;          ///< money per TEU and day of waiting, by commodity
  Rates value_of_time;    ///< money per TEU and day under way, by commodity: only for choosing
};

/// Energy and its emissions (ISO 14083: activity times intensity, one element of the way after the
/// other).
struct Energy {
  Rates mass;             ///< tonnes per TEU, by commodity
  RatesByMode carriage;   ///< kWh per tonne-km, by country
  Rates lift;             ///< kWh per lift, by country of the terminal
  Rates plug;             ///< kWh per TEU and day of a powered load, by commodity
  RatesByMode emissions;  ///< of carriage: kg CO2e per kWh, by country
  Rates lift_emissions;   ///< kg CO2e per kWh, by country of the terminal
  Rates plug_emissions;   ///< kg CO2e per kWh, by commodity

  [[nodiscard]] bool emits() const {
    return emissions.given() || lift_emissions.given() || plug_emissions.given();
  }
};

}  // namespace caravan::scenario
