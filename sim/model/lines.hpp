/// Lines between places.
///
/// Double track: trains of one direction follow each other at the headway and never overtake.
/// Single track: sections between passing loops, one train a section; trains meet at loops. A train
/// enters a section only when a track is its own at the section's far end, and at each loop at
/// least one track stays free of trains of either direction: so a train of one direction can always
/// go on, whatever the other does, and opposing trains never lock the line
/// (docs/explanation/single-track.md).
#pragma once

#include <memory>
#include <vector>

#include "caravan/engine/process.hpp"

#include "model/world.hpp"

namespace caravan::model {

class Lines {
 public:
  explicit Lines(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Takes a train over a link, from the track it stands on to a track at the other end.
  engine::Task cross(Train& train, network::Travel travel);
  /// Takes a truck over a road.
  engine::Task cross(Load& truck, network::Travel travel, double speed_mps);
  /// Waits while a place is closed: a truck is not taken in there.
  engine::Task enter(Load& truck, scenario::PlaceId place);

 private:
  struct Way {                             // one direction
    std::unique_ptr<engine::Server> gate;  // one vehicle at a time enters
    std::unique_ptr<engine::Server> room;  // vehicles at once on the line; may be absent
    std::unique_ptr<engine::Server> head;  // the foremost train at the far end, which alone may ask
                                           // for a track there: no overtaking
    SimTime next_entry;
    SimTime last_exit;
  };
  struct Section {
    std::unique_ptr<engine::Server> track;
    double length_m = 0;
  };
  struct Line {
    scenario::LinkId id;
    Way ways[2];
    std::vector<Section> sections;                       // single track, from end a
    std::vector<std::unique_ptr<engine::Server>> loops;  // between sections
    std::uint64_t purpose = 0;                           // of the running-factor streams
  };

  void build(Line& line);
  void build_single_track(Line& line);
  engine::Task cross_double(Train& train, Line& line, bool forward);
  engine::Task cross_single(Train& train, Line& line, bool forward);
  engine::Task run_section(Train& train, Line& line, bool forward, std::size_t step, double factor);
  template <class Mover>
  engine::Task wait_for_entry(Mover& mover, Line const& line, bool forward);
  /// When the next vehicle may enter, from headway and closures.
  [[nodiscard]] SimTime entry_time(Line const& line, Way const& way) const;
  [[nodiscard]] Duration headway(Line const& line) const;
  [[nodiscard]] double running_factor(Tag who, Line const& line) const;
  void wait_for_line(Train& train, Line const& line, bool forward, engine::Server const* server);
  [[nodiscard]] scenario::PlaceId entrance(Line const& line, bool forward) const;
  [[nodiscard]] scenario::PlaceId exit(Line const& line, bool forward) const;

  World& world_;
  Table<scenario::LinkId, std::unique_ptr<Line>> lines_;
};

}  // namespace caravan::model
