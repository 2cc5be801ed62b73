// Stations with known answers: trucks that visit one place with one activity are a queue with
// servers. An hour is the unit of time.

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <ostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/lives.hpp"

namespace caravan::oracles {
namespace {

struct Check {
  std::string measured;  // name among the measures
  std::string quantity;  // name in known.csv
  double precision = 0.01;
};

struct Station {
  std::string oracle;
  std::string title;
  std::string desk;  // the activity
  std::string flow;  // departures of the trucks
  double hours = 0;  // of one replication, without the warm-up
  std::vector<Check> checks;
};

constexpr std::uint32_t kReplications = 100;

std::string yaml_of(Station const& station) {
  // At least until the few long services are among those in hand as often as they will be.
  auto const warm_up = std::max(60L, std::lround(station.hours / 20));
  return "clock: {start: 2026-01-01 00:00, run: " +
         std::to_string(std::lround(station.hours) + warm_up) +
         " h, warm-up: " + std::to_string(warm_up) +
         " h}\n"
         "places: {border: {activities: [desk]}}\n"
         "activities: {desk: {per: truck, " +
         station.desk +
         "}}\n"
         "flows: {trucks: {from: border, by: truck, " +
         station.flow + "}}\n";
}

/// What can be said of any station. `p90` and so on: share of those who wait longer than the known
/// quantile.
void measure(Station const& station, Replication const& run, Samples& samples) {
  double served = 0;
  double turned_away = 0;
  double waits = 0;
  double squares = 0;
  double sojourns = 0;
  double delayed = 0;
  std::vector<double> all;
  for (auto const& life : run.lives.ended()) {
    if (life.turned_away) {
      ++turned_away;
      continue;
    }
    ++served;
    waits += life.waited;
    squares += life.waited * life.waited;
    sojourns += life.sojourn();
    delayed += life.waited > 0 ? 1 : 0;
  }
  auto const& desk = run.resource("desk");
  samples["Wq"].add(waits / served);
  samples["Wq squared"].add(squares / served);
  samples["W"].add(sojourns / served);
  samples["P_wait"].add(delayed / served);
  samples["P_block"].add(turned_away / (served + turned_away));
  samples["throughput"].add(served / run.hours);
  samples["L"].add(run.lives.mean_present());
  samples["empty"].add(run.lives.share_empty());
  samples["Lq"].add(desk.mean_queue);
  samples["rho"].add(desk.utilisation);
  samples["busy"].add(desk.utilisation * desk.capacity);
  for (auto const& check : station.checks) {
    if (check.measured != "tail" && check.measured != "at most") {
      continue;
    }
    auto const text = check.quantity.substr(check.quantity.find("<=") + 2);
    auto const limit =
        check.measured == "tail" ? known(station.oracle, check.quantity) : std::stod(text);
    double below = 0;
    for (auto const& life : run.lives.ended()) {
      below += !life.turned_away && life.waited <= limit ? 1 : 0;
    }
    auto const share = below / served;
    samples[check.quantity].add(check.measured == "tail" ? 1 - share : share);
  }
}

void PrintTo(Station const& station, std::ostream* out) {
  *out << station.oracle << ' ' << station.title;
}

class KnownStation : public testing::TestWithParam<Station> {};

TEST_P(KnownStation, AgreesWithTheExactAnswer) {
  auto const& station = GetParam();
  auto const samples = replicate(station.oracle, yaml_of(station), kReplications,
                                 [&](auto const& run, auto& all) { measure(station, run, all); });
  ASSERT_FALSE(samples.empty());
  for (auto const& check : station.checks) {
    auto const& id = station.oracle;
    if (check.measured == "tail") {
      auto const percent = std::stod(check.quantity.substr(check.quantity.find("_p") + 2));
      expect_agreement(id, check.quantity + " exceeded", 1 - percent / 100,
                       samples.at(check.quantity), check.precision);
    } else if (check.measured == "at most") {
      expect_known(id, check.quantity, samples.at(check.quantity), check.precision);
    } else if (check.measured == "Wq squared") {
      auto const mean = known(id, "Wq");
      auto const sd = known(id, "sd_Wq");
      expect_agreement(id, "Wq squared", mean * mean + sd * sd, samples.at("Wq squared"),
                       check.precision);
    } else {
      expect_known(id, check.quantity, samples.at(check.measured), check.precision);
    }
  }
}

std::vector<Check> const kWaits{{"Wq", "Wq"}, {"W", "W"},           {"Lq", "Lq", 0.011},
                                {"L", "L"},   {"P_wait", "P_wait"}, {"rho", "rho"}};

std::vector<Check> with_tails(std::vector<Check> checks) {
  checks.push_back({"tail", "Wq_p90", 0.04});
  checks.push_back({"tail", "Wq_p95", 0.05});
  checks.push_back({"tail", "Wq_p99", 0.1});
  return checks;
}

std::vector<Check> with_spread(std::vector<Check> checks) {
  checks.push_back({"Wq squared", "sd_Wq", 0.05});
  return checks;
}

std::vector<Check> const kLosses{{"P_block", "P_block", 0.02}, {"L", "L"},
                                 {"Lq", "Lq", 0.02},           {"throughput", "throughput"},
                                 {"W", "W_accepted"},          {"Wq", "Wq_accepted", 0.02},
                                 {"rho", "utilisation"},       {"empty", "P0"}};

std::vector<Check> const kMeans{
    {"Wq", "Wq"}, {"W", "W"}, {"Lq", "Lq", 0.011}, {"L", "L"}, {"rho", "rho"}};

/// Renewal arrivals: the share that waits is the root of the equation.
std::vector<Check> const kRenewal{{"Wq", "Wq"},   {"W", "W"},
                                  {"Lq", "Lq"},   {"P_wait", "sigma_P_wait"},
                                  {"rho", "rho"}, {"tail", "Wq_p95", 0.05}};

std::vector<Check> const kDistribution{{"at most", "P(Wq<=0)"}, {"at most", "P(Wq<=0.5)"},
                                       {"at most", "P(Wq<=1)"}, {"at most", "P(Wq<=2)"},
                                       {"at most", "P(Wq<=5)"}, {"at most", "P(Wq<=10)"}};

/// Values within three times the usual precision: their waits vary much.
std::vector<Check> coarse(std::vector<Check> checks) {
  for (auto& check : checks) {
    check.precision *= 3;
  }
  return checks;
}

/// Groups of 1, 2, … units, of mean 5: P(k) = 0.2·0.8^(k−1), the rest in the last.
std::string geometric_groups() {
  std::string shares;
  double rest = 1;
  for (int size = 1; size <= 100; ++size) {
    auto const share = size == 100 ? rest : 0.2 * std::pow(0.8, size - 1);
    std::ostringstream text;
    text << std::setprecision(17) << share;
    shares += (size > 1 ? ", [" : "[") + text.str() + ", " + std::to_string(size) + "]";
    rest -= share;
  }
  return "{discrete: [" + shares + "]}";
}

std::vector<Station> stations() {
  return {
      {"Q01", "M_M_1", "time: {exponential: 1 h}", "rate: 0.8 /h", 26'000, with_tails(kWaits)},
      {"Q02", "M_M_1_in_heavy_traffic", "time: {exponential: 1 h}", "rate: 0.95 /h", 28'000,
       coarse(kWaits)},
      {"Q03", "M_M_2", "servers: 2, time: {exponential: 1 h}", "rate: 1.5 /h", 11'000,
       with_tails(kWaits)},
      {"Q04", "M_M_5", "servers: 5, time: {exponential: 1 h}", "rate: 4 /h", 9'000,
       with_tails(kWaits)},
      {"Q05", "M_M_20", "servers: 20, time: {exponential: 1 h}", "rate: 18 /h", 2'000,
       coarse(with_tails(kWaits))},

      {"Q06", "M_M_2_3",
       "servers: 2, time: {exponential: 15 min}, queue-limit: 1, when-full: "
       "turn-away",
       "rate: 3 /h", 3'000, kLosses},
      {"Q07", "M_M_1_5_overloaded",
       "time: {exponential: 1 h}, queue-limit: 4, when-full: turn-away", "rate: 1.2 /h", 4'000,
       kLosses},
      {"Q08", "M_M_3_10",
       "servers: 3, time: {exponential: 1 h}, queue-limit: 7, when-full: turn-away", "rate: 2.7 /h",
       4'000, kLosses},

      {"Q20", "constant", "time: 1 h", "rate: 0.8 /h", 9'000, with_spread(kWaits)},
      {"Q21", "Erlang", "time: {erlang: {shape: 3, mean: 1 h}}", "rate: 0.8 /h", 14'000,
       with_spread(kWaits)},
      {"Q22", "lognormal", "time: {lognormal: {mean: 1 h, cv: 2}}", "rate: 0.8 /h", 20'000,
       coarse(with_spread(kWaits))},
      {"Q23", "gamma", "time: {gamma: {mean: 1 h, cv: 1.4142135623730951}}", "rate: 0.8 /h", 16'000,
       coarse(with_spread(kWaits))},
      {"Q24", "uniform", "time: {uniform: [0.5 h, 1.5 h]}", "rate: 0.8 /h", 10'000,
       with_spread(kWaits)},
      {"Q25", "hyperexponential", "time: {hyperexponential: [[0.9, 2000 s], [0.1, 5 h]]}",
       "rate: 0.8 /h", 20'000, coarse(with_spread(kWaits))},
      {"Q26", "Weibull", "time: {weibull: {shape: 2, scale: 1.1283791671 h}}", "rate: 0.8 /h",
       13'000, with_spread(kWaits)},
      {"Q27", "triangular", "time: {triangular: [0.25 h, 0.75 h, 2 h]}", "rate: 0.8 /h", 10'000,
       with_spread(kWaits)},
      {"Q28", "law_of_the_wait", "time: 1 h", "rate: 0.8 /h", 8'000, kDistribution},
      {"Q29", "M_D_3", "servers: 3, time: 1 h", "rate: 2.4 /h", 4'000, kWaits},

      {"Q30", "D_M_1", "time: {exponential: 1 h}", "every: 75 min", 13'000, kRenewal},
      {"Q31", "Erlang_arrivals", "time: {exponential: 1 h}",
       "every: {erlang: {shape: 2, mean: 1.25 h}}", 15'000, kRenewal},
      {"Q32", "uniform_arrivals", "time: {exponential: 1 h}", "every: {uniform: [0.5 h, 2 h]}",
       14'000, kRenewal},
      {"Q33",
       "D_M_2",
       "servers: 2, time: {exponential: 1 h}",
       "every: 37.5 min",
       9'000,
       {{"Wq", "Wq"}, {"W", "W"}, {"Lq", "Lq"}, {"P_wait", "P_wait"}, {"rho", "rho"}}},

      {"Q49",
       "fails_at_any_time",
       "time: {exponential: 1 h}, breakdowns: {up: {exponential: 10 h}, down: {exponential: 2 h}}",
       "rate: 0.5 /h",
       16'000,
       {{"W", "W"}, {"L", "L"}}},
      {"Q50",
       "fails_while_it_works",
       "time: {erlang: {shape: 2, mean: 1 h}}, breakdowns: {up: {exponential: 5 h}, down: "
       "{lognormal: {mean: 2 h, cv: 1}}, only-busy: true}",
       "rate: 0.4 /h",
       18'000,
       {{"Wq", "Wq"}, {"W", "W"}}},

      {"Q51", "groups_of_four", "time: {exponential: 1 h}", "group: 4, rate: 0.2 /h", 20'000,
       coarse(kMeans)},
      {"Q52", "geometric_groups", "time: 1 h", "group: " + geometric_groups() + ", rate: 0.15 /h",
       20'000, coarse(kMeans)},
  };
}

INSTANTIATE_TEST_SUITE_P(Queue, KnownStation, testing::ValuesIn(stations()),
                         [](auto const& tested) {
                           return tested.param.oracle + "_" + tested.param.title;
                         });

/// Erlang's loss formula holds for every law of service with the same mean.
std::vector<Station> loss_stations() {
  struct Size {
    std::string oracle;
    int servers;
    double hours;
  };
  std::vector<std::pair<std::string, std::string>> const laws{
      {"exponential", "{exponential: 1 h}"},
      {"constant", "1 h"},
      {"lognormal", "{lognormal: {mean: 1 h, cv: 2}}"},
      {"hyperexponential", "{hyperexponential: [[0.9, 2000 s], [0.1, 5 h]]}"}};
  std::vector<Station> stations;
  for (auto const& [size, rate] :
       {std::pair{Size{"Q09-5", 5, 1'000}, 3}, std::pair{Size{"Q09-10", 10, 1'500}, 5},
        std::pair{Size{"Q09-100", 100, 250}, 90}}) {
    for (auto const& [title, law] : laws) {
      stations.push_back({size.oracle,
                          title,
                          "servers: " + std::to_string(size.servers) + ", time: " + law +
                              ", queue-limit: 0, when-full: turn-away",
                          "rate: " + std::to_string(rate) + " /h",
                          size.hours,
                          {{"P_block", "P_block", 0.03}, {"busy", "mean_busy"}}});
    }
  }
  return stations;
}

INSTANTIATE_TEST_SUITE_P(Loss, KnownStation, testing::ValuesIn(loss_stations()),
                         [](auto const& tested) {
                           auto name = tested.param.oracle + "_" + tested.param.title;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace caravan::oracles
