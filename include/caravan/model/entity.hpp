/// Names of what moves: trains, and loads (load units and trucks).
///
/// A `Tag` names one of them for the whole run and on every machine: which source it came from and
/// its number there. It is also the name of its luck: random draws are keyed by it, so that
/// nobody's luck changes when another train is added.
#pragma once

#include <cstdint>
#include <string>

#include "caravan/core/contract.hpp"
#include "caravan/core/id.hpp"

namespace caravan::model {

using SourceId = Id<struct SourceTag>;

/// Train, load unit or truck number `number` of a source; a unit that set out with a train also has
/// its place `part` (from 1) in that train.
struct Tag {
  enum class Kind : std::uint8_t { none, train, unit, truck, crane, helper };
  Kind kind = Kind::none;
  SourceId source;
  std::uint32_t number = 0;  ///< from 1, below 2^28
  std::uint32_t part = 0;    ///< below 2^12

  /// As one word, never 0; that of nobody is 0.
  [[nodiscard]] std::uint64_t packed() const {
    if (kind == Kind::none) return 0;
    expects(part <= low_bits(kPartBits) && number <= low_bits(kNumberBits) &&
                source.number() <= low_bits(kSourceBits),
            "a run has fewer than 2^20 sources, 2^28 departures a source and 2^12 units a train");
    auto word = static_cast<std::uint64_t>(kind);
    word = (word << kSourceBits) | source.number();
    word = (word << kNumberBits) | number;
    return (word << kPartBits) | part;
  }
  static Tag unpacked(std::uint64_t word);
  friend auto operator<=>(Tag const&, Tag const&) = default;

 private:
  static constexpr unsigned kPartBits = 12;
  static constexpr unsigned kNumberBits = 28;
  static constexpr unsigned kSourceBits = 20;
  static constexpr std::uint64_t low_bits(unsigned count) {
    return (std::uint64_t{1} << count) - 1;
  }
};

/// What makes trains or loads: a service, a flow, the forming of onward trains for one leg, or the
/// return of empty wagons and light engines.
struct Source {
  enum class Kind : std::uint8_t { service, flow, onward, terminal, empties };
  Kind kind = Kind::service;
  std::string name;        ///< `xian-duisburg`, or `altynkol>brest` for onward trains
  std::uint64_t hash = 0;  ///< of kind and name: the root of its random streams
};

/// `xian-duisburg#12`, `xian-duisburg#12/3`
[[nodiscard]] std::string text_of(Tag tag, Table<SourceId, Source> const& sources);

}  // namespace caravan::model
