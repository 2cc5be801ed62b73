/// Where trains change their track gauge with their load aboard.
///
/// In a bogie exchange the wagons pass the bays in cuts: as many as there are bays are jacked up
/// together, and a cut is drawn out when its last wagon stands on its other bogies. Wheelsets of
/// variable gauge change while the train passes slowly through a gauge changer. Either way the same
/// train goes on with the same load, on a track of the other gauge.
#pragma once

#include <memory>
#include <vector>

#include "caravan/engine/process.hpp"

#include "model/handling_tracks.hpp"
#include "model/world.hpp"

namespace caravan::model {

class Wheelsets {
 public:
  explicit Wheelsets(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Whether a train that has ended its leg goes on by the next.
  [[nodiscard]] bool goes_on(Train const& train) const;
  /// Takes such a train through; it then stands at the begin of its next leg.
  engine::Task change(Train& train);
  /// What is to be expected behind `leg`, whose trains go on with their load.
  [[nodiscard]] TransferProspect ahead(network::Leg const& leg) const;
  [[nodiscard]] std::vector<TerminalResult> results() const;

 private:
  struct Workshop {
    scenario::TerminalId id;
    scenario::Terminal const* terminal = nullptr;
    std::unique_ptr<HandlingTracks> tracks;
    std::unique_ptr<engine::Server> server;  // bays or gauge changers
    std::int64_t trains_in = 0;
    std::int64_t trains_out = 0;
    std::int64_t units = 0;
    std::int64_t wagons = 0;
  };
  void build(scenario::TerminalId id);
  [[nodiscard]] network::Leg const& next_leg(Train const& train) const;
  engine::Task exchange_bogies(Workshop& shop, Train& train);
  engine::Task pass_changer(Workshop& shop, Train& train);
  engine::Task work(Workshop& shop, Train& train, int units, Duration time);
  void set_out(Train& train);

  World& world_;
  std::vector<Workshop> workshops_;  // by id
};

}  // namespace caravan::model
