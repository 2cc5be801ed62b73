// Overlays: extends, change and --set. Files are written into a temporary folder.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/scenario/load.hpp"

namespace caravan::scenario {
namespace {

namespace fs = std::filesystem;

char const* const kBase = R"(schema: caravan/1
name: base
clock: {start: 2026-03-02 00:00, zone: Asia/Almaty, run: 30 d}
places:
  urumqi: {country: CN}
  khorgos: {country: KZ, tracks: {1435 mm: 6, 1520 mm: {count: 8, length: 1050 m}}, activities: [customs]}
  almaty: {country: KZ}
links:
  cn-trunk: {between: [urumqi, khorgos], rail: 1435 mm, length: 670 km, speed: 55 km/h}
  kz-south: {between: [khorgos, almaty], rail: 1520 mm, length: 365 km, speed: 45 km/h}
terminals:
  dry-port: {at: khorgos, changes: 1435 mm to 1520 mm, cranes: 4}
activities:
  customs: {servers: 9, time: {lognormal: {median: 3 h, p95: 10 h}}, per: unit, share: 5 %}
services:
  x8001: {from: urumqi, to: almaty, departs: daily at 20:00, units: 54}
closures:
  wind: {of: links.kz-south, from: 2026-03-11 06:00, until: 2026-03-12 18:00}
)";

class Overlay : public testing::Test {
 protected:
  void SetUp() override {
    auto const* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path{testing::TempDir()} / ("caravan-overlay-" + std::string{test->name()});
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write("base.yaml", kBase);
  }
  void write(std::string const& name, std::string const& text) {
    std::ofstream{folder_ / name} << text;
  }
  Loaded load(std::string const& name, std::vector<std::string> set = {}) {
    LoadOptions options;
    options.set = std::move(set);
    return load_scenario((folder_ / name).string(), options);
  }
  Loaded over(std::string const& rest, std::vector<std::string> set = {}) {
    write("over.yaml", "schema: caravan/1\nextends: base.yaml\n" + rest);
    return load("over.yaml", std::move(set));
  }

