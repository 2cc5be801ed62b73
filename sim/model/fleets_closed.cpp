// Closures of fleets: a strike of drivers, wagons that others have claimed, locomotives that have
// failed. Units are withheld where they stand ready, and nobody's train loses any.

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/fleets.hpp"

namespace caravan::model {

engine::Process Fleets::close(Pool& pool, Regimes const& regimes) {
  constexpr double kRounding = 1e-9;
  for (auto const& regime : regimes.all()) {
    co_await world_.engine.until(regime.from, engine::Rank::calendar);
    auto const all = static_cast<double>(pool.size);
    auto const left = static_cast<std::int64_t>(std::floor(regime.left * all + kRounding));
    pool.to_withhold = pool.size - left;
    withhold_everywhere(pool);
    hand_out(pool);
  }
}

/// Takes units that stand ready out of the reach of trains, those that wait included.
void Fleets::withhold(Pool& pool, Stock& stock, std::int64_t units) {
  if (units == 0) {
    return;
  }
  auto const taken = stock.store.try_take(units, std::numeric_limits<int>::max());
  expects(taken, "units that stand ready can be withheld");
  stock.withheld += units;
  pool.withheld += units;
}

/// As many as are missing, of each stock in proportion; if fewer stand ready, those that come to
/// rest next are withheld too.
void Fleets::withhold_everywhere(Pool& pool) {
  std::int64_t ready = 0;
  for (auto const& [place, stock] : pool.stocks) {
    ready += stock.store.level();
  }
  auto const missing = std::clamp<std::int64_t>(pool.to_withhold - pool.withheld, 0, ready);
  std::int64_t passed = 0;
  std::int64_t done = 0;
  for (auto& [place, stock] : pool.stocks) {
    passed += stock.store.level();
    auto const due = ready == 0 ? 0 : passed * missing / ready;
    withhold(pool, stock, due - done);
    done = due;
  }
}

/// What is withheld beyond what is to be comes back, of each stock in order.
void Fleets::hand_out(Pool& pool) {
  for (auto& [place, stock] : pool.stocks) {
    auto const units =
        std::clamp<std::int64_t>(pool.withheld - pool.to_withhold, 0, stock.withheld);
    if (units == 0) {
      continue;
    }
    stock.withheld -= units;
    pool.withheld -= units;
    auto const fits = stock.store.try_put(units);
    expects(fits, "a stock is without limit");
    send_back(pool, place);
  }
}

}  // namespace caravan::model
