/// What a report keeps of a run while it goes on: who was where in which stage, by whole minutes.
///
/// Trains keep their steps. Of loads only as many lives are kept as a reader may want to look at;
/// for the others, and for all, what waits and works where is summed up over intervals of equal
/// length.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "caravan/model/entity.hpp"
#include "caravan/model/stage.hpp"
#include "caravan/output/recorder.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

/// A stage at a place, or on a link in one direction. Of a stop between two stations: after how
/// many sections of the line, else 0.
struct Spot {
  model::StageId stage;
  scenario::PlaceId place;
  scenario::LinkId link;
  bool forward = true;
  std::uint32_t sections = 0;
  friend auto operator<=>(Spot const&, Spot const&) = default;
};

/// From `minute` of the run until the next step. Of a load, `code` may instead name a train that it
/// boards: -1 - its number among the trains.
struct TraceStep {
  std::int32_t minute = 0;
  std::int32_t code = 0;  ///< of the spot
};

struct TrainTrace {
  model::Tag who;
  std::vector<TraceStep> steps;
  std::int32_t ended = -1;  ///< minute; -1: it was under way when the run ended
};

struct LoadTrace {
  model::Tag who;
  SimTime created;
  SimTime ended;
  std::vector<TraceStep> steps;
};

/// How many of one kind are in one stage at one place or link, over time.
struct Crowd {
  Spot spot;  ///< without direction and sections
  model::Tag::Kind kind = model::Tag::Kind::train;
  friend auto operator<=>(Crowd const&, Crowd const&) = default;
};

/// Vehicles that entered a link from its first end, and from its second.
struct LinkFlow {
  std::array<std::int64_t, 2> trains{};
  std::array<std::int64_t, 2> trucks{};
};

struct Traces {
  explicit Traces(scenario::Scenario const& of);
  Traces(Traces const&) = delete;
  Traces& operator=(Traces const&) = delete;
  ~Traces() = default;

  /// Intervals in which crowds are summed up: of such a length that there are at most 1500.
  Duration interval;
  std::vector<Spot> spots;  ///< by code, in the order of coming up
  std::vector<TrainTrace> trains;
  std::vector<LoadTrace> lives;  ///< a choice, unordered by time
  std::map<model::SourceId, LoadTrace> slowest;
  std::map<Crowd, std::vector<std::int64_t>> crowds;  ///< milliseconds by interval
  Table<scenario::LinkId, LinkFlow> flows;
  bool trucks_left_out = false;  ///< there were too many to keep the way of each

  /// `crowds` with those who are still there when the run ends.
  [[nodiscard]] std::map<Crowd, std::vector<std::int64_t>> crowds_until(SimTime end) const;

  void take(NumberedEvent const& seen);

 private:
  struct Person {
    model::Tag who;  ///< none: he has ended
    Spot spot;       ///< stage none: aboard a train
    SimTime since;
    SimTime created;
    scenario::PlaceId last;  ///< the last place
    std::uint32_t section = 0;
    std::int32_t train = -1;  ///< its number among the trains, if its way is kept
    std::vector<TraceStep> steps;
  };
  using Sums = std::vector<std::int64_t>;
  using Crowds = std::map<Crowd, Sums>;
  /// What was looked up of late, by a hash: most events look for what others have just looked for.
  struct Recent {
    Crowd crowd;
    Sums* sums = nullptr;  ///< in `crowds`, whose rows stay where they are
    Spot spot;
    std::int32_t code = -1;
  };
  [[nodiscard]] Person* find(std::uint32_t number);
  void create(NumberedEvent const& seen);
  void begin(Person& person, Event const& event);
  void board(Person& person, NumberedEvent const& seen);
  void end(Person& person, NumberedEvent const& seen);
  void leave(Person const& person, SimTime at);
  void add(Sums& sums, Person const& person, SimTime at) const;
  [[nodiscard]] bool was_somewhere(Person const& person, SimTime at) const;
  [[nodiscard]] Recent& recent(Spot const& spot);
  void come_to(Person& person, Event const& event);
  void enter(Person& person, scenario::LinkId link);
  void keep_step(Person& person, SimTime at);
  void keep_life(Person const& person, SimTime ended);
  void drop_trucks();
  std::int32_t code_of(Spot const& spot);

  scenario::Scenario const& scenario_;
  model::StageId running_;
  std::map<Spot, std::int32_t> codes_;
  std::vector<Recent> recent_;
  std::vector<std::uint32_t> seats_;  // by number: where in `people_`, from 1; 0: he has ended
  std::deque<Person> people_;         // those who are there, and empty seats
  std::vector<std::uint32_t> free_;
  std::map<model::SourceId, std::uint32_t> delivered_;
  std::size_t trucks_ = 0;
};

}  // namespace caravan::output
