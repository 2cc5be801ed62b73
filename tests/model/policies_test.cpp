// Policies for the choice of a way: against the exact solution of the shortest queue, and against
// runs in which they have nothing to decide.

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

scenario::Scenario scenario_of(std::string const& text, scenario::LoadOptions const& options = {}) {
  auto loaded = scenario::load_text("policies.yaml", "schema: caravan/1\n" + text, options);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  return std::move(loaded.scenario).value();
}

model::RunResult run(scenario::Scenario const& scenario, std::uint64_t seed = 1) {
  model::RunOptions options;
  options.seed = seed;
  auto result = model::run(scenario, options);
  EXPECT_TRUE(result.audit.ok());
  return result;
}

double mean_lead_time_ms(model::RunResult const& result) {
  double sum = 0;
  double loads = 0;
  for (auto const& relation : result.relations) {
    for (auto const time : relation.lead_times) {
      sum += static_cast<double>(time);
      ++loads;
    }
  }
  return sum / loads;
}

/// Two posts of one officer each, who needs 30 min on average, and so many trucks a day for both.
/// The roads take a millisecond.
std::string two_posts(std::string const& way, std::string const& rate, std::string const& days) {
  return "clock: {start: 2026-01-01 00:00, run: " + days +
         " d, warm-up: 20 d}\n"
         "places: {town: {}, north: {activities: [n]}, south: {activities: [s]}, city: {}}\n"
         "links:\n"
         "  n1: {between: [town, north], road: true, length: 1 m, speed: 1000 m/s}\n"
         "  n2: {between: [north, city], road: true, length: 1 m, speed: 1000 m/s}\n"
         "  s1: {between: [town, south], road: true, length: 1 m, speed: 1000 m/s}\n"
         "  s2: {between: [south, city], road: true, length: 1 m, speed: 1000 m/s}\n"
         "activities:\n"
         "  n: {per: truck, time: {exponential: 30 min}}\n"
         "  s: {per: truck, time: {exponential: 30 min}}\n"
         "flows: {t: {from: town, to: city, by: truck, rate: " +
         rate + " /d, " + way + "}}\n";
}

std::string const kHalves = "via: {north: 0.5, south: 0.5}";

/// Mean number in the system of the shortest of two exponential queues, from its equations of
/// balance: arrivals at `load` x 2 services of 1, the shorter queue is joined. Queues are cut off
/// at `most`, which is out of reach.
double shortest_queue_mean(double load, std::size_t most) {
  auto const arrivals = 2 * load;
  auto const rows = most + 1;
  std::vector<double> p(rows * rows, 0);
  p[0] = 1;
  // Uniformised: a step of the chain at the rate of all events together.
  auto const all = arrivals + 2;
  for (int step = 0; step < 20'000; ++step) {
    std::vector<double> next(rows * rows, 0);
    for (std::size_t a = 0; a < rows; ++a) {
      for (std::size_t b = 0; b < rows; ++b) {
        auto const here = p[a * rows + b] / all;
        auto const joins_a = a < b ? 1.0 : a == b ? 0.5 : 0.0;
        next[std::min(a + 1, most) * rows + b] += here * arrivals * joins_a;
        next[a * rows + std::min(b + 1, most)] += here * arrivals * (1 - joins_a);
        next[(a > 0 ? a - 1 : 0) * rows + b] += here;
        next[a * rows + (b > 0 ? b - 1 : 0)] += here;
      }
    }
    p = std::move(next);
  }
  double mean = 0;
  for (std::size_t a = 0; a < rows; ++a) {
    for (std::size_t b = 0; b < rows; ++b) {
      mean += static_cast<double>(a + b) * p[a * rows + b];
    }
  }
  return mean;
}

