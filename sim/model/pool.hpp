/// Rows for things that come and go, at addresses that do not move.
///
/// A row is made anew only when no freed one is left, so memory follows the greatest number alive.
#pragma once

#include <cstddef>
#include <vector>

#include "caravan/core/contract.hpp"
#include "caravan/core/id.hpp"

namespace caravan::model {

template <class Key, class Row>
class Pool {
 public:
  /// A row in the state in which its last user left it, or a new one made from `arguments`.
  template <class... Arguments>
  Key take(Arguments&... arguments) {
    if (!free_.empty()) {
      auto const key = free_.back();
      free_.pop_back();
      return key;
    }
    if (size_ % kRowsInChunk == 0) {
      chunks_.emplace_back().reserve(kRowsInChunk);
    }
    chunks_.back().emplace_back(arguments...);
    return Key{size_++};
  }
  void give_back(Key key) { free_.push_back(key); }

  [[nodiscard]] Row& operator[](Key key) {
    expects(key.number() < size_, "a row is used while it is alive");
    return chunks_[key.number() / kRowsInChunk][key.number() % kRowsInChunk];
  }
  /// Asks the memory for a row that will soon be used.
  void fetch(Key key) {
    auto const* const row = reinterpret_cast<char const*>(&(*this)[key]);
    for (std::size_t offset = 0; offset < sizeof(Row); offset += kCacheLine) {
      __builtin_prefetch(row + offset);
    }
  }
  /// Calls `act(row)` for each row in use.
  template <class Act>
  void for_each_alive(Act act) const {
    std::vector<bool> freed(size_);
    for (auto const key : free_) {
      freed[key.number()] = true;
    }
    for (std::size_t number = 0; number < size_; ++number) {
      if (!freed[number]) {
        act(chunks_[number / kRowsInChunk][number % kRowsInChunk]);
      }
    }
  }
  [[nodiscard]] std::size_t alive() const { return size_ - free_.size(); }

 private:
  // Rows that are made together are used together: a train's loads lie side by side.
  static constexpr std::size_t kRowsInChunk = 256;
  static constexpr std::size_t kCacheLine = 64;
  std::vector<std::vector<Row>> chunks_;  // none grows beyond what was reserved
  std::vector<Key> free_;
  std::size_t size_ = 0;
};

}  // namespace caravan::model
