#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// A folder with the starter scenario in it.
class Experiment : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(folder.run("$caravan new").code, 0); }
  std::string out(std::string const& words) const {
    auto const outcome = folder.run("$caravan " + words);
    EXPECT_EQ(outcome.code, 0) << words << '\n' << outcome.err;
    EXPECT_THAT(outcome.err, IsEmpty());
    return outcome.out;
  }
  Folder folder;
};

TEST_F(Experiment, gives_the_same_bytes_by_any_number_of_threads) {
  for (std::string const format : {"table", "csv", "json"}) {
    auto const words = "run first.yaml --replications 6 --format " + format;
    auto const one = out(words + " --threads 1");
    EXPECT_EQ(one, out(words + " --threads 2")) << format;
    EXPECT_EQ(one, out(words + " --threads 16")) << format;
    EXPECT_EQ(one, out(words)) << format;
  }
}

TEST_F(Experiment, says_means_with_intervals_and_is_silent_in_a_pipe) {
  auto const text = out("run first.yaml --replications 5");
  EXPECT_THAT(text, StartsWith("first-corridor · "));
  EXPECT_THAT(text, HasSubstr(" · seed 1 · 5 replications\n"));
  EXPECT_THAT(text, HasSubstr("± 95 %"));
  EXPECT_THAT(text, HasSubstr("\n  lead-time.p90 "));
  EXPECT_THAT(text, HasSubstr("audit ok · fingerprint "));
}

TEST_F(Experiment, has_no_interval_of_two_replications) {
  auto const text = out("run first.yaml --replications 2");
  EXPECT_THAT(text, HasSubstr("fewer than 3 replications have no interval\n"));
}

TEST_F(Experiment, obeys_the_scenario_unless_one_replication_is_asked_for) {
  folder.write("often.yaml", "schema: caravan/1\nextends: first.yaml\nreplicate: 4\n");
  EXPECT_THAT(out("run often.yaml"), HasSubstr(" · 4 replications\n"));
  EXPECT_THAT(out("run often.yaml --replications 3"), HasSubstr(" · 3 replications\n"));
  EXPECT_THAT(out("run often.yaml -r 2"), HasSubstr("seed 1, replication 2 "));
  EXPECT_THAT(out("run often.yaml --replications 3 -r 2"), HasSubstr("3 replications from 2 on\n"));
}

TEST_F(Experiment, stops_by_precision) {
  folder.write("precise.yaml",
               "schema: caravan/1\nextends: first.yaml\n"
               "replicate: {until: lead-time.mean within 10 %, at-least: 3, at-most: 50}\n");
  EXPECT_THAT(out("run precise.yaml"), HasSubstr("precision  lead-time.mean is known within "));
}

TEST_F(Experiment, names_the_nearest_measure_when_it_waits_for_one_that_is_not_there) {
  auto const outcome =
      folder.run("$caravan run first.yaml --set 'replicate={until: lead-time.p9 within 2 %}'");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("there is no measure `lead-time.p9`"));
  EXPECT_THAT(outcome.err, HasSubstr("did you mean `lead-time.p90`?"));
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST_F(Experiment, refuses_no_replications_and_no_threads) {
  EXPECT_EQ(folder.run("$caravan run first.yaml --replications 0").code, 2);
  EXPECT_EQ(folder.run("$caravan run first.yaml --replications 3 --threads 0").code, 2);
  EXPECT_EQ(folder.run("$caravan run first.yaml --replications many").code, 2);
}

TEST_F(Experiment, that_is_interrupted_ends_with_130_and_what_it_has) {
  // The machine may be slow: later and later, until some replications were finished.
  Outcome outcome;
  for (auto const* seconds : {"0.5", "1", "2", "4", "8"}) {
    outcome = folder.run("timeout --preserve-status -s TERM " + std::string{seconds} +
                         " $caravan run first.yaml --replications 100000");
    if (outcome.out.find("lead-time.mean") != std::string::npos) break;
  }
  EXPECT_EQ(outcome.code, 130);
  EXPECT_THAT(outcome.out, HasSubstr("PARTIAL    interrupted; the figures cover the replications "
                                     "that were finished\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\n  lead-time.mean "));
}

TEST_F(Experiment, shows_further_measures_by_name) {
  auto const text = out("run first.yaml --replications 3 --measure terminal");
  EXPECT_THAT(text, HasSubstr("\n  terminal.khorgos-port.trains-in "));
  EXPECT_THAT(out("run first.yaml --replications 3"), Not(HasSubstr("trains-in")));
}

TEST_F(Experiment, compares_on_common_luck_by_file_or_by_change) {
  folder.write("third.yaml",
               "schema: caravan/1\nname: third\nextends: first.yaml\nchange: "
               "{terminals.khorgos-port.cranes: 3}\n");
  auto const words = std::string{" --replications 4 --headline waits.crane"};
  auto const by_file = out("compare first.yaml third.yaml" + words);
  auto const sentence = "\nB · 3 cranes instead of 2 at khorgos-port: waits.crane is shorter by ";
  EXPECT_THAT(by_file, StartsWith("A · first-corridor · "));
  EXPECT_THAT(by_file, HasSubstr(sentence));
  EXPECT_THAT(by_file, HasSubstr("common luck: variance ÷ "));
  auto const by_change = out("compare first.yaml --with terminals.khorgos-port.cranes=3" + words);
  EXPECT_EQ(by_change, by_file);
  for (std::string const format : {"csv", "json"}) {
    EXPECT_EQ(out("compare first.yaml third.yaml --threads 1 --format " + format + words),
              out("compare first.yaml third.yaml --threads 16 --format " + format + words));
  }
}

