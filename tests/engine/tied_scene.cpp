#include "tests/engine/tied_scene.hpp"

namespace caravan::engine::test {
namespace {

Process grants(Scene& scene, Case const& c) {
  auto lease = scene.track.try_acquire();
  auto loan = scene.pool.try_borrow();
  auto tool = co_await scene.tool.acquire();
  co_await scene.tool.work(tool, ms(kGranted));
  tool.release();
  lease.release();
  loan.release();
  static_cast<void>(scene.empty.try_put(1));
  static_cast<void>(scene.full.try_take(1));
  scene.signal.fire_one();
  if (c.kind == Kind::batch || c.kind == Kind::batch_limit) {
    auto const place = co_await scene.batch->join();
    static_cast<void>(place);
  }
}

Process breaks_down(Scene& scene, Case const& c) {
  auto const broken = scene.broken(c);
  if (broken.empty()) co_return;
  co_await scene.engine().until(at(c.breaks), Rank::calendar);
  for (auto* const server : broken) server->fail(0);
  co_await scene.engine().until(at(c.repaired), Rank::calendar);
  for (auto* const server : broken) server->repair(0);
}

Process stops(Scene& scene, Case const& c) {
  co_await scene.engine().until(at(c.stop), c.stop_rank);
  scene.engine().stop(scene.victim_id);
}

Process waits(Scene& scene, Case const& c) {
  auto& engine = scene.engine();
  auto const patience = ms(c.timeout - kBegins);
  auto const till_granted = ms(kGranted - kBegins);
  co_await engine.until(at(kBegins));
  auto const hook = scene.hook.try_acquire();
  Lease lease;
  Loan loan;
  bool got = true;
  switch (c.kind) {
    case Kind::delay:
      co_await engine.delay(till_granted);
      break;
    case Kind::acquire:
      lease = co_await scene.track.acquire();
      break;
    case Kind::acquire_within:
      lease = co_await scene.track.acquire_within({}, patience);
      got = static_cast<bool>(lease);
      break;
    case Kind::opening:
      lease = co_await scene.gate.acquire();
      break;
    case Kind::opening_within:
      lease = co_await scene.gate.acquire_within({}, patience);
      got = static_cast<bool>(lease);
      break;
    case Kind::take:
      co_await scene.empty.take(1);
      break;
    case Kind::take_within:
      got = co_await scene.empty.take_within(1, patience);
      break;
    case Kind::put:
      co_await scene.full.put(1);
      break;
    case Kind::put_within:
      got = co_await scene.full.put_within(1, patience);
      break;
    case Kind::borrow:
      loan = co_await scene.pool.borrow();
      break;
    case Kind::borrow_within:
      loan = co_await scene.pool.borrow_within(1, patience);
      got = static_cast<bool>(loan);
      break;
    case Kind::signal:
      co_await scene.signal.wait();
      break;
    case Kind::signal_within:
      got = co_await scene.signal.wait_within(patience);
      break;
    case Kind::batch:
    case Kind::batch_limit: {
      auto const place = co_await scene.batch->join();
      got = place.size == 2;
      break;
    }
    case Kind::join:
      co_await engine.join(scene.granter_id);
      break;
    case Kind::work:
      lease = co_await scene.crane.acquire();
      co_await scene.crane.work(lease, till_granted);
      break;
    case Kind::work_late:
      lease = co_await scene.crane.acquire();
      co_await scene.crane.work(lease, till_granted, Rank::decide);
      break;
    case Kind::wear:
      co_await scene.tool.busy_for(0, till_granted);
      break;
  }
  scene.victim.waited_until = engine.now().count();
  scene.victim.granted = got;
  co_await engine.delay(ms(kRest));
  scene.victim.rested_until = engine.now().count();
}

/// Stands behind the victim for the same thing.
Process next_in_line(Scene& scene, Case const& c) {
  co_await scene.engine().until(at(kBegins + 1));
  Lease lease;
  Loan loan;
  switch (c.kind) {
    case Kind::borrow:
    case Kind::borrow_within:
      loan = co_await scene.pool.borrow();
      break;
    case Kind::acquire:
    case Kind::acquire_within:
      lease = co_await scene.track.acquire();
      break;
    case Kind::opening:
    case Kind::opening_within:
      lease = co_await scene.gate.acquire();
      break;
    case Kind::take:
    case Kind::take_within:
      co_await scene.empty.take(1);
      break;
    case Kind::put:
    case Kind::put_within:
      co_await scene.full.put(1);
      break;
    case Kind::signal:
    case Kind::signal_within:
      co_await scene.signal.wait();
      break;
    default:
      co_return;
  }
  scene.next_got_it = scene.engine().now().count();
}

}  // namespace

void play(Scene& scene, Case const& c, std::array<int, 5> const& order) {
  auto& engine = scene.engine();
  auto const limit = c.kind == Kind::batch_limit ? ms(c.timeout - kBegins) : Duration{};
  scene.batch.emplace(engine, "batch", 2, limit);
  for (int const actor : order) {
    if (actor == 0) scene.granter_id = engine.spawn(1, grants(scene, c));
    if (actor == 1) scene.victim_id = engine.spawn(2, waits(scene, c));
    if (actor == 2) engine.spawn(3, next_in_line(scene, c));
    if (actor == 3) engine.spawn(4, breaks_down(scene, c));
    if (actor == 4) engine.spawn(5, stops(scene, c));
  }
  scene.world.run(1000);
}

}  // namespace caravan::engine::test
