#include "caravan/model/entity.hpp"

namespace caravan::model {

Tag Tag::unpacked(std::uint64_t word) {
  if (word == 0) {
    return Tag{};
  }
  Tag tag;
  tag.part = static_cast<std::uint32_t>(word & low_bits(kPartBits));
  word >>= kPartBits;
  tag.number = static_cast<std::uint32_t>(word & low_bits(kNumberBits));
  word >>= kNumberBits;
  tag.source = SourceId{static_cast<std::size_t>(word & low_bits(kSourceBits))};
  tag.kind = static_cast<Kind>(word >> kSourceBits);
  return tag;
}

std::string text_of(Tag tag, Table<SourceId, Source> const& sources) {
  if (tag.kind == Tag::Kind::none) {
    return "nobody";
  }
  auto text = sources[tag.source].name + '#' + std::to_string(tag.number);
  if (tag.part > 0) {
    text += '/' + std::to_string(tag.part);
  }
  return text;
}

}  // namespace caravan::model