TEST(Policies, TheShorterQueueIsAsLongAsTheBalanceEquationsSay) {
  // 76.8 trucks a day at two posts of 48 a day: four fifths of what they can do.
  auto const exact = shortest_queue_mean(0.8, 40);
  // Between one queue for both officers, 2 x 0.8 / (1 - 0.64), and a split by a coin, 2 x 0.8 /
  // 0.2.
  EXPECT_GT(exact, 4.45);
  EXPECT_LT(exact, 5.5);
  auto const scenario = scenario_of(two_posts(kHalves + ", choose: least-queue", "76.8", "1500"));
  auto const expected_ms = exact / 76.8 * 86'400'000;
  EXPECT_NEAR(mean_lead_time_ms(run(scenario)), expected_ms, 0.03 * expected_ms);
}

TEST(Policies, OnCommonLuckTheShorterQueueIsNeverSlowerThanShares) {
  auto const by_share = scenario_of(two_posts(kHalves, "70", "100"));
  auto const by_queue = scenario_of(two_posts(kHalves + ", choose: least-queue", "70", "100"));
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    EXPECT_LT(mean_lead_time_ms(run(by_queue, seed)), mean_lead_time_ms(run(by_share, seed)));
  }
}

/// Where both posts are alike, who is ahead is all that differs: time and cost say the same.
TEST(Policies, AtEqualPostsLeastTimeIsLeastQueue) {
  auto const queue = run(scenario_of(two_posts(kHalves + ", choose: least-queue", "70", "60")));
  auto const time = run(scenario_of(two_posts(kHalves + ", choose: least-time", "70", "60")));
  auto const cost = run(scenario_of(two_posts(kHalves + ", choose: least-cost", "70", "60") +
                                    "costs: {currency: USD, value-of-time: 1 USD/TEU-d}\n"));
  EXPECT_EQ(queue.fingerprints.time.text(), time.fingerprints.time.text());
  EXPECT_EQ(queue.fingerprints.time.text(), cost.fingerprints.time.text());
}

TEST(Policies, ShareByNameIsShareWithoutAName) {
  auto const named = run(scenario_of(two_posts(kHalves + ", choose: share", "70", "60")));
  auto const absent = run(scenario_of(two_posts(kHalves, "70", "60")));
  EXPECT_EQ(named.fingerprints.time.text(), absent.fingerprints.time.text());
}

TEST(Policies, WithOnePostClosedTheShorterQueueIsTheOtherPost) {
  auto const closed = run(scenario_of(
      two_posts(kHalves + ", choose: least-queue", "40", "60") +
      "closures: {c: {of: places.north, from: 2026-01-01 00:00, until: 2026-03-02 00:00}}\n"));
  auto const south = run(scenario_of(two_posts("via: {north: 0, south: 1}", "40", "60")));
  EXPECT_EQ(closed.fingerprints.time.text(), south.fingerprints.time.text());
}

TEST(Policies, TheDestinationIsDrawnByShareWhateverThePolicy) {
  auto const with_two_ends = [](std::string const& choose) {
    return scenario_of(
        "clock: {start: 2026-01-01 00:00, run: 100 d}\n"
        "places: {town: {}, north: {activities: [n]}, south: {}, city: {}, port: {}}\n"
        "links:\n"
        "  n1: {between: [town, north], road: true, length: 10 km, speed: 60 km/h}\n"
        "  n2: {between: [north, city], road: true, length: 10 km, speed: 60 km/h}\n"
        "  s1: {between: [town, south], road: true, length: 10 km, speed: 60 km/h}\n"
        "  s2: {between: [south, city], road: true, length: 10 km, speed: 60 km/h}\n"
        "  p: {between: [city, port], road: true, length: 10 km, speed: 60 km/h}\n"
        "activities: {n: {per: truck, time: 3 h}}\n"
        "flows: {t: {from: town, to: {city: 0.7, port: 0.3}, by: truck, every: 1 h, " +
        kHalves + choose + "}}\n");
  };
  auto const by_share = run(with_two_ends(""));
  auto const by_time = run(with_two_ends(", choose: least-time"));
  ASSERT_EQ(by_share.relations.size(), 2U);
  ASSERT_EQ(by_time.relations.size(), 2U);
  for (std::size_t relation = 0; relation < 2; ++relation) {
    EXPECT_EQ(by_share.relations[relation].created, by_time.relations[relation].created);
  }
}

