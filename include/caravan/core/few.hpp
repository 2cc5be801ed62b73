/// A list that has one element mostly: that one stands with its owner, in the same few lines of
/// memory, and is not looked for elsewhere.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace caravan {

/// Elements move when there come to be more than one; they are copied then. It never gets shorter.
template <class T>
class Few {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] T& operator[](std::size_t index) { return data()[index]; }
  [[nodiscard]] T const& operator[](std::size_t index) const { return data()[index]; }
  [[nodiscard]] T& back() { return data()[size_ - 1]; }
  [[nodiscard]] T* begin() { return data(); }
  [[nodiscard]] T* end() { return data() + size_; }
  [[nodiscard]] T const* begin() const { return data(); }
  [[nodiscard]] T const* end() const { return data() + size_; }

  /// If there is no memory for it, it is as it was. So it is with `emplace_back`.
  void resize(std::size_t size) {
    if (size <= size_) return;
    if (size > 1) {
      std::vector<T> all(begin(), end());
      all.resize(size);
      several_ = std::move(all);
    }
    size_ = size;
  }
  T& emplace_back() {
    if (size_ < 2) {
      resize(size_ + 1);
    } else {
      several_.emplace_back();
      ++size_;
    }
    return back();
  }

 private:
  [[nodiscard]] T* data() { return size_ < 2 ? &one_ : several_.data(); }
  [[nodiscard]] T const* data() const { return size_ < 2 ? &one_ : several_.data(); }

  std::size_t size_ = 0;
  T one_{};
  std::vector<T> several_;  ///< all, if there are more than one
};

}  // namespace caravan
