// What must not change a run, or must change it in a known way, whatever its numbers are.
//
// One busy hub with random times is run again and again: with its keys in another order, with
// listeners, with unrelated traffic beside it. A second scenario without chance is run in minutes
// and in hours.

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/experiment/run.hpp"
#include "caravan/scenario/load.hpp"

#include "tests/cases/timeline.hpp"

namespace caravan {
namespace {

/// One thing of a scenario, its keys not yet in any order.
struct Thing {
  std::string section;
  std::string id;
  std::vector<std::string> keys;
};

/// A border hub with chance in all of its parts.
std::vector<Thing> hub() {
  return {
      {"places", "cn", {"country: CN"}},
      {"places", "hub", {"country: KZ", "tracks: {1435 mm: 4}", "activities: [papers, search]"}},
      {"places", "kz", {"country: KZ", "activities: [gate]"}},
      {"links",
       "narrow",
       {"between: [cn, hub]", "rail: 1435 mm", "length: 60 km", "speed: 40 km/h",
        "headway: 10 min"}},
      {"links",
       "broad",
       {"between: [hub, kz]", "rail: 1520 mm", "length: 90 km", "speed: 45 km/h", "track: single",
        "loops: 2", "running-factor: {lognormal: {mean: 1, cv: 0.2}}"}},
      {"links", "road", {"between: [hub, kz]", "road: true", "length: 80 km", "speed: 60 km/h"}},
      {"consists", "n", {"gauge: 1435 mm", "capacity: 20 TEU"}},
      {"consists", "b", {"gauge: 1520 mm", "capacity: 24 TEU"}},
      {"terminals",
       "dry",
       {"at: hub", "changes: 1435 mm and 1520 mm", "tracks: {1435 mm: 2, 1520 mm: 2}", "cranes: 2",
        "lift: {triangular: [2 min, 3 min, 5 min]}", "positioning: 20 min",
        "breakdowns: {up: {exponential: 1 d}, down: {exponential: 1 h}}", "yard: 200 TEU",
        "form: {open-at: 50 %, oldest: 6 h}"}},
      {"activities",
       "papers",
       {"servers: 2", "time: {gamma: {mean: 40 min, cv: 0.5}}",
        "for: {gauge: 1435 mm, from-country: CN}"}},
      {"activities",
       "search",
       {"time: {exponential: 50 min}", "per: unit", "share: 10 %", "holds: unit",
        "for: {from-country: CN}"}},
      {"activities",
       "gate",
       {"servers: 2", "time: {uniform: [10 min, 20 min]}", "per: truck", "for: {mode: road}"}},
      {"services",
       "west",
       {"from: cn", "to: kz", "every: {gamma: {mean: 3 h, cv: 0.5}}", "consist: n", "units: 10"}},
      {"services",
       "east",
       {"from: kz", "to: cn", "every: {gamma: {mean: 4 h, cv: 0.5}}", "consist: b",
        "units: {discrete: [[0.1, 0], [0.5, 6], [0.4, 12]]}"}},
      {"flows", "lorry", {"from: hub", "to: kz", "by: truck", "rate: 60 /d"}},
  };
}

std::string text_of(std::vector<Thing> const& things) {
  std::ostringstream text;
  text << "schema: caravan/1\nname: metamorphic\n"
       << "clock: {start: 2026-03-02 00:00, zone: UTC, run: 10 d}\n";
  std::vector<std::string> sections;
  for (auto const& thing : things) {
    if (std::find(sections.begin(), sections.end(), thing.section) == sections.end()) {
      sections.push_back(thing.section);
    }
  }
  for (auto const& section : sections) {
    text << section << ":\n";
    for (auto const& thing : things) {
      if (thing.section != section) {
        continue;
      }
      text << "  " << thing.id << ":\n";
      for (auto const& key : thing.keys) {
        text << "    " << key << '\n';
      }
    }
  }
  return text.str();
}

scenario::Scenario loaded(std::string const& text) {
  auto found = scenario::load_text("metamorphic.yaml", text);
  EXPECT_TRUE(found.scenario) << render(found.diagnostics);
  return std::move(found.scenario).value();
}

struct Run {
  model::RunResult result;
  std::string timeline;
};

Run run(scenario::Scenario const& scenario, std::uint64_t seed = 1, bool shuffled_ties = false) {
  test::Timeline timeline;
  model::RunOptions options;
  options.seed = seed;
  options.shuffled_ties = shuffled_ties;
  options.observers = {&timeline};
  auto result = model::run(scenario, options);
  EXPECT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);
  auto text = timeline.text(scenario, result, "trains units trucks");
  return {std::move(result), std::move(text)};
}

void expect_same_results(model::RunResult const& a, model::RunResult const& b) {
  EXPECT_EQ(a.fingerprints.order, b.fingerprints.order);
  EXPECT_EQ(a.fingerprints.time, b.fingerprints.time);
  EXPECT_EQ(experiment::fingerprint_of(a).text(), experiment::fingerprint_of(b).text());
}

TEST(ARun, moves_loads_through_every_part_of_the_hub) {
  auto const result = run(loaded(text_of(hub()))).result;
  EXPECT_EQ(result.end, model::End::horizon);
  EXPECT_GT(result.loads_delivered, 900);
  EXPECT_GT(result.terminals.front().direct, 100);
  EXPECT_GT(result.terminals.front().lifts, result.terminals.front().units);
}

TEST(ARun, does_not_hang_on_the_order_of_sections_things_and_keys) {
  auto const base = loaded(text_of(hub()));
  auto const first = run(base);
  auto turned = hub();
  std::reverse(turned.begin(), turned.end());
  for (auto& thing : turned) {
    std::reverse(thing.keys.begin(), thing.keys.end());
  }
  auto const other = loaded(text_of(turned));
  auto const second = run(other);
  EXPECT_EQ(base.hash, other.hash);
  EXPECT_EQ(first.timeline, second.timeline);
  expect_same_results(first.result, second.result);
}

TEST(ARun, is_the_same_with_many_listeners_and_with_none) {
  auto const scenario = loaded(text_of(hub()));
  auto const quiet = model::run(scenario, {});
  test::Timeline one;
  test::Timeline two;
  model::RunOptions options;
  options.observers = {&one, &two};
  options.progress = [](SimTime) {};
  auto const heard = model::run(scenario, options);
  expect_same_results(quiet, heard);
  EXPECT_EQ(one.text(scenario, heard, "trains units trucks"),
            two.text(scenario, heard, "trains units trucks"));
}

TEST(ARun, repeats_itself_for_a_seed_and_differs_for_another) {
  auto const scenario = loaded(text_of(hub()));
  expect_same_results(run(scenario, 7).result, run(scenario, 7).result);
  std::set<std::string> different;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    different.insert(run(scenario, seed).result.fingerprints.time.text());
  }
  model::RunOptions second;
  second.replication = 1;
  different.insert(model::run(scenario, second).fingerprints.time.text());
  EXPECT_EQ(different.size(), 6U);
}

