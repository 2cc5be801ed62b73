#include "caravan/engine/frame_pool.hpp"

namespace caravan::engine {

namespace {

/// Under the address sanitizer every frame is its own allocation, so that a use after its end
/// shows. g++ tells of it in one way, clang in another.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kPooled = false;
#elif defined(__has_feature)
constexpr bool kPooled = !__has_feature(address_sanitizer);
#else
constexpr bool kPooled = true;
#endif

}  // namespace

void* FramePool::take_new(std::size_t size) {
  auto const size_class = class_of(size);
  if (!kPooled || size_class >= kClasses) {
    return new (::operator new(size + sizeof(Header))) Header{nullptr, 0} + 1;
  }
  return new (carve(size_class * kStep)) Header{this, size_class} + 1;
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
