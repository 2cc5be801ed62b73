#include "caravan/engine/frame_pool.hpp"

#include <new>

namespace caravan::engine {

namespace {

/// Under the address sanitizer every frame is its own allocation, so that a use after its end
/// shows.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kPooled = false;
#else
constexpr bool kPooled = true;
#endif

}  // namespace

void* FramePool::take(std::size_t size) {
  auto const size_class = (size + sizeof(Header) + kStep - 1) / kStep;
  std::byte* block = nullptr;
  if (!kPooled || size_class >= kClasses) {
    block = static_cast<std::byte*>(::operator new(size + sizeof(Header)));
    return new (block) Header{nullptr, 0} + 1;
  }
  if (auto*& first = free_[size_class]; first != nullptr) {
    block = reinterpret_cast<std::byte*>(first);
    first = first->next;
  } else {
    block = carve(size_class * kStep);
  }
  return new (block) Header{this, size_class} + 1;
}

void FramePool::give_back(void* frame) noexcept {
  auto* const header = static_cast<Header*>(frame) - 1;
  auto* const pool = header->pool;
  if (pool == nullptr) {
    ::operator delete(header);
    return;
  }
  auto*& first = pool->free_[header->size_class];
  first = new (header) Free{first};
}

std::byte* FramePool::carve(std::size_t bytes) {
  if (used_ + bytes > kChunk) {
    chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(kChunk));
    used_ = 0;
  }
  auto* const block = chunks_.back().get() + used_;
  used_ += bytes;
  return block;
}

}  // namespace caravan::engine
