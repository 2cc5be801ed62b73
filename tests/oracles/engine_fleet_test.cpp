// Closed fleets on the bare engine: a fixed number of locomotives or wagons goes round.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/engine_world.hpp"
#include "tests/oracles/known.hpp"

namespace caravan::oracles {
namespace {

using engine::Process;
using engine::Server;
using engine::Stream;

struct Station {
  Station(Plant& plant, std::string const& name, int servers, double mean_time, double warm_up)
      : server{plant.engine(), {.name = name, .capacity = servers}},
        mean{mean_time},
        present{warm_up} {}
  Server server;
  double mean;
  Average present;  // waiting and in service
};

engine::Task serve(Plant& plant, Station& station, Stream& luck) {
  station.present.change(+1, plant.now());
  auto lease = co_await station.server.acquire();
  auto const time = exponential(station.mean, luck);
  co_await station.server.work(lease, time);
  station.present.change(-1, plant.now());
}

struct Loop {
  Loop(Plant& plant, double warm_up)
      : crane{plant, "crane", 1, 4, warm_up},
        gauge_change{plant, "gauge change", 1, 2, warm_up},
        customs{plant, "customs", 1, 1.5, warm_up},
        line{warm_up} {}
  Station crane;
  Station gauge_change;
  Station customs;
  Average line;
  std::int64_t trips = 0;
};

Process locomotive(Plant& plant, Loop& loop, double warm_up, Stream luck) {
  for (;;) {
    auto loading = serve(plant, loop.crane, luck);
    co_await loading;
    auto change = serve(plant, loop.gauge_change, luck);
    co_await change;
    auto inspection = serve(plant, loop.customs, luck);
    co_await inspection;
    loop.line.change(+1, plant.now());
    co_await plant.engine().delay(hours(6));
    loop.line.change(-1, plant.now());
    loop.trips += plant.now() >= warm_up ? 1 : 0;
  }
}

TEST(ClosedFleet, N03_locomotives_circulate) {
  for (std::uint32_t const fleet : {1U, 2U, 5U, 10U, 20U}) {
    Samples samples;
    constexpr double kEnd = kWarmUp + 8'000;
    for (std::uint32_t r = 0; r < replications(); ++r) {
      Plant plant{"N03-" + std::to_string(fleet), r};
      Loop loop{plant, kWarmUp};
      for (std::uint32_t number = 0; number < fleet; ++number) {
        plant.engine().spawn(number,
                             locomotive(plant, loop, kWarmUp, plant.stream("loco", number)));
      }
      EXPECT_EQ(plant.run(kEnd), engine::RunEnd::horizon);
      samples["X"].add(static_cast<double>(loop.trips) / (kEnd - kWarmUp));
      samples["Q1"].add(loop.crane.present.mean(kEnd));
      samples["Q2"].add(loop.gauge_change.present.mean(kEnd));
      samples["Q3"].add(loop.customs.present.mean(kEnd));
      samples["Q4"].add(loop.line.mean(kEnd));
    }
    auto const n = std::to_string(fleet);
    expect_known("N03", "X(N=" + n + ")", samples.at("X"), 0.005);
    if (fleet == 10) {
      for (auto const* const station : {"Q1", "Q2", "Q3", "Q4"}) {
        expect_known("N03", std::string{station} + "(N=10)", samples.at(station), 0.01);
      }
    }
  }
}

struct Repair {
  explicit Repair(Plant& plant) : crews{plant, "crews", 2, 3, kWarmUp} {}
  Station crews;
  double waits = 0;
  double failures = 0;
  double delayed = 0;
};

Process wagon(Plant& plant, Repair& repair, Stream luck) {
  for (;;) {
    auto const up = exponential(20, luck);
    co_await plant.engine().delay(up, engine::Rank::arrive);
    auto const broke = plant.now();
    repair.crews.present.change(+1, broke);
    auto lease = co_await repair.crews.server.acquire();
    if (broke >= kWarmUp) {
      ++repair.failures;
      repair.waits += plant.now() - broke;
      repair.delayed += plant.now() > broke ? 1 : 0;
    }
    auto const time = exponential(3, luck);
    co_await repair.crews.server.work(lease, time);
    repair.crews.present.change(-1, plant.now());
  }
}

TEST(ClosedFleet, N06_two_crews_repair_ten_wagons) {
  Samples samples;
  constexpr double kEnd = kWarmUp + 10'000;
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{"N06", r};
    Repair repair{plant};
    for (std::uint32_t number = 0; number < 10; ++number) {
      plant.engine().spawn(number, wagon(plant, repair, plant.stream("wagon", number)));
    }
    plant.run(kEnd);
    auto const down = repair.crews.present.mean(kEnd);
    samples["mean_down"].add(down);
    samples["availability"].add(1 - down / 10);
    samples["Wq"].add(repair.waits / repair.failures);
    samples["P_wait"].add(repair.delayed / repair.failures);
    samples["throughput"].add(repair.failures / (kEnd - kWarmUp));
    auto const times = repair.crews.server.times();
    samples["crew_utilisation"].add(times.working.in_hours() / times.total.in_hours());
    EXPECT_EQ(times.working + times.blocked + times.idle + times.closed + times.down, times.total);
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("N06", quantity, sample, 0.01);
  }
}

struct Split {  // N04 and N07: after a delay some go by a second station
  Station first;
  Station second;
  Average delay;
  double to_second;
  double mean_delay;
  std::int64_t visits = 0;
};

Process round_trip(Plant& plant, Split& split, double warm_up, Stream luck) {
  for (;;) {
    auto service = serve(plant, split.first, luck);
    co_await service;
    split.visits += plant.now() >= warm_up ? 1 : 0;
    split.delay.change(+1, plant.now());
    auto const time = exponential(split.mean_delay, luck);
    co_await plant.engine().delay(time);
    split.delay.change(-1, plant.now());
    auto const where = luck.uniform();
    if (where < split.to_second) {
      auto detour = serve(plant, split.second, luck);
      co_await detour;
    }
  }
}

TEST(ClosedFleet, N04_two_stations_and_a_delay) {
  Samples samples;
  constexpr double kEnd = kWarmUp + 10'000;
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{"N04", r};
    Split split{.first = {plant, "A", 2, 3, kWarmUp},
                .second = {plant, "B", 1, 8, kWarmUp},
                .delay = Average{kWarmUp},
                .to_second = 0.4,
                .mean_delay = 5};
    for (std::uint32_t number = 0; number < 12; ++number) {
      plant.engine().spawn(number, round_trip(plant, split, kWarmUp, plant.stream("x", number)));
    }
    plant.run(kEnd);
    samples["X_A"].add(static_cast<double>(split.visits) / (kEnd - kWarmUp));
    samples["Q_A"].add(split.first.present.mean(kEnd));
    samples["Q_delay"].add(split.delay.mean(kEnd));
    samples["Q_B"].add(split.second.present.mean(kEnd));
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("N04", quantity, sample, 0.01);
  }
}

