// Stations in a row, with and without room between them. A unit that finds no room in the next
// queue keeps its server: blocking after service. An hour is the unit of time.

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/lives.hpp"

namespace caravan::oracles {
namespace {

std::string text_of(double number) {
  auto text = std::to_string(number);
  return text.substr(0, text.find_last_not_of('0') + 2);
}

/// Trucks that pass the stations s1, s2, …; `keys` are those of each activity.
std::string yaml_of(int hours, std::string const& rate, std::vector<std::string> const& keys) {
  std::string names;
  std::string activities;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto const name = "s" + std::to_string(i + 1);
    names += (i > 0 ? ", " : "") + name;
    activities += "  " + name + ": {per: truck, " + keys[i] + "}\n";
  }
  return "clock: {start: 2026-01-01 00:00, run: " + std::to_string(hours) +
         " h, warm-up: " + std::to_string(hours / 20) + " h}\nplaces: {yard: {activities: [" +
         names + "]}}\nactivities:\n" + activities +
         "flows: {trucks: {from: yard, by: truck, rate: " + rate + "}}\n";
}

std::string exponential(double rate) {
  return "time: {exponential: " + text_of(3600 / rate) + " s}";
}

/// The first station never lacks work: three times as many come as it serves, and up to 30 wait.
std::string saturated_line(int hours, std::vector<double> const& rates,
                           std::vector<int> const& buffers) {
  std::vector<std::string> keys{exponential(rates.front()) +
                                ", queue-limit: 30, when-full: turn-away"};
  for (std::size_t i = 1; i < rates.size(); ++i) {
    keys.push_back(exponential(rates[i]) + ", queue-limit: " + std::to_string(buffers[i - 1]));
  }
  return yaml_of(hours, "3 /h", keys);
}

std::string station(std::size_t number) {
  return "s" + std::to_string(number);
}

void measure_stations(Replication const& run, Samples& samples) {
  for (std::size_t i = 1; i <= run.result.resources.size(); ++i) {
    auto const& all = run.result.resources;
    auto const present = std::any_of(all.begin(), all.end(),
                                     [&](auto const& one) { return one.name == station(i); });
    if (!present) {
      break;
    }
    auto const& desk = run.resource(station(i));
    samples["present at " + station(i)].add(desk.mean_queue + desk.utilisation);
    samples["starved " + station(i)].add(1 - desk.utilisation);
    samples["blocked " + station(i)].add(desk.utilisation - run.load_hours(station(i)) / run.hours);
    samples["throughput " + station(i)].add(static_cast<double>(desk.served) / run.hours);
  }
}

TEST(Tandem, N01_three_stations_are_three_independent_queues) {
  auto const yaml = yaml_of(26'000, "0.7 /h", {exponential(1), exponential(0.9), exponential(0.8)});
  auto const samples = replicate("N01", yaml, kReplications, [](auto const& run, auto& all) {
    measure_stations(run, all);
    double sum = 0;
    double squares = 0;
    auto const count = static_cast<double>(run.lives.ended().size());
    for (auto const& life : run.lives.ended()) {
      sum += life.sojourn();
      squares += life.sojourn() * life.sojourn();
    }
    all["W"].add(sum / count);
    all["W squared"].add(squares / count);
    all["arrivals"].add(run.lives.arrivals() / run.hours);
  });
  auto const controlled = [&](std::string const& measured) {
    return samples.at(measured).adjusted({{&samples.at("arrivals"), 0.7}});
  };
  expect_known("N01", "W", controlled("W"), 0.01);
  auto const mean = known("N01", "W");
  expect_agreement("N01", "W squared", mean * mean + known("N01", "var_W"), controlled("W squared"),
                   0.025);
  for (std::size_t i = 1; i <= 3; ++i) {
    expect_known("N01", "L" + std::to_string(i), controlled("present at " + station(i)), 0.013);
  }
}

struct Line {
  std::string oracle;
  std::string quantity;
  std::vector<double> rates;
  std::vector<int> buffers;
};

void PrintTo(Line const& line, std::ostream* out) {
  *out << line.oracle << ' ' << line.quantity;
}

class SaturatedLine : public testing::TestWithParam<Line> {};

TEST_P(SaturatedLine, PassesAsManyAsTheExactChainSays) {
  auto const& line = GetParam();
  auto const yaml = saturated_line(2'000, line.rates, line.buffers);
  auto const name = line.oracle + ' ' + line.quantity + (line.rates.front() > 1 ? " reversed" : "");
  auto const samples = replicate(name, yaml, kReplications, measure_stations);
  ASSERT_FALSE(samples.empty());
  expect_known(line.oracle, line.quantity, samples.at("throughput " + station(line.rates.size())),
               0.0025);
}

std::vector<Line> lines() {
  std::vector<Line> lines;
  for (int const room : {0, 1, 2, 5}) {
    lines.push_back({"N08", "X(B=" + std::to_string(room) + ")", {1, 1}, {room}});
  }
  for (int const stations : {3, 4, 5, 6}) {
    auto const n = static_cast<std::size_t>(stations);
    lines.push_back({"N09", "X(n=" + std::to_string(stations) + ")", std::vector<double>(n, 1),
                     std::vector<int>(n - 1, 0)});
  }
  for (auto const& [stations, room] : {std::pair{3, 1}, {3, 2}, {3, 3}, {3, 4}, {4, 1}, {4, 2}}) {
    auto const n = static_cast<std::size_t>(stations);
    lines.push_back({"N10", "X(n=" + std::to_string(stations) + ";B=" + std::to_string(room) + ")",
                     std::vector<double>(n, 1), std::vector<int>(n - 1, room)});
  }
  lines.push_back({"N11", "throughput", {1.0, 0.8, 1.1}, {1, 2}});
  lines.push_back({"N11", "throughput", {1.1, 0.8, 1.0}, {2, 1}});  // M11: reversed, the same
  return lines;
}

INSTANTIATE_TEST_SUITE_P(Line, SaturatedLine, testing::ValuesIn(lines()));

TEST(BlockingLine, N11_stations_are_blocked_and_starved_as_the_exact_chain_says) {
  auto const yaml = saturated_line(4'000, {1.0, 0.8, 1.1}, {1, 2});
  auto const samples = replicate("N11", yaml, kReplications, measure_stations);
  ASSERT_FALSE(samples.empty());
  expect_known("N11", "P_blocked1", samples.at("blocked s1"), 0.01);
  expect_known("N11", "P_blocked2", samples.at("blocked s2"), 0.02);
  expect_known("N11", "P_starved1", samples.at("starved s2"), 0.01);
  expect_known("N11", "P_starved2", samples.at("starved s3"), 0.01);
}

TEST(BlockingLine, N12_blocked_units_count_at_the_station_that_they_hold) {
  auto const yaml =
      yaml_of(12'000, "0.5 /h", {exponential(1), exponential(1) + ", queue-limit: 1"});
  auto const samples = replicate("N12", yaml, kReplications, [](auto const& run, auto& all) {
    measure_stations(run, all);
    double sum = 0;
    for (auto const& life : run.lives.ended()) {
      sum += life.sojourn();
    }
    all["W"].add(sum / static_cast<double>(run.lives.ended().size()));
    all["L"].add(run.lives.mean_present());
    all["arrivals"].add(run.lives.arrivals() / run.hours);
  });
  auto const controlled = [&](std::string const& measured) {
    return samples.at(measured).adjusted({{&samples.at("arrivals"), 0.5}});
  };
  expect_known("N12", "W", controlled("W"), 0.006);
  expect_known("N12", "L", controlled("L"), 0.006);
  expect_known("N12", "P_blocked", controlled("blocked s1"), 0.008);
  expect_known("N12", "L1_incl_blocked", controlled("present at s1"), 0.008);
  expect_known("N12", "L2", controlled("present at s2"), 0.003);
}

}  // namespace
}  // namespace caravan::oracles
