/// Memory for the frames of coroutines, recycled by size.
///
/// Trains come and go by the thousand, and their frames have a few sizes only. A pool belongs to
/// one engine and must outlive every frame taken from it.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace caravan::engine {

class FramePool {
 public:
  FramePool() = default;
  FramePool(FramePool const&) = delete;
  FramePool& operator=(FramePool const&) = delete;
  ~FramePool() = default;

  /// Memory for `size` bytes, aligned as by `operator new`.
  [[nodiscard]] void* take(std::size_t size) {
    auto const size_class = class_of(size);
    if (size_class >= kClasses || free_[size_class] == nullptr) return take_new(size);
    auto* const block = free_[size_class];
    free_[size_class] = block->next;
    return new (block) Header{this, size_class} + 1;
  }
  /// Returns memory to the pool from which it was taken.
  static void give_back(void* frame) noexcept {
    auto* const header = static_cast<Header*>(frame) - 1;
    if (header->pool == nullptr) {
      ::operator delete(header);
      return;
    }
    auto*& first = header->pool->free_[header->size_class];
    first = new (header) Free{first};
  }

 private:
  struct alignas(std::max_align_t) Header {
    FramePool* pool;
    std::size_t size_class;
  };
  struct Free {
    Free* next;
  };
  static constexpr std::size_t kStep = 64;
  static constexpr std::size_t kClasses = 64;  ///< frames up to 4 KiB are pooled
  static constexpr std::size_t kChunk = 65'536;

  /// The class of a constant size, which that of a frame is, costs nothing to find.
  static constexpr std::size_t class_of(std::size_t size) {
    return (size + sizeof(Header) + kStep - 1) / kStep;
  }
  void* take_new(std::size_t size);
  std::byte* carve(std::size_t bytes);

  std::array<Free*, kClasses> free_{};
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::size_t used_ = kChunk;  ///< bytes handed out of the last chunk
};

}  // namespace caravan::engine
