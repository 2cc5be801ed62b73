#include "caravan/experiment/sweep.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/experiment/study.hpp"

#include "tests/experiment/corridor.hpp"

namespace caravan::experiment {
namespace {

using scenario::Sweep;
using testing::ElementsAre;

Sweep::Variable variable(std::string path, std::vector<std::string> const& values) {
  Sweep::Variable variable;
  variable.path = std::move(path);
  for (auto const& value : values) variable.values.push_back({value, {}});
  return variable;
}

Sweep::Variable span(std::string path, double from, double to, std::string unit) {
  Sweep::Variable variable;
  variable.path = std::move(path);
  variable.span = Sweep::Span{from, to, std::move(unit)};
  return variable;
}

std::vector<std::string> texts(std::vector<Point> const& points) {
  std::vector<std::string> texts;
  for (auto const& point : points) {
    std::string text;
    for (auto const& setting : point.settings) text += (text.empty() ? "" : " | ") + setting.value;
    texts.push_back(text);
  }
  return texts;
}

TEST(PointsOf, a_grid_run_through_the_last_variable_fastest) {
  Sweep sweep;
  sweep.variables = {variable("a", {"1", "2"}), variable("b", {"x", "y", "z"})};
  EXPECT_THAT(texts(points_of(sweep, 1)),
              ElementsAre("1 | x", "1 | y", "1 | z", "2 | x", "2 | y", "2 | z"));
}

TEST(PointsOf, a_list_stand_side_by_side) {
  Sweep sweep;
  sweep.points = Sweep::Points::list;
  sweep.variables = {variable("a", {"1", "2"}), variable("b", {"x", "y"})};
  EXPECT_THAT(texts(points_of(sweep, 1)), ElementsAre("1 | x", "2 | y"));
}

TEST(PointsOf, any_kind_leave_out_those_that_are_skipped) {
  Sweep sweep;
  sweep.variables = {variable("a", {"1", "2", "3"}), variable("b", {"30 min", "1 h", "2 h"})};
  using Relation = Sweep::Relation;
  // a > 1 and b <= 1 h; a = 1 and b > 90 min
  sweep.skip = {{{0, Relation::more, {}, "1"}, {1, Relation::at_most, {}, "1 h"}},
                {{0, Relation::equal, {}, "1"}, {1, Relation::more, {}, "90 min"}}};
  EXPECT_THAT(texts(points_of(sweep, 1)),
              ElementsAre("1 | 30 min", "1 | 1 h", "2 | 2 h", "3 | 2 h"));
}

TEST(PointsOf, a_condition_compare_two_variables) {
  Sweep sweep;
  sweep.variables = {variable("a", {"1", "2"}), variable("b", {"1", "2"})};
  sweep.skip = {{{0, Sweep::Relation::at_least, 1, "b"}}};
  EXPECT_THAT(texts(points_of(sweep, 1)), ElementsAre("1 | 2"));
}

double amount(std::string const& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Sweep cube(std::size_t number) {
  Sweep sweep;
  sweep.points = Sweep::Points::latin_hypercube;
  sweep.number = number;
  sweep.variables = {span("a", 2, 12, "h"), span("b", -1, 1, ""),
                     variable("c", {"3", "4", "5", "6"})};
  return sweep;
}

TEST(LatinHypercube, has_one_point_in_each_stratum_of_each_variable) {
  auto const points = points_of(cube(40), 7);
  ASSERT_EQ(points.size(), 40U);
  std::set<int> strata_a;
  std::set<int> strata_b;
  std::multiset<std::string> values;
  for (auto const& point : points) {
    EXPECT_TRUE(point.settings[0].value.ends_with(" h"));
    strata_a.insert(static_cast<int>((amount(point.settings[0].value) - 2) / 10 * 40));
    strata_b.insert(static_cast<int>((amount(point.settings[1].value) + 1) / 2 * 40));
    values.insert(point.settings[2].value);
  }
  EXPECT_EQ(strata_a.size(), 40U);
  EXPECT_EQ(strata_b.size(), 40U);
  for (auto const* const value : {"3", "4", "5", "6"}) EXPECT_EQ(values.count(value), 10U);
}

// Four values of one variable and two of the other: eight points that differ.
TEST(LatinHypercube, of_few_values_has_no_point_twice) {
  auto sweep = cube(40);
  sweep.variables = {variable("c", {"3", "4", "5", "6"}), variable("d", {"x", "y"})};
  auto const found = texts(points_of(sweep, 7));
  EXPECT_EQ(found.size(), 8U);
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), 8U);
}

TEST(LatinHypercube, has_strata_in_an_order_of_its_own_for_each_variable) {
  auto const points = points_of(cube(200), 7);
  double both = 0;
  double first = 0;
  double second = 0;
  for (auto const& point : points) {
    double const a = amount(point.settings[0].value) - 7;
    double const b = amount(point.settings[1].value);
    both += a * b;
    first += a * a;
    second += b * b;
  }
  // The correlation of two independent orders of 200 has a standard deviation of 0.07.
  EXPECT_LT(std::abs(both / std::sqrt(first * second)), 0.25);
}

TEST(LatinHypercube, of_two_points_has_either_order) {
  std::set<bool> rising;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto const points = points_of(cube(2), seed);
    rising.insert(amount(points[0].settings[0].value) < amount(points[1].settings[0].value));
  }
  EXPECT_EQ(rising.size(), 2U);
}

