/// The state of one run: its clock, its books, its tables of trains and loads, and its places.
///
/// Facts live here; the stories of trains, loads and cranes (coroutines in the files beside this
/// one) read and change them. Rows may hold leases, so they go before the engine, which closes down
/// first.
#pragma once

#include <memory>
#include <vector>

#include "caravan/engine/engine.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/engine/server.hpp"
#include "caravan/model/model.hpp"

#include "model/aftermath.hpp"
#include "model/books.hpp"
#include "model/closures.hpp"
#include "model/policies.hpp"
#include "model/pool.hpp"
#include "model/traffic.hpp"

namespace caravan::model {

class Connections;
class Deliveries;
class Departures;
class Desks;
class Embargoes;
class Fleets;
class Lines;
class Loads;
class Resources;
class Stations;
class Terminals;
class Trains;
class Transits;
class Wheelsets;

class World {
 public:
  World(scenario::Scenario const& scenario, RunOptions const& options);
  ~World();
  World(World const&) = delete;
  World& operator=(World const&) = delete;

  scenario::Scenario const& scenario;
  network::Network const& network;
  RunOptions const& options;
  engine::StreamRoot const luck;
  Policies const policies;
  /// Whether loads are priced when they have been delivered.
  bool const priced = scenario.costs.has_value() || scenario.energy.has_value();
  Closures closures;
  Aftermath aftermath;
  Stages stages;
  Books books;
  engine::Engine engine;
  Table<SourceId, Source> sources;
  std::unique_ptr<Deliveries> deliveries;
  std::unique_ptr<Transits> transits;
  std::unique_ptr<Resources> resources;
  std::unique_ptr<Stations> stations;
  std::unique_ptr<Lines> lines;
  std::unique_ptr<Desks> desks;
  std::unique_ptr<Embargoes> embargoes;
  std::unique_ptr<Connections> connections;
  std::unique_ptr<Terminals> terminals;
  std::unique_ptr<Wheelsets> wheelsets;
  std::unique_ptr<Fleets> fleets;
  std::unique_ptr<Loads> load_stories;
  std::unique_ptr<Trains> train_stories;
  Departures* departures = nullptr;  ///< once they have begun
  Pool<TrainRow, Train> trains;
  Pool<LoadRow, Load> loads;
  std::int64_t trains_started = 0;
  std::int64_t trains_ended = 0;
  std::int64_t departures_cancelled = 0;

  /// The random stream of `who` for one purpose, e.g. `hash_of("running/kz-south")`.
  [[nodiscard]] engine::Stream stream(Tag who, std::uint64_t purpose) const;
  /// The random stream of a thing with a stable name.
  [[nodiscard]] engine::Stream stream(std::string_view name, std::uint32_t entity = 0) const;

  /// Begins a stage of a train (and of the loads that ride it) at a place or on a link.
  void stage(Train& train, StageId stage, scenario::PlaceId place, scenario::LinkId link = {},
             Tag const& holder = {});
  /// Begins a stage of a load that is on its own.
  void stage(Load& load, StageId stage, scenario::PlaceId place, scenario::LinkId link = {},
             Tag const& holder = {});
  /// Moves `part` of the current stage to another stage.
  void reassign(Train& train, StageId stage, Duration part);
  void reassign(Load& load, StageId stage, Duration part);
  /// At the end of the run: what has not ended is counted for its place so far.
  void count_unfinished_stages();
  /// From here on the loads of `train` ride: its stages are theirs.
  void begin_ride(Train& train);
  /// The loads of `train` are on their own again, in `stage` at `place`.
  void end_ride(Train& train, StageId stage, scenario::PlaceId place);

  /// Calls `act(row, load)` for each load in the list. They were last touched days ago, so the
  /// memory is asked for them ahead of their turn.
  template <class Act>
  void for_each(std::vector<LoadRow> const& rows, Act act) {
    constexpr std::size_t kAhead = 4;
    for (std::size_t number = 0; number < rows.size() + 2 * kAhead; ++number) {
      if (number < rows.size()) {
        loads.fetch(rows[number]);
      }
      if (number >= kAhead && number - kAhead < rows.size()) {
        books.ledger().fetch(loads[rows[number - kAhead]].account.row);
      }
      if (number >= 2 * kAhead) {
        auto const row = rows[number - 2 * kAhead];
        act(row, loads[row]);
      }
    }
  }

  /// A new train in stage `stage` since `at`. Its row is reset.
  Train& new_train(Tag tag, StageId stage, scenario::PlaceId place, SimTime at);
  Train& new_train(Tag tag, StageId stage, scenario::PlaceId place) {
    return new_train(tag, stage, place, engine.now());
  }
  void end_train(Train& train);
  /// A new load in stage `stage` since `at`; who makes it says what it is (`model/new_loads.hpp`).
  LoadRow new_load(Tag tag, StageId stage, scenario::PlaceId place, SimTime at);
  /// Takes a load out of the world and into the statistics.
  void end_load(LoadRow row, observed::Ended::How how);

  [[nodiscard]] Tag tag_of(engine::ProcessId process) const;
  /// Who holds what is waited for, for those who watch; none if nobody does.
  [[nodiscard]] Tag holder_of(engine::Server const& server) const;
  [[nodiscard]] SourceId source_of(scenario::ServiceId service) const {
    return SourceId{service.number()};
  }
  [[nodiscard]] SourceId source_of(scenario::FlowId flow) const {
    return SourceId{scenario.services.size() + flow.number()};
  }
  /// Adds a source of trains or of helper processes that the scenario does not name itself.
  SourceId add_source(Source::Kind kind, std::string name);
};

}  // namespace caravan::model