TEST_F(Experiment, compares_several_and_says_when_nothing_differs) {
  auto const text =
      out("compare first.yaml first.yaml --with terminals.khorgos-port.cranes=3 "
          "--replications 3");
  EXPECT_THAT(text, HasSubstr("\nB · first-corridor: lead-time.p90 is the same, 3 replications\n"));
  EXPECT_THAT(text, HasSubstr("\nC · 3 cranes instead of 2 at khorgos-port: "));
}

TEST_F(Experiment, averages_the_one_that_has_a_steady_state_beside_one_that_has_none) {
  auto const outcome = folder.run(
      "$caravan compare first.yaml --with 'terminals.khorgos-port.lift=3 h' --replications 3");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("B · terminals.khorgos-port.lift = 3 h instead of "));
  EXPECT_THAT(outcome.out, HasSubstr(" grows without end, so it has no steady state; A has one\n"));
  EXPECT_THAT(outcome.out, ContainsRegex("\n  lead-time.p90 +[0-9.]+ [hd]  unstable +-  +-  +-"));
}

/// The part of a page under a heading.
std::string section(std::string const& page, std::string const& heading) {
  auto const at = page.find("\n## " + heading + '\n');
  if (at == std::string::npos) return {};
  return page.substr(at + 1, page.find("\n## ", at + 1) - at);
}

std::set<std::string> json_keys(std::string const& json) {
  std::set<std::string> keys;
  std::regex const key{"\"([a-z_0-9]+)\": "};
  for (auto each = std::sregex_iterator{json.begin(), json.end(), key};
       each != std::sregex_iterator{}; ++each) {
    keys.insert((*each)[1]);
  }
  return keys;
}

// Four wagons belong to home, and two stand there today: every wait is for wagons, and only another
// table can have more of them.
TEST_F(Experiment, names_in_a_ladder_what_a_table_has_too_few_of) {
  folder.write("today.csv", "fleet,place,count\nflats,home,2\n");
  folder.write("flats.yaml", R"(schema: caravan/1
name: flats
clock: {start: 2026-03-02 00:00, zone: UTC, run: 5 d}
places: {home: {}, away: {}}
links: {main: {between: [home, away], rail: 1435 mm, length: 60 km, speed: 60 km/h, track: double}}
fleets: {flats: {wagons: 1435 mm, stock: {home: 4}, return: {to: home, when: 2}}}
consists: {short: {gauge: 1435 mm, capacity: 8 TEU, wagons: 2, fleet: flats}}
services: {out: {from: home, to: away, every: 1 h, consist: short, units: 1}}
initial: {stock: today.csv}
)");
  auto const text = out("ladder flats.yaml --headline lead-time.mean");
  EXPECT_THAT(text, HasSubstr("\nloads wait for nothing that a change of the scenario would end\n"
                              "fleets.flats.stock.home is counted in today.csv: more must be tried "
                              "there · "));
  EXPECT_THAT(text, HasSubstr(", 100 % of all waits\n"));
}

TEST_F(Experiment, documents_every_column_and_key_of_its_answers) {
  folder.write("costs.yaml",
               "schema: caravan/1\nname: costs\nextends: first.yaml\n"
               "costs: {currency: USD, waiting: 12 USD/TEU-d}\n"
               "sweep: {vary: {terminals.khorgos-port.cranes: [2, 3]}, best: {of: waits}}\n");
  auto const page = source_text("docs/reference/measures.md");
  for (std::string const words :
       {"run costs.yaml --replications 3", "compare costs.yaml first.yaml --replications 3",
        "ladder costs.yaml --replications 3 --rungs 1", "sweep costs.yaml --replications 3"}) {
    auto const command = words.substr(0, words.find(' '));
    auto const name = "`caravan " + command + (command == "run" ? " --replications`" : "`");
    auto const csv = out(words + " --format csv");
    auto const columns = section(page, "CSV of " + name);
    std::istringstream head{csv.substr(0, csv.find('\n'))};
    for (std::string column; std::getline(head, column, ',');) {
      if (column.find('.') != std::string::npos) continue;  // a path that is varied
      auto const family = column.substr(
          column.rfind('-') == std::string::npos || command != "run" ? 0 : column.rfind('-'));
      EXPECT_THAT(columns, HasSubstr('`' + family + '`')) << words << ": " << column;
    }
    auto const keys = section(page, "JSON of " + name);
    for (auto const& key : json_keys(out(words + " --format json"))) {
      EXPECT_THAT(keys, HasSubstr('`' + key + '`')) << words;
    }
  }
}

TEST_F(Experiment, compares_nothing_with_nothing) {
  EXPECT_EQ(folder.run("$caravan compare first.yaml").code, 2);
  EXPECT_EQ(folder.run("$caravan compare").code, 2);
  EXPECT_EQ(folder.run("$caravan compare first.yaml missing.yaml").code, 4);
}

}  // namespace
}  // namespace caravan::cli
