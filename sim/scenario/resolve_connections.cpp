// Trains that wait for trains of other services.

#include <algorithm>

#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

PlaceId arrival_place(ConnectionDraft const& draft, Service const& service, Resolving const& r) {
  return draft.at ? *r.scenario.network.find_place(draft.at->value) : service.from;
}

/// How long the train needs to `place`, running undisturbed.
Duration time_to(PlaceId place, Way const& way, Resolving const& r) {
  Duration time;
  for (auto const& leg : way.legs) {
    auto at = leg.from;
    for (auto const& travel : leg.travels) {
      at = r.scenario.network.other_end(travel.link, at);
      time += r.scenario.network.links()[travel.link].running_time;
      if (at == place) return time;
    }
  }
  return time;
}

/// On the quickest of the ways that lead there; none if no way does.
std::optional<Duration> time_to(PlaceId place, Service const& feeder, Resolving const& r) {
  std::optional<Duration> least;
  for (Way const& way : feeder.ways) {
    if (!comes_to(way, place, r.scenario)) continue;
    auto const time = time_to(place, way, r);
    least = std::min(least.value_or(time), time);
  }
  return least;
}

void add_connection(ConnectionDraft const& draft, Service& service, Resolving& r) {
  Name const name{draft.id, draft.mark};
  auto const id = id_of<ServiceId>(r.draft.services, name, "service", r.diagnostics);
  Service const& feeder = r.scenario.services[id];
  PlaceId const at = arrival_place(draft, service, r);
  auto const time = time_to(at, feeder, r);
  if (!time) {
    r.diagnostics
        .error("connection", draft.mark,
               "trains of `" + service.name + "` wait for `" + draft.id +
                   "`, whose trains never come to " + r.scenario.network.places()[at].name,
               "name a service that does, or with `at` a place to which it comes")
        .notes.push_back({"its trains", feeder.mark});
    return;
  }
  service.connections.push_back({id, at, draft.lead.value_or(*time + draft.transfer),
                                 draft.transfer, draft.at_most, draft.mark});
}

}  // namespace

void check_connection_names(Resolving& r) {
  for (ServiceDraft const& service : r.draft.services) {
    for (ConnectionDraft const& draft : service.waits_for) {
      Name const name{draft.id, draft.mark};
      static_cast<void>(id_of<ServiceId>(r.draft.services, name, "service", r.diagnostics));
      if (!draft.at) continue;
      static_cast<void>(id_of<PlaceId>(r.draft.places, *draft.at, "place", r.diagnostics));
    }
  }
}

void resolve_connections(Resolving& r) {
  for (ServiceId const id : r.scenario.services.ids()) {
    for (ConnectionDraft const& draft : r.draft.services[id.number()].waits_for) {
      add_connection(draft, r.scenario.services[id], r);
    }
  }
}

}  // namespace caravan::scenario
