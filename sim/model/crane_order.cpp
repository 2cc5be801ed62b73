// Which lift a crane does next, where its terminal names a policy for that.

#include <algorithm>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"

#include "model/terminals.hpp"

namespace caravan::model {

/// The usual one is asked for in any case: it tells trains whose loads cannot be taken off.
Terminals::Job Terminals::chosen_job(Yard& yard, std::uint32_t crane) {
  auto const usual = find_job(yard);
  if (yard.order == nullptr || usual.kind == Job::Kind::none) {
    return usual;
  }
  auto const offered = jobs(yard);
  LiftChoice choice;
  choice.now = world_.engine.now();
  for (auto const& job : offered) {
    choice.lifts.push_back(lift_of(job));
  }
  auto stream = world_.stream(yard.terminal->name + " crane order", crane);
  auto const chosen = (*yard.order)(choice, stream);
  expects(chosen < offered.size(),
          "a policy answers with the number of a lift that it was offered");
  return offered[chosen];
}

/// All that can be lifted now, in the usual order.
std::vector<Terminals::Job> Terminals::jobs(Yard& yard) {
  std::vector<Job> all;
  for (auto* const train : yard.loading) {
    auto const room = train->consist->capacity_teu - train->load_teu;
    auto const next = next_for(*train, *train->group);
    if (!next.valid() || world_.loads[next].teu > room) {
      continue;
    }
    for (auto const row : train->group->ready) {
      auto const& load = world_.loads[row];
      if (load.teu <= room && !lacks_plug(*train, load)) {
        all.push_back({Job::Kind::from_yard, row, nullptr, train});
      }
    }
  }
  for (auto* const train : yard.unloading) {
    auto const before = all.size();
    for (auto const row : train->loads) {
      if (auto const job = job_for(yard, *train, row); job.kind != Job::Kind::none) {
        all.push_back(job);
      }
    }
    set_blocked(yard, *train, all.size() == before);
  }
  return all;
}

Lift Terminals::lift_of(Job const& job) const {
  auto const& load = world_.loads[job.load];
  Lift lift;
  lift.due = due_time(load);
  if (job.kind == Job::Kind::from_yard) {
    auto const room = job.to->consist->capacity_teu - job.to->load_teu;
    auto const ready = static_cast<std::int64_t>(job.to->group->ready.size());
    lift.kind = Lift::Kind::from_yard;
    lift.priority = job.to->priority;
    lift.since = job.to->account.since;
    lift.left = std::min<std::int64_t>(ready, room / job.to->group->unit_teu);
  } else {
    lift.kind = job.kind == Job::Kind::direct ? Lift::Kind::direct : Lift::Kind::to_yard;
    lift.priority = job.from->priority;
    lift.since = job.from->account.since;
    lift.left = static_cast<std::int64_t>(job.from->loads.size());
  }
  return lift;
}

}  // namespace caravan::model
