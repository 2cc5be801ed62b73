#include "model/closures.hpp"

#include <map>

#include "caravan/core/hash.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/engine/sampling.hpp"
#include "caravan/model/model.hpp"

#include "model/departures.hpp"

namespace caravan::model {

using scenario::Closure;
using scenario::ClosureId;

namespace {

/// When a closure begins after `gap` of its season since `from`: within the season, so that a gap
/// which ends with a month is carried to the next.
SimTime begin_after(StepFunction<double> const& season, SimTime from, Duration gap) {
  auto begin = after_gap(season, from, gap);
  while (begin != SimTime::never() && season.at(begin) <= 0) {
    begin = season.next_step(begin);
  }
  return begin;
}

void draw_spells(ClosureId id, scenario::Scenario const& scenario, RunOptions const& options,
                 std::vector<Spell>& spells) {
  auto const& closure = scenario.closures[id];
  auto const& chance = *closure.chance;
  engine::Stream stream{{options.seed, options.replication}, hash_of("closure/" + closure.name), 0};
  auto const last = std::min(closure.when.until, scenario.clock.horizon);
  auto from = closure.when.from;
  for (;;) {
    auto const gap = engine::sample_duration(chance.gap, stream);
    auto const begin = begin_after(chance.season, from, gap);
    if (begin >= last) {
      return;
    }
    auto const lasts = engine::sample_duration(chance.lasts, stream);
    if (lasts > Duration{}) {
      spells.push_back({id, {begin, begin + lasts}});
    }
    from = begin + lasts;
  }
}

/// Of several closures at once the strictest counts; slownesses multiply.
Regime regime_of(SimTime from, std::vector<std::size_t> const& active,
                 std::vector<Spell> const& spells, Table<ClosureId, Closure> const& closures) {
  Regime regime;
  regime.from = from;
  for (auto const number : active) {
    auto const& spell = spells[number];
    auto const& closure = closures[spell.closure];
    auto const longest =
        !regime.strictest || spells[*regime.strictest].when.until < spell.when.until;
    if (closure.left < regime.left ||
        (closure.left == regime.left && closure.left < 1 && longest)) {
      regime.left = closure.left;
      regime.strictest = number;
    }
    regime.time *= closure.time;
    if (closure.share) {
      regime.share = std::max(regime.share.value_or(0), *closure.share);
    }
  }
  return regime;
}

}  // namespace

Regimes::Regimes(std::vector<Spell> const& spells, std::vector<std::size_t> const& which,
                 Table<ClosureId, Closure> const& closures) {
  std::map<SimTime, std::vector<std::size_t>> changes;
  for (auto const number : which) {
    changes[spells[number].when.from].push_back(number);
    changes[spells[number].when.until].push_back(number);
  }
  std::vector<std::size_t> active;
  for (auto const& [at, begun_or_ended] : changes) {
    for (auto const number : begun_or_ended) {
      if (spells[number].when.until == at) {
        active.erase(std::find(active.begin(), active.end(), number));
      } else {
        active.push_back(number);
      }
    }
    std::sort(active.begin(), active.end());
    all_.push_back(regime_of(at, active, spells, closures));
  }
}

Regime const* Regimes::find(SimTime t) const {
  auto const next =
      std::upper_bound(all_.begin(), all_.end(), t,
                       [](SimTime at, Regime const& regime) { return at < regime.from; });
  return next == all_.begin() ? nullptr : &*(next - 1);
}

SimTime Regimes::open_from(SimTime t) const {
  auto const* regime = at(t);
  if (regime == nullptr || regime->left > 0) {
    return t;
  }
  while (regime->left <= 0) {
    ++regime;  // the last one is open
  }
  return regime->from;
}

Closures::Closures(scenario::Scenario const& scenario, RunOptions const& options) {
  for (auto const id : scenario.closures.ids()) {
    auto const& closure = scenario.closures[id];
    if (closure.chance) {
      draw_spells(id, scenario, options, spells_);
    } else {
      spells_.push_back({id, closure.when});
    }
  }
  places_ = add_regimes<scenario::PlaceId>(scenario, scenario.places.size());
  links_ = add_regimes<scenario::LinkId>(scenario, scenario.links.size());
  activities_ = add_regimes<scenario::ActivityId>(scenario, scenario.activities.size());
  staff_ = add_regimes<scenario::StaffId>(scenario, scenario.staff.size());
  terminals_ = add_regimes<scenario::TerminalId>(scenario, scenario.terminals.size());
  services_ = add_regimes<scenario::ServiceId>(scenario, scenario.services.size());
  flows_ = add_regimes<scenario::FlowId>(scenario, scenario.flows.size());
  fleets_ = add_regimes<scenario::FleetId>(scenario, scenario.fleets.size());
}

template <class Key>
Closures::Numbers<Key> Closures::add_regimes(scenario::Scenario const& scenario, std::size_t size) {
  std::map<Key, std::vector<std::size_t>> spells_by_key;
  for (std::size_t number = 0; number < spells_.size(); ++number) {
    auto const& closure = scenario.closures[spells_[number].closure];
    for (auto const& of : closure.of) {
      auto const* const id = std::get_if<Key>(&of);
      if (id == nullptr || closure.holds != Closure::Holds::nobody) {
        continue;
      }
      auto& list = spells_by_key[*id];
      if (list.empty() || list.back() != number) {
        list.push_back(number);
      }
    }
  }
  Numbers<Key> numbers(size);
  for (auto const& [id, which] : spells_by_key) {
    numbers[id] = static_cast<std::uint32_t>(regimes_.size());
    regimes_.emplace_back(spells_, which, scenario.closures);
  }
  return numbers;
}

}  // namespace caravan::model
