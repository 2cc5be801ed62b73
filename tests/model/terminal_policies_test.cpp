// Policies of terminals: against runs without a policy, and by what each is for.

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

/// Trains of two kinds, one of them promised early, over one crane and a break of gauge.
std::string hub(std::string const& cranes, std::string const& form) {
  return "schema: caravan/1\n"
         "clock: {start: 2026-01-01 00:00, run: 60 d, warm-up: 5 d}\n"
         "places: {cn: {country: CN}, hub: {country: KZ}, kz: {country: KZ}}\n"
         "links:\n"
         "  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}\n"
         "  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}\n"
         "consists:\n"
         "  n: {gauge: 1435 mm, capacity: 20 TEU}\n"
         "  b: {gauge: 1520 mm, capacity: 24 TEU, plugs: 8}\n"
         "terminals:\n"
         "  dry: {at: hub, changes: 1435 mm to 1520 mm, lift: {exponential: 5 min}, yard: 60 TEU,\n"
         "        tracks: {1435 mm: 3, 1520 mm: 2}, positioning: 10 min" +
         cranes + ", form: {open-at: 50 %, oldest: 6 h, least: 10 %" + form +
         "}}\n"
         "goods: {fruit: {powered: true}}\n"
         "services:\n"
         "  f: {from: cn, to: kz, rate: 7 /d, units: 10, due: 30 h}\n"
         "  x: {from: cn, to: kz, rate: 4 /d, units: {uniform: [3, 9]}, commodity: fruit, due: 7 "
         "h}\n";
}

model::RunResult run(std::string const& text, scenario::LoadOptions const& load = {},
                     model::RunOptions options = {}) {
  auto const loaded = scenario::load_text("hub.yaml", text, load);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto result = model::run(*loaded.scenario, options);
  EXPECT_TRUE(result.audit.ok());
  return result;
}

std::string time_of(model::RunResult const& result) {
  return result.fingerprints.time.text();
}

TEST(TerminalPolicies, TheUsualOrderAskedForLiftByLiftIsTheUsualOrder) {
  scenario::LoadOptions load;
  load.policies.crane = {"mine"};
  model::RunOptions options;
  options.policies.crane["mine"] = model::built_in_policies().crane.at("onward-first");
  auto const usual = run(hub("", ""));
  EXPECT_GT(usual.terminals.at(0).direct, 50) << "there is something to decide";
  EXPECT_EQ(time_of(run(hub(", crane-order: mine", ""), load, options)), time_of(usual));
  EXPECT_EQ(time_of(run(hub(", crane-order: onward-first", ""))), time_of(usual));
}

/// All lead times, and the trains and lifts of the terminals.
std::vector<std::int64_t> what_came(model::RunResult const& result) {
  std::vector<std::int64_t> all;
  for (auto const& relation : result.relations) {
    all.insert(all.end(), relation.lead_times.begin(), relation.lead_times.end());
  }
  for (auto const& terminal : result.terminals) {
    all.insert(all.end(), {terminal.trains_in, terminal.trains_out, terminal.lifts});
  }
  return all;
}

/// A policy is asked again at each load that comes aboard: more events, and nothing else.
TEST(TerminalPolicies, TheUsualRulesAskedForAreTheUsualRules) {
  scenario::LoadOptions load;
  load.policies.forming = {"mine"};
  model::RunOptions options;
  options.policies.forming["mine"] = model::built_in_policies().forming.at("oldest");
  auto const usual = run(hub("", ""));
  EXPECT_EQ(what_came(run(hub("", ", choose: mine"), load, options)), what_came(usual));
  EXPECT_EQ(time_of(run(hub("", ", choose: oldest"))), time_of(usual));
}

/// Nothing is faster for all: what was promised early is on time more often, by lifts alone.
TEST(TerminalPolicies, EarliestDueKeepsMoreOfWhatWasPromisedEarly) {
  auto const on_time = [](std::string const& order) {
    std::int64_t kept = 0;
    std::int64_t lifts = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      model::RunOptions options;
      options.seed = seed;
      auto const result = run(hub(", crane-order: " + order, ""), {}, options);
      for (auto const& relation : result.relations) kept += relation.on_time;
      lifts += result.terminals.at(0).lifts;
    }
    EXPECT_GT(lifts, 20'000);
    return kept;
  };
  auto const by_due = on_time("earliest-due");
  EXPECT_GT(by_due, on_time("first-come"));
  EXPECT_GT(by_due, on_time("onward-first"));
}

TEST(TerminalPolicies, FullTrainsAreFewestAndTheLeastAreMost) {
  auto const trains = [](std::string const& choose) {
    return run(hub("", ", choose: " + choose)).terminals.at(0).trains_out;
  };
  auto const full = trains("full");
  auto const oldest = trains("oldest");
  EXPECT_LT(full, oldest);
  EXPECT_LT(oldest, trains("least"));
}

/// Trains that leave full carry 12 units of 2 TEU each, to the last.
TEST(TerminalPolicies, FullTrainsAreFull) {
  auto const result = run(hub("", ", choose: full"));
  auto const& terminal = result.terminals.at(0);
  EXPECT_GT(terminal.trains_out, 200);
  EXPECT_GE(terminal.units, 12 * terminal.trains_out);
  EXPECT_LE(terminal.units, 12 * (terminal.trains_out + 2));
}

}  // namespace
}  // namespace caravan
