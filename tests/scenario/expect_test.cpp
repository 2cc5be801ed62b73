// Gates as a scenario writes them; tests/faults/expect.yaml has what they cannot be.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/scenario/load.hpp"

namespace caravan::scenario {
namespace {

using ::testing::HasSubstr;

constexpr char const* kLine = R"(schema: caravan/1
name: line
clock: {start: 2026-03-02 00:00, zone: Asia/Almaty, run: 30 d}
places: {khorgos: {}, almaty: {}}
links: {kz-south: {between: [khorgos, almaty], rail: 1520 mm, length: 365 km, speed: 45 km/h}}
services: {shuttle: {from: khorgos, to: almaty, departs: daily at 06:00, units: 50}}
)";

Loaded with(std::string const& expect) {
  return load_text("folder/line.yaml", kLine + expect);
}

Gate gate(std::string const& text) {
  auto const loaded = with("expect: {gates: {it: " + text + "}}\n");
  EXPECT_TRUE(loaded.expect) << render(loaded.diagnostics);
  return loaded.expect ? loaded.expect->gates.front() : Gate{};
}

std::string fault(std::string const& text) {
  auto const loaded = with("expect: {gates: {it: " + text + "}}\n");
  EXPECT_FALSE(loaded.scenario);
  return render(loaded.diagnostics);
}

TEST(Expect, HasDefaults) {
  auto const loaded =
      with("expect: {gates: {b: {fingerprint: unknown}, a: {that: waits, at-most: 2 h}}}\n");
  ASSERT_TRUE(loaded.expect);
  EXPECT_EQ(loaded.expect->alpha, 0.01);
  EXPECT_EQ(loaded.expect->at_least, 10);
  EXPECT_EQ(loaded.expect->at_most, 100);
  ASSERT_EQ(loaded.expect->gates.size(), 2U);
  EXPECT_EQ(loaded.expect->gates.front().id, "a");
  EXPECT_FALSE(with("").expect);
}

TEST(Expect, IsNoPartOfTheHash) {
  auto const plain = with("");
  auto const gated = with("expect: {gates: {it: {that: waits, at-most: 2 h}}}\n");
  EXPECT_EQ(plain.scenario.value().hash, gated.scenario.value().hash);
}

TEST(Expect, KnowsEachKind) {
  EXPECT_EQ(gate("{that: waits, at-most: 2 h}").kind, Gate::Kind::at_most);
  EXPECT_EQ(gate("{that: waits, at-least: 2 h}").kind, Gate::Kind::at_least);
  auto const between = gate("{that: on-time, between: [90 %, 1]}");
  EXPECT_EQ(between.low.text(), "90 %");
  EXPECT_EQ(between.high.text(), "1");
  auto const other = gate("{that: waits, not-worse-than: other.yaml, margin: 2 %}");
  EXPECT_EQ(other.against, "folder/other.yaml");
  EXPECT_TRUE(other.compares());
  EXPECT_FALSE(other.needs_baseline());
  EXPECT_TRUE(gate("{that: waits, unchanged-from: baseline, margin: 1 h}").needs_baseline());
  auto const print = gate("{fingerprint: 874c6acd-77467bfc-35103bf5-38ff70b3}");
  EXPECT_TRUE(print.exact());
  EXPECT_EQ(print.fingerprint, "874c6acd-77467bfc-35103bf5-38ff70b3");
  EXPECT_EQ(print.bound.line, 7U);
  EXPECT_EQ(print.bound.column, 36U);
}

TEST(Expect, RefusesValuesThatAreNone) {
  EXPECT_THAT(fault("{fingerprint: 874c6acd}"), HasSubstr("`874c6acd` is no fingerprint [expect]"));
  EXPECT_THAT(fault("{fingerprint: 874C6ACD-77467bfc-35103bf5-38ff70b3}"),
              HasSubstr("is no fingerprint"));
  EXPECT_THAT(fault("{that: waits, at-most: soon}"), HasSubstr("`soon` is not a number [number]"));
  EXPECT_THAT(
      render(with("expect: {alpha: 0 %, gates: {a: {fingerprint: unknown}}}\n").diagnostics),
      HasSubstr("no test has this rate of false alarms [expect]"));
  EXPECT_THAT(render(with("expect: {gates: {}}\n").diagnostics), HasSubstr("there are no gates"));
}

}  // namespace
}  // namespace caravan::scenario
