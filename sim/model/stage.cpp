#include "caravan/model/stage.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace caravan::model {

namespace {

constexpr std::size_t kStagesOfActivity = 3;
constexpr std::size_t kStagesOfFleet = 2;

}  // namespace

Stages::Stages(scenario::Scenario const& scenario) {
  using Kind = Stage::Kind;
  running = add("running", Kind::moving, "");
  line = add("waiting for the line", Kind::waiting, "line");
  closure = add("waiting for a closure to end", Kind::waiting, "closure");
  track = add("waiting for a station track", Kind::waiting, "station track");
  handling_track = add("waiting for a handling track", Kind::waiting, "handling track");
  positioning = add("positioning", Kind::working, "positioning");
  crane = add("waiting for a crane", Kind::waiting, "crane");
  yard = add("waiting for room in the yard", Kind::waiting, "yard");
  lift = add("lift", Kind::working, "lift");
  onward = add("waiting for an onward train", Kind::waiting, "onward train");
  forming = add("waiting for more loads", Kind::waiting, "forming");
  room = add("waiting for room ahead", Kind::waiting, "room ahead");
  first_activity_ = table_.size();
  for (auto const& activity : scenario.activities) {
    add(activity.name, Kind::working, activity.name);
    add("waiting for " + activity.name, Kind::waiting, activity.name);
    add("waiting for " + activity.name + " to open", Kind::waiting, activity.name + " closed");
  }
  first_fleet_ = table_.size();
  for (auto const& fleet : scenario.fleets) {
    add("waiting for " + fleet.name, Kind::waiting, fleet.name);
    add("change of " + fleet.name, Kind::working, fleet.name);
  }
  for (auto const& one : scenario.closures) {
    auto const holds = one.holds != scenario::Closure::Holds::nobody;
    embargoes_.add(holds ? add("waiting for " + one.name + " to end", Kind::waiting, one.name)
                         : StageId::none());
  }
  add_further(scenario);
  add_means(scenario);
}

/// They come last, so that the numbers of all others do not depend on them.
void Stages::add_further(scenario::Scenario const& scenario) {
  using Kind = Stage::Kind;
  for (auto const& activity : scenario.activities) {
    auto& further = further_.emplace_back();
    for (auto const& lane : activity.lanes) {
      auto const stage = add(activity.name + ' ' + lane.name, Kind::working, activity.name);
      if (!further.first_lane.valid()) {
        further.first_lane = stage;
      }
    }
    if (activity.laboratory) {
      further.laboratory = add("waiting for the laboratory of " + activity.name, Kind::waiting,
                               activity.name + " laboratory");
    }
    if (activity.slots) {
      further.slot =
          add("waiting for a slot of " + activity.name, Kind::waiting, activity.name + " slot");
    }
  }
  auto const has_bonded_yard = [](auto const& terminal) { return terminal.bonded_teu.has_value(); };
  if (std::any_of(scenario.terminals.begin(), scenario.terminals.end(), has_bonded_yard)) {
    bonded = add("waiting for room in the bonded yard", Kind::waiting, "bonded yard");
  }
  if (scenario.initial) {
    before = add("before the start", Kind::working, "before the start");
  }
  auto const has_plugs = [](auto const& terminal) { return terminal.plugs.has_value(); };
  if (std::any_of(scenario.terminals.begin(), scenario.terminals.end(), has_plugs)) {
    plug = add("waiting for a plug", Kind::waiting, "plug");
  }
  auto const has_connections = [](auto const& service) { return !service.connections.empty(); };
  if (std::any_of(scenario.services.begin(), scenario.services.end(), has_connections)) {
    connection = add("waiting for a connection", Kind::waiting, "connection");
  }
}

void Stages::add_means(scenario::Scenario const& scenario) {
  using Means = scenario::Terminal::Means;
  static constexpr std::array<std::pair<Means, char const*>, 3> kNames{
      {{Means::bogies, "bogie exchange"},
       {Means::variable_gauge, "gauge changer"},
       {Means::shunting, "shunting"}}};
  for (auto const& [means, name] : kNames) {
    auto const has = [by = means](auto const& terminal) { return terminal.by == by; };
    if (std::any_of(scenario.terminals.begin(), scenario.terminals.end(), has)) {
      auto const wait = means == Means::shunting ? "a shunting engine" : "the " + std::string{name};
      means_[means] = add("waiting for " + wait, Stage::Kind::waiting, name);
      add(name, Stage::Kind::working, name);
    }
  }
}

StageId Stages::add(std::string name, Stage::Kind kind, std::string cause) {
  return table_.add(Stage{std::move(name), kind, std::move(cause)});
}

StageId Stages::work(scenario::ActivityId activity) const {
  return StageId{first_activity_ + kStagesOfActivity * activity.number()};
}
StageId Stages::queue(scenario::ActivityId activity) const {
  return StageId{first_activity_ + kStagesOfActivity * activity.number() + 1};
}
StageId Stages::closed(scenario::ActivityId activity) const {
  return StageId{first_activity_ + kStagesOfActivity * activity.number() + 2};
}

StageId Stages::units(scenario::FleetId fleet) const {
  return StageId{first_fleet_ + kStagesOfFleet * fleet.number()};
}
StageId Stages::change(scenario::FleetId fleet) const {
  return StageId{first_fleet_ + kStagesOfFleet * fleet.number() + 1};
}

StageId Stages::lane(scenario::ActivityId activity, std::size_t lane) const {
  return StageId{further_[activity.number()].first_lane.number() + lane};
}
StageId Stages::slot(scenario::ActivityId activity) const {
  return further_[activity.number()].slot;
}
StageId Stages::laboratory(scenario::ActivityId activity) const {
  return further_[activity.number()].laboratory;
}

StageId Stages::queue(scenario::Terminal::Means means) const {
  return means_.at(means);
}
StageId Stages::work(scenario::Terminal::Means means) const {
  return StageId{means_.at(means).number() + 1};
}

}  // namespace caravan::model
