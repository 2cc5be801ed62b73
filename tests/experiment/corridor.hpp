/// A small corridor with luck in it, for experiments that take milliseconds.
#pragma once

#include <string>
#include <vector>

#include "caravan/experiment/replicate.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::experiment {

inline constexpr char const* kCorridor = R"(
schema: caravan/1
name: corridor
clock: {start: 2026-03-02 00:00, run: 20 d, warm-up: 4 d}
places: {khorgos: {}, altynkol: {}, almaty: {}}
links:
  border: {between: [khorgos, altynkol], rail: 1435 mm, length: 10 km, speed: 30 km/h, headway: 20 min}
  kz-south: {between: [altynkol, almaty], rail: 1520 mm, length: 370 km, speed: 42 km/h, headway: 15 min}
consists:
  narrow: {gauge: 1435 mm, capacity: 20 TEU, wagons: 10}
  wide: {gauge: 1520 mm, capacity: 24 TEU, wagons: 12}
terminals:
  dry-port:
    at: altynkol
    changes: 1435 mm to 1520 mm
    tracks: {1435 mm: 2, 1520 mm: 2}
    cranes: 2
    lift: {triangular: [8 min, 10 min, 15 min]}
    yard: 400 TEU
    form: {open-at: 50 %, oldest: 12 h}
services:
  block-train: {from: khorgos, to: almaty, every: {gamma: {mean: 3 h, cv: 0.7}}, consist: narrow, units: 10, due: 24 h}
)";

/// The corridor with some values changed: `terminals.dry-port.cranes=3`.
inline scenario::Scenario corridor(std::vector<std::string> const& set = {}) {
  scenario::LoadOptions options;
  options.set = set;
  auto loaded = scenario::load_text("corridor.yaml", kCorridor, options);
  if (!loaded.scenario) throw std::runtime_error{"the corridor of the tests does not load"};
  return std::move(*loaded.scenario);
}

/// Just so many replications.
inline scenario::Replication times(int n) {
  scenario::Replication plan;
  plan.at_least = n;
  plan.at_most = n;
  return plan;
}

inline ReplicateOptions by(unsigned threads) {
  ReplicateOptions options;
  options.farm.threads = threads;
  return options;
}

}  // namespace caravan::experiment
