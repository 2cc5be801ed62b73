// Whoever listens can keep the same books as the run.
//
// A listener adds up, from what it is told alone, who spent how long in which stage and where. Its
// sums must be those of the result, to the millisecond: so a life that is told names the parts of a
// wait as the summary does.

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

#include "tests/support/paths.hpp"

namespace caravan {
namespace {

namespace observed = model::observed;
using model::StageId;
using model::Tag;
using scenario::LinkId;
using scenario::PlaceId;

using Sums = std::map<StageId, std::int64_t>;

class Listener : public model::Observer {
 public:
  struct At {
    PlaceId place;
    StageId stage;
    friend auto operator<=>(At const&, At const&) = default;
  };
  struct Time {
    std::int64_t train_ms = 0;
    std::int64_t load_ms = 0;
  };

  explicit Listener(scenario::Scenario const& scenario) : scenario_{scenario} {}

  void observe(model::Observation const& observation) override {
    std::visit([this](auto const& event) { hear(event); }, observation);
  }
  /// The run has ended: stages under way count for their places so far.
  void end(SimTime now) {
    for (auto& [who, life] : lives_) {
      settle(who, life, now);
    }
  }

  Sums delivered;             ///< of loads that count
  std::map<At, Time> places;  ///< since the warm-up
  std::int64_t lives_that_add_up = 0;
  std::int64_t lives_that_do_not = 0;

 private:
  struct Life {
    SimTime created;
    SimTime since;
    StageId stage;  ///< none while it rides
    PlaceId here;
    LinkId link;                        ///< on which it is; none at a place
    std::map<LinkId, PlaceId> entered;  ///< where it came onto each link
    std::int64_t riders = 0;
    Sums sums;
    Sums train_before;  ///< those of the train when the ride began
  };

  void hear(observed::Created const& event) {
    lives_[event.who].created = event.at;
    lives_[event.who].since = event.at;
  }

  void hear(observed::Began const& event) {
    auto& life = lives_[event.who];
    settle(event.who, life, event.at);
    life.stage = event.stage;
    move(life, event.place, event.link);
  }

  void hear(observed::Reassigned const& event) {
    auto& life = lives_[event.who];
    auto const middle = life.since + event.part;
    add(event.who, life, event.stage, life.since, middle);
    life.since = middle;
  }

  void hear(observed::Boarded const& event) {
    auto& unit = lives_[event.unit];
    settle(event.unit, unit, event.at);
    unit.stage = StageId::none();
    unit.train_before = lives_[event.train].sums;
    ++lives_[event.train].riders;
  }

  void hear(observed::Alighted const& event) {
    auto& unit = lives_[event.unit];
    auto& train = lives_[event.train];
    for (auto const& [stage, time] : train.sums) {
      unit.sums[stage] += time - unit.train_before[stage];
    }
    unit.since = event.at;
    --train.riders;
  }

  void hear(observed::Ended const& event) {
    auto& life = lives_[event.who];
    settle(event.who, life, event.at);
    std::int64_t sum = 0;
    for (auto const& [stage, time] : life.sums) {
      sum += time;
    }
    ++(sum == (event.at - life.created).count() ? lives_that_add_up : lives_that_do_not);
    auto const counts =
        event.how == observed::Ended::How::delivered && life.created >= scenario_.clock.warm_up;
    if (counts) {
      for (auto const& [stage, time] : life.sums) {
        delivered[stage] += time;
      }
    }
    lives_.erase(event.who);
  }

  /// The books enter the time on a link at its nearer end, where the link was entered.
  void move(Life& life, PlaceId place, LinkId link) {
    if (link.valid() && link == life.link) {
      return;
    }
    if (life.link.valid() && !place.valid()) {
      life.here = scenario_.network.other_end(life.link, life.here);
    }
    life.link = link;
    if (link.valid()) {
      life.here = life.entered.try_emplace(link, life.here).first->second;
    } else {
      life.here = place;
    }
  }

  void settle(Tag who, Life& life, SimTime now) {
    if (life.stage.valid()) {
      add(who, life, life.stage, life.since, now);
    }
    life.since = now;
  }

  void add(Tag who, Life& life, StageId stage, SimTime from, SimTime until) {
    if (auto const whole = (until - from).count(); whole > 0) {
      life.sums[stage] += whole;
    }
    auto const counted = (until - std::max(from, scenario_.clock.warm_up)).count();
    if (counted <= 0) {
      return;
    }
    auto& sum = places[{life.here, stage}];
    if (who.kind == Tag::Kind::train) {
      sum.train_ms += counted;
      sum.load_ms += counted * life.riders;
    } else {
      sum.load_ms += counted;
    }
  }

