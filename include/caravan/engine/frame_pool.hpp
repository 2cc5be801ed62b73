/// Memory for the frames of coroutines, recycled by size.
///
/// Trains come and go by the thousand, and their frames have a few sizes only. A pool belongs to
/// one engine and must outlive every frame taken from it.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace caravan::engine {

class FramePool {
 public:
  FramePool() = default;
  FramePool(FramePool const&) = delete;
  FramePool& operator=(FramePool const&) = delete;
  ~FramePool() = default;

  /// Memory for `size` bytes, aligned as by `operator new`.
  [[nodiscard]] void* take(std::size_t size);
  /// Returns memory to the pool from which it was taken.
  static void give_back(void* frame) noexcept;

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

  std::byte* carve(std::size_t bytes);

  std::array<Free*, kClasses> free_{};
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::size_t used_ = kChunk;  ///< bytes handed out of the last chunk
};

}  // namespace caravan::engine
