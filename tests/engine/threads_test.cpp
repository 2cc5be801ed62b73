/// Engines in several threads share nothing: each gives the bytes that it gives alone.
#include <array>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/engine/sampling.hpp"

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

/// A yard with everything that the engine has.
struct Yard {
  explicit Yard(std::uint64_t seed)
      : world{{.ties = Ties::shuffled, .tie_seed = seed}}, stream{{seed, 0}, hash_of("yard")} {}
  World world;
  Stream stream;
  Server crane{world.engine(), {.name = "crane", .capacity = 2}};
  Pool wagons{world.engine(), "wagons", 5};
  Store room{world.engine(), "room", 8, 8};
  Signal called{world.engine(), "called"};
  Batch train{world.engine(), "train", 3, ms(500)};
  Engine& engine() { return world.engine(); }
  Duration draw(double mean) { return sample_duration(law::Exponential{mean}, stream); }
};

Task handling(Yard& yard) {
  auto const lease = co_await yard.crane.acquire();
  co_await yard.crane.work(lease, yard.draw(20));
}
Process load(Yard& yard) {
  bool const room = co_await yard.room.take_within(1, ms(300));
  if (!room) co_return;
  auto part = handling(yard);
  co_await part;
  auto const place = co_await yard.train.join();
  if (place.index == 0) yard.called.fire_all();
  auto const wagon = co_await yard.wagons.borrow_within(1, ms(100));
  bool const called = co_await yard.called.wait_within(ms(50));
  static_cast<void>(called);
  co_await yard.room.put(1);
}
Process breaks(Yard& yard) {
  while (true) {
    co_await yard.engine().delay(yard.draw(400), Rank::calendar);
    yard.crane.fail(0);
    co_await yard.engine().delay(yard.draw(40), Rank::calendar);
    yard.crane.repair(0);
  }
}
Process arrivals(Yard& yard) {
  while (true) {
    co_await yard.engine().delay(yard.draw(15));
    auto const one = yard.engine().spawn(1, load(yard));
    if (yard.stream.bits() % 16 == 0) co_await yard.engine().join(one);
  }
}

struct Bytes {
  Fingerprint order;
  Fingerprint time;
  std::uint64_t events = 0;
  friend bool operator==(Bytes const&, Bytes const&) = default;
};

Bytes run_yard(std::uint64_t seed) {
  Yard yard{seed};
  yard.engine().spawn_background(2, arrivals(yard));
  yard.engine().spawn_background(3, breaks(yard));
  static_cast<void>(yard.world.run(200'000));
  return {yard.engine().order_hash(), yard.engine().time_hash(), yard.engine().events()};
}

TEST(Threads, let_engines_side_by_side_do_what_each_does_alone) {
  std::array<Bytes, 4> together{};
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < together.size(); ++i) {
      threads.emplace_back([i, &together] { together[i] = run_yard(i / 2); });
    }
  }
  for (std::size_t i = 0; i < together.size(); ++i) {
    EXPECT_TRUE(together[i] == run_yard(i / 2));
    EXPECT_GT(together[i].events, 10'000U);
  }
  EXPECT_FALSE(together[0] == together[2]);
}

}  // namespace
}  // namespace caravan::engine::test
