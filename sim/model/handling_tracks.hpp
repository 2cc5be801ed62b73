/// Handling tracks: where a train stands while a terminal works on it.
///
/// Where trains of one gauge both arrive and set out, neither kind may take the last track of the
/// other. So a train that waits to set out never waits for one that waits to arrive.
#pragma once

#include <map>
#include <memory>

#include "caravan/engine/process.hpp"
#include "caravan/engine/server.hpp"

#include "model/world.hpp"

namespace caravan::model {

/// What is to be expected at a terminal: for estimates, not for the run itself.
struct TransferProspect {
  scenario::TerminalId terminal;
  engine::Server const* server = nullptr;  ///< cranes, bays, gauge changers
  Level const* beside = nullptr;  ///< what waits for them, where it does not wait at the server
  engine::Server const* tracks = nullptr;  ///< on which trains arrive; none: without limit
};

class HandlingTracks {
 public:
  enum class Use : std::uint8_t { to_arrive, to_set_out };
  HandlingTracks(World& world, scenario::Terminal const& terminal);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Waits for a track and leaves it in `train.ahead` (untouched if tracks of this gauge are
  /// without limit).
  engine::Task take(Train& train, network::TrackGauge gauge, Use use);
  /// The tracks of this gauge; none if they are without limit.
  [[nodiscard]] engine::Server const* of(network::TrackGauge gauge) const;
  /// Places a train that stands on its track. Who arrives and is placed in no time is so after all
  /// that is decided at this instant: an onward train that it calls for is beside it then.
  engine::Task position(Train& train, Use use);

 private:
  World& world_;
  scenario::Terminal const& terminal_;
  std::map<network::TrackGauge, std::unique_ptr<engine::Server>> tracks_;
};

}  // namespace caravan::model
