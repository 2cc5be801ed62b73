/// What is there when the run begins: trains are put on lines and station tracks, loads into yards,
/// trucks onto roads and before desks. Then each goes on like any other.
///
/// A life that began before the run has a stage `before the start`, so that its stages add up to
/// its real age.
#pragma once

#include <map>
#include <string>

#include "caravan/engine/process.hpp"

#include "model/world.hpp"

namespace caravan::model {

class AtStart {
 public:
  explicit AtStart(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

 private:
  void add_train(scenario::Present const& row);
  void add_loads(scenario::Present const& row);
  engine::Process from_line(Train& train, scenario::Position const& position);
  engine::Process from_place(Train& train, scenario::Position const& position, bool has_track);
  [[nodiscard]] scenario::Demand const& demand_of(scenario::Present const& row) const;
  [[nodiscard]] Tag tag_of(scenario::Present const& row, Tag::Kind kind, std::string const& what);
  /// One of the ways that pass there, by their shares.
  [[nodiscard]] scenario::Position const& choose(scenario::Present const& row, Tag tag) const;

  World& world_;
  std::map<std::string, SourceId> sources_;
};

}  // namespace caravan::model
