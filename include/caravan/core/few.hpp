/// A list that has one element mostly: that one stands with its owner, in the same few lines of
/// memory, and is not looked for elsewhere.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace caravan {

/// Elements move when there come to be more than one; they are copied then. It never gets shorter.
/// Moved from, it is empty.
template <class T>
class Few {
 public:
  Few() = default;
  Few(Few const&) = delete;
  Few& operator=(Few const&) = delete;
  Few(Few&& other) noexcept { take(other); }
  Few& operator=(Few&& other) noexcept {
    if (this != &other) take(other);
    return *this;
  }
  ~Few() = default;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] T& operator[](std::size_t index) { return first_[index]; }
  [[nodiscard]] T const& operator[](std::size_t index) const { return first_[index]; }
  [[nodiscard]] T& back() { return first_[size_ - 1]; }
  [[nodiscard]] T* begin() { return first_; }
  [[nodiscard]] T* end() { return first_ + size_; }
  [[nodiscard]] T const* begin() const { return first_; }
  [[nodiscard]] T const* end() const { return first_ + size_; }

  /// If there is no memory for it, it is as it was. So it is with `emplace_back`.
  void resize(std::size_t size) {
    if (size <= size_) return;
    if (size > 1) {
      std::vector<T> all(begin(), end());
      all.resize(size);
      several_ = std::move(all);
      first_ = several_.data();
    }
    size_ = size;
  }
  T& emplace_back() {
    if (size_ < 2) {
      resize(size_ + 1);
    } else {
      several_.emplace_back();
      first_ = several_.data();
      ++size_;
    }
    return back();
  }

 private:
  void take(Few& other) noexcept {
    one_ = std::move(other.one_);
    several_ = std::move(other.several_);
    size_ = std::exchange(other.size_, 0);
    first_ = size_ < 2 ? &one_ : several_.data();
    other.first_ = &other.one_;
  }

  T* first_ = &one_;  ///< kept, as asking for the size at each access costs more
  std::size_t size_ = 0;
  T one_{};
  std::vector<T> several_;  ///< all, if there are more than one
};

}  // namespace caravan
