/// What loads cost: amounts are counted exactly while the run goes on, and priced at its end.
///
/// Distances are those of the way, which is known when a load sets out; lifts and stays in yards
/// are kept with the load (`Visit`); waiting is the time that its account has in stages of waiting.
/// So nothing is added up in floating point before the rates are applied, and the order of
/// deliveries does not matter.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/world.hpp"

namespace caravan::model {

/// A crane of `terminal` has lifted the load.
void lifted(Load& load, scenario::TerminalId terminal);
/// It now stands in the yard, and leaves it.
void set_down(Load& load, scenario::TerminalId terminal, SimTime now);
void picked_up(Load& load, scenario::Scenario const& scenario, SimTime now);

/// A train sets out over its leg: each of its loads bears its part of what the train costs.
void share_train(World& world, Train& train);

/// What carriage over a way costs a TEU, on trains that are full, and the lifts on it cost a load,
/// one for each change of carriers. There must be costs.
[[nodiscard]] double carriage_per_teu(scenario::Way const& way, std::string const& commodity,
                                      scenario::Scenario const& scenario);
[[nodiscard]] double lift_costs(scenario::Way const& way, scenario::Scenario const& scenario);

class Bill {
 public:
  /// A load is delivered; its account is still open.
  void enter(World& world, Load const& load);
  [[nodiscard]] Expenses priced(scenario::Scenario const& scenario) const;

 private:
  struct Handled {
    std::int64_t lifts = 0;
    std::int64_t stored_teu_ms = 0;  ///< beyond what is free
  };
  struct Amounts {
    scenario::Way const* way = nullptr;
    std::int64_t loads = 0;
    std::int64_t teu = 0;
    std::int64_t waiting_teu_ms = 0;
    std::int64_t powered_teu_ms = 0;
    std::vector<std::int64_t> train_shares;  // by leg: millionths of trains
    std::map<scenario::TerminalId, Handled> terminals;
  };
  static void price_way(Expenses& sums, Amounts const& amounts, std::string const& commodity,
                        scenario::Scenario const& scenario);
  static void price_handling(Expenses& sums, Handled const& handled, scenario::PlaceId place,
                             scenario::Scenario const& scenario);
  std::map<std::pair<std::size_t, std::string>, Amounts> amounts_;  // by way number and commodity
};

}  // namespace caravan::model
