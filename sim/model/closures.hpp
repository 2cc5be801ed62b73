/// What is closed or does less in this run, and when.
///
/// Closures come from outside: nothing in the run brings one about. So those that come by chance
/// are drawn whole before it begins, each from a stream of its own name, and laid out in order of
/// time for each thing that they concern. What no closure names costs nothing.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "caravan/scenario/scenario.hpp"

namespace caravan::model {

struct RunOptions;

/// One time that a closure lasts.
struct Spell {
  scenario::ClosureId closure;
  Interval when;
};

/// What holds from an instant until the next regime.
struct Regime {
  SimTime from;
  double left = 1;                       ///< share of the capacity; 0 = closed
  double time = 1;                       ///< factor on the time of what begins now
  std::optional<double> share;           ///< of an activity
  std::optional<std::size_t> strictest;  ///< of the spells that leave least, the one longest
};

/// The regimes of one thing in order of time; none if no closure ever names it. Before the first
/// and in the last nothing is changed.
class Regimes {
 public:
  Regimes() = default;
  /// `spells` are those of the closures that name the thing.
  Regimes(std::vector<Spell> const& spells, std::vector<std::size_t> const& which,
          Table<scenario::ClosureId, scenario::Closure> const& closures);

  [[nodiscard]] std::vector<Regime> const& all() const { return all_; }
  /// The regime at `t`, or nothing if no closure has begun by then.
  [[nodiscard]] Regime const* at(SimTime t) const { return all_.empty() ? nullptr : find(t); }
  /// The share of capacity that is left at `t`.
  [[nodiscard]] double left(SimTime t) const {
    auto const* const regime = at(t);
    return regime == nullptr ? 1 : regime->left;
  }
  /// The factor on the time of what begins at `t`.
  [[nodiscard]] double time(SimTime t) const {
    auto const* const regime = at(t);
    return regime == nullptr ? 1 : regime->time;
  }
  /// The first instant >= `t` at which it is not closed.
  [[nodiscard]] SimTime open_from(SimTime t) const;

 private:
  [[nodiscard]] Regime const* find(SimTime t) const;
  std::vector<Regime> all_;
};

class Closures {
 public:
  Closures(scenario::Scenario const& scenario, RunOptions const& options);

  /// All spells of the run, by closure and begin.
  [[nodiscard]] std::vector<Spell> const& spells() const { return spells_; }
  [[nodiscard]] Regimes const& of(scenario::PlaceId id) const { return regimes_[places_[id]]; }
  [[nodiscard]] Regimes const& of(scenario::LinkId id) const { return regimes_[links_[id]]; }
  [[nodiscard]] Regimes const& of(scenario::ActivityId id) const {
    return regimes_[activities_[id]];
  }
  [[nodiscard]] Regimes const& of(scenario::StaffId id) const { return regimes_[staff_[id]]; }
  [[nodiscard]] Regimes const& of(scenario::TerminalId id) const {
    return regimes_[terminals_[id]];
  }
  [[nodiscard]] Regimes const& of(scenario::ServiceId id) const { return regimes_[services_[id]]; }
  [[nodiscard]] Regimes const& of(scenario::FlowId id) const { return regimes_[flows_[id]]; }
  [[nodiscard]] Regimes const& of(scenario::FleetId id) const { return regimes_[fleets_[id]]; }

 private:
  /// Where the regimes of a thing stand among all. Of many things few are ever named.
  template <class Key>
  using Numbers = Table<Key, std::uint32_t>;
  template <class Key>
  [[nodiscard]] Numbers<Key> add_regimes(scenario::Scenario const& scenario, std::size_t size);

  std::vector<Spell> spells_;
  std::vector<Regimes> regimes_{1};  ///< the first of what no closure names
  Numbers<scenario::PlaceId> places_;
  Numbers<scenario::LinkId> links_;
  Numbers<scenario::ActivityId> activities_;
  Numbers<scenario::StaffId> staff_;
  Numbers<scenario::TerminalId> terminals_;
  Numbers<scenario::ServiceId> services_;
  Numbers<scenario::FlowId> flows_;
  Numbers<scenario::FleetId> fleets_;
};

}  // namespace caravan::model
