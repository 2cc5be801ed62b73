/// Memory that runs out when a test says so: `operator new` of the program of these tests.
#pragma once

#include <atomic>
#include <cstddef>
#include <limits>

namespace caravan::engine::test {

/// While it lives, the first `spared` allocations are made and all later ones fail. One at a time.
class FailingMemory {
 public:
  explicit FailingMemory(std::size_t spared) { left().store(spared); }
  FailingMemory(FailingMemory const&) = delete;
  FailingMemory& operator=(FailingMemory const&) = delete;
  ~FailingMemory() { left().store(kAll); }

  static constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  /// Takes one of those that are left.
  [[nodiscard]] static bool take();

 private:
  [[nodiscard]] static std::atomic<std::size_t>& left();
};

}  // namespace caravan::engine::test
