/// Fleets: wagons, locomotives and crews, of which there are only so many.
///
/// Each unit stands ready at a place, is with a train, turns round (is unloaded, inspected, at
/// rest) where its train gave it up, or is on its way back by the fleet's rule of return. Laws of
/// time give milliseconds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/network/route.hpp"
#include "caravan/scenario/capacity.hpp"
#include "caravan/scenario/ids.hpp"
#include "caravan/scenario/policy_names.hpp"

namespace caravan::scenario {

struct Fleet {
  enum class Kind : std::uint8_t { wagons, locomotives, crews };
  struct Stock {  ///< units of one place
    PlaceId place;
    int count = 0;
    Mark mark = {};  ///< where the place is written: with the fleet, or in the table of stocks
  };
  struct Side {  ///< the track gauge on which units stand at a place
    PlaceId place;
    network::TrackGauge gauge;
  };
  struct TurnRound {  ///< at a place where it differs
    PlaceId place;
    Law time;
  };
  struct WayBack {  ///< from a place where units come to rest
    PlaceId from;
    std::size_t home = 0;  ///< to this one of the homes
    network::Leg leg;
    Duration running_time;
  };
  struct Home {  ///< a place to which units go back; those that are there stay
    PlaceId place;
    double share = 1;  ///< of the trains that go back, if they are parted by share
    int wanted = 0;    ///< so many are to stand ready: what is missing of them is lacking
  };
  struct Return {
    std::vector<Home> homes;                    ///< in the order of the scenario
    std::string choose = home_policy::kNeeded;  ///< the policy by which one of them is chosen
    int when = 1;               ///< so many beyond what stays at the place go back together
    int priority = 0;           ///< of the trains that go back
    std::optional<int> leave;   ///< what stays at each other place; absent: its own stock
    std::vector<WayBack> ways;  ///< sorted by place, then by home

    [[nodiscard]] bool is_home(PlaceId place) const {
      return std::any_of(homes.begin(), homes.end(),
                         [place](Home const& home) { return home.place == place; });
    }
  };

  std::string name;
  Kind kind = Kind::wagons;
  /// On which they run, sorted: several if trains of such wagons pass an exchange of bogies.
  std::vector<network::TrackGauge> gauges;
  std::vector<Side> sides;               ///< of several gauges: where units rest; sorted by place
  std::string type;                      ///< of wagons, for people: `80 ft flat`
  std::vector<LinkId> links;             ///< that locomotives or crews work; sorted
  std::vector<Stock> stock;              ///< that belong to a place; sorted by it, one entry each
  std::vector<Stock> ready;              ///< when the run begins; as `stock`, unless a table says
  bool counted = false;                  ///< a table says it (`initial`)
  Law change = law::Constant{0};         ///< a train that takes a locomotive or crew stands so long
  Law turn_round = law::Constant{0};     ///< of crews: their rest
  std::vector<TurnRound> turn_round_at;  ///< sorted by place
  std::optional<Duration> duty;          ///< of crews: longest, from taking a train to leaving it
  std::vector<PlaceId> changes_at;  ///< of crews: where they may be relieved; empty: everywhere
  std::optional<Return> back;       ///< absent: they wait where they are
  Mark mark;

  [[nodiscard]] bool runs_on(network::TrackGauge gauge) const {
    return std::find(gauges.begin(), gauges.end(), gauge) != gauges.end();
  }
  /// On which units stand at `place`, where they rest.
  [[nodiscard]] network::TrackGauge gauge_at(PlaceId place) const {
    auto const side = std::find_if(sides.begin(), sides.end(),
                                   [place](Side const& one) { return one.place == place; });
    return side == sides.end() ? gauges.front() : side->gauge;
  }
  /// Units that are ready when the run begins.
  [[nodiscard]] int size() const {
    int sum = 0;
    for (auto const& one : ready) sum += one.count;
    return sum;
  }
};

}  // namespace caravan::scenario
