// What desks do on trucks, and on load units that they hold in the yard.

#include <algorithm>

#include "model/desks.hpp"

namespace caravan::model {

using scenario::Activity;

engine::Task Desks::visit(Load& truck, Passage passage, bool arrival, bool departure) {
  scenario::ActivityId done;  // instead of another; not a second time
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto* desk = &desks_[id];
    if (id == done || !is_due(*desk->activity, arrival, departure) ||
        !concerns(*desk->activity, subject_of(truck, truck.leg), passage)) {
      continue;
    }
    auto stream = world_.stream(truck.account.tag, desk->purpose);
    auto job = draw(*desk, piece_of(truck), stream);
    if (auto const ahead = ahead_of(truck.account.tag, id)) {
      truck.desk = engine::Lease{};
      truck.queue_place = engine::Lease{};
      auto rest = await_rest(truck, *desk, ahead);
      co_await rest;
      continue;
    }
    if (job && !under_cap(*desk)) {
      done = desk->activity->cap->instead;
      if (!done.valid()) {
        truck.turned_away = true;
        break;
      }
      desk = &desks_[done];
      auto other = world_.stream(truck.account.tag, desk->purpose);
      job = draw(*desk, piece_of(truck), other);
    }
    if (!job) {
      continue;
    }
    if (desk->slots) {
      auto slot = await_slot(truck, *desk);
      co_await slot;
    }
    if (desk->places) {
      auto queue = queue_up(truck, *desk);
      co_await queue;
    } else {
      step_up(truck, *desk, engine::Lease{});
    }
    if (truck.turned_away) {
      break;
    }
    auto service = work_on(truck, *desk, *job);
    co_await service;
    if (truck.turned_away) {
      break;
    }
  }
  on_the_way_.erase(truck.account.tag);
}

/// Takes one more in this month, if there is no cap or it is not yet reached.
bool Desks::under_cap(Desk& desk) const {
  auto const& cap = desk.activity->cap;
  if (!cap) {
    return true;
  }
  auto const& months = cap->months;
  while (desk.month + 1 < months.size() && months[desk.month + 1] <= world_.engine.now()) {
    ++desk.month;
    desk.taken = 0;
  }
  if (desk.taken == cap->most) {
    return false;
  }
  ++desk.taken;
  return true;
}

/// Takes a place in the queue of a desk with a limit.
engine::Task Desks::queue_up(Load& truck, Desk& desk) {
  auto const& activity = *desk.activity;
  engine::Lease place;
  if (activity.when_full == Activity::WhenFull::turn_away) {
    place = desk.places->try_acquire(claim_of(truck, Duration{}));
    truck.turned_away = !place;
  } else {
    world_.stage(truck, world_.stages.room, activity.place, {}, world_.holder_of(*desk.places));
    place = co_await desk.places->acquire(claim_of(truck, Duration{}));
  }
  step_up(truck, desk, std::move(place));
}

/// A truck leaves the desk before only when it has a place in the queue of the next: blocking after
/// service.
void Desks::step_up(Load& truck, Desk const& desk, engine::Lease place) {
  truck.desk = engine::Lease{};
  truck.queue_place = std::move(place);
  if (!truck.turned_away) {
    world_.stage(truck, world_.stages.queue(desk.id), desk.activity->place, {}, holder_at(desk));
  }
}

engine::Task Desks::hold(Load& unit, Passage passage) {
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto& desk = desks_[id];
    if (!desk.activity->holds_unit ||
        !concerns(*desk.activity, subject_held(unit, passage), passage)) {
      continue;
    }
    auto stream = world_.stream(unit.account.tag, desk.purpose);
    auto const job = draw(desk, piece_of(unit), stream);
    if (!job) {
      continue;
    }
    world_.stage(unit, world_.stages.queue(desk.id), passage.place, {}, holder_at(desk));
    auto service = work_on(unit, desk, *job);
    co_await service;
    unit.desk = engine::Lease{};
  }
}

bool Desks::chosen_to_hold(Load const& unit, Passage passage) const {
  auto const& activities = world_.scenario.places[passage.place].activities;
  return std::any_of(activities.begin(), activities.end(), [&](scenario::ActivityId id) {
    auto const& desk = desks_[id];
    if (!desk.activity->holds_unit ||
        !concerns(*desk.activity, subject_held(unit, passage), passage)) {
      return false;
    }
    auto stream = world_.stream(unit.account.tag, desk.purpose);
    return draw(desk, piece_of(unit), stream).has_value();
  });
}

}  // namespace caravan::model
