// The short leg of fuzzing: what lies in the tree, changed a little in some thousand ways, always
// the same ones. `./dev fuzz` is the long leg. A finding is kept under tests/faults, or here.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fuzz/database.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/paths.hpp"

namespace caravan::scenario::fuzz {
namespace {

namespace fs = std::filesystem;

/// Steele, Lea and Flood 2014: SplitMix64.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_{seed} {}
  std::size_t below(std::size_t limit) {
    state_ += 0x9e3779b97f4a7c15U;
    auto z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<std::size_t>((z ^ (z >> 31U)) % limit);
  }

 private:
  std::uint64_t state_;
};

std::vector<std::string> files_in(std::string const& folder, std::string const& ending) {
  std::vector<fs::path> paths;
  for (auto const& entry : fs::directory_iterator{source_folder() + '/' + folder}) {
    if (entry.path().extension() == ending) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (auto const& path : paths) {
    std::ifstream file{path, std::ios::binary};
    texts.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
  }
  return texts;
}

std::vector<std::string> lines_of(std::vector<std::string> const& texts) {
  std::vector<std::string> lines;
  for (std::string const& text : texts) {
    for (std::size_t at = 0; at < text.size();) {
      auto const end = std::min(text.find('\n', at), text.size());
      lines.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  }
  return lines;
}

/// Bytes that have meant trouble: to YAML, to numbers, to terminals, to files.
std::string const& word(Draw& draw) {
  static std::vector<std::string> const kWords{"&a ",
                                               "*a",
                                               "!!int ",
                                               "<<: ",
                                               "%YAML 1.2\n",
                                               "---\n",
                                               "...\n",
                                               "|",
                                               ">",
                                               "? ",
                                               ": ",
                                               "- ",
                                               "{",
                                               "}",
                                               "[",
                                               "]",
                                               "\"",
                                               "'",
                                               "\\x1b",
                                               "\t",
                                               "\r",
                                               std::string(1, '\0'),
                                               "\x1b[31m",
                                               "\xff",
                                               "\xc3",
                                               "\xed\xa0\x80",
                                               "\xe2\x80\xae",
                                               "#",
                                               "1e400",
                                               ".nan",
                                               "-0",
                                               "0x1F",
                                               "99999999999999999999",
                                               "1_000",
                                               " km",
                                               " h",
                                               "%",
                                               "../",
                                               "/dev/zero",
                                               "2026-02-30",
                                               "24:00",
                                               "23:59:60",
                                               "extends: ",
                                               "change: ",
                                               "remove",
                                               "{add: 1}",
                                               "{scale: 2}",
                                               "sweep: ",
                                               "rest",
                                               "always",
                                               "2200-12-31 23:59",
                                               "Europe/Berlin",
                                               ",",
                                               "="};
  return kWords[draw.below(kWords.size())];
}

std::string changed(std::string text, std::vector<std::string> const& others, Draw& draw) {
  for (auto changes = 1 + draw.below(4); changes > 0; --changes) {
    auto const at = draw.below(text.size() + 1);
    auto const length = draw.below(std::min<std::size_t>(text.size() - at, 40) + 1);
    switch (draw.below(6)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, word(draw));
        break;
      case 2:
        text.replace(at, length, word(draw));
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(draw.below(256));
        break;
      case 4:
        text.insert(draw.below(text.size() + 1), text.substr(at, length));
        break;
      default: {
        std::string const& other = others[draw.below(others.size())];
        auto const from = draw.below(other.size() + 1);
        text.insert(at, other.substr(from, draw.below(60)));
      }
    }
  }
  return text;
}

void expect_no_fault(Target const& target, std::vector<std::string> const& seeds,
                     std::size_t mutations) {
  ASSERT_FALSE(seeds.empty());
  Draw draw{2026};
  for (std::string const& seed : seeds)
    EXPECT_EQ(target.run(seed), "") << target.name << '\n' << seed;
  for (std::size_t i = 0; i < mutations; ++i) {
    std::string const& seed = seeds[draw.below(seeds.size())];
    auto const text = changed(seed, seeds, draw);
    auto const fault = target.run(text);
    ASSERT_EQ(fault, "") << target.name << ", mutation " << i << ":\n" << text;
  }
}

std::vector<std::string> scenarios() {
  auto texts = files_in("tests/faults", ".yaml");
  for (auto const* const folder : {"tests/faults/parts", "tests/faults/bad-input", "scenarios"}) {
    for (auto& text : files_in(folder, ".yaml")) texts.push_back(std::move(text));
  }
  std::erase_if(texts, [](std::string const& text) { return text.size() > 20'000; });
  return texts;
}

TEST(Fuzz, ScenarioFilesAreRefusedOrResolveToThemselves) {
  expect_no_fault(kTargets[0], scenarios(), 500);
}

TEST(Fuzz, FlagsThatSetAreRefusedOrHeeded) {
  expect_no_fault(
      kTargets[1],
      {"clock.run=3 d", "links.south.speed=60 km/h", "services.shuttle.delay={exponential: 3 min}",
       "places.khorgos.tracks={1520 mm: 2}", "services.shuttle.units={add: 2}",
       "links.south.length={scale: 0.5}", "services.shuttle=remove", "seed=7"},
      500);
}

TEST(Fuzz, TablesAreRefusedOrWhole) {
  auto seeds = files_in("tests/faults/parts", ".csv");
  seeds.emplace_back("a,b\n\"x \"\"y\"\"\",2\n");
  expect_no_fault(kTargets[2], seeds, 5000);
}

TEST(Fuzz, ValuesAreRefusedOrFinite) {
  auto seeds = lines_of(files_in("tests/faults", ".yaml"));
  std::erase_if(seeds, [](std::string const& line) { return line.empty() || line.size() > 200; });
  for (auto const* const seed :
       {"365 km", "1e300 km", "2026-03-02 08:00", "daily at 08:00", "08:00-20:00", "44.21N 80.42E",
        "2026-03-01..2026-03-09", "12.5 %", "45 /d", "-0", "0.1e-5 h"}) {
    seeds.emplace_back(seed);
  }
  expect_no_fault(kTargets[3], seeds, 2000);
}

/// What another program, a slip of the hand or a bad disk could do to a run database.
std::string damage(Draw& draw) {
  static std::vector<std::string> const kColumns{
      "activities.activity", "activities.name",  "activities.case_work", "events.at_ms",
      "events.event",        "events.kind",      "events.link",          "events.other",
      "events.part_ms",      "events.place",     "events.stage",         "events.who",
      "event_kinds.kind",    "event_kinds.name", "links.link",           "links.name",
      "places.name",         "places.place",     "runs.ended_ms",        "runs.recorded",
      "runs.start_ms",       "sources.name",     "sources.source",       "stages.activity",
      "stages.cause",        "stages.fleet",     "stages.kind",          "stages.name",
      "stages.stage",        "terminals.means",  "terminals.place",      "terminals.servers",
      "trains.id",           "trains.name",      "trains.source",        "trains.to_place",
      "units.from_place",    "units.id",         "units.kind",           "units.name"};
  static std::vector<std::string> const kValues{"NULL",
                                                "-1",
                                                "0",
                                                "1",
                                                "2147483648",
                                                "9223372036854775807",
                                                "1e300",
                                                "''",
                                                "'boarded'",
                                                "'began'",
                                                "CAST(x'ff' AS TEXT)",
                                                "hex(zeroblob(81))",
                                                "'a' || char(10) || '\"'"};
  auto const& column = kColumns[draw.below(kColumns.size())];
  auto const table = column.substr(0, column.find('.'));
  auto const name = column.substr(table.size() + 1);
  auto const some = " WHERE rowid % " + std::to_string(1 + draw.below(40)) + " = 0\n";
  switch (draw.below(5)) {
    case 0:
      return "DELETE FROM " + table + some;
    case 1:
      return "UPDATE " + table + " SET " + name + " = " + name + " + " +
             std::to_string(draw.below(9)) + some;
    case 2:
      return '@' + std::to_string(draw.below(output::fuzz::sound_database().size())) + " ff\n";
    default:
      return "UPDATE " + table + " SET " + name + " = " + kValues[draw.below(kValues.size())] +
             some;
  }
}

TEST(Fuzz, RunDatabasesAreRefusedOrExportedWhole) {
  EXPECT_EQ(output::fuzz::run_database(""), "");
  for (std::string const& changes : files_in("tests/fuzz/corpus/database", ".sql")) {
    EXPECT_EQ(output::fuzz::run_database(changes), "") << changes;
  }
  Draw draw{2026};
  for (int i = 0; i < 60; ++i) {
    std::string changes;
    for (auto lines = 1 + draw.below(3); lines > 0; --lines) changes += damage(draw);
    ASSERT_EQ(output::fuzz::run_database(changes), "") << changes;
  }
}

}  // namespace
}  // namespace caravan::scenario::fuzz
