// Servers that serve classes, take breaks, and go from one direction to the next, on the bare
// engine.

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/engine_world.hpp"
#include "tests/oracles/known.hpp"

namespace caravan::oracles {
namespace {

using engine::Discipline;
using engine::Process;
using engine::Server;
using engine::Signal;
using engine::Stream;

/// The station of Q41: three classes, the first is served first.
struct Classes {
  explicit Classes(Plant& plant)
      : server{plant.engine(), {.name = "server", .discipline = Discipline::priority}} {}
  Server server;
  std::array<Waits, 3> waits;
};

Duration service_of(std::size_t kind, Stream& luck) {
  switch (kind) {
    case 0:
      return exponential(1, luck);
    case 1:
      return hours(0.5);
    default:
      return engine::sample_duration(law::Erlang{2, 3 * kHour / 2}, luck);
  }
}

Process member(Plant& plant, Classes& classes, std::size_t kind, Stream luck) {
  auto const came = plant.now();
  auto lease = co_await classes.server.acquire({.priority = -static_cast<std::int64_t>(kind)});
  classes.waits.at(kind).add(came, plant.now());
  auto const time = service_of(kind, luck);
  co_await classes.server.work(lease, time);
}

Process members(Plant& plant, Classes& classes, std::size_t kind, double rate, Stream gaps) {
  for (std::uint32_t number = 0;; ++number) {
    auto const gap = exponential(1 / rate, gaps);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    plant.engine().spawn(number, member(plant, classes, kind,
                                        plant.stream("class " + std::to_string(kind), number)));
  }
}

TEST(Priorities, Q41_three_classes_with_services_of_their_own) {
  Samples samples;
  std::array<double, 3> const rates{0.2, 0.3, 0.1};
  std::array<double, 3> const loads{0.2, 0.15, 0.3};
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{"Q41", r};
    Classes classes{plant};
    for (std::size_t kind = 0; kind < 3; ++kind) {
      auto const name = static_cast<std::uint32_t>(kind);
      plant.engine().spawn(
          1, members(plant, classes, kind, rates.at(kind), plant.stream("gaps", name)));
    }
    plant.run(kWarmUp + 20'000);
    double weighted = 0;
    for (std::size_t kind = 0; kind < 3; ++kind) {
      auto const wait = classes.waits.at(kind).mean();
      samples["Wq" + std::to_string(kind + 1)].add(wait);
      weighted += loads.at(kind) * wait;
    }
    samples["sum_rho_Wq"].add(weighted);
  }
  for (auto const& [quantity, sample] : samples) {
    expect_known("Q41", quantity, sample, 0.012);
  }
}

/// An officer that may go on breaks, and those who come to be served.
struct Office {
  explicit Office(Plant& plant)
      : server{plant.engine(), {.name = "officer", .discipline = Discipline::priority}},
        empty{plant.engine(), "nobody left"} {}
  Server server;
  Signal empty;
  Waits waits;
};

enum class Breaks { none, until_someone_waits, one, n_policy, set_up };

constexpr int kLeast = 5;  // of the N-policy

Process visitor(Plant& plant, Office& office, Breaks breaks, Duration service) {
  auto const came = plant.now();
  auto& server = office.server;
  auto const first = server.in_use() == 0 && server.waiting() == 0;
  if (breaks == Breaks::n_policy && server.capacity() == 0 && server.waiting() == kLeast - 1) {
    server.set_capacity(1);
  }
  auto lease = co_await server.acquire();
  if (breaks == Breaks::set_up && first) {
    co_await server.work(lease, hours(3));
  }
  office.waits.add(came, plant.now());
  co_await server.work(lease, service);
  lease.release();
  if (server.in_use() == 0 && server.waiting() == 0) {
    office.empty.fire_one();
    if (breaks == Breaks::n_policy) {
      server.set_capacity(0);
    }
  }
}

Process visitors(Plant& plant, Office& office, Breaks breaks, double rate, Law const& service,
                 Stream luck) {
  for (std::uint32_t number = 0;; ++number) {
    auto const gap = exponential(1 / rate, luck);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    auto const time = engine::sample_duration(service, luck);
    plant.engine().spawn(number, visitor(plant, office, breaks, time));
  }
}

/// The break is a job that anybody else goes before.
Process breaks_of(Plant&, Office& office, Breaks breaks, Law const& length, Stream luck) {
  for (;;) {
    if (breaks == Breaks::one) {
      co_await office.empty.wait();
    }
    auto lease = co_await office.server.acquire({.priority = -1});
    auto const time = engine::sample_duration(length, luck);
    co_await office.server.work(lease, time);
  }
}

struct Rest {
  std::string oracle;
  Breaks breaks;
  double rate;
  Law service;
  Law length;
  double end;
};

Sample waits_with(Rest const& rest) {
  Sample sample;
  for (std::uint32_t r = 0; r < replications(); ++r) {
    Plant plant{rest.oracle, r};
    Office office{plant};
    if (rest.breaks == Breaks::n_policy) {
      office.server.set_capacity(0);
    }
    plant.engine().spawn(
        1, visitors(plant, office, rest.breaks, rest.rate, rest.service, plant.stream("visitors")));
    if (rest.breaks == Breaks::until_someone_waits || rest.breaks == Breaks::one) {
      plant.engine().spawn_background(
          2, breaks_of(plant, office, rest.breaks, rest.length, plant.stream("breaks")));
    }
    plant.run(kWarmUp + rest.end);
    sample.add(office.waits.mean());
  }
  return sample;
}

TEST(Breaks, Q44_to_Q48_lengthen_the_wait_as_the_decomposition_says) {
  Law const one_hour = law::Exponential{kHour};
  for (auto const& rest : {
           Rest{"Q44", Breaks::until_someone_waits, 0.5, one_hour, law::Exponential{2 * kHour},
                10'000},
           Rest{"Q45", Breaks::until_someone_waits, 0.5, one_hour, law::Constant{2 * kHour},
                10'000},
           Rest{"Q46", Breaks::one, 0.5, one_hour, law::Exponential{2 * kHour}, 10'000},
           Rest{"Q47", Breaks::n_policy, 0.6, law::Constant{kHour}, law::Constant{0}, 5'000},
           Rest{"Q48", Breaks::set_up, 0.5, one_hour, law::Constant{0}, 5'000},
       }) {
    expect_known(rest.oracle, "Wq", waits_with(rest), 0.01);
  }
}

/// One crane that serves several directions in turn.
struct Circuit {
  explicit Circuit(std::size_t queues) : came(queues), waits(queues) {}
  std::vector<std::deque<double>> came;
  std::vector<Waits> waits;
};

enum class Visit { exhaustive, gated, one };

Process direction(Plant& plant, std::deque<double>& queue, double rate, Stream gaps) {
  for (;;) {
    auto const gap = exponential(1 / rate, gaps);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    queue.push_back(plant.now());
  }
}

Process crane(Plant& plant, Circuit& circuit, Visit visit, std::vector<double> const& means,
              double move, Stream luck) {
  for (std::size_t at = 0;; at = (at + 1) % means.size()) {
    auto& queue = circuit.came[at];
    auto left = visit == Visit::one ? std::min<std::size_t>(1, queue.size()) : queue.size();
    while (visit == Visit::exhaustive ? !queue.empty() : left > 0) {
      circuit.waits[at].add(queue.front(), plant.now());
      queue.pop_front();
      left -= left > 0 ? 1 : 0;
      auto const time = exponential(means[at], luck);
      co_await plant.engine().delay(time);
    }
    co_await plant.engine().delay(hours(move));
  }
}

Circuit circuit_after(Plant& plant, Visit visit, std::vector<double> const& rates,
                      std::vector<double> const& means, double move, double end) {
  Circuit circuit{rates.size()};
  for (std::size_t i = 0; i < rates.size(); ++i) {
    plant.engine().spawn(i, direction(plant, circuit.came[i], rates[i],
                                      plant.stream("gaps", static_cast<std::uint32_t>(i))));
  }
  plant.engine().spawn(9, crane(plant, circuit, visit, means, move, plant.stream("crane")));
  plant.run(end);
  return circuit;
}

TEST(Polling, Q56_to_Q58_four_equal_directions) {
  struct Row {
    std::string oracle;
    Visit visit;
    double end;
    double precision;
  };
  for (auto const& row :
       {Row{"Q56", Visit::exhaustive, 4'000, 0.01}, Row{"Q57", Visit::gated, 4'000, 0.01},
        Row{"Q58", Visit::one, 12'000, 0.02}}) {
    Sample sample;
    for (std::uint32_t r = 0; r < replications(); ++r) {
      Plant plant{row.oracle, r};
      auto const circuit = circuit_after(plant, row.visit, {0.15, 0.15, 0.15, 0.15}, {1, 1, 1, 1},
                                         0.5, kWarmUp + row.end);
      double sum = 0;
      double count = 0;
      for (auto const& waits : circuit.waits) {
        sum += waits.sum;
        count += waits.count;
      }
      sample.add(sum / count);
    }
    expect_known(row.oracle, "Wq", sample, row.precision);
  }
}

TEST(Polling, Q59_the_weighted_sum_of_unequal_directions_is_conserved) {
  for (auto const visit : {Visit::exhaustive, Visit::gated}) {
    std::string const quantity =
        visit == Visit::gated ? "gated(sum_rho_Wq)" : "exhaustive(sum_rho_Wq)";
    Sample sample;
    for (std::uint32_t r = 0; r < replications(); ++r) {
      Plant plant{quantity, r};
      auto const circuit =
          circuit_after(plant, visit, {0.3, 0.1, 0.05}, {1, 2, 3}, 0.2, kWarmUp + 10'000);
      sample.add(0.3 * circuit.waits[0].mean() + 0.2 * circuit.waits[1].mean() +
                 0.15 * circuit.waits[2].mean());
    }
    expect_known("Q59", quantity, sample, 0.015);
  }
}

/// In which order three officers take those who wait.
enum class Turns { first_come, last_come, by_lot };

/// Work is drawn when it begins, so the k-th piece of work is the same in every order.
struct Counter {
  Counter(Plant& plant, Turns order)
      : server{plant.engine(),
               {.name = "counter", .capacity = 3, .discipline = Discipline::earliest_due}},
        work{plant.stream("work")},
        lots{plant.stream("lots")},
        turns{order} {}
  Server server;
  Stream work;
  Stream lots;
  Turns turns;
  std::vector<std::int64_t> waits;  ///< milliseconds, in order of beginning

  SimTime due(SimTime came) {
    constexpr double kEnd = 1e5;  // hours: after all have come
    switch (turns) {
      case Turns::first_come:
        return came;
      case Turns::last_come:
        return SimTime::at(hours(kEnd) - came.since_start());
      case Turns::by_lot:
        return at_hours(kEnd * lots.uniform());
    }
    return came;
  }
};

Process applicant(Plant& plant, Counter& counter) {
  auto const came = plant.engine().now();
  auto const due = counter.due(came);
  auto lease = co_await counter.server.acquire({.due = due});
  auto const waited = plant.engine().now() - came;
  counter.waits.push_back(waited.count());
  auto const time = exponential(1, counter.work);
  co_await counter.server.work(lease, time);
}

Process applicants(Plant& plant, Counter& counter, Stream gaps) {
  for (std::uint32_t number = 0; number < 5'000; ++number) {
    auto const gap = exponential(0.4, gaps);
    co_await plant.engine().delay(gap, engine::Rank::arrive);
    plant.engine().spawn(number, applicant(plant, counter));
  }
}

// How many are inside at any time is the same in every order that lets no officer idle, so the sum
// of the waits is the same to the millisecond. The sum of their squares is least in order of coming
// and greatest in the opposite order: whoever lets a later one go first lengthens the longer of the
// two waits (Kingman, Proceedings of the Cambridge Philosophical Society 58, 1962).
TEST(Relation,
     M8_any_order_of_service_has_the_same_mean_wait_and_that_of_coming_the_least_variance) {
  for (std::uint32_t r = 0; r < 20; ++r) {
    std::vector<std::int64_t> sums;
    std::vector<double> squares;
    for (auto const turns : {Turns::first_come, Turns::by_lot, Turns::last_come}) {
      Plant plant{"M8", r};
      Counter counter{plant, turns};
      plant.engine().spawn(1, applicants(plant, counter, plant.stream("gaps")));
      plant.run(9'000);
      ASSERT_EQ(counter.waits.size(), 5'000U);
      sums.push_back(std::accumulate(counter.waits.begin(), counter.waits.end(), std::int64_t{0}));
      squares.push_back(0);
      for (auto const wait : counter.waits) {
        squares.back() += static_cast<double>(wait) * static_cast<double>(wait);
      }
    }
    EXPECT_GT(sums[0], 0);
    EXPECT_EQ(sums[1], sums[0]);
    EXPECT_EQ(sums[2], sums[0]);
    EXPECT_LT(squares[0], squares[1]);
    EXPECT_LT(squares[1], squares[2]);
  }
}

}  // namespace
}  // namespace caravan::oracles
