#include <algorithm>

#include "scenario/resolver.hpp"
#include "scenario/zones.hpp"

namespace caravan::scenario {

std::vector<PlaceTracks> tracks_of(TracksByGauge const& tracks) {
  std::vector<PlaceTracks> list;
  for (auto const& entry : tracks) {
    list.push_back({entry.key, entry.value.count, entry.value.length_m});
  }
  std::sort(list.begin(), list.end(),
            [](PlaceTracks const& a, PlaceTracks const& b) { return a.gauge < b.gauge; });
  return list;
}

std::optional<Breakdowns> breakdowns_of(std::optional<BreakdownsDraft> const& draft) {
  if (!draft) return std::nullopt;
  return Breakdowns{draft->up, draft->down, draft->only_busy};
}

void resolve_places(Resolving& r) {
  for (std::size_t i = 0; i < r.draft.places.size(); ++i) {
    PlaceDraft const& draft = r.draft.places[i];
    PlaceDetail detail;
    detail.local = clock_of(zone_of(PlaceId{i}, r), r);
    detail.tracks = tracks_of(draft.tracks);
    for (Name const& name : draft.activities) {
      detail.activities.push_back(
          id_of<ActivityId>(r.draft.activities, name, "activity", r.diagnostics));
    }
    r.scenario.places.add(std::move(detail));
  }
}

void resolve_consists(Resolving& r) {
  for (ConsistDraft const& draft : r.draft.consists) {
    auto const fleet = draft.fleet
                           ? id_of<FleetId>(r.draft.fleets, *draft.fleet, "fleet", r.diagnostics)
                           : FleetId::none();
    r.scenario.consists.add({draft.id, draft.gauge, draft.countries, draft.commodities,
                             draft.capacity_teu, draft.wagons, draft.length_m, draft.acceleration,
                             draft.braking, draft.plugs, fleet, draft.mark});
  }
}

}  // namespace caravan::scenario