TEST(LatinHypercube, is_another_for_another_seed_and_the_same_with_a_further_variable) {
  auto sweep = cube(20);
  auto const points = points_of(sweep, 7);
  EXPECT_NE(texts(points), texts(points_of(sweep, 8)));
  sweep.variables.insert(sweep.variables.begin(), variable("0", {"p", "q"}));
  auto const wider = points_of(sweep, 7);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(wider[i].settings[1].value, points[i].settings[0].value);
    EXPECT_EQ(wider[i].settings[3].value, points[i].settings[2].value);
  }
}

/// Cranes 2, 3 and 4 of the small corridor.
Study study_of_cranes(int replications) {
  Study study;
  study.sweep.variables = {variable("terminals.dry-port.cranes", {"2", "3", "4"})};
  study.points = points_of(study.sweep, 1);
  study.replications = replications;
  return study;
}

std::shared_ptr<scenario::Scenario const> cranes_at(std::size_t point) {
  return std::make_shared<scenario::Scenario const>(
      corridor({"terminals.dry-port.cranes=" + std::to_string(point + 2)}));
}

MadeRuns made_of_all(std::vector<Job> const& jobs, unsigned threads) {
  ReplicateOptions options;
  options.farm.threads = threads;
  MadeRuns made;
  EXPECT_TRUE(make(jobs, cranes_at, options, [&](Made const& run) { made.emplace(run.job, run); }));
  return made;
}

void expect_equal(MadeRuns const& a, MadeRuns const& b) {
  ASSERT_EQ(a.size(), b.size());
  for (auto const& [job, run] : a) {
    ASSERT_TRUE(b.contains(job));
    EXPECT_EQ(bytes_of(run), bytes_of(b.at(job)));
  }
}

TEST(Make, gives_the_same_bytes_by_any_threads_and_in_any_order) {
  auto const study = study_of_cranes(3);
  auto jobs = jobs_left(study, {});
  ASSERT_EQ(jobs.size(), 9U);
  auto const one = made_of_all(jobs, 1);
  expect_equal(one, made_of_all(jobs, 4));
  std::reverse(jobs.begin(), jobs.end());
  expect_equal(one, made_of_all(jobs, 2));
  EXPECT_TRUE(jobs_left(study, one).empty());
}

TEST(Make, makes_the_runs_of_replicate) {
  auto const made = made_of_all({{1, 0}, {1, 1}}, 2);
  scenario::Replication plan;
  plan.at_least = plan.at_most = 2;
  auto const table = replicate(corridor({"terminals.dry-port.cranes=3"}), plan, {});
  for (std::uint32_t r = 0; r < 2; ++r) {
    EXPECT_EQ(made.at({1, r}).results, table.records[r].results.text());
    EXPECT_EQ(made.at({1, r}).record.events, table.records[r].events);
  }
  auto const study = study_of_cranes(2);
  auto const sweep = table_of(study, made);
  EXPECT_FALSE(sweep.complete);
  EXPECT_EQ(sweep.points[1].values, table.values);
}

