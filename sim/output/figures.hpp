/// Figures that a summary picks from a result: the most, the tightest, the shares.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/model/result.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

/// A cause of waiting and its part in all waiting of the loads that have a lead time.
struct WaitCause {
  std::string cause;
  Duration total;
  double share = 0;
};

struct Waits {
  std::int64_t loads = 0;         ///< loads that have a lead time
  Duration total;                 ///< of all of them
  std::vector<WaitCause> causes;  ///< greatest first, then by name; none that is 0
};

[[nodiscard]] Waits waits_of_loads(model::RunResult const& result);

/// Relations with most deliveries first, then by places.
[[nodiscard]] std::vector<model::RelationResult const*> by_deliveries(
    model::RunResult const& result);

/// The busiest resources first, at most `count`, and one of a kind for each object of the scenario:
/// the tightest of a line's sections stands for the line.
[[nodiscard]] std::vector<model::ResourceResult const*> tightest(model::RunResult const& result,
                                                                 std::size_t count);

/// Terminals with most trains first, then by name.
[[nodiscard]] std::vector<model::TerminalResult const*> by_trains(model::RunResult const& result);

/// Stocks at which trains had to wait, the longest waits first, then by fleet and place.
struct Shortage {
  model::FleetResult const* fleet = nullptr;
  model::FleetStockResult const* stock = nullptr;
};
[[nodiscard]] std::vector<Shortage> shortages(model::RunResult const& result);

/// Wagons that stand ready on one track gauge in one country: on one side of a border.
struct GaugeStock {
  network::TrackGauge gauge;
  bool ready = false;   ///< else with trains, or turning round, wherever that is
  std::string country;  ///< of those that stand ready; empty if their place is in none
  double mean = 0;
  std::int64_t at_end = 0;
};
/// By track gauge and country; those that do not stand ready come first of their gauge.
[[nodiscard]] std::vector<GaugeStock> gauge_ledger(model::RunResult const& result,
                                                   scenario::Scenario const& scenario);

/// The worst aftermaths first, at most `count`: those that are not over, then the longest, then
/// those with most trains.
[[nodiscard]] std::vector<model::ClosureResult const*> worst(model::RunResult const& result,
                                                             std::size_t count);

/// `xian → duisburg`, `khorgos → almaty by truck`, `xian → duisburg, express`; a visit of one place
/// is its name alone.
[[nodiscard]] std::string name_of(model::RelationResult const& relation,
                                  scenario::Scenario const& scenario);
[[nodiscard]] char const* name_of(model::ResourceResult::Kind kind);
[[nodiscard]] char const* name_of(model::End end);

/// Per day of the time that was run; 0 if none was.
[[nodiscard]] double per_day(std::int64_t count, model::RunResult const& result);
/// `part` of `whole`; 0 if there is no whole.
[[nodiscard]] double share_of(std::int64_t part, std::int64_t whole);

}  // namespace caravan::output