/// The lines of those whose names do not begin with `aa`.
std::string without_newcomers(std::string const& timeline) {
  std::istringstream lines{timeline};
  std::string rest;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("  aa") == std::string::npos) {
      rest += line + '\n';
    }
  }
  return rest;
}

TEST(ARun, leaves_all_others_as_they_were_when_unrelated_traffic_is_added) {
  auto things = hub();
  auto const alone = run(loaded(text_of(things)));
  // Names that sort first, so that every other train, place and link gets another number.
  things.push_back({"places", "aa-a", {"activities: [aa-desk]"}});
  things.push_back({"places", "aa-b", {"tracks: {1520 mm: 3}"}});
  things.push_back({"places", "aa-unused", {"country: KG"}});
  things.push_back({"links",
                    "aa-line",
                    {"between: [aa-a, aa-b]", "rail: 1520 mm", "length: 50 km", "speed: 50 km/h",
                     "track: single", "running-factor: {lognormal: {mean: 1, cv: 0.3}}"}});
  things.push_back({"activities", "aa-desk", {"time: {exponential: 20 min}"}});
  things.push_back(
      {"services",
       "aa-train",
       {"from: aa-a", "to: aa-b", "consist: b", "rate: 6 /d", "units: {uniform: [0, 10]}"}});
  things.push_back({"flows", "aa-truck", {"from: aa-a", "by: truck", "rate: 10 /d"}});
  auto const together = run(loaded(text_of(things)));
  EXPECT_GT(together.result.loads_created, alone.result.loads_created + 100);
  EXPECT_EQ(without_newcomers(together.timeline), alone.timeline);
}

