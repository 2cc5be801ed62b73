/// Rates as written: of money, energy and emissions.
#pragma once

#include <optional>
#include <string>

#include "caravan/scenario/scenario.hpp"

#include "scenario/given.hpp"

namespace caravan::scenario {

/// A rate such as `0.45 USD/TEU-km`; the currency is empty if it is not of money.
struct RateDraft {
  double value = 0;
  std::string currency;
};
/// One rate, or rates by name with one for the others.
struct RatesDraft {
  Entries<std::string, RateDraft> named;
  std::optional<Given<RateDraft>> others;
};
using GivenRates = std::optional<Given<RatesDraft>>;

/// What costs, energy and emissions each have.
struct CarriageDraft {
  GivenRates rail;
  GivenRates road;
  GivenRates sea;
  GivenRates air;
  GivenRates lift;
};

struct CostsDraft : CarriageDraft {
  std::string currency;
  GivenRates train;
  GivenRates storage;
  Duration free_storage;
  GivenRates waiting;
  GivenRates value_of_time;
};

struct EmissionsDraft : CarriageDraft {
  GivenRates plug;
};

struct EnergyDraft : CarriageDraft {
  GivenRates mass;
  GivenRates plug;
  EmissionsDraft emissions;
};

}  // namespace caravan::scenario
