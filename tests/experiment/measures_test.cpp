/// What a run says as named numbers, each worked by hand.
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/experiment/measure.hpp"
#include "caravan/experiment/run.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::experiment {
namespace {

/// The measures of one day from Monday midnight on, in UTC.
class Said {
 public:
  explicit Said(std::string const& rest) {
    auto const loaded =
        scenario::load_text("measures.yaml",
                            "schema: caravan/1\nname: measures\n"
                            "clock: {start: 2026-03-02 00:00, zone: UTC, run: 24 h}\n" +
                                rest);
    if (!loaded.scenario) throw std::runtime_error{render(loaded.diagnostics)};
    rows_ = measures_of(*loaded.scenario, run(*loaded.scenario, {}).result);
  }

  /// None if there is no such measure.
  [[nodiscard]] std::optional<double> operator[](std::string_view name) const {
    for (auto const& row : rows_) {
      if (row.measure.name == name) return row.value;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::string unit(std::string_view name) const {
    for (auto const& row : rows_) {
      if (row.measure.name == name) return row.measure.unit;
    }
    return "none";
  }
  [[nodiscard]] std::vector<Measure> all() const {
    std::vector<Measure> measures;
    for (auto const& row : rows_) measures.push_back(row.measure);
    return measures;
  }

 private:
  std::vector<Measured> rows_;
};

void expect_near(std::optional<double> found, double expected) {
  ASSERT_TRUE(found);
  EXPECT_NEAR(*found, expected, 1e-9);
}

/// Two trucks come to a desk at 06:30 that takes an hour for each, and are an hour under way.
std::string two_trucks(std::string const& rates) {
  return "places: {town: {}, post: {activities: [desk]}, city: {}}\n"
         "links:\n"
         "  first: {between: [town, post], road: true, length: 30 km, speed: 60 km/h}\n"
         "  last: {between: [post, city], road: true, length: 30 km, speed: 60 km/h}\n"
         "activities: {desk: {per: truck, time: 1 h}}\n"
         "flows:\n"
         "  two: {from: town, to: city, by: truck, departs: mon at 06:00, group: 2, due: 2 h}\n" +
         rates;
}

TEST(MeasuresOfARun, tell_the_time_of_loads_and_what_it_was_spent_on) {
  Said const said{two_trucks("")};
  for (std::string const relation : {"", ".town>city+truck"}) {
    expect_near(said["lead-time" + relation + ".mean"], 2.5);
    expect_near(said["lead-time" + relation + ".sd"], 0.5);
    expect_near(said["lead-time" + relation + ".p50"], 2);
    expect_near(said["lead-time" + relation + ".p95"], 3);
    expect_near(said["lateness" + relation + ".mean"], 0.5);
    expect_near(said["on-time" + relation], 0.5);
    expect_near(said["throughput" + relation], 2);
    expect_near(said["moving" + relation], 1);
    expect_near(said["work" + relation + ".desk"], 1);
    expect_near(said["waits" + relation], 0.5);
    expect_near(said["waits" + relation + ".desk"], 0.5);
  }
  expect_near(said["present.post.loads"], 3.0 / 24);
  expect_near(said["utilisation.desk"], 2.0 / 24);
  expect_near(said["queue.desk.waited"], 0.5);
  expect_near(said["queue.desk.wait.mean"], 0.5);
  expect_near(said["queue.desk.wait.sd"], 0.5);
  EXPECT_FALSE(said["cost"]);
  EXPECT_FALSE(said["energy"]);
}

/// A load is of 2 TEU: 120 USD for its 60 km, and 2 USD if it waits an hour; 20 t over 60 km.
TEST(MeasuresOfARun, tell_what_a_load_costs_on_the_mean) {
  std::string const costs = "costs: {currency: USD, road: 1 USD/TEU-km, waiting: 24 USD/TEU-d}\n";
  std::string const energy = "energy: {mass: 10 t/TEU, road: 0.05 kWh/t-km";
  Said const said{two_trucks(costs + energy + ", emissions: {road: 0.5 kg/kWh}}\n")};
  for (std::string const relation : {"", ".town>city+truck"}) {
    expect_near(said["cost" + relation], 121);
    expect_near(said["cost" + relation + ".carriage"], 120);
    expect_near(said["cost" + relation + ".waiting"], 1);
    expect_near(said["cost" + relation + ".lifts"], 0);
    expect_near(said["cost" + relation + ".storage"], 0);
    expect_near(said["energy" + relation], 60);
    expect_near(said["co2e" + relation], 30);
  }
  EXPECT_EQ(said.unit("cost.waiting"), "USD");
  EXPECT_EQ(said.unit("co2e"), "kg");
  Said const without_emissions{two_trucks(energy + "}\n")};
  expect_near(without_emissions["energy"], 60);
  EXPECT_FALSE(without_emissions["co2e"]);
  EXPECT_FALSE(without_emissions["cost"]);
}

/// As 110-wagons-of-a-fleet.case: four wagons set out three times in a day.
std::string few_wagons(std::string const& consists, std::string const& back) {
  return "places: {west: {}, east: {}}\n"
         "links: {main: {between: [west, east], rail: 1435 mm, length: 60 km, speed: 60 km/h}}\n"
         "fleets: {flats: {wagons: 1435 mm, stock: {west: 4}, turn-round: 30 min}}\n"
         "consists: {" +
         consists +
         "}\n"
         "services:\n"
         "  out: {from: west, to: east, departs: [mon at 06:00, mon at 12:00], units: 1, "
         "consist: long}\n"
         "  back: {from: east, to: west, departs: mon at 09:00, units: 1, consist: " +
         back + "}\n";
}

TEST(MeasuresOfARun, tell_the_turn_time_of_wagons_unless_trains_differ_in_length) {
  std::string const one = "long: {gauge: 1435 mm, capacity: 8 TEU, wagons: 4, fleet: flats}";
  std::string const other = ", short: {gauge: 1435 mm, capacity: 4 TEU, wagons: 2, fleet: flats}";
  Said const equal{few_wagons(one, "long")};
  expect_near(equal["fleet.flats.turn-time"], 1.0 / 3);
  expect_near(equal["fleet.flats.returns"], 0);
  EXPECT_FALSE(equal["fleet.flats.overtime"]) << "of crews alone";
  EXPECT_FALSE(Said{few_wagons(one + other, "short")}["fleet.flats.turn-time"]);
}

/// A crew of 10 h reports at 06:00, leaves at 06:30 and could be at c by 14:30; the line behind b
/// is closed until 14:00, so that it gets there at 18:00, on duty for 12 h.
TEST(MeasuresOfARun, tell_the_overtime_of_crews) {
  std::string const railway =
      "places: {a: {}, b: {}, c: {}}\n"
      "links:\n"
      "  one: {between: [a, b], rail: 1520 mm, length: 240 km, speed: 60 km/h}\n"
      "  two: {between: [b, c], rail: 1520 mm, length: 240 km, speed: 60 km/h}\n"
      "fleets:\n"
      "  crews: {crews: [one, two], stock: {a: 1, c: 1}, duty: 10 h, turn-round: 8 h, change: 30 "
      "min}\n"
      "consists: {t: {gauge: 1520 mm, capacity: 8 TEU}}\n"
      "services: {out: {from: a, to: c, departs: mon at 06:00, units: 1}}\n";
  expect_near(Said{railway}["fleet.crews.overtime"], 0);
  Said const late{railway +
                  "closures: {works: {of: links.two, from: 2026-03-02 08:00, until: 2026-03-02 "
                  "14:00}}\n"};
  expect_near(late["fleet.crews.overtime"], 1);
  expect_near(late["fleet.crews.turn-time"], 2);
}

TEST(MeasuresOfARun, whose_names_would_be_equal_bear_different_ones) {
  std::string const places =
      "places: {a: {}, b: {}}\n"
      "links: {road: {between: [a, b], road: true, length: 60 km, speed: 60 km/h}}\n";
  Said const said{places +
                  "flows:\n"
                  "  one: {from: a, to: b, by: truck, departs: mon at 06:00, class: by night}\n"
                  "  two: {from: a, to: b, by: truck, departs: mon at 07:00, class: by_night, "
                  "group: 2}\n"};
  auto const first = said["throughput.a>b+truck/by_night"];
  auto const second = said["throughput.a>b+truck/by_night'"];
  ASSERT_TRUE(first && second);
  EXPECT_THAT((std::vector{*first, *second}), testing::UnorderedElementsAre(1, 2));
}

TEST(MeasuresOfARun, are_found_by_name_alone) {
  auto const measures = Said{two_trucks("")}.all();
  for (std::size_t i = 0; i < measures.size(); ++i) EXPECT_EQ(find(measures, measures[i].name), i);
  EXPECT_EQ(find(measures, "lead"), std::nullopt);
  EXPECT_EQ(find(measures, "zz"), std::nullopt);
  EXPECT_EQ(find({}, "lead-time.mean"), std::nullopt);
}

}  // namespace
}  // namespace caravan::experiment
