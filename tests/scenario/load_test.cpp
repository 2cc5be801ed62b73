#include "caravan/scenario/load.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/paths.hpp"

namespace caravan::scenario {
namespace {

using testing::ElementsAre;

std::string const kSource = source_folder();

/// The README's smallest useful scenario.
std::string const kMinimal = R"(schema: caravan/1
name: first-run
clock: {start: 2026-03-02 00:00, zone: Asia/Almaty, run: 30 d}
places:
  khorgos: {}
  almaty: {}
links:
  main: {between: [khorgos, almaty], rail: 1520 mm, length: 365 km, speed: 45 km/h, track: single, loops: 9}
services:
  shuttle: {from: khorgos, to: almaty, departs: daily at 06:00, units: 5, takes-waiting: true}
flows:
  west: {from: khorgos, to: almaty, rate: 45 /d}
)";

std::string const kSketch = kSource + "/tests/scenario/data/yiwu-europe.yaml";

Loaded loaded(std::string const& text, std::vector<std::string> set = {}) {
  LoadOptions options;
  options.set = std::move(set);
  return load_text("scenario.yaml", text, options);
}

ResolvedValue value_at(Loaded const& loaded, std::string const& path) {
  auto const found = std::find_if(loaded.values.begin(), loaded.values.end(),
                                  [&path](ResolvedValue const& v) { return v.path == path; });
  return found != loaded.values.end() ? *found : ResolvedValue{path, "absent", "absent"};
}

TEST(Load, TheSmallestUsefulScenarioHasTwelveLinesAndNoWarnings) {
  Loaded const it = loaded(kMinimal);
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_TRUE(it.diagnostics.all().empty()) << render(it.diagnostics);
  Scenario const& s = *it.scenario;
  EXPECT_EQ(s.name, "first-run");
  EXPECT_EQ(s.clock.horizon, SimTime::at(Duration::days(30)));
  EXPECT_EQ(s.clock.epoch_ms, 1'772'391'600'000);  // 2026-03-01 19:00 UTC: Almaty is on +5
  ASSERT_EQ(s.links.size(), 1U);
  LinkDetail const& line = s.links[LinkId{0}];
  EXPECT_THAT(line.sections_m, testing::SizeIs(10));
  EXPECT_DOUBLE_EQ(line.sections_m.front(), 36'500);
  EXPECT_EQ(s.network.links()[LinkId{0}].running_time,
            Duration::seconds(29'200));  // 365 km / 45 km/h
  ASSERT_EQ(s.services.size(), 1U);
  Service const& shuttle = s.services[ServiceId{0}];
  auto const& timetable = std::get<Departures::Timetable>(shuttle.departures.pattern);
  ASSERT_EQ(timetable.at.size(), 30U);
  EXPECT_EQ(timetable.at.front(), SimTime::at(Duration::hours(6)));
  Consist const& consist = s.consists[shuttle.consist];
  EXPECT_EQ(consist.name, "block-1520");
  EXPECT_EQ(consist.capacity_teu, 114);
  auto const& renewal = std::get<Departures::Renewal>(s.flows[FlowId{0}].departures.pattern);
  EXPECT_DOUBLE_EQ(mean(renewal.gap), 86.4e6 / 45);
}

TEST(Load, EveryValueSaysWhereItComesFrom) {
  Loaded const it = loaded(kMinimal, {"links.main.speed={scale: 2}"});
  EXPECT_EQ(value_at(it, "links.main.length").origin, "scenario.yaml:8");
  EXPECT_EQ(value_at(it, "links.main.speed").text, "90 km/h");
  EXPECT_EQ(value_at(it, "links.main.speed").origin, "--set");
  EXPECT_EQ(value_at(it, "links.main.loop-tracks").origin, "default");
  EXPECT_EQ(value_at(it, "consists.block-1520.capacity").origin, "default");
}

// What follows from a slip of the pen is not a second fault; what does not follow from it, is.
TEST(Load, AnActivityThatIsMisspeltAtItsPlaceIsOneFault) {
  auto const with = [](std::string const& name) {
    std::string text = kMinimal;
    text.replace(text.find("khorgos: {}"), 11, "khorgos: {activities: [" + name + "]}");
    return loaded(text + "activities:\n  customs: {time: 1 h}\n").diagnostics;
  };
  auto const slip = with("custms");
  ASSERT_EQ(slip.errors(), 1U) << render(slip);
  EXPECT_THAT(render(slip), testing::HasSubstr("did you mean `customs`?"));
  auto const other = with("weighing");
  ASSERT_EQ(other.errors(), 2U) << render(other);
  EXPECT_THAT(render(other), testing::HasSubstr("activity `customs` is done nowhere"));
}

TEST(Load, AFullScenarioBecomesWhatItSays) {
  Loaded const it = load_scenario(kSketch);
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_TRUE(it.diagnostics.all().empty()) << render(it.diagnostics);
  Scenario const& s = *it.scenario;
  EXPECT_EQ(s.clock.warm_up, SimTime::at(Duration::days(14)));
  Service const& x8001 = s.services[ServiceId{1}];
  ASSERT_EQ(x8001.name, "x8001");
  ASSERT_EQ(x8001.ways.size(), 2U);
  EXPECT_NEAR(x8001.ways[0].share + x8001.ways[1].share, 1, 1e-12);
  EXPECT_EQ(network::text_of(s.network, x8001.ways[1].route),
            "yiwu → khorgos ⇄ 1520 mm → almaty → malaszewicze ⇄ 1435 mm → duisburg");
  ASSERT_EQ(x8001.ways[1].legs.size(), 3U);
  EXPECT_EQ(s.consists[x8001.consist].name, "cn-block");
  // Yiwu is on +8, the clock too: 20:00 on the first day.
  auto const& timetable = std::get<Departures::Timetable>(x8001.departures.pattern);
  EXPECT_EQ(timetable.at[1], SimTime::at(Duration::hours(20)));
  EXPECT_EQ(timetable.at[0], SimTime::at(Duration::minutes(4 * 60 + 30)));  // a Monday
}

TEST(Load, ASeaLinkHasItsSailings) {
  Scenario const s = *load_scenario(kSketch).scenario;
  LinkDetail const& sea = s.links[*s.network.find_link("caspian")];
  EXPECT_EQ(sea.slots_teu, 180);
  ASSERT_GE(sea.sailings_backward.size(), 2U);
  EXPECT_EQ(sea.sailings_backward[0], SimTime::start());
  EXPECT_EQ(sea.sailings_backward[1], SimTime::at(Duration::days(3)));
  // Aktau is on +5, the clock on +8: Monday 08:00 there is 11:00 here.
  EXPECT_EQ(sea.sailings_forward[0], SimTime::at(Duration::hours(11)));
}

TEST(Load, AnActivityHasItsHoursFilterAndPlace) {
  Scenario const s = *load_scenario(kSketch).scenario;
  Activity const& red = s.activities[ActivityId{2}];
  ASSERT_EQ(red.name, "kz-red-lane");
  EXPECT_EQ(red.place, *s.network.find_place("khorgos"));
  EXPECT_DOUBLE_EQ(red.share, 0.03);
  EXPECT_TRUE(red.holds_unit);
  EXPECT_THAT(red.filter.from_country, ElementsAre("CN"));
  EXPECT_EQ(red.filter.mode, network::Mode::rail);
  // Mon-sat 08:00-20:00 in Almaty (+5) is from 11:00 on the clock (+8).
  ASSERT_FALSE(red.hours.always_open());
  EXPECT_EQ(red.hours.next_open(SimTime::start()), SimTime::at(Duration::hours(11)));
  EXPECT_FALSE(red.hours.is_open(SimTime::at(Duration::days(6) + Duration::hours(12))));   // Sunday
  EXPECT_FALSE(red.hours.is_open(SimTime::at(Duration::days(20) + Duration::hours(12))));  // Nauryz
}

TEST(Load, AClosureNamesItsObjectAndItsDates) {
  Scenario const s = *load_scenario(kSketch).scenario;
  ASSERT_EQ(s.closures.size(), 2U);
  Closure const& gale = s.closures[ClosureId{0}];
  EXPECT_THAT(gale.of, ElementsAre(Closable{TerminalId{1}}));
  EXPECT_EQ(gale.left, 0.5);
  Closure const& wind = s.closures[ClosureId{1}];
  EXPECT_THAT(wind.of, ElementsAre(Closable{*s.network.find_link("kz-south")}));
  EXPECT_EQ(wind.when.from, SimTime::at(Duration::days(9) + Duration::hours(6)));
  EXPECT_EQ(wind.left, 0);
  EXPECT_FALSE(wind.chance);
}

TEST(Load, AClosureThatChangesWorkLeavesAllCapacityUnlessItSaysOtherwise) {
  Loaded const it = load_text("regimes.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, run: 30 d}
places: {a: {activities: [check]}, b: {}}
links: {a-b: {between: [a, b], road: true, length: 10 km, speed: 10 km/h}}
activities: {check: {time: 10 min, share: 0.1}}
flows: {trucks: {from: a, to: b, by: truck, rate: 1 /d}}
closures:
  pandemic: {of: activities.check, from: 2026-03-05 00:00, until: 2026-03-06 00:00, time: 3}
  strict: {of: activities.check, from: 2026-03-05 00:00, until: 2026-03-06 00:00, share: 1, left: 0.4}
)");
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_EQ(it.scenario->closures[ClosureId{0}].left, 1);
  EXPECT_EQ(it.scenario->closures[ClosureId{0}].time, 3);
  EXPECT_EQ(it.scenario->closures[ClosureId{1}].left, 0.4);
  EXPECT_EQ(it.scenario->closures[ClosureId{1}].share, 1);
}

TEST(Load, ASeasonFollowsMonthsAndWeekdaysFromLocalMidnight) {
  Loaded const it =
      loaded(kMinimal, {"flows.west.season={mar: 0.5, apr: 2}", "flows.west.weekdays={sun: 0.5}"});
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  auto const& season = it.scenario->flows[FlowId{0}].departures.season;
  auto const at = [&season](int days) { return season.at(SimTime::at(Duration::days(days))); };
  EXPECT_EQ(at(0), 0.5);
  EXPECT_EQ(at(6), 0.25);  // Sunday 8 March
  EXPECT_EQ(at(7), 0.5);
  EXPECT_EQ(season.at(SimTime::at(Duration::days(6) - Duration::milliseconds(1))), 0.5);
}

TEST(Load, ATraceGivesItsTimes) {
  std::string const file = kSource + "/tests/scenario/data/trace.yaml";
  Loaded const it = load_scenario(file);
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  auto const& timetable =
      std::get<Departures::Timetable>(it.scenario->services[ServiceId{0}].departures.pattern);
  EXPECT_THAT(timetable.at,
              ElementsAre(SimTime::at(Duration::hours(6)), SimTime::at(Duration::hours(30))));
  EXPECT_THAT(it.files, testing::SizeIs(2));
}

/// Shuffles the entries of top-level sections of the form `  id: {...}`.
std::string permuted(std::string const& text, unsigned seed) {
  std::vector<std::vector<std::string>> blocks;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() != ' ') blocks.emplace_back();
    blocks.back().push_back(line);
  }
  std::mt19937 shuffle{seed};
  for (auto& block : blocks) std::shuffle(block.begin() + 1, block.end(), shuffle);
  std::shuffle(blocks.begin(), blocks.end(), shuffle);
  std::string out;
  for (auto const& block : blocks) {
    for (auto const& line : block) out += line + "\n";
  }
  return out;
}

TEST(Load, TheOrderOfEntriesChangesNothing) {
  std::ifstream in{kSketch};
  std::ostringstream text;
  text << in.rdbuf();
  std::filesystem::current_path(kSource + "/tests/scenario/data");
  Loaded const plain = load_text("a.yaml", text.str());
  ASSERT_TRUE(plain.scenario) << render(plain.diagnostics);
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::string const other = permuted(text.str(), seed);
    ASSERT_NE(other, text.str());
    Loaded const it = load_text("a.yaml", other);
    ASSERT_TRUE(it.scenario) << render(it.diagnostics);
    EXPECT_EQ(it.resolved, plain.resolved);
    EXPECT_EQ(it.scenario->hash, plain.scenario->hash);
    ASSERT_EQ(it.scenario->services.size(), plain.scenario->services.size());
    for (ServiceId const id : plain.scenario->services.ids()) {
      Service const& a = plain.scenario->services[id];
      Service const& b = it.scenario->services[id];
      EXPECT_EQ(a.name, b.name);
      ASSERT_EQ(a.ways.size(), b.ways.size());
      for (std::size_t i = 0; i < a.ways.size(); ++i) EXPECT_EQ(a.ways[i].legs, b.ways[i].legs);
    }
  }
}

TEST(Load, TheResolvedFileLoadsToTheSameScenario) {
  Loaded const it = load_scenario(kSketch);
  ASSERT_TRUE(it.scenario);
  std::filesystem::current_path(kSource + "/tests/scenario/data");
  Loaded const again = load_text("resolved.yaml", it.resolved);
  ASSERT_TRUE(again.scenario) << render(again.diagnostics);
  EXPECT_EQ(again.scenario->hash, it.scenario->hash);
  EXPECT_EQ(again.resolved, it.resolved);
}

TEST(Load, TheHashHangsOnEveryValueButNotOnTheSeedOrComments) {
  std::string const base = loaded(kMinimal).scenario->hash;
  LoadOptions seeded;
  seeded.seed = 77;
  Loaded const other_seed = load_text("b.yaml", "# a comment\n" + kMinimal, seeded);
  EXPECT_EQ(other_seed.scenario->hash, base);
  EXPECT_EQ(other_seed.scenario->seed, 77U);
  EXPECT_NE(loaded(kMinimal, {"links.main.speed=46 km/h"}).scenario->hash, base);
}

TEST(Load, ADefaultThatIsWrittenOutDoesNotMoveTheHash) {
  std::string const base = loaded(kMinimal).scenario->hash;
  EXPECT_EQ(loaded(kMinimal, {"links.main.loop-tracks=2", "flows.west.unit=2 TEU"}).scenario->hash,
            base);
  EXPECT_NE(loaded(kMinimal, {"links.main.loop-tracks=3"}).scenario->hash, base);
}

TEST(Load, TheTableThatIsReadIsPartOfTheHash) {
  namespace fs = std::filesystem;
  fs::path const folder = fs::path{testing::TempDir()} / "caravan-hash";
  fs::create_directories(folder);
  fs::current_path(folder);
  std::string text = kMinimal;
  text.replace(text.find("daily at 06:00"), 14, "t.csv#at")
      .replace(text.find("departs"), 7, "trace");
  auto const hash_with = [&text](std::string const& row) {
    std::ofstream{"t.csv"} << "at\n" << row << "\n";
    Loaded const it = load_text("a.yaml", text);
    EXPECT_TRUE(it.scenario) << render(it.diagnostics);
    return it.scenario ? it.scenario->hash : std::string{};
  };
  EXPECT_NE(hash_with("2026-03-03 06:00"), hash_with("2026-03-03 07:00"));
  EXPECT_EQ(hash_with("2026-03-03 06:00"), hash_with("2026-03-03 06:00"));
}

TEST(Load, AllFaultsOfAPassComeTogetherAndALaterPassWaits) {
  Loaded const it = loaded(R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, run: 30}
places: {khorgos: {contry: KZ}}
links:
  main: {between: [khorgos, nowhere], rail: 1520 mm, length: 365, speed: 45 km/h}
)");
  EXPECT_FALSE(it.scenario);
  std::vector<std::string> codes;
  for (Diagnostic const& fault : it.diagnostics.all()) codes.push_back(fault.code);
  EXPECT_THAT(codes, ElementsAre("unit", "unknown-key", "unit"));
}

