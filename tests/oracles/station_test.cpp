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
  double precision;
};

/// What is known of the input, in hours: controls for what is not known beforehand.
struct Known {
  double rate = 0.8;        // trucks that come
  double work = 1;          // mean time of service
  double work_squared = 0;  // its second moment; 0 if its luck matters little
};

struct Station {
  std::string oracle;
  std::string title;
  std::string desk;  // the activity
  std::string flow;  // departures of the trucks
  double hours = 0;  // of one replication, without the warm-up
  std::vector<Check> checks;
  Known known = {};
};

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

/// Less what the luck of arrivals and work explains. What they explain wholly stays as it is.
Sample controlled(Station const& station, Samples const& samples, std::string const& measured) {
  auto const& sample = samples.at(measured);
  if (measured == "rho" || measured == "busy" || measured == "P_wait" || measured == "throughput") {
    return sample;
  }
  std::vector<Sample::Control> controls{{&samples.at("arrivals"), station.known.rate}};
  if (station.known.work > 0) {
    controls.push_back({&samples.at("work"), station.known.work});
  }
  if (station.known.work_squared > 0) {
    controls.push_back({&samples.at("work squared"), station.known.work_squared});
  }
  return sample.adjusted(controls);
}

/// What can be said of any station. `p90` and so on: share of those who wait longer than the known
/// quantile. Means over trucks are of those who came early enough for all of them to have left, so
/// that nobody is left out because he stayed long.
void measure(Station const& station, Replication const& run, Samples& samples) {
  auto lives = run.lives.ended();
  std::erase_if(lives, [&](Life const& life) { return life.created > run.hours; });
  double served = 0;
  double turned_away = 0;
  double waits = 0;
  double squares = 0;
  double work = 0;
  double work_squares = 0;
  double delayed = 0;
  for (auto const& life : lives) {
    if (life.turned_away) {
      ++turned_away;
      continue;
    }
    auto const time = life.sojourn() - life.waited;
    ++served;
    waits += life.waited;
    squares += life.waited * life.waited;
    work += time;
    work_squares += time * time;
    delayed += life.waited > 0 ? 1 : 0;
  }
  auto const& desk = run.resource("desk");
  samples["Wq"].add(waits / served);
  samples["Wq squared"].add(squares / served);
  samples["W"].add((waits + work) / served);
  samples["P_wait"].add(delayed / served);
  samples["P_block"].add(turned_away / (served + turned_away));
  samples["throughput"].add(static_cast<double>(desk.served) / run.hours);
  samples["arrivals"].add(run.lives.arrivals() / run.hours);
  samples["work"].add(work / served);
  samples["work squared"].add(work_squares / served);
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
    for (auto const& life : lives) {
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
  auto const samples =
      replicate(station.oracle + ' ' + station.title, yaml_of(station), kReplications,
                [&](auto const& run, auto& all) { measure(station, run, all); });
  ASSERT_FALSE(samples.empty());
  for (auto const& check : station.checks) {
    auto const& id = station.oracle;
    if (check.measured == "tail") {
      auto const percent = std::stod(check.quantity.substr(check.quantity.find("_p") + 2));
      expect_agreement(id, check.quantity + " exceeded", 1 - percent / 100,
                       controlled(station, samples, check.quantity), check.precision);
    } else if (check.measured == "at most") {
      expect_known(id, check.quantity, controlled(station, samples, check.quantity),
                   check.precision);
    } else if (check.measured == "Wq squared") {
      auto const mean = known(id, "Wq");
      auto const sd = known(id, "sd_Wq");
      expect_agreement(id, "Wq squared", mean * mean + sd * sd,
                       controlled(station, samples, "Wq squared"), check.precision);
    } else {
      expect_known(id, check.quantity, controlled(station, samples, check.measured),
                   check.precision);
    }
  }
}

std::vector<Check> const kMeans{{"Wq", "Wq", 0.008},
                                {"W", "W", 0.007},
                                {"Lq", "Lq", 0.008},
                                {"L", "L", 0.007},
                                {"rho", "rho", 0.002}};

/// The number in the system is not among the known answers of some.
std::vector<Check> without_number(std::vector<Check> checks) {
  std::erase_if(checks, [](Check const& check) { return check.quantity == "L"; });
  return checks;
}

std::vector<Check> with_share(std::vector<Check> checks, std::string const& quantity) {
  checks.push_back({"P_wait", quantity, 0.003});
  return checks;
}

auto const kWaits = with_share(kMeans, "P_wait");

std::vector<Check> with_tails(std::vector<Check> checks) {
  checks.push_back({"tail", "Wq_p90", 0.02});
  checks.push_back({"tail", "Wq_p95", 0.03});
  checks.push_back({"tail", "Wq_p99", 0.08});
  return checks;
}

std::vector<Check> with_spread(std::vector<Check> checks) {
  checks.push_back({"Wq squared", "sd_Wq", 0.03});
  return checks;
}

std::vector<Check> const kLosses{{"P_block", "P_block", 0.008}, {"L", "L", 0.002},
                                 {"Lq", "Lq", 0.005},           {"throughput", "throughput", 0.002},
                                 {"W", "W_accepted", 0.002},    {"Wq", "Wq_accepted", 0.005},
                                 {"rho", "utilisation", 0.002}, {"empty", "P0", 0.01}};

/// Renewal arrivals: the share that waits is the root of the equation.
std::vector<Check> renewal() {
  auto checks = with_share(without_number(kMeans), "sigma_P_wait");
  checks.push_back({"tail", "Wq_p95", 0.03});
  return checks;
}

std::vector<Check> const kDistribution{
    {"at most", "P(Wq<=0)", 0.005}, {"at most", "P(Wq<=0.5)", 0.005},
    {"at most", "P(Wq<=1)", 0.005}, {"at most", "P(Wq<=2)", 0.005},
    {"at most", "P(Wq<=5)", 0.005}, {"at most", "P(Wq<=10)", 0.005}};

/// Values within twice the usual precision: their waits vary much.
std::vector<Check> coarse(std::vector<Check> checks) {
  for (auto& check : checks) {
    check.precision *= 2;
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
      {"Q02",
       "M_M_1_in_heavy_traffic",
       "time: {exponential: 1 h}",
       "rate: 0.95 /h",
       28'000,
       coarse(kWaits),
       {0.95}},
      {"Q03",
       "M_M_2",
       "servers: 2, time: {exponential: 1 h}",
       "rate: 1.5 /h",
       11'000,
       with_tails(kWaits),
       {1.5}},
      {"Q04",
       "M_M_5",
       "servers: 5, time: {exponential: 1 h}",
       "rate: 4 /h",
       9'000,
       with_tails(kWaits),
       {4}},
      {"Q05",
       "M_M_20",
       "servers: 20, time: {exponential: 1 h}",
       "rate: 18 /h",
       2'000,
       coarse(with_tails(kWaits)),
       {18}},

      {"Q06",
       "M_M_2_3",
       "servers: 2, time: {exponential: 15 min}, queue-limit: 1, when-full: "
       "turn-away",
       "rate: 3 /h",
       3'000,
       kLosses,
       {3, 0.25}},
      {"Q07",
       "M_M_1_5_overloaded",
       "time: {exponential: 1 h}, queue-limit: 4, when-full: turn-away",
       "rate: 1.2 /h",
       4'000,
       kLosses,
       {1.2}},
      {"Q08",
       "M_M_3_10",
       "servers: 3, time: {exponential: 1 h}, queue-limit: 7, when-full: turn-away",
       "rate: 2.7 /h",
       4'000,
       kLosses,
       {2.7}},

      {"Q20", "constant", "time: 1 h", "rate: 0.8 /h", 9'000, with_spread(kWaits)},
      {"Q21", "Erlang", "time: {erlang: {shape: 3, mean: 1 h}}", "rate: 0.8 /h", 14'000,
       with_spread(kWaits)},
      {"Q22",
       "lognormal",
       "time: {lognormal: {mean: 1 h, cv: 2}}",
       "rate: 0.8 /h",
       20'000,
       coarse(with_spread(kWaits)),
       {0.8, 1, 5}},
      {"Q23",
       "gamma",
       "time: {gamma: {mean: 1 h, cv: 1.4142135623730951}}",
       "rate: 0.8 /h",
       16'000,
       coarse(with_spread(kWaits)),
       {0.8, 1, 3}},
      {"Q24", "uniform", "time: {uniform: [0.5 h, 1.5 h]}", "rate: 0.8 /h", 10'000,
       with_spread(kWaits)},
      {"Q25",
       "hyperexponential",
       "time: {hyperexponential: [[0.9, 2000 s], [0.1, 5 h]]}",
       "rate: 0.8 /h",
       20'000,
       coarse(with_spread(kWaits)),
       {0.8, 1, 0.9 * 2 * 25 / 81 + 0.1 * 2 * 25}},
      {"Q26", "Weibull", "time: {weibull: {shape: 2, scale: 1.1283791671 h}}", "rate: 0.8 /h",
       13'000, with_spread(kWaits)},
      {"Q27", "triangular", "time: {triangular: [0.25 h, 0.75 h, 2 h]}", "rate: 0.8 /h", 10'000,
       with_spread(kWaits)},
      {"Q28", "law_of_the_wait", "time: 1 h", "rate: 0.8 /h", 8'000, kDistribution},
      {"Q29", "M_D_3", "servers: 3, time: 1 h", "rate: 2.4 /h", 4'000, kWaits, {2.4}},

      {"Q30", "D_M_1", "time: {exponential: 1 h}", "every: 75 min", 13'000, renewal()},
      {"Q31", "Erlang_arrivals", "time: {exponential: 1 h}",
       "every: {erlang: {shape: 2, mean: 1.25 h}}", 15'000, renewal()},
      {"Q32", "uniform_arrivals", "time: {exponential: 1 h}", "every: {uniform: [0.5 h, 2 h]}",
       14'000, renewal()},
      {"Q33",
       "D_M_2",
       "servers: 2, time: {exponential: 1 h}",
       "every: 37.5 min",
       9'000,
       with_share(without_number(kMeans), "P_wait"),
       {1.6}},

      {"Q49",
       "fails_at_any_time",
       "time: {exponential: 1 h}, breakdowns: {up: {exponential: 10 h}, down: {exponential: 2 h}}",
       "rate: 0.5 /h",
       16'000,
       {{"W", "W", 0.007}, {"L", "L", 0.007}},
       {0.5, 0}},
      {"Q50",
       "fails_while_it_works",
       "time: {erlang: {shape: 2, mean: 1 h}}, breakdowns: {up: {exponential: 5 h}, down: "
       "{lognormal: {mean: 2 h, cv: 1}}, only-busy: true}",
       "rate: 0.4 /h",
       18'000,
       {{"Wq", "Wq", 0.008}, {"W", "W", 0.007}},
       {0.4, 1.4, 4.54}},

      {"Q51", "groups_of_four", "time: {exponential: 1 h}", "group: 4, rate: 0.2 /h", 20'000,
       coarse(kMeans)},
      {"Q52",
       "geometric_groups",
       "time: 1 h",
       "group: " + geometric_groups() + ", rate: 0.15 /h",
       20'000,
       coarse(kMeans),
       {0.75}},
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
        std::pair{Size{"Q09-100", 100, 150}, 90}}) {
    for (auto const& [title, law] : laws) {
      stations.push_back({size.oracle,
                          title,
                          "servers: " + std::to_string(size.servers) + ", time: " + law +
                              ", queue-limit: 0, when-full: turn-away",
                          "rate: " + std::to_string(rate) + " /h",
                          size.hours,
                          {{"P_block", "P_block", 0.025}, {"busy", "mean_busy", 0.004}},
                          {static_cast<double>(rate)}});
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
