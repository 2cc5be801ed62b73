// Places and links as tables: the same scenario as the same rows in YAML.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/scenario/load.hpp"

#include "sim/scenario/types.hpp"

namespace caravan::scenario {
namespace {

namespace fs = std::filesystem;

std::string const kHead =
    "schema: caravan/1\nname: line\nclock: {start: 2026-03-02 00:00, run: 30 d}\n";
std::string const kRest =
    "activities: {gate: {servers: 2, time: 20 min}}\n"
    "services:\n  shuttle: {from: khorgos, to: almaty, departs: daily at 06:00, units: 50}\n";

std::string const kYaml =
    "places:\n"
    "  khorgos: {country: KZ, tracks: {1520 mm: 6}, activities: [gate]}\n"
    "  almaty: {country: KZ}\n"
    "  hub: {}\n"
    "links:\n"
    "  b: {between: [hub, almaty], rail: 1520 mm, length: 65.5 km, speed: 45 km/h}\n"
    "  a: {between: [khorgos, hub], rail: 1520 mm, length: 300 km, speed: 45 km/h, track: single, "
    "loops: [100 km, 200 km], headway: 12 min}\n";
std::string const kPlaces =
    "country,id,tracks,activities\nKZ,khorgos,{1520 mm: 6},[gate]\nKZ,almaty,,\n,hub,,\n";
std::string const kLinks =
    "id,from,to,rail (mm),length km,speed km/h,track,loops,headway\n"
    "a,khorgos,hub,1520,300,45,single,\"[100 km, 200 km]\",12 min\n"
    "b,hub,almaty,1520,65.5,45,,,\n";
std::string const kTables = "places: places.csv\nlinks: links.csv\n";

class SectionTables : public testing::Test {
 protected:
  void SetUp() override {
    auto const* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path{testing::TempDir()} / ("caravan-tables-" + std::string{test->name()});
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write("places.csv", kPlaces);
    write("links.csv", kLinks);
    write("yaml.yaml", kHead + kYaml + kRest);
    write("tables.yaml", kHead + kTables + kRest);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(std::string const& name, std::string const& text) const {
    std::ofstream{folder_ / name} << text;
  }
  [[nodiscard]] Loaded load(std::string const& name, std::vector<std::string> set = {}) const {
    LoadOptions options;
    options.set = std::move(set);
    return load_scenario((folder_ / name).string(), options);
  }

  fs::path folder_;
};

std::string first_text(Loaded const& loaded) {
  auto const& all = loaded.diagnostics.all();
  if (all.empty()) return "nothing is wrong";
  return fs::path{all.front().at.text()}.filename().string() + " " + all.front().code + ": " +
         all.front().text;
}

ResolvedValue value_of(Loaded const& loaded, std::string const& path) {
  auto const found = std::find_if(loaded.values.begin(), loaded.values.end(),
                                  [&path](ResolvedValue const& v) { return v.path == path; });
  return found != loaded.values.end() ? *found : ResolvedValue{path, "absent", "absent"};
}

TEST_F(SectionTables, AreTheSameScenarioAsTheSameRowsInYaml) {
  auto const yaml = load("yaml.yaml");
  auto const tables = load("tables.yaml");
  ASSERT_TRUE(yaml.scenario) << render(yaml.diagnostics);
  ASSERT_TRUE(tables.scenario) << render(tables.diagnostics);
  EXPECT_EQ(yaml.resolved, tables.resolved);
  EXPECT_EQ(yaml.scenario->hash, tables.scenario->hash);
  write("links.csv", kLinks.substr(0, kLinks.size() - 1) + " \n");
  EXPECT_EQ(load("tables.yaml").scenario->hash, yaml.scenario->hash) << "blanks mean nothing";
  std::string other = kLinks;
  other.replace(other.find("65.5"), 4, "65.6");
  write("links.csv", other);
  EXPECT_NE(load("tables.yaml").scenario->hash, yaml.scenario->hash);
}

TEST_F(SectionTables, SayOfEachValueWhichRowItIsFrom) {
  auto const tables = load("tables.yaml");
  EXPECT_THAT(value_of(tables, "links.b.length").origin, testing::EndsWith("links.csv:3"));
  EXPECT_EQ(value_of(tables, "links.b.length").text, "65.5 km");
  EXPECT_EQ(value_of(tables, "links.a.headway").text, "12 min");
  EXPECT_EQ(value_of(tables, "links.b.track").origin, "default");
  EXPECT_THAT(value_of(tables, "places.khorgos.tracks.1520 mm").origin,
              testing::EndsWith("places.csv:2"));
}

TEST_F(SectionTables, AreMergedAndChangedLikeMaps) {
  write("more.csv", "id,country,tracks\nhub,UZ,\nalmaty,,remove\nosh,KG,\n");
  write("over.yaml",
        "schema: caravan/1\nextends: tables.yaml\nplaces: more.csv\n"
        "change: {links.a.length: {add: 10 km}}\n");
  auto const it = load("over.yaml", {"links.b.speed=60 km/h"});
  EXPECT_EQ(first_text(it),
            "more.csv:3:9 change-path: there is no `tracks` here that could be removed");
  write("more.csv", "id,country,tracks\nhub,UZ,\nkhorgos,,remove\nosh,KG,\n");
  auto const mended = load("over.yaml", {"links.b.speed=60 km/h"});
  ASSERT_TRUE(mended.scenario) << render(mended.diagnostics);
  EXPECT_EQ(mended.scenario->places.size(), 4U);
  EXPECT_EQ(value_of(mended, "places.hub.country").text, "UZ");
  EXPECT_EQ(value_of(mended, "places.khorgos.country").text, "KZ");
  EXPECT_EQ(value_of(mended, "places.khorgos.tracks.1520 mm").text, "absent");
  EXPECT_EQ(value_of(mended, "links.a.length").text, "310 km");
  EXPECT_EQ(value_of(mended, "links.b.speed").origin, "--set");
}

TEST_F(SectionTables, OfManyRowsAreMergedByTheirIds) {
  std::string rows = kPlaces;
  std::string over = "schema: caravan/1\nextends: tables.yaml\nplaces:\n";
  for (int i = 0; i < 40; ++i) {
    auto const id = "p" + std::to_string(i);
    rows += "KZ," + id + ",,\n";
    over += "  " + id + (i < 20 ? ": remove\n" : ": {country: UZ}\n");
  }
  write("places.csv", rows);
  write("over.yaml", over + "  q: {}\n");
  auto const it = load("over.yaml");
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_EQ(it.scenario->places.size(), 3U + 20U + 1U);
  EXPECT_EQ(value_of(it, "places.p19.country").text, "absent");
  EXPECT_EQ(value_of(it, "places.p20.country").text, "UZ");
  write("over.yaml", over + "  r: remove\n");
  EXPECT_THAT(first_text(load("over.yaml")), testing::HasSubstr("no `r` here"));
}

TEST_F(SectionTables, MayBeNamedByAChange) {
  write("long.csv", "id,from,to,rail mm,length km,speed km/h\nz,khorgos,almaty,1520,900,45\n");
  auto const it = load("yaml.yaml", {"links=long.csv"});
  ASSERT_TRUE(it.scenario) << render(it.diagnostics);
  EXPECT_EQ(it.scenario->links.size(), 1U);
  EXPECT_EQ(value_of(it, "links.z.length").text, "900 km");
}

/// One row more than may be is refused at its place; so are entries of several files together.
TEST_F(SectionTables, HoldAtMostAsManyPlacesAsTheLimitSays) {
  auto const rows = [](std::size_t from, std::size_t until) {
    std::string text = "id\n";
    for (std::size_t i = from; i < until; ++i) text += "p" + std::to_string(i) + "\n";
    return text;
  };
  write("places.csv", rows(0, kMostPlaces + 1));
  EXPECT_EQ(first_text(load("tables.yaml")),
            "places.csv:100002:1 too-many: 100001 rows are more than 100000");
  write("places.csv", rows(0, kMostPlaces));
  EXPECT_THAT(first_text(load("tables.yaml")), testing::HasSubstr("unknown-name"));
  write("more.csv", rows(kMostPlaces, kMostPlaces + 1));
  write("over.yaml", "schema: caravan/1\nextends: tables.yaml\nplaces: more.csv\n");
  EXPECT_EQ(first_text(load("over.yaml")),
            "tables.yaml:4:9 too-many: 100001 entries are more than 100000");
}

/// Of a hundred thousand wrong rows the first are told, and the rest costs nothing.
TEST_F(SectionTables, OfVeryManyFaultsTellTheFirst) {
  std::string text = "id,from,to,rail mm,length km,speed km/h\n";
  for (int i = 0; i < 100'000; ++i) text += "l" + std::to_string(i) + ",a,b,1520,1,45\n";
  write("links.csv", text);
  auto const it = load("tables.yaml");
  EXPECT_GE(it.diagnostics.errors(), 1000U);
  EXPECT_LE(it.diagnostics.errors(), 1001U);
}

}  // namespace
}  // namespace caravan::scenario
