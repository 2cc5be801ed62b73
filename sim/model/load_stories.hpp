/// The stories of loads that move without a train: trucks on the road, loads on ships and aircraft.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "caravan/engine/process.hpp"

#include "model/desks.hpp"
#include "model/world.hpp"

namespace caravan::model {

class Loads {
 public:
  explicit Loads(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// A truck sets out from its origin.
  void set_out(LoadRow row);
  /// A truck is there when the run begins: at the place before travel `stop` of its leg, or on that
  /// travel, so far from where it entered.
  void go_on_from(LoadRow row, std::size_t stop, std::optional<double> run_m);
  /// A load goes on by road, sea or air from where it waits.
  void go_on(LoadRow row);
  /// A load has come to its destination, by whatever carrier.
  void arrive(LoadRow row);

 private:
  struct Pier {  // departures of ships or aircraft over one link, one way
    scenario::LinkId link;
    bool forward = true;
    std::vector<SimTime> const* sailings = nullptr;
    std::deque<LoadRow> waiting;
  };
  struct Voyage {
    std::vector<LoadRow> loads;
  };
  using VoyageRow = Id<struct VoyageTag>;

  engine::Process truck(LoadRow row);
  engine::Process truck_from(LoadRow row, std::size_t stop, std::optional<double> run_m);
  engine::Task drive(LoadRow row, std::size_t first = 0, std::optional<double> run_m = {});
  void end_drive(LoadRow row);
  engine::Process drive_on(LoadRow row);
  engine::Process sail(Pier& pier);
  engine::Process voyage(Pier const& pier, VoyageRow row);
  engine::Process hold_at_destination(LoadRow row);
  void board(Pier& pier, Voyage& voyage);
  void ashore(Pier const& pier, LoadRow row);
  void end_leg(LoadRow row);
  [[nodiscard]] scenario::PlaceId start_of(network::Travel travel) const;
  [[nodiscard]] scenario::PlaceId end_of(network::Travel travel) const;
  [[nodiscard]] double speed_of(Load const& load) const;

  World& world_;
  std::deque<Pier> piers_;
  Pool<VoyageRow, Voyage> voyages_;
};

}  // namespace caravan::model
