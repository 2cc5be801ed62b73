// Who cannot get where he is to go is told by what stands in the way: each obstacle once.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/scenario/load.hpp"

namespace caravan::scenario {
namespace {

using testing::HasSubstr;

/// a --- b --- c --- d, three services and a flow. The middle link is on its own gauge.
std::string line(std::string const& middle, std::string const& more) {
  return R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 2 d}
places: {a: {}, b: {}, c: {}, d: {}}
links:
  first: {between: [a, b], rail: 1520 mm, length: 30 km, speed: 60 km/h}
  middle: {between: [b, c], rail: )" +
         middle + R"(, length: 30 km, speed: 60 km/h}
  last: {between: [c, d], rail: 1520 mm, length: 30 km, speed: 60 km/h}
consists: {broad: {gauge: 1520 mm, capacity: 8 TEU}}
services:
  east: {from: a, to: d, every: 4 h, units: 2, consist: broad}
  half: {from: a, to: c, every: 4 h, units: 2, consist: broad}
  west: {from: d, to: a, every: 4 h, units: 2, consist: broad}
flows:
  boxes: {from: d, to: {a: 0.5, b: rest}, every: 4 h}
)" + more;
}

std::string said(std::string const& text) {
  auto const loaded = load_text("case.yaml", text);
  return std::to_string(loaded.diagnostics.errors()) + " errors\n" + render(loaded.diagnostics);
}

TEST(NoRoute, OneWrongTrackGaugeIsOneErrorAtItsLink) {
  auto const loaded = load_text("case.yaml", line("1435 mm", ""));
  EXPECT_EQ(loaded.diagnostics.errors(), 1U) << render(loaded.diagnostics);
  auto const& fault = loaded.diagnostics.all().front();
  EXPECT_EQ(fault.text,
            "link `middle` is 1435 mm between lines of 1520 mm, so 3 services and 1 flow are cut "
            "off: east, half, west, boxes");
  EXPECT_EQ(fault.at.line, 6U);
  EXPECT_EQ(
      fault.help,
      "check the track gauge of `middle` (case.yaml:6): the lines at both its ends are 1520 mm");
}

TEST(NoRoute, TheRightTrackGaugeIsNoError) {
  EXPECT_TRUE(load_text("case.yaml", line("1520 mm", "")).scenario);
}

TEST(NoRoute, OneTerminalThatIsMissingIsOneErrorThatNamesTheLinksOnBothSides) {
  auto const text = said(R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 2 d}
places: {a: {}, b: {}, c: {}}
links:
  narrow: {between: [a, b], rail: 1435 mm, length: 30 km, speed: 60 km/h}
  broad: {between: [b, c], rail: 1520 mm, length: 30 km, speed: 60 km/h}
flows:
  there: {from: a, to: c, every: 4 h}
  back: {from: c, to: a, every: 4 h}
)");
  EXPECT_THAT(text, HasSubstr("case.yaml:5:3: error: nothing at `b` changes 1520 mm to 1435 mm, so "
                              "2 flows are cut off: back, there [no-route]"));
  EXPECT_THAT(text, HasSubstr("help: let a terminal at b have `changes: 1520 mm to 1435 mm`, or "
                              "check the track gauge of `broad` (case.yaml:6) and of `narrow` "
                              "(case.yaml:5)"));
  EXPECT_THAT(text, HasSubstr("1 errors"));
}

/// Grain that goes from a to c over one terminal at b.
std::string grain_over(std::string const& terminal, std::string const& commodity) {
  return R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 2 d}
places: {a: {}, b: {}, c: {}}
links:
  ab: {between: [a, b], rail: 1520 mm, length: 30 km, speed: 60 km/h}
  bc: {between: [b, c], rail: 1435 mm, length: 30 km, speed: 60 km/h}
consists: {broad: {gauge: 1520 mm, capacity: 8 TEU}, narrow: {gauge: 1435 mm, capacity: 8 TEU}}
goods: {grain: {own-terminals: true}, oil: {}}
terminals:
  dock: {at: b, changes: 1520 mm to 1435 mm)" +
         terminal + R"(}
