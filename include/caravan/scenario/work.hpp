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
#include "caravan/scenario/costs.hpp"
#include "caravan/scenario/ids.hpp"
#include "caravan/scenario/map.hpp"

namespace caravan::scenario {

/// Officers of one place who man several activities: what they do for one they cannot do for
/// another.
struct Staff {
  std::string name;
  PlaceId place;  ///< of the activities that name it
  int count = 1;
  Discipline discipline = Discipline::fifo;
  Calendar hours;
  AtClosing at_closing = AtClosing::finish;
  std::optional<Breakdowns> breakdowns;
  Mark mark;
};

/// Work that a border or a terminal does on trains, trucks or loads: an activity is servers × time.
struct Activity {
  enum class Per : std::uint8_t { train, wagon, unit, consignment, truck };
  enum class When : std::uint8_t { arrival, departure };
  enum class WhenFull : std::uint8_t { block, turn_away };
  /// How the way of a load lies to the country of the place: within it, into it, out of it, through
  /// it.
  enum class Traffic : std::uint8_t { domestic, inbound, outbound, transit };
  struct Lane {  ///< one of the ways to be dealt with: green, yellow, red
    std::string name;
    double share = 1;
    Law time = law::Constant{0};  ///< milliseconds
  };
  struct Again {  ///< work that is done once more
    double share = 0;
    int at_most = 1;  ///< times, after the first
  };
  struct Laboratory {  ///< samples whose result is waited for; it needs no officer
    double share = 0;
    Law time = law::Constant{0};  ///< milliseconds
  };
  struct MonthlyCap {  ///< trucks that it takes in a month of the calendar
    int most = 0;
    std::vector<SimTime> months;  ///< beginnings, by the clock of the place
    ActivityId instead;           ///< done on those beyond it; none: they are turned away
  };
  struct Slots {          ///< times that trucks book before they come
    Duration apart;       ///< from one slot to the next; each is for one truck
    Duration notice;      ///< least time from booking a slot to its begin
    Duration grace;       ///< so late a truck may still use it
    double no_shows = 0;  ///< share that misses its slot, and books anew
    std::string choose;   ///< name of the policy that chooses the slot
  };
  struct OnCall {     ///< servers that come when so many wait, and go when nobody is left
    int at = 1;       ///< so many
    Duration notice;  ///< from the call until they work
  };
  struct Filter {  ///< empty or absent = every
    std::optional<network::Mode> mode;
    std::optional<network::TrackGauge> gauge;
    std::vector<std::string> from_country;  ///< country of the place it comes from
    std::vector<std::string> to_country;    ///< country of the place it goes to
    std::vector<ServiceId> services;
    std::vector<FlowId> flows;
    std::vector<std::string> commodities;
    std::vector<Traffic> traffic;
  };
  std::string name;
  PlaceId place;
  int servers = 1;              ///< 0: none of its own, only its staff
  Law time = law::Constant{0};  ///< milliseconds, one `per`; with lanes it is not used
  std::vector<Lane> lanes;      ///< by name; their shares sum to 1
  std::optional<Again> again;
  std::optional<Laboratory> laboratory;
  std::optional<MonthlyCap> cap;
  std::optional<Slots> slots;
  std::optional<OnCall> on_call;
  std::optional<Law> patience;  ///< milliseconds; a truck that has waited so long leaves
  double declared = 0;          ///< share that is worked on from when it sets out for this place
  StaffId staff;                ///< who do it, or none
  int needs = 1;                ///< of the staff, for one `per`
  int priority = 0;             ///< among the activities of its staff
  Per per = Per::train;
  double share = 1;    ///< of those that come, how many are selected
  Rates risk;          ///< the same by commodity, in place of `share`, if given
  std::string select;  ///< name of the policy that selects them
  When when = When::arrival;
  bool holds_unit = false;  ///< the selected unit waits alone in the yard; else the whole train
  Discipline discipline = Discipline::fifo;
  Calendar hours;  ///< with staff: theirs
  AtClosing at_closing = AtClosing::finish;
  std::optional<Breakdowns> breakdowns;
  Filter filter;
  int batch = 1;                   ///< this many are served together
  Duration batch_wait;             ///< an incomplete batch starts after this wait; 0 = never
  std::optional<int> queue_limit;  ///< most waiting (without those in service)
  WhenFull when_full = WhenFull::block;
  Mark mark;
};

/// The share of pieces with `commodity` that an activity is done on.
[[nodiscard]] inline double share_of(Activity const& activity, std::string const& commodity) {
  return activity.risk.given() ? activity.risk.of(commodity) : activity.share;
}

/// The traffic that a way between these countries is, as `country` sees it.
[[nodiscard]] Activity::Traffic traffic_of(std::string const& from, std::string const& to,
                                           std::string const& country);

/// Where loads change carriers: box by box with cranes, with their wagons, or with the whole train.
struct Terminal {
  /// Cranes lift load units from carrier to carrier. Bogie exchange and gauge changers let a train
  /// go on with its load on another track gauge. Shunting engines make up trains anew from wagons.
  enum class Means : std::uint8_t { cranes, bogies, variable_gauge, shunting };
  struct Formation {       ///< when an onward train is opened and leaves
    double open_at = 0.5;  ///< placed at the cranes when this share of its capacity is at hand
    Duration oldest = Duration::hours(
        24);             ///< placed, and leaves unfilled, when its oldest load has waited so long
    double least = 0;    ///< but not with less than this share of its capacity
    std::string choose;  ///< name of the policy that decides it
  };
  std::string name;
  PlaceId place;
  std::vector<network::TransferId> transfers;  ///< what it can change, in the network's table
  std::vector<std::string> commodities;        ///< all that it handles; empty = any
  std::vector<PlaceTracks> tracks;             ///< handling tracks by gauge
  Means by = Means::cranes;
  std::string crane_order;             ///< name of the policy of the cranes
  int servers = 1;                     ///< cranes, bays, gauge changers or shunting engines
  Law time = law::Constant{180'000};   ///< milliseconds: a lift, a wagon, a train, a wagon
  Law positioning = law::Constant{0};  ///< milliseconds, a train, before this begins
  Calendar hours;
  AtClosing at_closing = AtClosing::finish;
  std::optional<Breakdowns> breakdowns;
  std::optional<int> yard_teu;    ///< absent = no limit
  std::optional<int> bonded_teu;  ///< a yard of its own for loads that are held; absent = none
  std::optional<int> plugs;       ///< for powered loads in the yard; absent = no limit
  Formation formation;
  Mark mark;
  /// Whether trains go on with their load aboard.
  [[nodiscard]] bool lets_trains_through() const {
    return by == Means::bogies || by == Means::variable_gauge;
  }
};

}  // namespace caravan::scenario
