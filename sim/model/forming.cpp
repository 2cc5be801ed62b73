// The forming of onward trains: when one is ordered, how it is loaded, when it leaves.

#include <algorithm>

#include "caravan/core/hash.hpp"

#include "model/fleets.hpp"
#include "model/stations.hpp"
#include "model/terminals.hpp"
#include "model/train_stories.hpp"

namespace caravan::model {

/// The smallest load that a train leaves with, and is placed for.
double Terminals::least_teu(Group const& group) {
  return group.formation.least * group.consist->capacity_teu;
}

bool Terminals::should_order(Group const& group) const {
  auto const spare = group.ready_teu + group.expected_teu - group.committed_teu;
  if (group.forming != nullptr) {
    return spare >= group.unit_teu && chosen_time(group, nullptr) <= world_.engine.now();
  }
  if (spare < group.unit_teu || spare < least_teu(group)) {
    return false;
  }
  auto const enough = group.formation.open_at * group.consist->capacity_teu;
  return spare >= enough || order_time(group) <= world_.engine.now();
}

/// When the oldest waiting load makes an order necessary; never if a train is already on order, or
/// if there is too little for one.
SimTime Terminals::order_time(Group const& group) const {
  if (group.forming != nullptr) {
    auto const spare = group.ready_teu + group.expected_teu - group.committed_teu;
    return spare >= group.unit_teu ? chosen_time(group, nullptr) : SimTime::never();
  }
  auto const too_little = group.ready_teu + group.expected_teu < least_teu(group);
  if (group.ready.empty() || group.committed_teu > 0 || too_little) {
    return SimTime::never();
  }
  return world_.loads[group.ready.front()].ready + group.formation.oldest;
}

/// What the policy of the group says of `train` that stands there, or of one that is not yet
/// placed.
SimTime Terminals::chosen_time(Group const& group, Train const* train) const {
  Forming question;
  question.now = world_.engine.now();
  question.placed = train != nullptr;
  question.capacity_teu = group.consist->capacity_teu;
  question.open_at = group.formation.open_at;
  question.least = group.formation.least;
  question.longest_wait = group.formation.oldest;
  if (train != nullptr) {
    question.load_teu = train->load_teu;
    if (train->deadline != SimTime::never()) {
      question.oldest = train->deadline - group.formation.oldest;
    }
  } else {
    question.load_teu = group.ready_teu + group.expected_teu - group.committed_teu;
    if (!group.ready.empty() && group.committed_teu == 0) {
      question.oldest = world_.loads[group.ready.front()].ready;
    }
  }
  Tag const tag{Tag::Kind::helper, group.source, group.trains, 0};
  auto stream =
      world_.stream(tag, hash_of(train != nullptr ? "policy of leaving" : "policy of placing"));
  return (*group.forming)(question, stream);
}

/// When a train that waits for more loads leaves, if no more come.
SimTime Terminals::leaving_time(Group const& group, Train const& train) const {
  auto const asks = group.forming != nullptr && !train.service.valid();
  return asks ? chosen_time(group, &train) : train.deadline;
}

engine::Process Terminals::form_trains(Group& group) {
  for (;;) {
    if (should_order(group)) {
      order_train(group);
      continue;
    }
    auto const deadline = order_time(group);
    if (deadline == SimTime::never()) {
      co_await group.changed.wait(engine::Rank::decide);
    } else {
      co_await group.changed.wait_within(deadline - world_.engine.now(), engine::Rank::decide);
    }
  }
}

void Terminals::order_train(Group& group) {
  Tag const tag{Tag::Kind::train, group.source, ++group.trains, 0};
  auto& train = world_.new_train(tag, world_.stages.handling_track, group.leg->from);
  train.leg = group.leg;
  train.group = &group;
  train.consist = group.consist;
  train.priority = group.priority;
  group.committed_teu += group.consist->capacity_teu;
  if (group.yard == nullptr) {
    take_aboard(group, train);
    group.committed_teu -= group.consist->capacity_teu;
  }
  world_.engine.spawn(tag.packed(), onward(group, train), engine::Rank::decide);
}

engine::Process Terminals::onward(Group& group, Train& train) {
  if (train.consist->fleet.valid()) {
    auto coupling = world_.fleets->couple(train);
    co_await coupling;
  }
  if (group.yard != nullptr) {
    auto loading = load_up(group, train);
    co_await loading;
  }
  if (train.loads.empty()) {
    world_.fleets->dissolve(train);
    world_.end_train(train);
    co_return;
  }
  world_.begin_ride(train);
  if (group.yard == nullptr) {
    auto reservation = world_.stations->reserve(train, group.leg->from, {});
    co_await reservation;
    train.standing = std::move(train.ahead);
  }
  auto journey = world_.train_stories->run(train);
  co_await journey;
}

engine::Task Terminals::load_up(Group& group, Train& train) {
  auto& yard = *group.yard;
  auto const place = yard.terminal->place;
  auto taking = yard.tracks->take(train, group.leg->carrier.gauge, HandlingTracks::Use::to_set_out);
  co_await taking;
  train.standing = std::move(train.ahead);
  auto positioning = yard.tracks->position(train, HandlingTracks::Use::to_set_out);
  co_await positioning;
  world_.stage(train, world_.stages.forming, place);
  open(group, train);
  while (!complete(group, train)) {
    auto const leaves = leaving_time(group, train);
    if (leaves > world_.engine.now() && leaves != SimTime::never()) {
      co_await train.progress.wait_within(leaves - world_.engine.now(), engine::Rank::decide);
    } else {
      co_await train.progress.wait(engine::Rank::decide);
    }
  }
  close(group, train);
  while (train.lifts > 0) {
    co_await train.progress.wait(engine::Rank::decide);
  }
  yard.trains_out += train.loads.empty() ? 0 : 1;
}

/// The train takes loads of the group from here on.
void Terminals::open(Group& group, Train& train) {
  train.group = &group;
  group.yard->loading.push_back(&train);
  if (group.yard->by_cranes()) {
    group.yard->call.fire_all();
  } else {
    couple_wagons(group);
  }
}

/// It takes no more; lifts under way are done.
void Terminals::close(Group& group, Train& train) {
  auto& loading = group.yard->loading;
  loading.erase(std::find(loading.begin(), loading.end(), &train));
  train.closed = true;
  group.committed_teu -= train.consist->capacity_teu - train.load_teu;
  group.changed.fire_all();
}

/// A train is complete when no further load fits, or when its oldest load has waited the limit,
/// none is left in the yard and it carries the least. Something is always left for an empty one: it
/// was ordered for more than all the room on the others of its group.
bool Terminals::complete(Group const& group, Train const& train) const {
  auto const room = train.consist->capacity_teu - train.load_teu;
  if (room < group.unit_teu) {
    return true;
  }
  if (train.lifts > 0) {
    return false;
  }
  if (auto const next = next_for(train, group); next.valid()) {
    return world_.loads[next].teu > room;
  }
  return leaving_time(group, train) <= world_.engine.now() && train.load_teu >= least_teu(group);
}

}  // namespace caravan::model
