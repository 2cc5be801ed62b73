/// The life of one train, truck or load, told from what the run emitted.
///
/// A load that rides a train lives through the train's stages. The stages of a life touch without a
/// gap, so their sums by cause add up to the lead time; anything else is a `Fault`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caravan/model/observation.hpp"
#include "caravan/model/result.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

/// One stage of a life, from `from` until the next step begins.
struct LifeStep {
  SimTime from;
  model::StageId stage;
  scenario::PlaceId place;
  scenario::LinkId link;
  model::Tag holder;
  model::StageId other{};  ///< a part of its time belongs to this stage instead, if valid
  Duration other_part{};
};

/// A ride of a load on a train, or an end of one.
struct LifeRide {
  SimTime at;
  model::Tag train;
  bool boards = true;
  std::size_t steps_before = 0;  ///< steps that the life had when it happened
};

/// Who held somebody up, and what he waited for himself meanwhile.
struct LifeHolder {
  model::Tag who;
  LifeStep step;  ///< cut to the time in which he held somebody up
  SimTime until;
};

/// A train has set out on its leg.
struct LifeDeparture {
  SimTime at;
  std::uint32_t number = 0;
};

struct Life {
  model::Tag who;
  SimTime created;
  std::vector<LifeStep> steps;
  std::vector<LifeRide> rides;
  std::optional<model::observed::Ended> ended;
  /// By number of a step that somebody held up: he, who held him up, and so on.
  std::map<std::size_t, std::vector<LifeHolder>> behind{};
  /// All trains of the sources of those that it rode, in the order of setting out.
  std::map<model::SourceId, std::vector<LifeDeparture>> departures{};
  std::optional<model::Expenses> expenses{};  ///< of a delivered load, if it was priced
};

/// Keeps the life of one train, truck or load, of the trains that it rides, and of those that held
/// them up.
class LifeRecorder final : public model::Observer {
 public:
  /// `name` as a run prints it: `xian-duisburg#118`, `xian-duisburg#118/3`. `running` is the stage
  /// in which trains run, by which it knows when they set out.
  explicit LifeRecorder(std::string name, model::StageId running = {});
  void observe(model::Observation const& observation) override;

  /// The life, with the stages of its trains in their places. Nothing if nobody had that name.
  [[nodiscard]] std::optional<Life> life(model::RunResult const& result) const;
  /// Who there was, for those who asked for somebody else: `xian-duisburg#1/1 to #366/55`.
  [[nodiscard]] std::vector<std::string> who_lived(model::RunResult const& result) const;

 private:
  struct Record {
    Life life;
    bool keep = false;  ///< it bears the name, or somebody who does rode it or stood behind it
    bool left = false;  ///< a train that has set out
  };
  void keep(model::Tag who);
  void add_holders(Life& life, model::RunResult const& result) const;
  [[nodiscard]] bool may_be_meant(model::Tag tag) const;
  void created(model::observed::Created const& event);
  void began(model::observed::Began const& event);
  void reassigned(model::observed::Reassigned const& event);
  void ride(model::Tag unit, model::Tag train, SimTime at, bool boards);
  void ended(model::observed::Ended const& event);

  std::string name_;
  std::uint32_t number_ = 0;  ///< 0: the name is no name
  std::uint32_t part_ = 0;
  model::StageId running_;
  std::map<model::SourceId, std::vector<LifeDeparture>> departures_;
  std::map<std::uint64_t, Record> records_;                  // by packed tag
  using Last = std::pair<std::uint32_t, std::uint32_t>;      // number and part
  std::map<std::pair<std::uint32_t, bool>, Last> greatest_;  // by source, with parts
};

/// The life in prose: what it did, where, how long, what it waited for and who held that, the
/// trains it rode; then the sums by cause. Times are local to the place. If a closure held it up,
/// or the queue that one left: which, and behind whom it stood; and if `undisturbed`, the same life
/// without closures, is given, which trains it missed and how much earlier it would have arrived.
[[nodiscard]] std::string life_text(scenario::Scenario const& scenario,
                                    model::RunResult const& result, Life const& life,
                                    std::optional<Life> const& undisturbed = {});

/// Whether a closure held this life up, or a train behind which it stood, or a queue that it left.
[[nodiscard]] bool held_up_by_closures(scenario::Scenario const& scenario,
                                       model::RunResult const& result, Life const& life);

}  // namespace caravan::output
