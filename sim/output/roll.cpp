#include "output/roll.hpp"

#include <cstddef>

#include "caravan/core/contract.hpp"
#include "caravan/model/entity.hpp"

namespace caravan::output {

namespace {

using model::Tag;

std::size_t line_of(Tag const& tag) {
  constexpr std::size_t kKinds = 8;  // of tags, and some more
  return tag.source.number() * kKinds + static_cast<std::size_t>(tag.kind);
}

template <class Value>
Value& grown_to(std::vector<Value>& values, std::size_t at) {
  if (values.size() <= at) values.resize(at + 1);
  return values[at];
}

std::uint32_t value_at(std::vector<std::uint32_t> const& values, std::size_t at) {
  return at < values.size() ? values[at] : 0;
}

}  // namespace

std::uint32_t Roll::enter(std::uint64_t who) {
  expects(who != 0, "nobody is not entered");
  auto const tag = Tag::unpacked(who);
  auto& line = grown_to(lines_, line_of(tag));
  auto& number = tag.part == 0 ? grown_to(line.whole, tag.number)
                               : grown_to(grown_to(line.parts, tag.number), tag.part);
  expects(number == 0, "somebody comes into being once");
  number = ++size_;
  return number;
}

std::uint32_t Roll::find(std::uint64_t who) const {
  if (who == 0) return 0;
  auto const tag = Tag::unpacked(who);
  auto const at = line_of(tag);
  if (at >= lines_.size()) return 0;
  auto const& line = lines_[at];
  if (tag.part == 0) return value_at(line.whole, tag.number);
  return tag.number < line.parts.size() ? value_at(line.parts[tag.number], tag.part) : 0;
}

}  // namespace caravan::output