/// Who did what when, to compare runs whose clocks differ.
class Moments : public model::Observer {
 public:
  struct Moment {
    std::int64_t at = 0;
    std::size_t kind = 0;
    model::Tag who;
    friend bool operator==(Moment const&, Moment const&) = default;
  };
  void observe(model::Observation const& observation) override {
    std::visit([&](auto const& event) { note(event, observation.index()); }, observation);
  }
  std::vector<Moment> all;

 private:
  template <class Event>
  void note(Event const& event, std::size_t kind) {
    if constexpr (requires { event.who; }) {
      all.push_back({event.at.count(), kind, event.who});
    } else {
      all.push_back({event.at.count(), kind, event.unit});
    }
  }
};

/// A hub without chance. `unit` is the unit of all durations: `min` or `h`.
std::string clockwork(std::string const& unit, std::string const& speed) {
  std::string text = R"(
schema: caravan/1
name: clockwork
clock: {start: 2026-03-02 00:00, zone: UTC, run: 1440 @}
places:
  cn: {country: CN}
  hub: {country: KZ, tracks: {1435 mm: 3}, activities: [papers, search]}
  kz: {country: KZ}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 20 km, speed: $, headway: 7 @}
  broad: {between: [hub, kz], rail: 1520 mm, length: 45 km, speed: $, track: single, loops: 2}
  road: {between: [hub, kz], road: true, length: 40 km, speed: $, headway: 3 @}
consists:
  n: {gauge: 1435 mm, capacity: 8 TEU}
  b: {gauge: 1520 mm, capacity: 12 TEU}
terminals:
  dry:
    at: hub
    changes: 1435 mm and 1520 mm
    tracks: {1435 mm: 2, 1520 mm: 2}
    lift: 3 @
    positioning: 11 @
    breakdowns: {up: 170 @, down: 23 @}
    form: {open-at: 50 %, oldest: 90 @}
activities:
  papers: {time: 13 @, for: {gauge: 1435 mm}}
  search: {time: 5 @, per: unit, holds: unit, for: {services: west}}
services:
  west: {from: cn, to: kz, every: 41 @, consist: n, units: 3}
  east: {from: kz, to: cn, every: 53 @, consist: b, units: 4}
flows:
  lorry: {from: hub, to: kz, by: truck, every: 17 @, group: 2}
)";
  for (auto at = text.find_first_of("@$"); at != std::string::npos; at = text.find_first_of("@$")) {
    text.replace(at, 1, text[at] == '@' ? unit : speed);
  }
  return text;
}

TEST(ARun, in_hours_is_the_run_in_minutes_sixty_times_as_slow) {
  auto const watch = [](std::string const& text) {
    Moments moments;
    model::RunOptions options;
    options.observers = {&moments};
    auto const result = model::run(loaded(text), options);
    return std::pair{moments.all, result.fingerprints.order.text()};
  };
  auto [fast, fast_order] = watch(clockwork("min", "60 km/h"));
  auto const [slow, slow_order] = watch(clockwork("h", "1 km/h"));
  EXPECT_GT(fast.size(), 2000U);
  EXPECT_EQ(fast_order, slow_order);
  for (auto& moment : fast) {
    moment.at *= 60;
  }
  EXPECT_TRUE(fast == slow);
}

