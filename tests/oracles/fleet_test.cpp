// Closed fleets of wagons, written as scenarios: more trains set out than there are wagons for, so
// the wagons go round for ever. Mean value analysis knows how often, and where they stand.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "tests/oracles/lives.hpp"

namespace caravan::oracles {
namespace {

constexpr std::uint32_t kReplications = 100;

std::string const kClock = "clock: {start: 2026-01-01 00:00, run: 6300 h, warm-up: 300 h}\n";

/// Waiting and in service, on average, at an activity with one server.
double present(Replication const& run, std::string_view activity) {
  auto const& resource = run.resource(activity);
  return resource.mean_queue + resource.utilisation;
}

double per_hour(Replication const& run, std::string_view activity) {
  return static_cast<double>(run.resource(activity).served) / run.hours;
}

/// One wagon makes a train. Empties run back by themselves; the line takes 3 h each way.
std::string one_loop(std::uint32_t wagons) {
  return kClock +
         "places: {a: {activities: [crane]}, b: {activities: [gauge-change, customs]}}\n"
         "links: {line: {between: [a, b], rail: 1520 mm, length: 180 km, speed: 60 km/h}}\n"
         "activities:\n"
         "  crane: {time: {exponential: 4 h}, when: departure}\n"
         "  gauge-change: {time: {exponential: 2 h}}\n"
         "  customs: {time: {exponential: 90 min}}\n"
         "fleets: {flats: {wagons: 1520 mm, stock: {a: " +
         std::to_string(wagons) +
         "}, return: {when: 1}}}\n"
         "consists: {train: {gauge: 1520 mm, capacity: 2 TEU, wagons: 1, fleet: flats}}\n"
         "services: {out: {from: a, to: b, every: 2 h, units: 1}}\n";
}

TEST(ClosedFleetOfWagons, N03_wagons_circulate) {
  for (std::uint32_t const wagons : {1U, 2U, 5U, 10U, 20U}) {
    auto const n = std::to_string(wagons);
    auto const samples =
        replicate("N03-" + n, one_loop(wagons), kReplications, [](auto const& run, auto& all) {
          all["X"].add(per_hour(run, "crane"));
          all["Q1"].add(present(run, "crane"));
          all["Q2"].add(present(run, "gauge-change"));
          all["Q3"].add(present(run, "customs"));
          auto const& fleet = run.result.fleets.front();
          EXPECT_EQ(fleet.places.front().at_end, 0) << "somebody always waits for a wagon";
        });
    ASSERT_FALSE(samples.empty());
    expect_known("N03", "X(N=" + n + ")", samples.at("X"), 0.01);
    // M13: a round takes 13.5 h undisturbed, and the crane 4 h of it.
    EXPECT_LE(samples.at("X").mean(), 1.01 * std::min(wagons / 13.5, 1 / 4.0));
    if (wagons == 10) {
      for (auto const* const station : {"Q1", "Q2", "Q3"}) {
        expect_known("N03", std::string{station} + "(N=10)", samples.at(station), 0.02);
      }
    }
  }
}

TEST(ClosedFleetOfWagons, N05_two_fleets_share_a_yard) {
  auto const yaml =
      kClock +
      "places: {a: {activities: [yard]}, b: {activities: [second]}, c: {activities: [third]}}\n"
      "links:\n"
      "  one: {between: [a, b], rail: 1520 mm, length: 300 km, speed: 60 km/h}\n"
      "  two: {between: [a, c], rail: 1520 mm, length: 300 km, speed: 60 km/h}\n"
      "activities:\n"
      "  yard: {time: {exponential: 1 h}, when: departure}\n"
      "  second: {time: {exponential: 2 h}}\n"
      "  third: {time: {exponential: 3 h}}\n"
      "fleets:\n"
      "  flats: {wagons: 1520 mm, stock: {a: 4}, return: {when: 1}}\n"
      "  tanks: {wagons: 1520 mm, stock: {a: 3}, return: {when: 1}}\n"
      "consists:\n"
      "  flat-train: {gauge: 1520 mm, capacity: 2 TEU, wagons: 1, fleet: flats}\n"
      "  tank-train: {gauge: 1520 mm, capacity: 2 TEU, wagons: 1, fleet: tanks}\n"
      "services:\n"
      "  boxes: {from: a, to: b, every: 2 h, units: 1, consist: flat-train}\n"
      "  oil: {from: a, to: c, every: 2 h, units: 1, consist: tank-train}\n";
  auto const samples = replicate("N05", yaml, kReplications, [](auto const& run, auto& all) {
    all["X1"].add(per_hour(run, "second"));
    all["X2"].add(per_hour(run, "third"));
    all["Q_yard"].add(present(run, "yard"));
    all["Q_s2"].add(present(run, "second"));
    all["Q_s3"].add(present(run, "third"));
  });
  ASSERT_FALSE(samples.empty());
  for (auto const& [quantity, sample] : samples) {
    expect_known("N05", quantity, sample, 0.02);
  }
}

}  // namespace
}  // namespace caravan::oracles
