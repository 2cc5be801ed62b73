/// Work at a place: activities (servers × time) and terminals, where loads change carriers.
///
/// Laws of time give milliseconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/core/time.hpp"
#include "caravan/network/route.hpp"
#include "caravan/scenario/capacity.hpp"
#include "caravan/scenario/ids.hpp"
#include "caravan/scenario/map.hpp"

namespace caravan::scenario {

/// Work that a border or a terminal does on trains, trucks or loads: an activity is servers × time.
struct Activity {
  enum class Per : std::uint8_t { train, wagon, unit, consignment, truck };
  enum class When : std::uint8_t { arrival, departure };
  enum class WhenFull : std::uint8_t { block, turn_away };
  struct Filter {  ///< empty or absent = every
    std::optional<network::Mode> mode;
    std::optional<network::TrackGauge> gauge;
    std::vector<std::string> from_country;  ///< country of the place it comes from
    std::vector<std::string> to_country;    ///< country of the place it goes to
    std::vector<ServiceId> services;
    std::vector<FlowId> flows;
    std::vector<std::string> commodities;
  };
  std::string name;
  PlaceId place;
  int servers = 1;
  Law time = law::Constant{0};  ///< milliseconds, one `per`
  Per per = Per::train;
  double share = 1;  ///< probability that a `per` is selected
  When when = When::arrival;
  bool holds_unit = false;  ///< the selected unit waits alone in the yard; else the whole train
  Discipline discipline = Discipline::fifo;
  Calendar hours;
  AtClosing at_closing = AtClosing::finish;
  std::optional<Breakdowns> breakdowns;
  Filter filter;
  int batch = 1;                   ///< this many are served together
  Duration batch_wait;             ///< an incomplete batch starts after this wait; 0 = never
  std::optional<int> queue_limit;  ///< most waiting (without those in service)
  WhenFull when_full = WhenFull::block;
  Mark mark;
};

/// Cranes, handling tracks and a yard where loads change carriers, box by box.
struct Terminal {
  struct Formation {       ///< when an onward train is opened and leaves
    double open_at = 0.5;  ///< placed at the cranes when this share of its capacity is at hand
    Duration oldest = Duration::hours(
        24);           ///< placed, and leaves unfilled, when its oldest load has waited so long
    double least = 0;  ///< but not with less than this share of its capacity
  };
  std::string name;
  PlaceId place;
  std::vector<network::TransferId> transfers;  ///< what it can change, in the network's table
  std::vector<std::string> commodities;        ///< all that it handles; empty = any
  std::vector<PlaceTracks> tracks;             ///< handling tracks by gauge
  int cranes = 1;
  Law lift = law::Constant{180'000};   ///< milliseconds, one lift by one crane
  Law positioning = law::Constant{0};  ///< milliseconds, a train, before its first lift
  Calendar hours;
  AtClosing at_closing = AtClosing::finish;
  std::optional<Breakdowns> breakdowns;
  std::optional<int> yard_teu;  ///< absent = no limit
  Formation formation;
  Mark mark;
};

}  // namespace caravan::scenario
