/// Numbers for all that live in a run, by packed tag.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace caravan::output {

/// From 0 in the order of entry. A table with open addressing: it is asked millions of times a run,
/// and nothing ever leaves it.
class Roll {
 public:
  Roll();
  /// `who` is not 0 and was not entered before.
  void enter(std::uint64_t who);
  [[nodiscard]] std::optional<std::size_t> find(std::uint64_t who) const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Entry {
    std::uint64_t who = 0;  ///< 0: free
    std::size_t number = 0;
  };
  [[nodiscard]] std::size_t home(std::uint64_t who) const;
  void put(Entry entry);
  void grow();

  std::vector<Entry> entries_;  ///< a power of two of them, at most half of them taken
  std::size_t size_ = 0;
};

}  // namespace caravan::output