  fs::path folder_;
};

ResolvedValue at(Loaded const& loaded, std::string const& path) {
  auto const found = std::find_if(loaded.values.begin(), loaded.values.end(),
                                  [&path](ResolvedValue const& v) { return v.path == path; });
  return found != loaded.values.end() ? *found : ResolvedValue{path, "absent", "absent"};
}
std::string text(Loaded const& loaded, std::string const& path) {
  return at(loaded, path).text;
}

TEST_F(Overlay, KeysGivenDirectlyMergeDeepAndKeepTheRest) {
  Loaded const it = over("name: more\nterminals:\n  dry-port: {cranes: 6}\n");
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_EQ(text(it, "name"), "more");
  EXPECT_EQ(text(it, "terminals.dry-port.cranes"), "6");
  EXPECT_EQ(text(it, "terminals.dry-port.at"), "khorgos");
  EXPECT_THAT(at(it, "terminals.dry-port.cranes").origin, testing::EndsWith("over.yaml:5"));
  EXPECT_THAT(at(it, "terminals.dry-port.at").origin, testing::EndsWith("base.yaml:12"));
}

TEST_F(Overlay, ChangesTakeValuesSumsFactorsAndRemoval) {
  Loaded const it = over(R"(change:
  terminals.dry-port.cranes: {add: 2}
  activities.customs.share: {scale: 0.5}
  links.kz-south.length: {add: 500 m}
  links.cn-trunk.speed: {scale: 2}
  services.x8001.departs: [daily at 06:00]
  closures.wind: remove
)");
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_EQ(text(it, "terminals.dry-port.cranes"), "6");
  EXPECT_EQ(text(it, "activities.customs.share"), "2.5 %");
  EXPECT_EQ(text(it, "links.kz-south.length"), "365.5 km");
  EXPECT_EQ(text(it, "links.cn-trunk.speed"), "110 km/h");
  EXPECT_EQ(text(it, "services.x8001.departs"), "[daily at 06:00]");
  EXPECT_EQ(text(it, "closures.wind.of"), "absent");
  EXPECT_TRUE(it.scenario->closures.empty());
}

TEST_F(Overlay, ScalingADistributionScalesItsQuantitiesAndNotItsForm) {
  Loaded const it = over("change:\n  activities.customs.time: {scale: 0.5}\n");
  EXPECT_EQ(text(it, "activities.customs.time"), "{lognormal: {median: 1.5 h, p95: 5 h}}");
}

TEST_F(Overlay, ADistributionIsReplacedWholeNotMerged) {
  Loaded const it = over("activities:\n  customs: {time: {triangular: [1 h, 2 h, 3 h]}}\n");
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_EQ(text(it, "activities.customs.time"), "{triangular: [1 h, 2 h, 3 h]}");
}

TEST_F(Overlay, AKeyThatTheBaseLeavesToItsDefaultCanBeChanged) {
  Loaded const it = over(R"(change:
  terminals.dry-port.positioning: 40 min
  terminals.dry-port.lift: {add: 30 s}
  terminals.dry-port.form.oldest: 36 h
  activities.customs.for.mode: rail
  places.khorgos.tracks.1435 mm.length: 850 m
)");
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_EQ(text(it, "terminals.dry-port.lift"), "3.5 min");
  EXPECT_EQ(text(it, "terminals.dry-port.form.open-at"), "0.5");
  EXPECT_EQ(it.scenario->activities[ActivityId{0}].filter.mode, network::Mode::rail);
  PlaceTracks const& tracks = it.scenario->places[PlaceId{1}].tracks[0];
  EXPECT_EQ(tracks.count, 6);
  EXPECT_EQ(tracks.length_m, 850);
}

TEST_F(Overlay, OverlaysStackAndTheFlagComesLast) {
  write("middle.yaml",
        "schema: caravan/1\nextends: base.yaml\nchange:\n  terminals.dry-port.cranes: 6\n");
  write(
      "top.yaml",
      "schema: caravan/1\nextends: middle.yaml\nchange:\n  terminals.dry-port.cranes: {add: 1}\n");
  EXPECT_EQ(text(load("top.yaml"), "terminals.dry-port.cranes"), "7");
  Loaded const it = load("top.yaml", {"terminals.dry-port.cranes={add: 3}", "name=seventh"});
  EXPECT_EQ(text(it, "terminals.dry-port.cranes"), "10");
  EXPECT_EQ(at(it, "terminals.dry-port.cranes").origin, "--set");
  EXPECT_EQ(text(it, "name"), "seventh");
}

TEST_F(Overlay, AnOverlayHasTheHashOfTheSameScenarioWrittenOut) {
  std::string whole{kBase};
  whole.replace(whole.find("cranes: 4"), 9, "cranes: 6");
  write("whole.yaml", whole);
  Loaded const it = over("change:\n  terminals.dry-port.cranes: {add: 2}\n");
  ASSERT_TRUE(it.scenario);
  EXPECT_EQ(it.scenario->hash, load("whole.yaml").scenario->hash);
  EXPECT_NE(it.scenario->hash, load("base.yaml").scenario->hash);
}

// Gates speak of the file in which they stand: a plan with one crane less need not keep them.
TEST_F(Overlay, GatesOfTheBaseAreNotThoseOfTheOverlay) {
  std::string const gates = "expect: {gates: {short: {that: waits, at-most: 2 h}}}\n";
  write("base.yaml", kBase + gates);
  ASSERT_TRUE(load("base.yaml").expect);
  Loaded const plain = over("change:\n  terminals.dry-port.cranes: 3\n");
  ASSERT_TRUE(plain.scenario) << render(plain.diagnostics);
  EXPECT_FALSE(plain.expect);
  Loaded const own = over("expect: {gates: {long: {that: waits, at-most: 9 h}}}\n");
  ASSERT_TRUE(own.expect) << render(own.diagnostics);
  ASSERT_EQ(own.expect->gates.size(), 1U);
  EXPECT_EQ(own.expect->gates.front().id, "long");
}

TEST_F(Overlay, AFaultInTheBasePointsIntoTheBase) {
  Loaded const it =
      over("change:\n  terminals.dry-port.at: almty\n", {"links.kz-south.length=ten"});
  ASSERT_EQ(it.diagnostics.errors(), 1U) << render(it.diagnostics);
  EXPECT_EQ(it.diagnostics.all()[0].at.file->name, "--set");
  EXPECT_EQ(it.diagnostics.all()[0].at.column, 23U);  // the value of the flag
  Loaded const other = over("change:\n  terminals.dry-port.at: almty\n");
  ASSERT_EQ(other.diagnostics.errors(), 1U);
  EXPECT_THAT(other.diagnostics.all()[0].at.text(), testing::EndsWith("over.yaml:4:26"));
  EXPECT_EQ(other.diagnostics.all()[0].help, "did you mean `almaty`?");
}

TEST_F(Overlay, ACircleIsReportedWithItsChain) {
  write("a.yaml", "schema: caravan/1\nextends: b.yaml\n");
  write("b.yaml", "schema: caravan/1\nextends: a.yaml\n");
  Loaded const it = load("a.yaml");
  ASSERT_EQ(it.diagnostics.errors(), 1U);
  EXPECT_EQ(it.diagnostics.all()[0].code, "file-circle");
}

TEST_F(Overlay, AFlagMayHoldAMapAListOrAWord) {
  Loaded const it =
      over("", {"services.x8001.departs=[mon at 06:00, fri at 07:30]", "closures.wind=remove",
                "links.kz-south={length: 400 km, speed: 50 km/h}"});
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_EQ(text(it, "services.x8001.departs"), "[mon at 06:00, fri at 07:30]");
  EXPECT_EQ(text(it, "links.kz-south.length"), "400 km");
  EXPECT_EQ(text(it, "links.kz-south.rail"), "1520 mm");
}

// Nor is anything asked of what was opened on the way to a key that there is not.
TEST_F(Overlay, ChangesThatCannotBeMadeHideNoOtherFault) {
  Loaded const it = over(
      "change:\n  links.kz-north.speed: 50 km/h\n",
      {"a=b", "links.kz-south.length=7", "terminals.dry-port.form.oldst=1 h", "replicate.untill=3",
       "links.cn-trunk.headway={add: 2 km}", "services.x8001.to=almatty"});
  std::vector<std::string> found;
  for (Diagnostic const& fault : it.diagnostics.all()) {
    found.push_back(fault.code + ": " + fault.text);
  }
  EXPECT_THAT(found, testing::UnorderedElementsAre(
                         "change-path: there is no `links.kz-north` to change",
                         "change-path: there is no `a` to change", "unit: a length needs a unit",
                         "change-path: there is no `terminals.dry-port.form.oldst` to change",
                         "change-path: there is no `replicate.untill` to change",
                         testing::StartsWith("change-value: `links.cn-trunk.headway` is ")));
}

TEST_F(Overlay, RemovingWhatIsNotThereIsAnError) {
  Loaded const it = over("change:\n  closures.storm: remove\nclosures:\n  gale: remove\n");
  ASSERT_EQ(it.diagnostics.errors(), 2U) << render(it.diagnostics);
  for (Diagnostic const& fault : it.diagnostics.all()) EXPECT_EQ(fault.code, "change-path");
}

}  // namespace
}  // namespace caravan::scenario
