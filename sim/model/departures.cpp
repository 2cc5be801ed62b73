#include "model/departures.hpp"

#include <cmath>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/connections.hpp"
#include "model/embargoes.hpp"
#include "model/load_stories.hpp"
#include "model/new_loads.hpp"
#include "model/terminals.hpp"
#include "model/train_stories.hpp"

namespace caravan::model {

using engine::Rank;
using scenario::Way;

namespace {

constexpr auto kCancelled = hash_of("cancelled");
constexpr auto kDepartureDelay = hash_of("departure delay");
constexpr auto kWay = hash_of("way");
constexpr auto kGroup = hash_of("group");

}  // namespace

Departures::Departures(World& world) : world_{world}, choices_{world} {
  auto const& scenario = world.scenario;
  for (auto const id : scenario.services.ids()) {
    auto const& service = scenario.services[id];
    plans_.push_back({world.source_of(id),
                      &service.departures,
                      &service.ways,
                      &world.closures.of(id),
                      id,
                      {},
                      service.stands,
                      0});
  }
  for (auto const id : scenario.flows.ids()) {
    auto const& flow = scenario.flows[id];
    plans_.push_back(
        {world.source_of(id), &flow.departures, &flow.ways, &world.closures.of(id), {}, id, {}, 0});
  }
  back_ = Table<SourceId, std::vector<std::size_t>>{plans_.size()};
  for (std::size_t number = 0; number < plans_.size(); ++number) {
    auto const& plan = plans_[number];
    auto const* const returns = plan.flow.valid() && scenario.flows[plan.flow].returns
                                    ? &*scenario.flows[plan.flow].returns
                                    : nullptr;
    if (returns == nullptr) {
      begin(plan);
      continue;
    }
    for (auto const id : returns->services) {
      back_[world.source_of(id)].push_back(number);
    }
    for (auto const id : returns->flows) {
      back_[world.source_of(id)].push_back(number);
    }
  }
  world.departures = this;
}

void Departures::delivered(Load const& load) {
  auto const source =
      load.service.valid() ? world_.source_of(load.service) : world_.source_of(load.flow);
  for (auto const number : back_[source]) {
    auto& plan = plans_[number];
    auto const& flow = world_.scenario.flows[plan.flow];
    if (flow.from != load.way->route.to) {
      continue;
    }
    // Its own luck: who else comes back does not touch it.
    auto stream = world_.stream(load.account.tag, hash_of("returns/" + flow.name));
    if (stream.uniform() >= flow.returns->share) {
      continue;
    }
    auto const after = engine::sample_duration(flow.returns->after, stream);
    ++chosen_;
    ++away_;
    world_.engine.spawn_background(load.account.tag.packed(), come_back(plan, after), Rank::arrive);
  }
}

engine::Process Departures::come_back(Plan& plan, Duration after) {
  co_await world_.engine.delay(after, Rank::arrive);
  --away_;
  ++came_back_;
  set_out(plan, ++plan.returned, world_.engine.now());
}

void Departures::begin(Plan const& plan) {
  Tag const tag{Tag::Kind::helper, plan.source, 0, 0};
  auto const by_timetable =
      std::holds_alternative<scenario::Departures::Timetable>(plan.departures->pattern);
  world_.engine.spawn_background(tag.packed(), by_timetable ? timetable(plan) : renewal(plan));
}

engine::Process Departures::timetable(Plan const& plan) {
  auto const& times = std::get<scenario::Departures::Timetable>(plan.departures->pattern).at;
  std::uint32_t number = 0;
  for (auto const time : times) {
    co_await world_.engine.until(time - plan.stands, Rank::arrive);
    set_out(plan, ++number, time);
  }
}

engine::Process Departures::renewal(Plan const& plan) {
  auto const& pattern = std::get<scenario::Departures::Renewal>(plan.departures->pattern);
  auto const& name = world_.sources[plan.source].name;
  engine::Durations gaps{pattern.gap, world_.stream("departures/" + name)};
  auto last = pattern.first_gap_from;
  for (std::uint32_t number = 1;; ++number) {
    auto const next = after_gap(plan.departures->season, last, gaps.next());
    if (next >= world_.scenario.clock.horizon) {
      co_return;
    }
    last = next;
    co_await world_.engine.until(next - plan.stands, Rank::arrive);
    set_out(plan, number, next);
  }
}

void Departures::set_out(Plan const& plan, std::uint32_t number, SimTime planned) {
  Tag const tag{Tag::Kind::train, plan.source, number, 0};
  auto const* const regime = plan.closures->at(world_.engine.now());
  if (regime != nullptr && regime->left < 1) {
    auto stream = world_.stream(tag, kCancelled);
    if (stream.uniform() >= regime->left) {
      ++world_.departures_cancelled;
      world_.aftermath.cancelled(regime->strictest.value());
      return;
    }
  }
  if (plan.service.valid() && world_.connections->any()) {
    world_.connections->announce(plan.service, tag, planned);
  }
  auto stream = world_.stream(tag, kDepartureDelay);
  auto const delay = engine::sample_duration(plan.departures->delay, stream);
  if (delay > Duration{}) {
    world_.engine.spawn_background(tag.packed(), late(plan, number, planned, delay), Rank::arrive);
  } else {
    set_out_now(plan, number, planned, planned);
  }
}

engine::Process Departures::late(Plan const& plan, std::uint32_t number, SimTime planned,
                                 Duration delay) {
  co_await world_.engine.delay(delay, Rank::arrive);
  set_out_now(plan, number, planned, planned + delay);
}

/// By share, which settles the destination; a policy may then take another way to it.
Way const& Departures::choose_way(Plan const& plan, Tag tag) const {
  auto const drawn = plan.ways->size() == 1 ? 0 : draw_way(plan, tag);
  return (*plan.ways)[choices_.choose(plan.source, drawn, tag)];
}

std::size_t Departures::draw_way(Plan const& plan, Tag tag) const {
  auto stream = world_.stream(tag, kWay);
  auto luck = stream.uniform();
  for (std::size_t number = 0; number < plan.ways->size(); ++number) {
    luck -= (*plan.ways)[number].share;
    if (luck < 0) {
      return number;
    }
  }
  return plan.ways->size() - 1;
}

void Departures::set_out_now(Plan const& plan, std::uint32_t number, SimTime planned,
                             SimTime departs) {
  Tag const tag{Tag::Kind::train, plan.source, number, 0};
  auto const& way = choose_way(plan, tag);
  if (plan.service.valid()) {
    world_.train_stories->depart(plan.service, number, way, planned, departs);
  } else {
    set_out_loads(plan, tag, way);
  }
}

void Departures::set_out_loads(Plan const& plan, Tag tag, Way const& way) {
  auto const& flow = world_.scenario.flows[plan.flow];
  auto stream = world_.stream(tag, kGroup);
  auto const count = std::llround(engine::sample(flow.group, stream));
  tag.kind = way.by_truck ? Tag::Kind::truck : Tag::Kind::unit;
  for (std::uint32_t part = 1; part <= count; ++part) {
    tag.part = count == 1 ? 0 : part;
    auto const stage = way.by_truck ? world_.stages.room : world_.stages.onward;
    auto const row =
        new_load(world_, {tag, {}, plan.flow, &way, stage, flow.from, world_.engine.now()});
    if (world_.embargoes->any() && world_.embargoes->holds_departure(plan.source, way)) {
      world_.engine.spawn(tag.packed(), held_back(row), Rank::arrive);
    } else {
      begin_way(row);
    }
  }
}

engine::Process Departures::held_back(LoadRow row) {
  auto embargo = world_.embargoes->hold_departure(world_.loads[row], *world_.loads[row].way);
  co_await embargo;
  begin_way(row);
}

void Departures::begin_way(LoadRow row) {
  auto const& load = world_.loads[row];
  if (load.account.tag.kind == Tag::Kind::truck || load.way->legs.empty()) {
    world_.load_stories->set_out(row);
  } else {
    world_.terminals->take_in(row);
  }
}

SimTime after_gap(StepFunction<double> const& season, SimTime from, Duration gap) {
  auto rest = static_cast<double>(gap.count());
  for (;;) {
    auto const factor = season.at(from);
    auto const step = season.next_step(from);
    if (factor > 0) {
      if (step == SimTime::never() || rest <= factor * static_cast<double>((step - from).count())) {
        return from + Duration::rounded(rest / factor);
      }
      rest -= factor * static_cast<double>((step - from).count());
    } else if (step == SimTime::never()) {
      return SimTime::never();
    }
    from = step;
  }
}

}  // namespace caravan::model