  scenario::Scenario const& scenario_;
  std::map<Tag, Life> lives_;
};

void expect_same_books(scenario::Scenario const& scenario) {
  Listener listener{scenario};
  model::RunOptions options;
  options.seed = scenario.seed;
  options.observers = {&listener};
  auto const result = model::run(scenario, options);
  listener.end(result.ended_at);

  EXPECT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);
  EXPECT_GT(listener.lives_that_add_up, 100);
  EXPECT_EQ(listener.lives_that_do_not, 0);
  Sums delivered;
  for (auto const& relation : result.relations) {
    for (auto const stage : result.stages.all().ids()) {
      if (auto const sum = relation.stage_sums[stage.number()]; sum != 0) {
        delivered[stage] += sum;
      }
    }
  }
  for (auto const stage : result.stages.all().ids()) {
    EXPECT_EQ(listener.delivered[stage], delivered[stage]) << result.stages[stage].name;
  }
  std::map<Listener::At, Listener::Time> places;
  for (auto const& row : result.waits) {
    places[{row.place, row.stage}] = {row.train_ms, row.load_ms};
  }
  for (auto const place : scenario.network.places().ids()) {
    for (auto const stage : result.stages.all().ids()) {
      Listener::At const at{place, stage};
      EXPECT_EQ(listener.places[at].train_ms, places[at].train_ms)
          << result.stages[stage].name << " at " << scenario.network.places()[place].name;
      EXPECT_EQ(listener.places[at].load_ms, places[at].load_ms)
          << result.stages[stage].name << " at " << scenario.network.places()[place].name;
    }
  }
}

scenario::Scenario loaded(std::string const& text) {
  auto found = scenario::load_text("books.yaml", text);
  EXPECT_TRUE(found.scenario) << render(found.diagnostics);
  return std::move(found.scenario).value();
}

TEST(Listeners, keep_the_books_of_a_hub_with_office_hours_and_slow_trains) {
  expect_same_books(loaded(R"(
schema: caravan/1
name: office-hours
clock: {start: 2026-03-02 00:00, zone: UTC, run: 12 d, warm-up: 53 h}
calendars:
  office: {mon-fri: 08:00-18:00, sat: 09:00-12:00}
places:
  cn: {country: CN, activities: [leave]}
  hub: {country: KZ, tracks: {1435 mm: 4}, activities: [papers, search, entry]}
  kz: {country: KZ, tracks: {1520 mm: 3}, activities: [gate]}
  far: {country: KZ}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 90 km, speed: 30 km/h, headway: 10 min, running-factor: {lognormal: {mean: 1, cv: 0.4}}}
  broad: {between: [hub, kz], rail: 1520 mm, length: 90 km, speed: 45 km/h, track: single, loops: 2}
  beyond: {between: [kz, far], rail: 1520 mm, length: 90 km, speed: 45 km/h}
  road: {between: [hub, kz], road: true, length: 80 km, speed: 60 km/h, headway: 20 min}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: 24 TEU}
terminals:
  dry:
    at: hub
    changes: 1435 mm and 1520 mm
    tracks: {1435 mm: 2, 1520 mm: 2}
    lift: {triangular: [2 min, 3 min, 5 min]}
    positioning: 20 min
    hours: office
    yard: 60 TEU
    form: {open-at: 50 %, oldest: 6 h}
activities:
  leave: {time: 40 min, when: departure, hours: office, at-closing: suspend, for: {mode: rail}}
  papers: {servers: 2, time: {gamma: {mean: 20 min, cv: 0.5}}, hours: office, per: consignment, for: {from-country: CN}}
  search: {time: {exponential: 20 min}, per: unit, share: 10 %, holds: unit, hours: office, for: {from-country: CN}}
  entry: {time: 10 min, per: truck, batch: 2, batch-wait: 1 h, hours: office, for: {mode: road}}
  gate: {servers: 2, time: {uniform: [10 min, 20 min]}, per: truck, hours: office, for: {mode: road}}
services:
  west: {from: cn, to: far, every: {gamma: {mean: 5 h, cv: 0.8}}, consist: n, units: 8, consignment: 3}
  east: {from: far, to: cn, every: {gamma: {mean: 7 h, cv: 0.8}}, consist: b, units: 6}
flows:
  lorry: {from: hub, to: kz, by: truck, rate: 30 /d}
closures:
  storm: {of: links.narrow, from: 2026-03-06 08:00, until: 2026-03-06 20:00}
)"));
}

TEST(Listeners, keep_the_books_of_what_has_not_ended) {
  // At 06:30 the first truck has been at the desk for half an hour, and the second waits as long.
  auto const scenario = loaded(R"(
schema: caravan/1
name: unfinished
clock: {start: 2026-03-02 00:00, zone: UTC, run: 390 min}
places: {border: {activities: [desk]}}
activities: {desk: {time: 1 h, per: truck}}
flows: {truck: {from: border, by: truck, departs: daily at 06:00, group: 2}}
)");
  auto const result = model::run(scenario, {});
  ASSERT_EQ(result.waits.size(), 2U);
  std::map<std::string, std::int64_t> spent;
  for (auto const& row : result.waits) {
    spent[result.stages[row.stage].name] = row.load_ms;
  }
  auto const half_an_hour = Duration::minutes(30).count();
  EXPECT_EQ(spent["desk"], half_an_hour);
  EXPECT_EQ(spent["waiting for desk"], half_an_hour);
}

class TeachingScenario : public testing::TestWithParam<char const*> {};

TEST_P(TeachingScenario, has_books_that_a_listener_can_keep) {
  auto const found =
      scenario::load_scenario(source_folder() + "/scenarios/" + GetParam() + ".yaml");
  ASSERT_TRUE(found.scenario) << render(found.diagnostics);
  expect_same_books(*found.scenario);
}

INSTANTIATE_TEST_SUITE_P(All, TeachingScenario,
                         testing::Values("01-first-train", "02-single-track", "03-gauge-transfer",
                                         "04-customs", "05-trucks", "06-border-hub"),
                         [](auto const& tested) {
                           std::string name{tested.param};
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace caravan