TEST(Make, names_the_point_of_a_run_that_cannot_be) {
  scenario::LoadOptions load;
  load.policies.way = {"mine"};
  auto const loaded = scenario::load_text("mine.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, run: 1 d}
places: {town: {}, north: {}, south: {}, city: {}}
links:
  n1: {between: [town, north], road: true, length: 10 km, speed: 60 km/h}
  n2: {between: [north, city], road: true, length: 10 km, speed: 60 km/h}
  s1: {between: [town, south], road: true, length: 10 km, speed: 60 km/h}
  s2: {between: [south, city], road: true, length: 10 km, speed: 60 km/h}
flows:
  t: {from: town, to: city, by: truck, every: 1 h, via: {north: 0.5, south: 0.5}, choose: mine}
)",
                                          load);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto const lacks_its_policy = [&](std::size_t) {
    return std::make_shared<scenario::Scenario const>(*loaded.scenario);
  };
  try {
    (void)make({{2, 0}}, lacks_its_policy, {}, [](Made const&) {});
    FAIL() << "the run lacks the policy";
  } catch (Fault const& fault) {
    EXPECT_TRUE(std::string_view{fault.what()}.ends_with(" at point 3")) << fault.what();
  }
}

TEST(Make, keeps_whole_runs_alone_when_it_is_interrupted) {
  std::atomic<bool> interrupt = false;
  ReplicateOptions options;
  options.farm.threads = 2;
  options.farm.interrupt = &interrupt;
  std::size_t kept = 0;
  auto const jobs = jobs_left(study_of_cranes(200), {});
  EXPECT_FALSE(make(jobs, cranes_at, options, [&](Made const& run) {
    EXPECT_EQ(run.record.end, model::End::horizon);
    if (++kept == 3) interrupt = true;
  }));
  EXPECT_GE(kept, 3U);
  EXPECT_LT(kept, 10U);
}

TEST(BytesOf, come_back_whole_and_never_from_less_or_more) {
  auto made = made_of_all({{2, 1}}, 1).begin()->second;
  made.record.broken = {"a book", ""};
  made.record.growing = {{"line kz-south", 1.5}};
  auto const bytes = bytes_of(made);
  auto const back = made_of(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(bytes_of(*back), bytes);
  EXPECT_EQ(back->record.measured.size(), made.record.measured.size());
  EXPECT_EQ(back->record.broken, made.record.broken);
  for (std::size_t cut = 0; cut < bytes.size(); cut += 7) {
    EXPECT_FALSE(made_of(std::string_view{bytes}.substr(0, cut))) << cut;
  }
  EXPECT_FALSE(made_of(bytes + 'x'));
}

TEST(BytesOf, with_an_end_that_there_is_not_are_refused) {
  auto const made = made_of_all({{2, 1}}, 1).begin()->second;
  auto bytes = bytes_of(made);
  auto const end =
      4 * sizeof(std::uint64_t) + made.results.size();  // behind point, run, text and seed
  ASSERT_EQ(bytes.at(end), static_cast<char>(model::End::horizon));
  bytes.at(end) = 100;
  EXPECT_FALSE(made_of(bytes));
}

TEST(DropUnwanted, keeps_what_the_study_shows) {
  auto made = made_of_all({{0, 0}}, 1).begin()->second;
  auto study = study_of_cranes(1);
  auto const all = made.record.measured.size();
  drop_unwanted(study, made);
  EXPECT_EQ(made.record.measured.size(), all);
  study.sweep.measures = {"lead-time.p"};
  study.sweep.best = Sweep::Best{"throughput", {}, 0.95, 10};
  study.shown = {"waits.cra"};
  drop_unwanted(study, made);
  std::vector<std::string> names;
  for (auto const& each : made.record.measured) names.push_back(each.measure.name);
  EXPECT_THAT(names, ElementsAre("lead-time.p50", "lead-time.p90", "lead-time.p95", "throughput",
                                 "waits.crane"));
}

TEST(JobsLeft, are_what_is_missing_wherever_it_is) {
  auto const study = study_of_cranes(2);
  MadeRuns made;
  for (Job const job : {Job{0, 0}, Job{1, 1}, Job{2, 0}, Job{2, 1}}) made[job].job = job;
  EXPECT_THAT(jobs_left(study, made), ElementsAre(Job{0, 1}, Job{1, 0}));
}

}  // namespace
}  // namespace caravan::experiment