TEST(ARun, hangs_on_the_order_of_ties_only_where_there_are_ties) {
  // One train or truck at a time is released anywhere, at times drawn to the millisecond. The
  // headway keeps trains that cannot overtake from coming to the end of a line at one instant.
  auto const scenario = loaded(R"(
schema: caravan/1
name: no-ties
clock: {start: 2026-03-02 00:00, zone: UTC, run: 20 d}
places: {a: {activities: [desk]}, b: {}, c: {}}
links:
  one: {between: [a, b], rail: 1520 mm, length: 50 km, speed: 47 km/h, headway: 5 min, running-factor: {lognormal: {mean: 1, cv: 0.2}}}
  two: {between: [b, c], rail: 1520 mm, length: 50 km, speed: 47 km/h, headway: 5 min, running-factor: {lognormal: {mean: 1, cv: 0.2}}}
activities:
  desk: {time: {exponential: 30 min}, per: truck, for: {mode: road}}
services:
  east: {from: a, to: c, rate: 10 /d}
flows:
  truck: {from: a, by: truck, rate: 40 /d}
)");
  auto const plain = run(scenario, 3);
  auto const shuffled = run(scenario, 3, true);
  EXPECT_GT(plain.result.loads_delivered, 600);
  EXPECT_EQ(plain.timeline, shuffled.timeline);
  expect_same_results(plain.result, shuffled.result);
  // Where three trucks come at once, the draw decides who is first.
  auto const tied = loaded(R"(
schema: caravan/1
name: ties
clock: {start: 2026-03-02 00:00, zone: UTC, run: 1 d}
places: {a: {activities: [desk]}}
activities:
  desk: {time: 10 min, per: truck}
flows:
  truck: {from: a, by: truck, every: 1 h, group: 3}
)");
  EXPECT_NE(run(tied, 3).timeline, run(tied, 3, true).timeline);
}

/// When each unit was delivered.
std::map<model::Tag, std::int64_t> deliveries(std::string const& cranes) {
  class Delivered : public model::Observer {
   public:
    void observe(model::Observation const& observation) override {
      auto const* const ended = std::get_if<model::observed::Ended>(&observation);
      if (ended != nullptr && ended->how == model::observed::Ended::How::delivered) {
        at[ended->who] = ended->at.count();
      }
    }
    std::map<model::Tag, std::int64_t> at;
  };
  Delivered delivered;
  model::RunOptions options;
  options.observers = {&delivered};
  auto const result = model::run(loaded(R"(
schema: caravan/1
name: cranes
clock: {start: 2026-03-02 00:00, zone: UTC, run: 60 d}
places: {port: {}, hub: {}, city: {}}
links:
  line: {between: [port, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  street: {between: [hub, city], road: true, length: 30 km, speed: 60 km/h}
terminals:
  yard:
    at: hub
    changes: 1435 mm to road
    cranes: )" + cranes + R"(
    lift: {exponential: 4 min}
    positioning: {uniform: [10 min, 30 min]}
services:
  t: {from: port, to: city, every: {gamma: {mean: 3 h, cv: 0.8}}, units: 30}
)"),
                                 options);
  EXPECT_TRUE(result.audit.ok());
  return delivered.at;
}

TEST(ARun, delivers_no_unit_later_when_a_crane_is_added) {
  auto fewer = deliveries("1");
  for (auto const* const cranes : {"2", "3", "5"}) {
    auto const more = deliveries(cranes);
    EXPECT_GE(more.size(), fewer.size());
    EXPECT_GT(fewer.size(), 10'000U);
    auto earlier = 0;
    for (auto const& [unit, at] : fewer) {
      ASSERT_TRUE(more.contains(unit));
      EXPECT_LE(more.at(unit), at);
      earlier += more.at(unit) < at ? 1 : 0;
    }
    EXPECT_GT(earlier, 1000);
    fewer = more;
  }
}

}  // namespace
}  // namespace caravan