template <class Table>
std::vector<std::string> names_in(Table const& table) {
  std::vector<std::string> names;
  for (auto const& [name, policy] : table) {
    names.push_back(name);
  }
  return names;
}

TEST(Policies, TheLoaderAndTheTableKnowTheSameNames) {
  auto const names = scenario::built_in_policy_names();
  auto const policies = model::built_in_policies();
  EXPECT_EQ(names.way, names_in(policies.way));
  EXPECT_EQ(names.selection, names_in(policies.selection));
  EXPECT_EQ(names.slot, names_in(policies.slot));
  EXPECT_EQ(names.crane, names_in(policies.crane));
  EXPECT_EQ(names.forming, names_in(policies.forming));
  EXPECT_EQ(names.dispatch, names_in(policies.dispatch));
  EXPECT_EQ(names.home, names_in(policies.home));
}

TEST(Policies, AProgramBringsItsOwn) {
  scenario::LoadOptions load;
  load.policies.way = {"last"};
  auto const text = two_posts("via: {north: 1, south: 0}, choose: last", "40", "60");
  auto const scenario = scenario_of(text, load);
  model::RunOptions options;
  options.policies.way["last"] = [](model::WayChoice const& choice, engine::Stream&) {
    return choice.ways.size() - 1;
  };
  auto const last = model::run(scenario, options);
  auto const south = run(scenario_of(two_posts("via: {north: 0, south: 1}", "40", "60")));
  EXPECT_EQ(last.fingerprints.time.text(), south.fingerprints.time.text());

  EXPECT_THROW(static_cast<void>(model::run(scenario, {})), Fault) << "the run lacks the policy";
  options.policies.way["last"] = [](model::WayChoice const&, engine::Stream&) {
    return std::size_t{2};
  };
  EXPECT_THROW(static_cast<void>(model::run(scenario, options)), Fault) << "there is no third way";
  EXPECT_FALSE(scenario::load_text("p.yaml", "schema: caravan/1\n" + text).scenario)
      << "the loader was not told of it";
}

TEST(Policies, AreToldTheSharesOfTheWaysAndWhichOneWasDrawn) {
  scenario::LoadOptions load;
  load.policies.way = {"drawn"};
  auto const scenario =
      scenario_of(two_posts("via: {north: 0.3, south: 0.7}, choose: drawn", "40", "60"), load);
  model::RunOptions options;
  options.policies.way["drawn"] = [](model::WayChoice const& choice, engine::Stream&) {
    EXPECT_EQ(choice.ways.size(), 2U);
    EXPECT_NEAR(choice.ways[0].share, 0.3, 1e-12);
    EXPECT_NEAR(choice.ways[1].share, 0.7, 1e-12);
    return choice.drawn;
  };
  auto const drawn = model::run(scenario, options);
  auto const by_share = run(scenario_of(two_posts("via: {north: 0.3, south: 0.7}", "40", "60")));
  EXPECT_EQ(drawn.fingerprints.time.text(), by_share.fingerprints.time.text());
}

TEST(Policies, TheStreamOfAPolicyBelongsToWhomItDecidesFor) {
  scenario::LoadOptions load;
  load.policies.way = {"coin"};
  auto const text = two_posts(kHalves + ", choose: coin", "40", "60");
  model::RunOptions options;
  options.policies.way["coin"] = [](model::WayChoice const&, engine::Stream& stream) {
    return stream.uniform() < 0.5 ? std::size_t{0} : std::size_t{1};
  };
  auto const once = model::run(scenario_of(text, load), options);
  auto const again = model::run(scenario_of(text, load), options);
  EXPECT_EQ(once.fingerprints.time.text(), again.fingerprints.time.text());
  auto const by_share = run(scenario_of(two_posts(kHalves, "40", "60")));
  EXPECT_NE(once.fingerprints.time.text(), by_share.fingerprints.time.text())
      << "the coin is not the draw of the shares";
}

