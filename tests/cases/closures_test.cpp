// Closures by chance: they come as their laws say, and what does not come changes nothing.

#include "sim/model/closures.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "caravan/experiment/run.hpp"
#include "caravan/scenario/load.hpp"

#include "tests/cases/timeline.hpp"

namespace caravan::model {
namespace {

/// A border with chance in its work, and what closes it.
std::string border(std::string const& closures, int days = 60) {
  return R"(
schema: caravan/1
name: closures
clock: {start: 2026-03-02 00:00, zone: UTC, run: )" +
         std::to_string(days) + R"( d}
places:
  cn: {country: CN}
  hub: {country: KZ, tracks: {1435 mm: 4}, activities: [papers]}
  kz: {country: KZ}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 40 km/h, headway: 10 min}
  broad: {between: [hub, kz], rail: 1520 mm, length: 90 km, speed: 45 km/h, track: single, loops: 2}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: 24 TEU}
terminals:
  dry: {at: hub, changes: 1435 mm and 1520 mm, cranes: 2, lift: {exponential: 3 min}}
activities:
  papers: {servers: 2, time: {exponential: 40 min}, share: 0.5}
services:
  west: {from: cn, to: kz, every: {exponential: 3 h}, units: 10}
  east: {from: kz, to: cn, every: {exponential: 4 h}, units: 10}
)" + closures;
}

scenario::Scenario loaded(std::string const& text) {
  auto found = scenario::load_text("closures.yaml", text);
  EXPECT_TRUE(found.scenario) << render(found.diagnostics);
  return std::move(found.scenario).value();
}

struct Run {
  RunResult result;
  std::string timeline;
};

Run run(std::string const& closures, std::uint64_t seed = 1) {
  auto const scenario = loaded(border(closures));
  test::Timeline timeline;
  RunOptions options;
  options.seed = seed;
  options.observers = {&timeline};
  auto result = model::run(scenario, options);
  EXPECT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);
  auto text = timeline.text(scenario, result, "trains units");
  return {std::move(result), std::move(text)};
}

void expect_same(Run const& a, Run const& b) {
  EXPECT_EQ(a.timeline, b.timeline);
  EXPECT_EQ(experiment::fingerprint_of(a.result).text(),
            experiment::fingerprint_of(b.result).text());
}

std::string of_all(std::string const& when) {
  return "closures:\n  wind: {of: [links.narrow, links.broad, places.hub, terminals.dry, "
         "activities.papers, services.west], " +
         when + "}\n";
}

TEST(AClosureByChance, changes_nothing_if_it_does_not_come) {
  expect_same(run(""),
              run(of_all("every: {exponential: 900 d}, lasts: 9 d, from: 2026-04-30 00:00")));
}

TEST(AClosureByChance, with_constant_laws_is_the_dated_one) {
  auto const dated = run(of_all("from: 2026-03-12 06:00, until: 2026-03-13 18:00"));
  auto const drawn =
      run(of_all("every: 10 d, lasts: 36 h, from: 2026-03-02 06:00, "
                 "until: 2026-03-14 00:00"));
  expect_same(dated, drawn);
  EXPECT_NE(dated.timeline, run("").timeline);
}

TEST(AClosureByChance, hangs_on_its_own_name_alone) {
  std::string const wind = "  wind: {of: links.broad, every: {exponential: 5 d}, lasts: 8 h}\n";
  auto const alone = run("closures:\n" + wind);
  auto const beside =
      run("closures:\n  a: {of: flows.none, every: {exponential: 1 d}, lasts: 1 h}\n" + wind +
          "flows:\n  none: {from: cn, to: hub, rate: 0.001 /d}\n");
  EXPECT_EQ(alone.timeline, beside.timeline);
  EXPECT_NE(alone.timeline, run("closures:\n" + wind, 2).timeline);
}

TEST(AClosureByChance, comes_as_often_and_lasts_as_long_as_its_laws_say) {
  // An alternating renewal process: it is closed for E[lasts] / (E[every] + E[lasts]) of the time.
  // 90 years with 40 d + 10 d are about 657 spells; the standard error of their mean length is
  // 10 d / sqrt(657) = 0.39 d, of the share 0.2 * 0.8 * sqrt(2 / 657) = 0.0088.
  auto const scenario =
      loaded(border("closures:\n  wind: {of: links.broad, every: {exponential: 40 d}, lasts: "
                    "{exponential: 10 d}}\n",
                    90 * 365));
  Closures const closures{scenario, RunOptions{}};
  auto const& spells = closures.spells();
  Duration closed;
  for (auto const& spell : spells) closed = closed + (spell.when.until - spell.when.from);
  auto const count = static_cast<double>(spells.size());
  EXPECT_NEAR(count, 657, 4 * 21);  // variance of a renewal count: n (40^2 + 10^2) / 50^2, so 21
  EXPECT_NEAR(closed.in_days() / count, 10, 4 * 0.39);
  EXPECT_NEAR(closed.in_days() / (90 * 365), 0.2, 4 * 0.0088);
}

TEST(AClosureByChance, begins_in_its_months_only) {
  // 3 years have 183 days of these months; one comes every 3 to 5 of them.
  auto const scenario =
      loaded(border("closures:\n  wind: {of: links.broad, every: {exponential: "
                    "3 d}, lasts: 2 d, months: [apr, jul]}\n",
                    1095));
  Closures const closures{scenario, RunOptions{}};
  EXPECT_GT(closures.spells().size(), 20u);
  EXPECT_LT(closures.spells().size(), 90u);
  for (auto const& spell : closures.spells()) {
    auto const month =
        local_time_text(scenario.clock.local, scenario.clock.epoch_ms, spell.when.from)
            .substr(5, 2);
    EXPECT_TRUE(month == "04" || month == "07") << month;
  }
}

TEST(Regimes, take_the_strictest_of_what_holds_and_multiply_slownesses) {
  auto const at = [](int hour) { return SimTime::at(Duration::hours(hour)); };
  auto const scenario = loaded(border(R"(closures:
  a: {of: activities.papers, from: 2026-03-02 01:00, until: 2026-03-02 05:00, left: 0.5, time: 2}
  b: {of: activities.papers, from: 2026-03-02 03:00, until: 2026-03-02 04:00, left: 0.2, time: 3, share: 0.9}
  c: {of: activities.papers, from: 2026-03-02 06:00, until: 2026-03-02 08:00}
  d: {of: activities.papers, from: 2026-03-02 07:00, until: 2026-03-02 09:00}
)"));
  Closures const closures{scenario, RunOptions{}};
  auto const& papers = closures.of(scenario::ActivityId{0});
  EXPECT_EQ(papers.at(at(0)), nullptr);
  EXPECT_DOUBLE_EQ(papers.left(at(2)), 0.5);
  EXPECT_DOUBLE_EQ(papers.left(at(3)), 0.2);
  EXPECT_DOUBLE_EQ(papers.time(at(3)), 6);
  EXPECT_DOUBLE_EQ(papers.at(at(3))->share.value(), 0.9);
  EXPECT_DOUBLE_EQ(papers.left(at(4)), 0.5);
  EXPECT_FALSE(papers.at(at(4))->share.has_value());
  EXPECT_DOUBLE_EQ(papers.left(at(5)), 1);
  EXPECT_EQ(papers.open_from(at(5)), at(5));
  EXPECT_EQ(papers.open_from(at(6)), at(9));
  EXPECT_EQ(papers.open_from(at(9)), at(9));
  EXPECT_EQ(scenario.closures[closures.spells()[papers.at(at(7))->strictest.value()].closure].name,
            "d");
}

}  // namespace
}  // namespace caravan::model
