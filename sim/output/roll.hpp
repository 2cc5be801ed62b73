/// Numbers for all that live in a run, by packed tag.
#pragma once

#include <cstdint>
#include <vector>

namespace caravan::output {

/// From 1 in the order of entry. A source numbers its trains and loads without gaps, so a number
/// lies where source, number and part say; those of one train lie together. It is asked millions of
/// times a run, and nothing ever leaves it.
class Roll {
 public:
  /// `who` is not 0 and was not entered before. Its number.
  std::uint32_t enter(std::uint64_t who);
  /// 0: it was never entered.
  [[nodiscard]] std::uint32_t find(std::uint64_t who) const;
  [[nodiscard]] std::uint32_t size() const { return size_; }

 private:
  using Numbers = std::vector<std::uint32_t>;  // 0: nobody
  /// Of one source and kind.
  struct Line {
    Numbers whole;               ///< by number
    std::vector<Numbers> parts;  ///< by number of the train and part
  };

  std::vector<Line> lines_;
  std::uint32_t size_ = 0;
};

}  // namespace caravan::output
