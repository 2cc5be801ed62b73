/// What others wait for, under one roof: statistics, breakdowns and cuts of every server.
#pragma once

#include <vector>

#include "caravan/engine/process.hpp"
#include "caravan/engine/server.hpp"

#include "model/world.hpp"

namespace caravan::model {

/// A queue that does not stand at the server itself: units wait beside the cranes, while the cranes
/// look for work.
struct Queue {
  Level length;
  std::int64_t served = 0;
};

class Resources {
 public:
  explicit Resources(World& world);
  [[nodiscard]] engine::Engine& engine() { return world_.engine; }

  /// Counts `server` among the resources. Its regimes, if there are any, change its capacity. Who
  /// waits is counted by `queue`, if given.
  void add(engine::Server server, ResourceResult::Kind kind, scenario::PlaceId place, Mark mark,
           Regimes const* regimes = nullptr, Queue const* queue = nullptr);
  /// Each unit of `server` breaks down by itself.
  void let_break_down(engine::Server server, scenario::Breakdowns const& breakdowns);

  /// Notes the queues of this instant; called once a day from the warm-up on, between events.
  void look();
  [[nodiscard]] std::vector<ResourceResult> results() const;
  [[nodiscard]] std::vector<std::string> broken_accounts() const;
  /// The line of the scenario that made the resource of this name.
  [[nodiscard]] Mark mark_of(std::string const& name) const;

 private:
  struct Waiting {
    std::size_t day = 0;  // number of the look
    std::int32_t count = 0;
  };
  struct Entry {
    engine::Server server;
    ResourceResult::Kind kind = ResourceResult::Kind::activity;
    scenario::PlaceId place;
    Mark mark;
    int capacity = 1;
    Queue const* queue = nullptr;  // none: that of the server
    engine::ServerTime at_warm_up;
    std::int64_t served_before = 0;  // at the warm-up
    std::vector<Waiting> daily;      // since the warm-up; days on which nobody waits are left out
    bool breaks_down = false;
  };

  [[nodiscard]] double growth_of(Entry const& entry, double utilisation) const;
  void measure_queue(Entry const& entry, ResourceResult& result) const;
  [[nodiscard]] WaitResult waits_of(Entry const& entry) const;

  engine::Process cut(engine::Server server, int capacity, Regimes const& regimes);
  engine::Process break_down(engine::Server server, int unit,
                             scenario::Breakdowns const& breakdowns);

  World& world_;
  SourceId helpers_;
  std::vector<Entry> entries_;
  std::size_t looks_ = 0;  // once a day since the warm-up
};

/// Growth of a queue a week, from daily counts, by least squares; 0 unless it is certain: it grew
/// by at least 5, and the slope is more than four standard errors above 0 or the resource is never
/// free.
[[nodiscard]] double growth_per_week(std::vector<std::int32_t> const& daily, double utilisation);

}  // namespace caravan::model
