/// Lines between places.
///
/// Whoever comes to a line enters in the order of priority, then of coming: a train of higher
/// priority takes the place of one that stands before the exit signal and has not gone yet.
///
/// Double track: trains of one direction follow each other at the headway. They overtake at loops
/// alone: there a train stands aside for one of higher priority, already on the line behind it,
/// which it would otherwise hold up before the next loop.
///
/// Single track: sections between passing loops, one train a section; trains meet at loops. A train
/// enters a section only when a track is its own at the section's far end, and at each loop at
/// least one track stays free of trains of either direction: so a train of one direction can always
/// go on, whatever the other does, and opposing trains never lock the line
/// (docs/explanation/single-track.md). A train of higher priority takes over the track ahead of one
/// that stands beside it, which leaves this as it is.
#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "caravan/core/few.hpp"
#include "caravan/engine/process.hpp"
#include "caravan/engine/signal.hpp"

#include "model/line_rules.hpp"
#include "model/world.hpp"

namespace caravan::model {

class Lines {
 public:
  explicit Lines(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Takes a train over a link, from the track it stands on to a track at the other end.
  [[nodiscard]] engine::Task cross(Train& train, network::Travel travel);
  /// A train is on the line when the run begins, `run_m` from where it entered. Trains of one way
  /// are placed from the foremost on; `resume` takes them to the other end.
  void place(Train& train, network::Travel travel, double run_m);
  [[nodiscard]] engine::Task resume(Train& train, network::Travel travel);
  /// A truck that is on a road when the run begins.
  engine::Task resume(Load& truck, network::Travel travel, double speed_mps, double run_m);
  /// Asks the memory for a line that is about to be crossed: it was last touched days ago.
  void fetch(network::Travel travel) const {
    auto const* const line = lines_[travel.link].get();
    if (line == nullptr) return;
    prefetch(&world_.scenario.links[travel.link], kAskedOfDetail);
    prefetch(line, kCacheLine);
    prefetch(&line->ways[travel.forward ? 0 : 1], sizeof(Way));
  }
  /// Takes a truck over a road.
  engine::Task cross(Load& truck, network::Travel travel, double speed_mps);
  /// What is to be expected of a line: for estimates, not for the run itself.
  struct Prospect {
    engine::Server const* gate = nullptr;  ///< who waits here has not yet entered
    engine::Server const* end = nullptr;   ///< who waits here stands on the line behind another
    double spacing_ms = 0;                 ///< between two that enter, while nothing is cut
  };
  [[nodiscard]] Prospect ahead(network::Travel travel) const;
  /// Waits while a place is closed: a truck is not taken in there.
  engine::Task enter(Load& truck, scenario::PlaceId place);
  /// Whether it takes nobody in now.
  [[nodiscard]] bool is_closed(scenario::PlaceId place) const {
    return world_.closures.of(place).left(world_.engine.now()) <= 0;
  }

 private:
  /// A train arrives behind the one before it, if only by the least time there is: then no draw
  /// between ties can turn them round.
  static constexpr auto kBehind = Duration::milliseconds(1);
  /// Of one who is at speed when he enters, as fast as he may be.
  static constexpr double kAtSpeed = std::numeric_limits<double>::infinity();

  /// A train before a line, or at a loop of single track: what it holds of what it needs to go on.
  struct Approach {
    Train* train = nullptr;
    engine::ProcessId process;
    std::int64_t order = 0;    // whose turn it is: the greater goes first
    engine::Lease room;        // on the line
    engine::Lease gate;        // it is the next to enter
    bool passed_over = false;  // another took its place at the gate
    bool asks = false;         // waits for room or for the gate
    bool reserved = false;     // a track ahead is its own (`Train::ahead`)
  };
  /// Of the directions of a section: even for forward, odd for backward.
  struct Turns {
    std::int64_t present = 0;
    std::int64_t last[2] = {0, 1};  // that was given to a train, by direction
    int trains[2] = {0, 0};         // to so many
  };
  /// Where vehicles enter: at the station, or at a loop of double track.
  struct Entry {
    std::optional<engine::Server> gate;    // one at a time enters
    std::optional<engine::Server> refuge;  // at a loop: where trains stand aside
    SimTime next_entry;
    SimTime last_exit;  // at the end of the line, or at the next loop
  };
  struct Running {  // on double track with loops
    Train const* train = nullptr;
    std::size_t stretch = 0;
    SimTime arrival;  // at its end
    double factor = 1;
  };
  struct Placed {  // on the line when the run begins
    std::size_t step = 0;
    double factor = 1;
    SimTime free_run;       // until the end of its section or stretch
    SimTime arrival;        // there, behind the train before it
    double end_mps = 0;     // the speed there
    engine::Lease room;     // on the line
    engine::Lease section;  // of single track
    bool reserved = false;  // a track ahead is its own
  };
  struct Way {  // one direction
    Few<Entry> entries;
    std::optional<engine::Server> room;  // vehicles at once on the line; may be absent
    std::optional<engine::Server> head;  // the foremost train at the far end, which alone may ask
                                         // for a track there: no overtaking
    std::vector<SimTime> const* paths = nullptr;  // if it has a timetable
    Approach* first = nullptr;                    // has the gate and stands at the station yet
    std::vector<Approach*> displaced;             // lost the gate, and have not asked again yet
    std::vector<std::vector<Approach*>> ready;    // single track, by step: wait for the section
    std::vector<Running> running;                 // in the order of entering
    std::unique_ptr<engine::Signal> passed;       // a train has passed a loop
    std::uint32_t arrivals = 0;
  };
  struct Section {
    Turns turns;  // of the two directions
    std::optional<engine::Server> track;
    std::optional<engine::Server> loop;  // at its end towards b; none at the last
  };
  struct Line {
    scenario::LinkId id;
    scenario::PlaceId ends[2];  // a and b
    scenario::LinkDetail const* detail = nullptr;
    Few<Part> parts;  // sections or stretches, from end a
    Way ways[2];
    std::vector<Section> sections;             // single track, from end a
    std::uint64_t purpose = 0;                 // of the running-factor streams
    DispatchPolicy const* dispatch = nullptr;  // none: by priority
  };

  void build(Line& line);
  void build_way(Line& line, bool forward);
  void build_single_track(Line& line);

  // lines.cpp: before the line
  [[nodiscard]] Approach approach(Train& train, Line const& line, Way& way) const;
  engine::Task come_to_gate(Approach& mine, Line& line, bool forward, Duration clear);
  void take_place(Line& line, bool forward, Approach& mine);
  void let_back(Line& line, bool forward, Approach& mine);
  void hand_over(Line& line, bool forward, Approach& from, Approach& to);
  static void hand_over_ahead(Approach& from, Approach& to);
  static void give_back(Approach& mine);
  void wait_behind(Approach const& before, Approach& other, Line const& line, bool forward);
  /// Waits until one that needs `clear` to be off the line may enter, or is passed over.
  template <class Mover>
  engine::Task wait_for_entry(Mover& mover, Line const& line, bool forward, std::size_t step,
                              Duration clear, Approach const* approach);
  /// When that is: headway, closures, paths, possessions. `step` 0 is the station.
  [[nodiscard]] SimTime entry_time(Line const& line, bool forward, std::size_t step,
                                   Duration clear) const;
  void note_entry(Line const& line, Way& way, std::size_t step) const;

  // dispatch.cpp: who goes first
  [[nodiscard]] std::int32_t urgency(Train const& train, Line const& line, std::int64_t turn) const;
  [[nodiscard]] static std::int64_t take_turn(Turns& turns, bool forward, int batch);

  // lines_double.cpp
  engine::Task cross_double(Train& train, Line& line, bool forward);
  engine::Task run_stretches(Train& train, Line& line, bool forward, std::size_t first,
                             double factor);
  engine::Task pass_loop(Train& train, Line& line, bool forward, std::size_t stretch,
                         double factor);
  [[nodiscard]] Train const* held_up_by(Train const& train, Line const& line, bool forward,
                                        std::size_t stretch, double factor) const;

  // lines_single.cpp
  engine::Task cross_single(Train& train, Line& line, bool forward);
  engine::Task run_section(Approach& mine, Line& line, bool forward, std::size_t step,
                           double factor);
  void leave_gate(Approach& mine, Line const& line, Way& way, std::size_t step) const;
  engine::Task reserve_ahead(Approach& mine, Line& line, bool forward, std::size_t step);
  void take_from_another(Approach& mine, Line const& line, bool forward, std::size_t step);
  void give_to_earlier(Approach& mine, Line const& line, bool forward, std::size_t step);

  // lines_start.cpp
  [[nodiscard]] std::pair<std::size_t, Part> part_at(Line const& line, bool forward,
                                                     double run_m) const;
  void place_single(Train& train, Line& line, bool forward, Placed& placed);
  void place_double(Train& train, Line& line, bool forward, Placed& placed);
  engine::Task resume_single(Train& train, Line& line, bool forward, Placed& placed);
  engine::Task resume_double(Train& train, Line& line, bool forward, Placed& placed);

  /// The section or stretch number `step` of a way.
  [[nodiscard]] static std::size_t part_of(Line const& line, bool forward, std::size_t step) {
    return forward ? step : line.parts.size() - 1 - step;
  }
  struct Pace {  // over a section or stretch
    Duration time;
    double end_mps = 0;
  };
  // lines_motion.cpp
  /// Who enters at `entry_mps`, which only those heed that take time to gather speed.
  [[nodiscard]] Pace pace(Line const& line, bool forward, std::size_t step, Train const& train,
                          double factor, double entry_mps) const;
  /// Over what is left of it.
  [[nodiscard]] Pace pace_over(Part part, Line const& line, bool forward, std::size_t step,
                               Train const& train, double factor, double entry_mps) const;
  /// Who enters now, from where it came or stands.
  [[nodiscard]] Pace set_off(Line const& line, bool forward, std::size_t step, Train const& train,
                             double factor) const;
  [[nodiscard]] double entry_speed(Train const& train) const;
  [[nodiscard]] Duration still_braking(Train const& train) const;
  void note_exit(Train& train, double end_mps) const;
  [[nodiscard]] double exit_speed(Line const& line, bool forward, std::size_t step,
                                  Train const& train) const;
  /// How long a train needs at most to be off the line, from `step` on: of interest if it has
  /// possessions.
  [[nodiscard]] Duration time_to_clear(Line const& line, bool forward, std::size_t step,
                                       Train const& train, double factor) const;
  [[nodiscard]] double running_factor(Tag who, Line const& line) const;
  [[nodiscard]] double slowness(Line const& line) const;
  void wait_for_line(Train& train, Line const& line, bool forward, engine::Server const* server);
  [[nodiscard]] static scenario::PlaceId entrance(Line const& line, bool forward);
  [[nodiscard]] static scenario::PlaceId exit(Line const& line, bool forward);

  static constexpr std::size_t kAskedOfDetail = offsetof(scenario::LinkDetail, sections_m);
  static constexpr std::size_t kCacheLine = 64;
  static void prefetch(void const* from, std::size_t bytes) {
    for (std::size_t offset = 0; offset < bytes; offset += kCacheLine) {
      __builtin_prefetch(static_cast<char const*>(from) + offset);
    }
  }

  World& world_;
  Table<scenario::LinkId, std::unique_ptr<Line>> lines_;
  std::map<TrainRow, Placed> placed_;  // until they have come to the end of the line
};

}  // namespace caravan::model
