#include "output/roll.hpp"

#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"

namespace caravan::output {

namespace {

constexpr std::size_t kFirstSize = 1024;

}  // namespace

Roll::Roll() : entries_(kFirstSize) {}

std::size_t Roll::home(std::uint64_t who) const {
  return static_cast<std::size_t>(scatter(who)) & (entries_.size() - 1);
}

void Roll::enter(std::uint64_t who) {
  expects(who != 0 && !find(who), "somebody comes into being once");
  if (2 * (size_ + 1) > entries_.size()) grow();
  put({who, size_++});
}

std::optional<std::size_t> Roll::find(std::uint64_t who) const {
  for (auto at = home(who); entries_[at].who != 0; at = (at + 1) & (entries_.size() - 1)) {
    if (entries_[at].who == who) return entries_[at].number;
  }
  return std::nullopt;
}

void Roll::put(Entry entry) {
  auto at = home(entry.who);
  while (entries_[at].who != 0) at = (at + 1) & (entries_.size() - 1);
  entries_[at] = entry;
}

void Roll::grow() {
  auto const before = std::exchange(entries_, std::vector<Entry>(2 * entries_.size()));
  for (auto const& entry : before) {
    if (entry.who != 0) put(entry);
  }
}

}  // namespace caravan::output
