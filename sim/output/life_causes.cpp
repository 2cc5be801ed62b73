#include "output/life_causes.hpp"

#include <algorithm>
#include <variant>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"

namespace caravan::output {

namespace {

using scenario::Closure;
using scenario::Scenario;

template <class Id>
bool names(Closure const& closure, Id id) {
  return id.valid() && std::find(closure.of.begin(), closure.of.end(), scenario::Closable{id}) !=
                           closure.of.end();
}

/// Whether `step` waits for work that the officers of `staff` do.
bool waits_for(scenario::StaffId staff, LifeStep const& step, Scenario const& scenario,
               model::Stages const& stages) {
  for (auto const id : scenario.activities.ids()) {
    if (scenario.activities[id].staff == staff && step.stage == stages.queue(id)) return true;
  }
  return false;
}

/// Whether what `step` waits for is what `closure` closes, slows or holds.
bool concerns(Closure const& closure, scenario::ClosureId id, LifeStep const& step,
              Scenario const& scenario, model::Stages const& stages) {
  if (closure.holds != Closure::Holds::nobody) return step.stage == stages.embargo(id);
  if (step.stage == stages.closure) return names(closure, step.link) || names(closure, step.place);
  for (auto const& of : closure.of) {
    auto const* const activity = std::get_if<scenario::ActivityId>(&of);
    if (activity != nullptr && step.stage == stages.queue(*activity)) return true;
    auto const* const staff = std::get_if<scenario::StaffId>(&of);
    if (staff != nullptr && waits_for(*staff, step, scenario, stages)) return true;
    auto const* const fleet = std::get_if<scenario::FleetId>(&of);
    if (fleet != nullptr && step.stage == stages.units(*fleet)) return true;
    auto const* const terminal = std::get_if<scenario::TerminalId>(&of);
    if (terminal != nullptr && step.stage == stages.crane &&
        scenario.terminals[*terminal].place == step.place) {
      return true;
    }
  }
  return false;
}

/// A shorter wait in the queue of a closure is not worth a word.
constexpr Duration kWorthTelling = Duration::hours(1);

SimTime end_of_step(Life const& life, std::size_t step, model::RunResult const& result) {
  if (step + 1 < life.steps.size()) return life.steps[step + 1].from;
  return life.ended ? life.ended->at : result.ended_at;
}

/// Whether `step` is a wait for room, work or a way, and not for company or opening hours, nor for
/// units of a fleet that `closure` does not close.
bool stands_in_a_queue(LifeStep const& step, Closure const& closure, Scenario const& scenario,
                       model::Stages const& stages) {
  if (stages[step.stage].kind != model::Stage::Kind::waiting) return false;
  for (auto const id : scenario.activities.ids()) {
    if (step.stage == stages.closed(id)) return false;
  }
  for (auto const id : scenario.fleets.ids()) {
    if (step.stage == stages.units(id) && !names(closure, id)) return false;
  }
  return step.stage != stages.onward && step.stage != stages.forming &&
         step.stage != stages.connection && step.stage != stages.plug;
}

/// How much of a step is a wait in the queue that a closure made, at its places or on the lines
/// there.
Duration in_queue_of(model::ClosureResult const& row, LifeStep const& step, SimTime until,
                     Scenario const& scenario, model::RunResult const& result) {
  auto const is_of_closure = [&row](scenario::PlaceId place) {
    return place.valid() && std::binary_search(row.places.begin(), row.places.end(), place);
  };
  auto const gone = row.recovered == SimTime::never() ? result.ended_at : row.recovered;
  auto const from = std::max(step.from, row.when.from);
  auto const to = std::min(until, gone);
  auto const& closure = scenario.closures[row.closure];
  if (to <= from || !stands_in_a_queue(step, closure, scenario, result.stages)) return {};
  if (!step.link.valid()) return is_of_closure(step.place) ? to - from : Duration{};
  auto const& link = scenario.network.links()[step.link];
  return is_of_closure(link.a) || is_of_closure(link.b) ? to - from : Duration{};
}

}  // namespace

std::optional<Blame> blame_of(Scenario const& scenario, model::RunResult const& result,
                              LifeStep const& step, SimTime until) {
  std::optional<Blame> blame;
  for (auto const& row : result.closures) {
    auto const from = std::max(step.from, row.when.from);
    auto const to = std::min(until, row.when.until);
    if (to <= from || (blame && to - from <= blame->lost)) continue;
    if (concerns(scenario.closures[row.closure], row.closure, step, scenario, result.stages)) {
      blame = Blame{&row, to - from};
    }
  }
  return blame;
}

std::optional<Blame> blame_of(Scenario const& scenario, model::RunResult const& result,
                              Life const& life, std::size_t number, SimTime until) {
  if (auto const own = blame_of(scenario, result, life.steps[number], until)) return own;
  auto const chain = life.behind.find(number);
  if (chain == life.behind.end()) return std::nullopt;
  auto const& last = chain->second.back();
  return blame_of(scenario, result, last.step, last.until);
}

std::vector<Backlog> backlogs_of(Scenario const& scenario, model::RunResult const& result,
                                 Life const& life) {
  std::vector<bool> told(result.closures.size());
  for (std::size_t i = 0; i < life.steps.size(); ++i) {
    auto const blame = blame_of(scenario, result, life, i, end_of_step(life, i, result));
    if (blame) told[static_cast<std::size_t>(blame->closure - result.closures.data())] = true;
  }
  auto const is_truck = life.who.kind == model::Tag::Kind::truck;
  std::vector<Backlog> backlogs;
  for (std::size_t number = 0; number < result.closures.size(); ++number) {
    auto const& row = result.closures[number];
    if (row.of_trucks != is_truck || told[number]) continue;
    std::optional<Backlog> longest;
    Duration most = kWorthTelling;
    for (std::size_t i = 0; i < life.steps.size(); ++i) {
      auto const lost =
          in_queue_of(row, life.steps[i], end_of_step(life, i, result), scenario, result);
      if (lost < most || (longest && lost == most)) continue;
      longest = Backlog{i, &row};
      most = lost;
    }
    if (longest) backlogs.push_back(*longest);
  }
  std::stable_sort(backlogs.begin(), backlogs.end(),
                   [](Backlog const& a, Backlog const& b) { return a.step < b.step; });
  return backlogs;
}

bool held_up_by_closures(Scenario const& scenario, model::RunResult const& result,
                         Life const& life) {
  for (std::size_t i = 0; i < life.steps.size(); ++i) {
    if (blame_of(scenario, result, life, i, end_of_step(life, i, result))) return true;
  }
  return !backlogs_of(scenario, result, life).empty();
}

std::string closure_text(Scenario const& scenario, LocalClock const& local,
                         model::ClosureResult const& closure) {
  auto const epoch = scenario.clock.epoch_ms;
  return printable(scenario.closures[closure.closure].name) + ", " +
         local_time_text(local, epoch, closure.when.from) + " to " +
         local_time_text(local, epoch, closure.when.until);
}

SimTime ready_for(Life const& life, LifeRide const& ride, model::Stages const& stages) {
  auto const waits = [&](std::size_t number) {
    auto const stage = life.steps[number].stage;
    return stage == stages.onward || stage == stages.forming;
  };
  auto first = ride.steps_before;
  // The lift from the yard onto the train lies between the wait in the yard and that on the train.
  while (first > 0 && (waits(first - 1) || (life.steps[first - 1].stage == stages.lift &&
                                            first > 1 && waits(first - 2)))) {
    --first;
  }
  return first < life.steps.size() ? std::min(life.steps[first].from, ride.at) : ride.at;
}

std::optional<Missed> missed_at(Life const& life, std::size_t ride, Life const& calm,
                                model::Stages const& stages) {
  auto const& taken = life.rides[ride];
  if (ride >= calm.rides.size() || !taken.boards || !calm.rides[ride].boards) return std::nullopt;
  auto const undisturbed = ready_for(calm, calm.rides[ride], stages);
  auto const trains = life.departures.find(taken.train.source);
  if (trains == life.departures.end()) return std::nullopt;
  auto const missed = std::find_if(
      trains->second.begin(), trains->second.end(),
      [undisturbed](LifeDeparture const& departure) { return departure.at >= undisturbed; });
  if (missed == trains->second.end() || missed->at >= ready_for(life, taken, stages)) {
    return std::nullopt;
  }
  auto train = taken.train;
  train.number = missed->number;
  return Missed{train, missed->at, undisturbed};
}

}  // namespace caravan::output
