/// What carriage, handling, storage and waiting have cost, in money, energy and emissions.
///
/// Sums over loads; `docs/explanation/costs.md` says how each part is counted.
#pragma once

#include <cstdint>

namespace caravan::model {

/// What the loads of lead times cost together, and the energy they took. Rates that the scenario
/// does not give count as nothing.
struct Expenses {
  std::int64_t loads = 0;
  double carriage = 0;  ///< money, in the currency of the scenario
  double lifts = 0;
  double storage = 0;
  double waiting = 0;
  double energy_kwh = 0;
  double co2e_kg = 0;

  [[nodiscard]] double total() const { return carriage + lifts + storage + waiting; }
  Expenses& operator+=(Expenses const& more);
};

}  // namespace caravan::model
