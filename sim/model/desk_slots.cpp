// Trucks that come to a desk at booked times.

#include <algorithm>

#include "caravan/core/hash.hpp"

#include "model/desks.hpp"

namespace caravan::model {

/// Undisturbed, from the place before.
Duration Desks::time_to(Load const& truck, Passage passage) const {
  auto const& links = world_.network.links();
  auto const& travels = truck.way->legs[truck.leg].travels;
  auto const way = std::find_if(travels.begin(), travels.end(), [&](network::Travel travel) {
    auto const& link = links[travel.link];
    return (travel.forward ? link.a : link.b) == passage.from &&
           (travel.forward ? link.b : link.a) == passage.place;
  });
  auto const& link = links[way->link];
  auto const own_mps = truck.flow.valid() ? world_.scenario.flows[truck.flow].speed_mps : 0;
  constexpr double kMsInSecond = 1000;
  auto const own =
      own_mps > 0 ? Duration::rounded(link.length_m / own_mps * kMsInSecond) : Duration{};
  return std::max(link.running_time, own);
}

SimTime Desks::book_slot(Load const& truck, Desk& desk, SimTime ready) {
  auto const now = world_.engine.now();
  auto const& rules = desk.slots->rules();
  return desk.slots->book(truck.account.tag, now, std::max(ready, now + rules.notice),
                          world_.stream(truck.account.tag, hash_of("slot/" + desk.activity->name)));
}

/// The truck waits outside, so it makes way at the desk before. Who is late, or misses the slot
/// for another reason, books anew.
engine::Task Desks::await_slot(Load& truck, Desk& desk) {
  auto const tag = truck.account.tag;
  auto const& rules = desk.slots->rules();
  auto const now = world_.engine.now();
  truck.desk = engine::Lease{};
  truck.queue_place = engine::Lease{};
  auto const* const booked = desk.slots->booked(tag);
  auto slot = booked != nullptr ? *booked : book_slot(truck, desk, now);
  auto stream = world_.stream(tag, hash_of("no-show/" + desk.activity->name));
  auto const luck = stream.uniform();
  if (slot < SimTime::never() && (slot + rules.grace < now || luck < rules.no_shows)) {
    slot = book_slot(truck, desk, std::max(now, slot + rules.apart));
  }
  desk.slots->forget(tag);
  if (slot > now) {
    world_.stage(truck, world_.stages.slot(desk.id), desk.activity->place);
    co_await world_.engine.until(std::min(slot, world_.scenario.clock.horizon),
                                 engine::Rank::arrive);
  }
}

}  // namespace caravan::model
