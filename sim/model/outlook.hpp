/// How a way looks to one who is about to take it: what is ahead on it, and who is there already.
///
/// What a way passes is found once, before the run; an outlook then only reads the queues as they
/// are at that moment. It knows nothing of those who are still on their way to them.
#pragma once

#include <vector>

#include "caravan/model/policy.hpp"

#include "model/desks.hpp"
#include "model/handling_tracks.hpp"
#include "model/lines.hpp"
#include "model/world.hpp"

namespace caravan::model {

class Outlook {
 public:
  /// `units` set out together on a train of `wagons`.
  struct Traveller {
    scenario::Demand const* demand = nullptr;
    SourceId source;
    scenario::ServiceId service;
    scenario::FlowId flow;
    double units = 1;
    double wagons = 1;
  };

  Outlook(World& world, Traveller const& traveller, std::size_t way);

  [[nodiscard]] WayOutlook now() const;

 private:
  struct Desk {
    Prospect prospect;
    engine::Server const* tracks = nullptr;  // who waits for one is not yet at the desk
    engine::Server const* line = nullptr;    // nor who stands on the line behind him
  };
  struct Transfer {
    TransferProspect prospect;
    double pieces = 1;  // of work on a train that waits for a track
    double each_ms = 0;
  };
  void add_leg(std::size_t number, Traveller const& traveller);
  void add_stop(network::Leg const& leg, std::size_t stop, std::size_t number,
                Traveller const& traveller);
  void add_terminal(std::size_t number, Traveller const& traveller);
  void add_desks(std::vector<Prospect> const& prospects, network::Leg const& leg, std::size_t stop);
  void watch(Regimes const& regimes);

  World& world_;
  SourceId source_;
  scenario::Way const* way_;
  double free_ms_;
  double cost_ = 0;
  double value_of_time_ = 0;
  std::vector<Desk> desks_;
  std::vector<Lines::Prospect> lines_;
  std::vector<Transfer> transfers_;
  std::vector<Regimes const*> watched_;
};

}  // namespace caravan::model
