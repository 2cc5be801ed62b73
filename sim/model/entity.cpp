#include "caravan/model/entity.hpp"

#include "caravan/core/contract.hpp"

namespace caravan::model {

namespace {

constexpr unsigned kPartBits = 12;
constexpr unsigned kNumberBits = 28;
constexpr unsigned kSourceBits = 20;

constexpr std::uint64_t low_bits(unsigned count) {
  return (std::uint64_t{1} << count) - 1;
}

}  // namespace

std::uint64_t Tag::packed() const {
  if (kind == Kind::none) {
    return 0;
  }
  expects(part <= low_bits(kPartBits) && number <= low_bits(kNumberBits) &&
              source.number() <= low_bits(kSourceBits),
          "a run has fewer than 2^20 sources, 2^28 departures a source and 2^12 units a train");
  auto word = static_cast<std::uint64_t>(kind);
  word = (word << kSourceBits) | source.number();
  word = (word << kNumberBits) | number;
  return (word << kPartBits) | part;
}

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
