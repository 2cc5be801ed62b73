/// Rows for things that come and go, at addresses that do not move.
///
/// A row is made anew only when no freed one is left, so memory follows the greatest number alive.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "caravan/core/contract.hpp"
#include "caravan/core/id.hpp"

namespace caravan::model {

template <class Key, class Row>
class Pool {
 public:
  /// A row in the state in which `make` or its last user left it.
  template <class Make>
  Key take(Make make) {
    if (!free_.empty()) {
      auto const key = free_.back();
      free_.pop_back();
      return key;
    }
    make(rows_);
    return Key{rows_.size() - 1};
  }
  void give_back(Key key) { free_.push_back(key); }

  [[nodiscard]] Row& operator[](Key key) {
    expects(key.number() < rows_.size(), "a row is used while it is alive");
    return rows_[key.number()];
  }
  [[nodiscard]] std::size_t alive() const { return rows_.size() - free_.size(); }
  auto begin() { return rows_.begin(); }
  auto end() { return rows_.end(); }

 private:
  std::deque<Row> rows_;
  std::vector<Key> free_;
};

}  // namespace caravan::model