/// Loads that go by rail or by road; an hour under way is worth so much to them.
std::string rail_and_road(std::string const& by, std::string const& worth_a_day) {
  return "clock: {start: 2026-01-01 00:00, run: 100 d, warm-up: 5 d}\n"
         "places: {town: {}, border: {activities: [papers]}, city: {}}\n"
         "links:\n"
         "  r1: {between: [town, border], rail: 1520 mm, length: 60 km, speed: 30 km/h}\n"
         "  r2: {between: [border, city], rail: 1520 mm, length: 60 km, speed: 30 km/h}\n"
         "  road: {between: [town, city], road: true, length: 120 km, speed: 60 km/h}\n"
         "consists: {c: {gauge: 1520 mm, capacity: 40 TEU}}\n"
         "activities: {papers: {time: {exponential: 90 min}, for: {mode: rail}}}\n"
         "services: {t: {from: town, to: city, rate: 12 /d, takes-waiting: true}}\n"
         "costs: {currency: USD, rail: 0.1 USD/TEU-km, road: 1 USD/TEU-km, value-of-time: " +
         worth_a_day +
         " USD/TEU-d}\n"
         "flows: {f: {from: town, to: city, rate: 40 /d, " +
         by + "}}\n";
}

std::int64_t by_truck(model::RunResult const& result) {
  std::int64_t sum = 0;
  for (auto const& relation : result.relations) {
    sum += relation.by_truck ? relation.delivered : 0;
  }
  return sum;
}

TEST(Policies, AllByRailIsRailAndAllByTruckIsTruck) {
  auto const fingerprint = [](std::string const& by) {
    return run(scenario_of(rail_and_road(by, "10"))).fingerprints.time.text();
  };
  EXPECT_EQ(fingerprint("by: {rail: 1, truck: 0}"), fingerprint("by: rail"));
  EXPECT_EQ(fingerprint("by: {rail: 0, truck: 1}"), fingerprint("by: truck"));
  EXPECT_EQ(fingerprint("by: {rail: 60 %, truck: rest}"),
            fingerprint("by: {rail: 60 %, truck: rest}, choose: share"));
}

/// By rail it is cheaper by 108 USD and slower, the more so the longer the queue for papers is.
TEST(Policies, TheMoreADayIsWorthTheMoreGoByRoad) {
  std::vector<std::int64_t> trucks;
  for (auto const* worth : {"0", "300", "450", "600", "900", "5000"}) {
    auto const result =
        run(scenario_of(rail_and_road("by: {rail: 50 %, truck: 50 %}, choose: least-cost", worth)));
    trucks.push_back(by_truck(result));
  }
  EXPECT_EQ(trucks.front(), 0) << "time is worth nothing: the cheapest";
  EXPECT_TRUE(std::is_sorted(trucks.begin(), trucks.end()));
  EXPECT_GT(trucks[3], 100) << "both are used";
  EXPECT_LT(trucks[1], trucks[4]);
  EXPECT_NEAR(static_cast<double>(trucks.back()), 4000, 5 * 63.2)
      << "time is worth all: the quickest";
}

/// A truck an hour of each of two commodities, at a post with one activity.
std::string searched(std::string const& how) {
  return "clock: {start: 2026-01-01 00:00, run: 5000 h}\n"
         "places: {post: {activities: [search]}}\n"
         "activities: {search: {per: truck, servers: 9, time: {exponential: 20 min}, " +
         how +
         "}}\n"
         "flows:\n"
         "  f: {from: post, by: truck, every: 1 h, commodity: food}\n"
         "  p: {from: post, by: truck, every: 1 h, commodity: phones}\n";
}

std::int64_t searches(model::RunResult const& result) {
  return result.resources.at(0).served;
}

TEST(Policies, EveryNthIsAsManyAsTheShareToWithinOneOfEachFlow) {
  for (auto const share : {0.05, 0.1, 0.3, 1.0 / 3, 0.75}) {
    auto const result =
        run(scenario_of(searched("share: " + std::to_string(share) + ", select: every-nth")));
    EXPECT_NEAR(static_cast<double>(searches(result)), 2 * 4999 * share, 2.1);
  }
}

