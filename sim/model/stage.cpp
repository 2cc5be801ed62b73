#include "caravan/model/stage.hpp"

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

}  // namespace caravan::model
