/// Station tracks: where a train stands at a place.
///
/// A train leaves the line only onto a track. The tracks of one gauge are shared by the streams of
/// trains (one for each line and direction that leads here, one for trains that begin here); no
/// stream may take the last track that another stream needs, so that opposing trains cannot lock a
/// station.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "caravan/engine/process.hpp"

#include "model/world.hpp"

namespace caravan::model {

class Stations {
 public:
  explicit Stations(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Waits for a track at `place` and leaves it in `train.ahead` (empty if tracks are without
  /// limit). `by` is the link over which the train comes; none for a train that begins here.
  engine::Task reserve(Train& train, scenario::PlaceId place, scenario::LinkId by);
  /// The same at once, or not at all: for trains that are there when the run begins. Whether it has
  /// what it needs.
  bool reserve_now(Train& train, scenario::PlaceId place, scenario::LinkId by);
  /// The station tracks for this gauge, or nullptr.
  [[nodiscard]] engine::Server* tracks(scenario::PlaceId place, network::TrackGauge gauge);

 private:
  struct Tracks {
    std::unique_ptr<engine::Server> server;
    std::vector<scenario::LinkId> streams;  // by number; trains that begin here come last
  };
  [[nodiscard]] static int stream_of(Tracks const& tracks, scenario::LinkId by);
  void add(scenario::PlaceId place, scenario::PlaceTracks const& tracks);

  World& world_;
  std::map<std::pair<scenario::PlaceId, network::TrackGauge>, Tracks> tracks_;
};

/// Lets `streams` share the tracks of a server: none takes the last track of another that has none.
/// With fewer tracks than streams each may hold one.
void share_among(engine::Server::Options& options, std::size_t streams);

}  // namespace caravan::model