TEST(Policies, OneShareForAllCommoditiesIsTheShare) {
  auto const share = run(scenario_of(searched("share: 30 %")));
  auto const risk = run(scenario_of(searched("risk: {others: 30 %}")));
  auto const named = run(scenario_of(searched("risk: {food: 30 %, phones: 30 %}")));
  auto const chance = run(scenario_of(searched("share: 30 %, select: chance")));
  EXPECT_EQ(share.fingerprints.time.text(), risk.fingerprints.time.text());
  EXPECT_EQ(share.fingerprints.time.text(), named.fingerprints.time.text());
  EXPECT_EQ(share.fingerprints.time.text(), chance.fingerprints.time.text());
}

TEST(Policies, EachCommodityHasItsOwnShare) {
  auto const result = run(scenario_of(searched("risk: {food: 0, phones: 20 %}")));
  // Within five standard deviations of 4999 trials.
  EXPECT_NEAR(static_cast<double>(searches(result)), 4999 * 0.2, 5 * 28.3);
}

TEST(Policies, AProgramSelectsByItsOwnRule) {
  scenario::LoadOptions load;
  load.policies.selection = {"phones-only"};
  auto const scenario = scenario_of(searched("share: 5 %, select: phones-only"), load);
  model::RunOptions options;
  options.policies.selection["phones-only"] = [](model::Selection const& piece, engine::Stream&) {
    return piece.commodity == "phones";
  };
  EXPECT_EQ(searches(model::run(scenario, options)), 4999);
  EXPECT_THROW(static_cast<void>(model::run(scenario, {})), Fault);
}

/// Trucks at random times at one gate with ten slots an hour, of six minutes each.
std::string gate(std::string const& slots) {
  return "clock: {start: 2026-01-01 00:00, run: 1000 d, warm-up: 10 d}\n"
         "places: {gate: {activities: [entry]}}\n"
         "activities: {entry: {per: truck, time: 6 min" +
         slots +
         "}}\n"
         "flows: {t: {from: gate, by: truck, rate: 7 /h}}\n";
}

/// Bertsekas and Gallager, Data Networks, 2nd edition, 3.5.1: a queue M/D/1 whose server begins
/// only at the beats of a clock waits half a beat longer than M/D/1 does.
TEST(Policies, SlotsWaitAsTimeDivisionDoes) {
  auto const result = run(scenario_of(gate(", slots: {rate: 10 /h}")));
  auto const beat_ms = 360'000.0;
  auto const load = 0.7;
  auto const expected = beat_ms + beat_ms / 2 + load * beat_ms / (2 * (1 - load));
  EXPECT_NEAR(mean_lead_time_ms(result), expected, 0.02 * expected);
}

TEST(Policies, WithSlotsNobodyWaitsAtTheGate) {
  auto const result = run(scenario_of(gate(", slots: {rate: 10 /h}")));
  for (auto const& wait : result.waits) {
    auto const& stage = result.stages[wait.stage];
    EXPECT_TRUE(stage.kind != model::Stage::Kind::waiting || stage.cause == "entry slot")
        << stage.name;
  }
}

TEST(Policies, AProgramBooksByItsOwnRule) {
  scenario::LoadOptions load;
  load.policies.slot = {"second"};
  auto const scenario = scenario_of(
      "clock: {start: 2026-01-01 00:00, run: 1 d}\n"
      "places: {gate: {activities: [entry]}}\n"
      "activities: {entry: {per: truck, time: 6 min, slots: {rate: 1 /h, choose: second}}}\n"
      "flows: {t: {from: gate, by: truck, departs: daily at 06:00}}\n",
      load);
  model::RunOptions options;
  options.policies.slot["second"] = [](model::SlotChoice const& choice, engine::Stream&) {
    EXPECT_EQ(choice.free.size(), 24U) << "the slots of a day";
    EXPECT_EQ(choice.free.front(), choice.now);
    return std::size_t{1};
  };
  auto const result = model::run(scenario, options);
  EXPECT_EQ(mean_lead_time_ms(result), 66 * 60'000.0);
}

}  // namespace
}  // namespace caravan