TEST(Load, AFileThatIsNotThereIsADiagnostic) {
  Loaded const it = load_scenario("no/such/file.yaml");
  EXPECT_FALSE(it.scenario);
  ASSERT_EQ(it.diagnostics.errors(), 1U);
  EXPECT_EQ(it.diagnostics.all().front().code, "file-not-found");
}

TEST(Load, TooManyThingsAreRefusedBeforeTheyAreRead) {
  std::string text = kMinimal + "calendars:\n";
  for (int i = 0; i <= 10'000; ++i) text += "  c" + std::to_string(i) + ": always\n";
  Loaded const it = loaded(text);
  ASSERT_EQ(it.diagnostics.errors(), 1U) << render(it.diagnostics);
  EXPECT_EQ(it.diagnostics.all().front().code, "too-many");
}

TEST(Load, EveryScenarioInTheTreeLoads) {
  std::size_t count = 0;
  for (auto const& file : std::filesystem::recursive_directory_iterator(kSource + "/scenarios")) {
    if (file.path().extension() != ".yaml") continue;
    Loaded const it = load_scenario(file.path().string());
    EXPECT_TRUE(it.scenario) << render(it.diagnostics);
    ++count;
  }
  EXPECT_GE(count, 6U);
}

}  // namespace
}  // namespace caravan::scenario
