/// One of everything that can be waited for, and waits that find no memory.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>

#include "tests/engine/failing_memory.hpp"
#include "tests/engine/world.hpp"

namespace caravan::engine::test {

/// One of everything that can be waited for, in use until 100.
struct Yard {
  World world;
  Pool pool{world.engine(), "wagons", 1};
  Server server{world.engine(), {.name = "crane"}};
  Server mill{world.engine(), {.name = "mill"}};
  Store store{world.engine(), "store", 0};
  Signal signal{world.engine(), "bell"};
  Batch trio{world.engine(), "trio", 3, ms(200)};
  ProcessId holder;
  Lease at_mill = mill.try_acquire();

  [[nodiscard]] Engine& engine() { return world.engine(); }
};

inline Process holds_all(Yard& yard) {
  auto loan = co_await yard.pool.borrow();
  auto lease = co_await yard.server.acquire();
  co_await yard.engine().until(at(100));
  yard.signal.fire_all();
  static_cast<void>(yard.store.try_put(2));
}
inline Process sleeps(Yard& yard) {
  co_await yard.engine().delay(ms(1000));
}
/// With so many others the queue of events is about to be full, and asks for memory.
inline constexpr std::size_t kNearlyFull = 630;
inline void crowd(Yard& yard, std::size_t others) {
  for (std::size_t i = 0; i < others; ++i) yard.engine().spawn_background(2, sleeps(yard));
}

/// A wait without memory beyond the first allocations.
template <class Wait>
struct Poor {
  Wait wait;
  std::size_t spared;
  [[nodiscard]] bool await_ready() {
    FailingMemory const poor{spared};
    return wait.await_ready();
  }
  void await_suspend(std::coroutine_handle<> process) {
    FailingMemory const poor{spared};
    wait.await_suspend(process);
  }
  void await_resume() { static_cast<void>(wait.await_resume()); }
};

template <class Make>
Process waits_once(Yard& yard, Make make, std::int64_t when, char const* name) {
  co_await yard.engine().until(at(when));
  auto wait = Poor<decltype(make(yard))>{make(yard), FailingMemory::kAll};
  co_await wait;
  yard.world.note(name);
}

}  // namespace caravan::engine::test
