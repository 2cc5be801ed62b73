/// A scenario as the model reads it: complete, checked, immutable.
///
/// The loader (`scenario/load.hpp`) makes it from YAML; nothing in it can change afterwards, so any
/// number of runs may share it. References are ids, times are milliseconds since the start of the
/// run, time zones and seasons are expanded over the whole run. Every object keeps the mark of its
/// line. Tables are sorted by name. `docs/reference/scenario.md` says what each field means in
/// YAML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/core/distribution.hpp"
#include "caravan/core/id.hpp"
#include "caravan/core/time.hpp"
#include "caravan/network/network.hpp"
#include "caravan/network/route.hpp"

namespace caravan::scenario {

using network::Carrier;
using network::LinkId;
using network::PlaceId;
using ActivityId = Id<struct ActivityTag>;
using TerminalId = Id<struct TerminalTag>;
using ConsistId = Id<struct ConsistTag>;
using ServiceId = Id<struct ServiceTag>;
using FlowId = Id<struct FlowTag>;

/// The run's frame of time.
struct Clock {
  std::int64_t epoch_ms = 0;  ///< start of the run, UTC milliseconds since 1970-01-01
  LocalClock local;           ///< the scenario's own zone
  SimTime horizon;            ///< the run covers [0, horizon)
  SimTime warm_up;            ///< statistics of lead times count what is created from here on
};

/// Breakdowns of the single units (each crane, each desk) of a resource, independent of each other.
struct Breakdowns {
  Law up;                  ///< time to failure, milliseconds
  Law down;                ///< time to repair, milliseconds
  bool only_busy = false;  ///< true: the time to failure runs only while the unit works
};

/// What a desk does with the job in hand when its hours end.
enum class AtClosing : std::uint8_t {
  finish,   ///< finishes it in overtime
  suspend,  ///< leaves it and goes on at the next opening
  refuse,   ///< starts no job that cannot be finished before closing
};

enum class Discipline : std::uint8_t { fifo, priority, earliest_due };

/// A cut or closure by date. `left` is the share of capacity that is left: 0 = closed.
struct Cut {
  Interval when;
  double left = 0;
  Mark mark;
};

/// Tracks of one gauge at a place.
struct PlaceTracks {
  network::TrackGauge gauge;
  int count = 1;
  double length_m = 0;  ///< 0 = any train fits
};

/// What a place has beyond its dot on the map.
struct PlaceDetail {
  LocalClock local;
  std::vector<PlaceTracks> tracks;     ///< a gauge that is not listed has tracks without limit
  std::vector<ActivityId> activities;  ///< in the order of work
  std::vector<Cut> cuts;               ///< no train or truck is taken in while closed
};

/// How a link is worked.
struct LinkDetail {
  bool single_track = false;
  std::vector<double> sections_m;  ///< single track: lengths of the sections from end a to end b
  int loop_tracks = 2;             ///< tracks at each passing loop, at least 2
  Duration headway;                ///< least time between two trains (or trucks) entering one way
  double speed_mps = 0;            ///< rail and road
  Law running_factor = law::Constant{1};  ///< multiplies each running time
  int room = 0;                           ///< most vehicles at once, each way; 0 = no limit
  // Sea and air: departures from each end, with a limit of load.
  std::vector<SimTime> sailings_forward;   ///< from end a
  std::vector<SimTime> sailings_backward;  ///< from end b
  int slots_teu = 0;                       ///< a sailing; 0 = no limit
  std::vector<Cut> cuts;
};

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
  std::vector<Cut> cuts;
  Mark mark;
};

/// Cranes, handling tracks and a yard where loads change carriers, box by box.
struct Terminal {
  struct Formation {       ///< when an onward train is opened and leaves
    double open_at = 0.5;  ///< placed at the cranes when this share of its capacity is at hand
    Duration oldest = Duration::hours(
        24);  ///< placed, and leaves unfilled, when its oldest load has waited so long
  };
  std::string name;
  PlaceId place;
  std::vector<network::TransferId> transfers;  ///< what it can change, in the network's table
  std::vector<PlaceTracks> tracks;             ///< handling tracks by gauge
  int cranes = 1;
  Law lift = law::Constant{180'000};   ///< milliseconds, one lift by one crane
  Law positioning = law::Constant{0};  ///< milliseconds, a train, before its first lift
  Calendar hours;
  AtClosing at_closing = AtClosing::finish;
  std::optional<Breakdowns> breakdowns;
  std::optional<int> yard_teu;  ///< absent = no limit
  Formation formation;
  std::vector<Cut> cuts;  ///< of the cranes
  Mark mark;
};

/// What an onward train on a gauge, in some countries, may be.
struct Consist {
  std::string name;
  network::TrackGauge gauge;
  std::vector<std::string> countries;  ///< where it is formed; empty = anywhere
  int capacity_teu = 0;
  int wagons = 0;
  double length_m = 0;
  Mark mark;
};

/// When trains, trucks or loads set out.
struct Departures {
  struct Timetable {
    std::vector<SimTime> at;  ///< sorted, within the horizon
  };
  struct Renewal {           ///< gaps drawn from a law, stretched by the season
    Law gap;                 ///< milliseconds at factor 1
    SimTime first_gap_from;  ///< the first gap is counted from here
  };
  std::variant<Timetable, Renewal> pattern;
  StepFunction<double> season{1.0};  ///< factor on the rate (renewal), by date
  Law delay = law::Constant{0};      ///< milliseconds, added to each departure
};

/// One of the ways that a service or flow takes, with its share.
struct Way {
  double share = 1;
  network::Route route;
  std::vector<network::Leg> legs;  ///< empty for a visit to one place
};

/// Trains that run by plan from an origin, with their own load, or taking loads that wait.
struct Service {
  std::string name;
  PlaceId from;
  std::vector<Way> ways;  ///< shares sum to 1
  Departures departures;
  ConsistId consist;
  Law units = law::Constant{0};  ///< load units that set out with each train; 0 = none
  int unit_teu = 2;
  bool takes_waiting = false;  ///< also loads units of flows that wait here for this leg
  int priority = 0;            ///< higher goes first
  double speed_mps = 0;        ///< the train's own limit; 0 = the line's
  std::string commodity;
  int consignment_units = 0;    ///< units of one consignment; 0 = all of the train
  std::optional<Duration> due;  ///< promised lead time
  std::vector<Cut> cuts;        ///< departures are cancelled while closed
  Mark mark;
};

/// Loads, or trucks with their load, that set out one by one or in groups.
struct Flow {
  std::string name;
  PlaceId from;
  std::vector<Way> ways;
  Departures departures;
  bool by_truck = false;         ///< each is a truck of its own; else waits for a train or sailing
  Law group = law::Constant{1};  ///< units that set out together
  int unit_teu = 2;
  int priority = 0;
  double speed_mps = 0;  ///< trucks; 0 = the road's
  std::string commodity;
  std::optional<Duration> due;
  std::vector<Cut> cuts;
  Mark mark;
};

struct Scenario {
  std::string name;
  std::string about;
  std::uint64_t seed = 1;
  Clock clock;
  network::Network network;
  Table<PlaceId, PlaceDetail> places;  ///< same ids as network.places()
  Table<LinkId, LinkDetail> links;     ///< same ids as network.links()
  Table<ActivityId, Activity> activities;
  Table<TerminalId, Terminal> terminals;
  Table<ConsistId, Consist> consists;
  Table<ServiceId, Service> services;
  Table<FlowId, Flow> flows;
  std::string hash;  ///< of the canonical resolved text: 32 hexadecimal digits
};

}  // namespace caravan::scenario
