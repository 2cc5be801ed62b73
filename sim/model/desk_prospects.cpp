// What work is to be expected at a place.

#include <algorithm>
#include <cmath>

#include "model/desks.hpp"

namespace caravan::model {

using scenario::Activity;

namespace {

/// Pieces of work on one that comes.
double pieces_of(Activity const& activity, Desks::Expected const& who) {
  switch (activity.per) {
    case Activity::Per::wagon:
      return who.wagons;
    case Activity::Per::unit:
      return who.units;
    case Activity::Per::train:
    case Activity::Per::consignment:
    case Activity::Per::truck:
      break;
  }
  return 1;
}

double mean_ms(Activity const& activity) {
  if (activity.lanes.empty()) {
    return mean(activity.time);
  }
  double sum = 0;
  for (auto const& lane : activity.lanes) {
    sum += lane.share * mean(lane.time);
  }
  return sum;
}

}  // namespace

std::vector<Prospect> Desks::ahead(Expected const& who, Passage passage, Stop stop) const {
  std::vector<Prospect> prospects;
  auto const& route = who.way->route;
  Subject const subject{
      who.way->legs[who.leg].carrier, who.service, who.flow, who.commodity, route.from, route.to};
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto const& desk = desks_[id];
    auto const& activity = *desk.activity;
    auto const due = activity.when == Activity::When::arrival ? stop.arrival : stop.departure;
    auto const met = activity.holds_unit ? stop.held : due;
    if (!met || !concerns(activity, subject, passage)) {
      continue;
    }
    auto const& server = desk.server ? *desk.server : *desk.staff;
    auto const each = mean_ms(activity);
    auto const pieces = scenario::share_of(activity, *who.commodity) * pieces_of(activity, who);
    auto const rounds = std::max(1.0, pieces / std::max(1, server.capacity()));
    auto const chance = std::min(1.0, pieces);
    auto const laboratory =
        activity.laboratory ? activity.laboratory->share * mean(activity.laboratory->time) : 0;
    prospects.push_back({id, &server, pieces, each, chance * (rounds * each + laboratory)});
  }
  return prospects;
}

}  // namespace caravan::model