Process delay_then_queue(Plant& plant, Station& queue, Average& delay, std::int64_t& delays,
                         double warm_up, Stream luck) {
  for (;;) {
    delay.change(+1, plant.now());
    auto const time = exponential(1, luck);
    co_await plant.engine().delay(time);
    delay.change(-1, plant.now());
    delays += plant.now() >= warm_up ? 1 : 0;
    auto const where = luck.uniform();
    if (where < 0.3) {
      auto service = serve(plant, queue, luck);
      co_await service;
    }
  }
}

TEST(ClosedFleet, N07_a_delay_repeated_and_a_queue) {
  Samples samples;
  constexpr double kEnd = kWarmUp + 3'000;
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{"N07", r};
    Station queue{plant, "queue", 1, 1.5, kWarmUp};
    Average delay{kWarmUp};
    std::int64_t delays = 0;
    for (std::uint32_t number = 0; number < 10; ++number) {
      plant.engine().spawn(number, delay_then_queue(plant, queue, delay, delays, kWarmUp,
                                                    plant.stream("unit", number)));
    }
    plant.run(kEnd);
    samples["X_delay"].add(static_cast<double>(delays) / (kEnd - kWarmUp));
    samples["Q_delay"].add(delay.mean(kEnd));
    samples["Q_queue"].add(queue.present.mean(kEnd));
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("N07", quantity, sample, 0.01);
  }
}

struct Yard {  // N05: two fleets share it
  Yard(Plant& plant, double warm_up)
      : shared{plant, "yard", 1, 1, warm_up},
        own{{plant, "station 2", 1, 2, warm_up}, {plant, "station 3", 1, 3, warm_up}} {}
  Station shared;
  std::vector<Station> own;
  std::vector<std::int64_t> trips{0, 0};
};

Process shared_trip(Plant& plant, Yard& yard, std::size_t fleet, double warm_up, Stream luck) {
  for (;;) {
    auto first = serve(plant, yard.shared, luck);
    co_await first;
    auto second = serve(plant, yard.own[fleet], luck);
    co_await second;
    co_await plant.engine().delay(hours(10));
    yard.trips[fleet] += plant.now() >= warm_up ? 1 : 0;
  }
}

TEST(ClosedFleet, N05_two_fleets_share_a_yard) {
  Samples samples;
  constexpr double kEnd = kWarmUp + 8'000;
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{"N05", r};
    Yard yard{plant, kWarmUp};
    for (std::uint32_t number = 0; number < 7; ++number) {
      plant.engine().spawn(number, shared_trip(plant, yard, number < 4 ? 0 : 1, kWarmUp,
                                               plant.stream("unit", number)));
    }
    plant.run(kEnd);
    samples["X1"].add(static_cast<double>(yard.trips[0]) / (kEnd - kWarmUp));
    samples["X2"].add(static_cast<double>(yard.trips[1]) / (kEnd - kWarmUp));
    samples["Q_yard"].add(yard.shared.present.mean(kEnd));
    samples["Q_s2"].add(yard.own[0].present.mean(kEnd));
    samples["Q_s3"].add(yard.own[1].present.mean(kEnd));
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("N05", quantity, sample, 0.01);
  }
}

}  // namespace
}  // namespace caravan::oracles
