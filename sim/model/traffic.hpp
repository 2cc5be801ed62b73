/// What moves: the rows of trains and loads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "caravan/engine/engine.hpp"
#include "caravan/engine/server.hpp"
#include "caravan/engine/signal.hpp"

#include "model/books.hpp"

namespace caravan::model {

using TrainRow = Id<struct TrainRowTag>;
using LoadRow = Id<struct LoadRowTag>;
struct Group;

/// What a terminal did for a load; kept only where the scenario has costs or energy.
struct Visit {
  scenario::TerminalId terminal;
  std::int64_t lifts = 0;
  SimTime set_down;  ///< in the yard
  Duration stored;   ///< in the yard, beyond what is free
};

/// A load unit, or a truck with its load.
struct Load {
  Account account;
  scenario::Way const* way = nullptr;
  std::size_t way_number = 0;  ///< of all ways of the run: `Terminals::way_number`
  std::size_t leg = 0;         ///< index of the leg it is on, or waits for
  int teu = 2;
  int priority = 0;
  std::string const* commodity = nullptr;
  Duration due = Duration::max();
  scenario::ServiceId service;  ///< it set out with, or none
  scenario::FlowId flow;        ///< it belongs to, or none
  bool held = false;            ///< chosen for an activity that holds it in the yard
  bool powered = false;         ///< needs a plug, on a train and in a yard
  bool plugged = false;         ///< has one in the yard
  bool in_yard = false;         ///< takes up room in the yard
  bool bonded = false;          ///< and this yard is the bonded one
  bool turned_away = false;     ///< found a queue full
  SimTime ready;                ///< since when it waits for an onward train
  Duration waited;              ///< before the run began, not yet in `ready`
  bool of_start = false;        ///< was there when the run began
  engine::Lease desk;           ///< or room on the road: kept until the next takes it in
  engine::Lease queue_place;    ///< in the queue or at the desk of an activity with a queue limit
  std::vector<Visit> visits;    ///< of terminals
  /// Of the trains that it rode, by leg: millionths of each, if trains are priced by distance.
  std::vector<std::int64_t> train_shares;
};

/// When it was promised to arrive; never if it was not.
[[nodiscard]] inline SimTime due_time(Load const& load) {
  return load.due == Duration::max() ? SimTime::never() : load.account.created + load.due;
}

/// A locomotive or crew, or several that go back together.
struct Taken {
  scenario::FleetId fleet;
  int units = 0;
  SimTime since;
};

/// A train: it begins where it is formed and ends where it gives up its load. That is one leg, or
/// several where its gauge is changed with the load aboard.
struct Train {
  explicit Train(engine::Engine& engine) : progress{engine, "its loads"} {}

  Account account;
  TrainRow row;
  network::Leg const* leg = nullptr;
  scenario::ServiceId service;         ///< of a planned train
  scenario::Way const* way = nullptr;  ///< of a planned train
  scenario::PlaceId came_from;         ///< before its leg, if it goes on with its load aboard
  Group* group = nullptr;              ///< of an onward train
  scenario::Consist const* consist = nullptr;
  std::string const* commodity = nullptr;
  int consignment_units = 0;
  int priority = 0;
  std::int32_t urgency = 0;  ///< on the line that it is on, or waits for
  double speed_mps = 0;
  SimTime came_at;      ///< to the end of the part of the line that it ran last
  double came_mps = 0;  ///< at this speed; 0 = it was to stop there
  double exit_mps = 0;  ///< the greatest at the end of the line that it is on, or comes to
  int load_teu = 0;     ///< aboard, and on the hook for it
  int powered = 0;      ///< loads aboard, and on the hook for it, that have one of its plugs
  int wagons = 0;       ///< of the fleet of its consist
  SimTime asked_for_wagons;
  SimTime has_wagons;
  Taken locomotive;
  Taken crew;
  std::vector<LoadRow> loads;  ///< aboard
  int lifts = 0;               ///< under way, to or from it
  int jobs = 0;                ///< activities under way on its parts
  int samples = 0;             ///< of these, those that wait for the laboratory
  bool job_begun = false;
  bool riding = false;        ///< its loads' time is entered with the train's
  bool closed = false;        ///< forming: takes no further load
  bool blocked = false;       ///< no load can be taken off: the yard is full
  std::uint32_t journey = 0;  ///< ledger row: stages since the ride began
  SimTime planned;            ///< of a planned train: when it was to set out, delays aside
  SimTime deadline;           ///< forming: leaves unfilled from here on
  SimTime departs;            ///< a planned train that stands at a terminal: leaves then
  engine::Lease standing;     ///< the track it stands on
  engine::Lease ahead;        ///< the track it is going to, once reserved
  engine::Signal progress;    ///< fired when a lift or job for it has ended
};

}  // namespace caravan::model
