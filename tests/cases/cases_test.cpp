// Runs every tests/cases/*.case: a drawn track plan, a small scenario, and the timeline it must
// give.
//
// A case is text in three parts:
//     # What it shows, with the track plan drawn.
//     --- scenario
//     (YAML; `schema: caravan/1` and `name:` are put in front)
//     --- file trains.csv              (any number of tables that the scenario reads)
//     --- timeline trains units        (or `--- totals`: selected results, one a line)
//     (the expected lines)
// CARAVAN_UPDATE_GOLDEN=1 writes what the program says in place of what was expected; the change is
// then reviewed like code.

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

#include "tests/cases/timeline.hpp"
#include "tests/support/paths.hpp"

namespace caravan {
namespace {

namespace fs = std::filesystem;

struct Part {
  std::string heading;  // the line after `--- `
  std::string text;
};

std::string read(fs::path const& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Part> parts_of(std::string const& text) {
  std::vector<Part> parts{{"", ""}};
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("--- ")) {
      parts.push_back({line.substr(4), ""});
    } else {
      parts.back().text += line + '\n';
    }
  }
  return parts;
}

std::vector<fs::path> all_cases() {
  std::vector<fs::path> cases;
  for (auto const& entry : fs::directory_iterator{fs::path{source_folder()} / "tests/cases"}) {
    if (entry.path().extension() == ".case") {
      cases.push_back(entry.path());
    }
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

double minutes(std::int64_t ms) {
  return static_cast<double>(ms) / 60'000;
}

/// What became of the units of each fleet.
std::string fleets_of(scenario::Scenario const& scenario, model::RunResult const& result) {
  std::ostringstream text;
  for (auto const& fleet : result.fleets) {
    auto const& name = scenario.fleets[fleet.fleet].name;
    text << "fleet " << name << ' ' << fleet.size << ", with trains " << fleet.with_trains_at_end
         << ", turning round " << fleet.turning_round_at_end << ", returns " << fleet.returns;
    if (fleet.as_passengers_at_end + fleet.overtime > 0) {
      text << ", as passengers " << fleet.as_passengers_at_end << ", overtime " << fleet.overtime;
    }
    text << '\n';
    for (auto const& stock : fleet.places) {
      text << "  at " << scenario.network.places()[stock.place].name << ' ' << stock.at_start
           << " to " << stock.at_end << ", least " << stock.least << ", trains " << stock.trains;
      if (stock.short_since != SimTime::never()) {
        text << ", short since " << minutes(stock.short_since.count()) << " min, trains waited "
             << minutes(stock.waits_ms) << " min";
      }
      text << '\n';
    }
    for (auto const& used : fleet.in_use) {
      auto const run = scenario.clock.horizon - scenario.clock.warm_up;
      auto const sum =
          static_cast<std::int64_t>(std::llround(used.mean * static_cast<double>(run.count())));
      text << "  on " << used.gauge.millimetres << " mm " << minutes(sum)
           << " wagon min in use, at the end " << used.at_end << '\n';
    }
    for (auto const& row : result.waits) {
      if (result.stages[row.stage].cause == name && row.load_ms > 0) {
        text << "  loads " << minutes(row.load_ms) << " min " << result.stages[row.stage].name
             << " at " << scenario.network.places()[row.place].name << '\n';
      }
    }
  }
  return text.str();
}

/// The numbers of a run that need no timeline, one a line.
std::string totals_of(scenario::Scenario const& scenario, model::RunResult const& result) {
  std::ostringstream text;
  text << "end " << (result.end == model::End::horizon ? "horizon" : "stalled") << '\n'
       << "trains " << result.trains_started << " started, " << result.trains_ended << " ended\n"
       << "loads " << result.loads_created << " created, " << result.loads_delivered
       << " delivered, " << result.loads_turned_away << " turned away, " << result.loads_inside
       << " inside\n";
  for (auto const& line : result.stall) {
    text << "stall " << text_of(line.who, result.sources) << " waits for " << line.waits_for
         << ", held by";
    for (auto const holder : line.held_by) {
      text << ' ' << text_of(holder, result.sources);
    }
    text << '\n';
  }
  for (auto const& relation : result.relations) {
    if (relation.perishable > 0) {
      text << "spoiled " << relation.spoiled << " of " << relation.perishable << '\n';
    }
  }
  for (auto const& terminal : result.terminals) {
    text << "terminal " << terminal.trains_in << " in, " << terminal.trains_out << " out, "
         << terminal.lifts << " lifts, " << terminal.direct << " direct";
    if (terminal.wagons > 0) {
      text << ", " << terminal.wagons << " wagons";
    }
    text << '\n';
  }
  text << fleets_of(scenario, result);
  for (auto const& closure : result.closures) {
    text << "closure " << test::clock_text(closure.when.from) << " to "
         << test::clock_text(closure.when.until) << ": " << closure.waiting_before
         << (closure.of_trucks ? " trucks" : " trains") << " before, " << closure.greatest_trains
         << " trains at most, " << closure.greatest_loads << " loads at most, " << closure.cancelled
         << " cancelled, " << closure.held << " held, "
         << (closure.recovered == SimTime::never() ? "not over"
                                                   : "over " + test::clock_text(closure.recovered))
         << '\n';
  }
  return text.str();
}

/// Loads the scenario from a folder of its own, beside the tables that it reads.
scenario::Loaded load(fs::path const& path, std::vector<Part> const& parts) {
  auto const name = path.stem().string();
  auto const folder = fs::path{testing::TempDir()} / "caravan-cases" / name;
  fs::create_directories(folder);
  for (auto const& part : parts) {
    if (part.heading.starts_with("file ")) {
      std::ofstream{folder / part.heading.substr(5)} << part.text;
    }
  }
  auto const scenario = folder / (name + ".yaml");
  std::ofstream{scenario} << "schema: caravan/1\nname: " << name << '\n' << parts[1].text;
  auto loaded = scenario::load_scenario(scenario.string());
  fs::remove_all(folder);
  return loaded;
}

class Case : public testing::TestWithParam<fs::path> {};

TEST_P(Case, GivesTheExpectedTimeline) {
  auto const parts = parts_of(read(GetParam()));
  ASSERT_GE(parts.size(), 3U) << "a case has a scenario and at least one expectation";
  ASSERT_EQ(parts[1].heading, "scenario");
  auto const loaded = load(GetParam(), parts);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);

  test::Timeline timeline;
  model::RunOptions options;
  options.seed = loaded.scenario->seed;
  options.observers = {&timeline};
  auto const result = model::run(*loaded.scenario, options);
  EXPECT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);

  std::string actual = parts[0].text + "--- scenario\n" + parts[1].text;
  for (std::size_t part = 2; part < parts.size(); ++part) {
    auto const& heading = parts[part].heading;
    actual += "--- " + heading + '\n';
    if (heading.starts_with("file ")) {
      actual += parts[part].text;
      continue;
    }
    actual += heading.starts_with("totals") ? totals_of(*loaded.scenario, result)
                                            : timeline.text(*loaded.scenario, result, heading);
  }
  if (std::getenv("CARAVAN_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{GetParam()} << actual;
  }
  EXPECT_EQ(actual, read(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(All, Case, testing::ValuesIn(all_cases()), [](auto const& tested) {
  auto name = tested.param.stem().string();
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace caravan
