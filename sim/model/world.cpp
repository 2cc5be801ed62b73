#include "model/world.hpp"

#include <algorithm>
#include <memory>

#include "caravan/core/hash.hpp"

#include "model/connections.hpp"
#include "model/deliveries.hpp"
#include "model/departures.hpp"
#include "model/desks.hpp"
#include "model/embargoes.hpp"
#include "model/expenses.hpp"
#include "model/fleets.hpp"
#include "model/lines.hpp"
#include "model/load_stories.hpp"
#include "model/resources.hpp"
#include "model/stations.hpp"
#include "model/terminals.hpp"
#include "model/train_stories.hpp"
#include "model/transits.hpp"
#include "model/wheelsets.hpp"

namespace caravan::model {

using scenario::LinkId;
using scenario::PlaceId;

namespace {

engine::Engine::Options engine_options(RunOptions const& options) {
  engine::Engine::Options engine;
  engine.ties = options.shuffled_ties ? engine::Ties::shuffled : engine::Ties::fifo;
  engine.tie_seed = options.seed;
  engine.interrupt = options.interrupt;
  return engine;
}

}  // namespace

World::World(scenario::Scenario const& scenario_, RunOptions const& options_)
    : scenario{scenario_},
      network{scenario_.network},
      options{options_},
      luck{engine::StreamKey{options_.seed, options_.replication}},
      policies{all_policies(options_.policies)},
      closures{scenario_, options_},
      aftermath{scenario_, closures},
      stages{scenario_},
      books{scenario_, stages, aftermath, options_.observers},
      engine{engine_options(options_)} {
  for (auto const& service : scenario.services) {
    add_source(Source::Kind::service, service.name);
  }
  for (auto const& flow : scenario.flows) {
    add_source(Source::Kind::flow, flow.name);
  }
  deliveries = std::make_unique<Deliveries>(*this);
  transits = std::make_unique<Transits>(*this);
  resources = std::make_unique<Resources>(*this);
  stations = std::make_unique<Stations>(*this);
  lines = std::make_unique<Lines>(*this);
  desks = std::make_unique<Desks>(*this);
  embargoes = std::make_unique<Embargoes>(*this);
  connections = std::make_unique<Connections>(*this);
  terminals = std::make_unique<Terminals>(*this);
  wheelsets = std::make_unique<Wheelsets>(*this);
  load_stories = std::make_unique<Loads>(*this);
  train_stories = std::make_unique<Trains>(*this);
  fleets = std::make_unique<Fleets>(*this);
}

World::~World() {
  // Before the trains go: what they hold would be handed to the next in line, as if the run went
  // on.
  engine.close_down();
}

SourceId World::add_source(Source::Kind kind, std::string name) {
  auto const root = std::to_string(static_cast<int>(kind)) + '/' + name;
  return sources.add(Source{kind, std::move(name), hash_of(root)});
}

engine::Stream World::stream(Tag who, std::uint64_t purpose) const {
  auto const name = scatter(sources[who.source].hash ^ (purpose + who.part));
  return engine::Stream{luck, name, who.number};
}

engine::Stream World::stream(std::string_view name, std::uint32_t entity) const {
  return engine::Stream{luck, hash_of(name), entity};
}

void World::stage(Train& train, StageId stage, PlaceId place, LinkId link, Tag const& holder) {
  auto const now = engine.now();
  if (train.riding) {
    books.ledger().add(train.journey, train.account.stage, (now - train.account.since).count());
  }
  books.begin(train.account, stage, place, now,
              train.riding ? static_cast<std::int64_t>(train.loads.size()) : 0, link, holder);
}

void World::stage(Load& load, StageId stage, PlaceId place, LinkId link, Tag const& holder) {
  books.begin(load.account, stage, place, engine.now(), 0, link, holder);
}

void World::reassign(Train& train, StageId stage, Duration part) {
  if (part <= Duration{}) {
    return;
  }
  if (train.riding) {
    books.ledger().add(train.journey, stage, part.count());
  }
  books.reassign(train.account, stage, part, engine.now(),
                 train.riding ? static_cast<std::int64_t>(train.loads.size()) : 0);
}

void World::reassign(Load& load, StageId stage, Duration part) {
  books.reassign(load.account, stage, part, engine.now());
}

void World::count_unfinished_stages() {
  trains.for_each_alive([&](Train const& train) {
    books.count_unfinished(train.account, engine.now(),
                           train.riding ? static_cast<std::int64_t>(train.loads.size()) : 0);
  });
  loads.for_each_alive(
      [&](Load const& load) { books.count_unfinished(load.account, engine.now(), 0); });
}

void World::begin_ride(Train& train) {
  // A new stage of the same kind: what the train did before is not the loads'.
  stage(train, train.account.stage, train.account.place);
  for_each(train.loads, [&](LoadRow, Load& load) {
    books.board(load.account, train.account.tag, engine.now());
  });
  train.riding = true;
  train.journey = books.ledger().open();
}

void World::end_ride(Train& train, StageId stage_of_loads, PlaceId place) {
  stage(train, train.account.stage, place);
  for_each(train.loads, [&](LoadRow, Load& load) {
    books.alight(load.account, train.account.tag, train.journey, stage_of_loads, place,
                 engine.now());
  });
  books.ledger().close(train.journey);
  train.riding = false;
}

Train& World::new_train(Tag tag, StageId stage, PlaceId place, SimTime at) {
  auto const row = trains.take(engine);
  auto& train = trains[row];
  train.row = row;
  train.group = nullptr;
  train.service = {};
  train.way = nullptr;
  train.came_from = {};
  train.priority = 0;
  train.commodity = nullptr;
  train.consignment_units = 0;
  train.speed_mps = 0;
  train.came_mps = 0;
  train.load_teu = 0;
  train.powered = 0;
  train.wagons = 0;
  train.loads.clear();
  train.lifts = 0;
  train.jobs = 0;
  train.closed = false;
  train.blocked = false;
  train.deadline = SimTime::never();
  books.open(train.account, tag, stage, place, engine.now(), at);
  ++trains_started;
  return train;
}

void World::end_train(Train& train) {
  expects(train.loads.empty() && train.lifts == 0, "a train gives up its load before it ends");
  expects(train.wagons == 0 && train.locomotive.units == 0 && train.crew.units == 0,
          "a train gives up what it has of a fleet before it ends");
  train.standing = engine::Lease{};
  books.finish(train.account, engine.now());
  books.close(train.account, observed::Ended::How::dissolved, engine.now());
  trains.give_back(train.row);
  ++trains_ended;
}

LoadRow World::new_load(Tag tag, StageId stage, PlaceId place, SimTime at) {
  auto const row = loads.take();
  auto& load = loads[row];
  std::destroy_at(&load);
  std::construct_at(&load);  // where it stays: a new one would be copied here while it is written
  transits->begin(row);
  transits->pass(row, place);
  books.open(load.account, tag, stage, place, engine.now(), at);
  return row;
}

void World::end_load(LoadRow row, observed::Ended::How how) {
  auto& load = loads[row];
  load.desk = engine::Lease{};
  load.queue_place = engine::Lease{};
  books.finish(load.account, engine.now());
  deliveries->ended(load, how);
  if (how == observed::Ended::How::delivered) {
    departures->delivered(load);
  }
  if (priced && books.observed() && how == observed::Ended::How::delivered) {
    Bill bill;
    bill.enter(*this, load);
    auto const expenses = bill.priced(scenario);
    books.close(load.account, how, engine.now(), &expenses);
  } else {
    books.close(load.account, how, engine.now());
  }
  loads.give_back(row);
}

Tag World::holder_of(engine::Server const& server) const {
  return books.observed() ? tag_of(server.first_holder()) : Tag{};
}

Tag World::tag_of(engine::ProcessId process) const {
  return engine.alive(process) ? Tag::unpacked(engine.tag_of(process)) : Tag{};
}

}  // namespace caravan::model
