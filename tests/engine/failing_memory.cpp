#include "tests/engine/failing_memory.hpp"

#include <cstdlib>
#include <new>

namespace caravan::engine::test {

/// `operator new` belongs to no object, and neither can what it hangs on.
std::atomic<std::size_t>& FailingMemory::left() {
  static std::atomic<std::size_t> left{kAll};
  return left;
}

bool FailingMemory::take() {
  auto count = left().load();
  while (count != kAll && count != 0 && !left().compare_exchange_weak(count, count - 1)) {
  }
  return count != 0;
}

}  // namespace caravan::engine::test

void* operator new(std::size_t size) {
  void* const memory =
      caravan::engine::test::FailingMemory::take() ? std::malloc(size == 0 ? 1 : size) : nullptr;
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}
/// The one of an address sanitizer would not come by here.
void* operator new[](std::size_t size) {
  return operator new(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
