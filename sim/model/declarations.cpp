// Pre-arrival declarations: work that is done on a train or truck while it is still on its way.

#include <algorithm>

#include "model/desks.hpp"

namespace caravan::model {

/// Whether this piece of work is among those that are declared ahead.
bool Desks::declared(Tag who, Desk const& desk, std::uint32_t part) const {
  auto stream = world_.stream(who, desk.purpose_declared + part);
  return stream.uniform() < desk.activity->declared;
}

void Desks::declare(Train& train, Passage passage) {
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto& desk = desks_[id];
    if (desk.activity->declared <= 0) {
      continue;
    }
    for (auto const& job :
         jobs_of(train, desk, parts_of(train, *desk.activity, passage), passage)) {
      if (declared(train.account.tag, desk, job.part)) {
        put_ahead(train, desk, job);
      }
    }
  }
}

void Desks::declare(Load& truck, Passage passage) {
  for (auto const id : world_.scenario.places[passage.place].activities) {
    auto& desk = desks_[id];
    if (desk.slots && concerns(*desk.activity, subject_of(truck, truck.leg), passage)) {
      auto stream = world_.stream(truck.account.tag, desk.purpose);
      if (draw(desk, piece_of(truck), stream)) {
        book_slot(truck, desk, world_.engine.now() + time_to(truck, passage));
      }
    }
    if (desk.activity->declared <= 0 ||
        !concerns(*desk.activity, subject_of(truck, truck.leg), passage) ||
        !declared(truck.account.tag, desk, 0)) {
      continue;
    }
    auto stream = world_.stream(truck.account.tag, desk.purpose);
    if (auto const job = draw(desk, piece_of(truck), stream)) {
      put_ahead(truck, desk, *job);
    }
  }
}

template <class Mover>
void Desks::put_ahead(Mover& mover, Desk& desk, Job job) {
  auto ahead = ahead_of(mover.account.tag, desk.id);
  if (!ahead) {
    auto const idle = std::find_if(aheads_.begin(), aheads_.end(),
                                   [](AheadRef const& one) { return one.use_count() == 1; });
    ahead = idle != aheads_.end() ? *idle
                                  : aheads_.emplace_back(std::make_shared<Ahead>(world_.engine));
    ahead->activity = desk.id;
    ahead->left = 0;
    ahead->begun = false;
    on_the_way_[mover.account.tag].push_back(ahead);
  }
  ++ahead->left;
  world_.engine.spawn(mover.account.tag.packed(),
                      work_ahead(desk, job, claim_of(mover, job.time), ahead),
                      engine::Rank::decide);
}

engine::Process Desks::work_ahead(Desk& desk, Job job, engine::Claim claim, AheadRef ahead) {
  engine::Lease lease;
  if (desk.server) {
    lease = co_await desk.server->acquire(claim);
  }
  engine::Lease officers;
  if (desk.staff != nullptr) {
    officers = co_await desk.staff->acquire(staff_claim(desk, claim));
  }
  count_piece(desk, job);
  ahead->begun = true;
  ahead->changed.fire_all();
  if (officers) {
    co_await desk.staff->work(officers, job.time);
  } else {
    co_await desk.server->work(lease, job.time);
  }
  --ahead->left;
  ahead->changed.fire_all();
}

/// What one activity does ahead on a train or truck; none if nothing of it was declared.
Desks::AheadRef Desks::ahead_of(Tag who, scenario::ActivityId activity) const {
  auto const found = on_the_way_.find(who);
  if (found == on_the_way_.end()) {
    return nullptr;
  }
  auto const& list = found->second;
  auto const same = std::find_if(list.begin(), list.end(), [activity](AheadRef const& ahead) {
    return ahead->activity == activity;
  });
  return same != list.end() ? *same : nullptr;
}

/// It has arrived before all of its declared work is done.
template <class Mover>
engine::Task Desks::await_rest(Mover& mover, Desk& desk, AheadRef ahead) {
  StageId shown;
  while (ahead->left > 0) {
    auto const stage = ahead->begun ? world_.stages.work(desk.id) : world_.stages.queue(desk.id);
    if (stage != shown) {
      world_.stage(mover, stage, desk.activity->place);
      shown = stage;
    }
    co_await ahead->changed.wait();
  }
}

template engine::Task Desks::await_rest(Train& mover, Desk& desk, AheadRef ahead);
template engine::Task Desks::await_rest(Load& mover, Desk& desk, AheadRef ahead);

}  // namespace caravan::model
