/// Fleets: wagons, locomotives and crews, of which there are only so many.
///
/// Each unit stands ready at a place, is with a train, turns round (is unloaded, inspected, at
/// rest) where its train gave it up, or is on its way back by the fleet's rule of return. Laws of
/// time give milliseconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/network/route.hpp"
#include "caravan/scenario/capacity.hpp"
#include "caravan/scenario/ids.hpp"

namespace caravan::scenario {

struct Fleet {
  enum class Kind : std::uint8_t { wagons, locomotives, crews };
  struct Stock {  ///< ready at a place when the run begins
    PlaceId place;
    int count = 0;
  };
  struct WayBack {  ///< from a place where units come to rest
    PlaceId from;
    network::Leg leg;
    Duration running_time;
  };
  struct Return {
    PlaceId to;
    int when = 1;               ///< so many beyond what stays at the place go back together
    std::optional<int> leave;   ///< what stays at each other place; absent: its own stock
    std::vector<WayBack> ways;  ///< sorted by place
  };

  std::string name;
  Kind kind = Kind::wagons;
  network::TrackGauge gauge;          ///< on which they run
  std::string type;                   ///< of wagons, for people: `80 ft flat`
  std::vector<LinkId> links;          ///< that locomotives or crews work; sorted
  std::vector<Stock> stock;           ///< sorted by place; one entry a place
  Law change = law::Constant{0};      ///< a train that takes a locomotive or crew stands so long
  Law turn_round = law::Constant{0};  ///< of crews: their rest
  std::optional<Duration> duty;       ///< of crews: longest, from taking a train to leaving it
  std::vector<PlaceId> changes_at;    ///< of crews: where they may be relieved; empty: everywhere
  std::optional<Return> back;         ///< absent: they wait where they are
  Mark mark;

  [[nodiscard]] int size() const {
    int sum = 0;
    for (auto const& one : stock) sum += one.count;
    return sum;
  }
};

}  // namespace caravan::scenario