services:
  tanks: {from: a, to: c, every: 4 h, units: 2, commodity: oil}
  harvest: {from: a, to: c, every: 4 h, units: 2)" +
         commodity + "}\n";
}

TEST(NoRoute, GrainIsToldThatTheTerminalDoesNotNameIt) {
  EXPECT_TRUE(load_text("case.yaml", grain_over("", "")).scenario);
  EXPECT_TRUE(
      load_text("case.yaml", grain_over(", commodities: [grain, oil]", ", commodity: grain"))
          .scenario);
  auto const loaded = load_text("case.yaml", grain_over("", ", commodity: grain"));
  EXPECT_EQ(loaded.diagnostics.errors(), 1U) << render(loaded.diagnostics);
  auto const& fault = loaded.diagnostics.all().front();
  EXPECT_EQ(fault.text, "`harvest` cannot get from a to c");
  EXPECT_EQ(
      fault.notes.front().text,
      "the search reaches b on 1520 mm; the link that goes on from there (bc) is 1435 mm, and "
      "dock at b changes 1520 mm to 1435 mm, but does not name grain");
  EXPECT_EQ(fault.help,
            "name `grain` in the `commodities` of terminal `dock`, or give b a terminal for it");
}

TEST(NoRoute, ATerminalForOtherGoodsIsOneErrorForAllThatItRefuses) {
  auto const boxes = said(grain_over(", commodities: oil", ""));
  EXPECT_THAT(boxes, HasSubstr("1 errors"));
  EXPECT_THAT(boxes, HasSubstr("but takes only oil"));
  EXPECT_THAT(boxes, HasSubstr("give b a terminal that takes all goods"));
  auto const both = said(grain_over(", commodities: grain", ""));
  EXPECT_THAT(both, HasSubstr("1 errors"));
  EXPECT_THAT(both, HasSubstr("terminal `dock` at b does not take what they carry, so 2 services "
                              "are cut off: harvest, tanks"));
}

TEST(NoRoute, WhatARequestForbidsIsItsOwnFault) {
  auto const text =
      said(line("1520 mm", R"(  one: {from: a, to: {c: 0.5, d: rest}, avoid: b, every: 9 h}
  two: {from: b, to: d, avoid: middle, every: 9 h}
)"));
  EXPECT_THAT(text, HasSubstr("`one` cannot get from a to c, d [no-route]"));
  EXPECT_THAT(text, HasSubstr("`two` cannot get from b to d [no-route]"));
  EXPECT_THAT(text, HasSubstr("help: shorten `avoid`, or add a link that leads around"));
  EXPECT_THAT(text, HasSubstr("2 errors"));
}

TEST(NoRoute, TrucksAreToldThatTheyNeedARoad) {
  EXPECT_THAT(said(line("1520 mm", "  lorries: {from: a, to: d, by: truck, every: 9 h}\n")),
              HasSubstr("help: trucks take roads alone: add one, or leave out `by: truck`"));
}

TEST(NoRoute, PartsOfTheMapThatNothingJoinsAreToldOnce) {
  auto const text = said(R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 2 d}
places: {a: {}, b: {}, c: {}, d: {}}
links:
  left: {between: [a, b], rail: 1435 mm, length: 30 km, speed: 60 km/h}
  right: {between: [c, d], rail: 1435 mm, length: 30 km, speed: 60 km/h}
flows:
  there: {from: a, to: d, every: 4 h}
  back: {from: c, to: b, every: 4 h}
)");
  EXPECT_THAT(text, HasSubstr("no chain of links joins a to c, so 2 flows are cut off: back, there "
                              "[no-route]"));
  EXPECT_THAT(text, HasSubstr("help: add the link that is missing, or correct the `between` of one "
                              "that is there"));
}

}  // namespace
}  // namespace caravan::scenario
