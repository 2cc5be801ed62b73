#include "caravan/model/model.hpp"

#include <algorithm>

#include "model/at_start.hpp"
#include "model/connections.hpp"
#include "model/deliveries.hpp"
#include "model/departures.hpp"
#include "model/desks.hpp"
#include "model/fleets.hpp"
#include "model/resources.hpp"
#include "model/terminals.hpp"
#include "model/transits.hpp"
#include "model/wheelsets.hpp"
#include "model/world.hpp"

namespace caravan::model {

using engine::RunEnd;

namespace {

constexpr int kProgressSteps = 100;

/// Runs to the horizon, looks at the queues once a day, and reports progress.
RunEnd run_to_horizon(World& world) {
  auto const& clock = world.scenario.clock;
  auto const step =
      Duration::milliseconds(std::max<std::int64_t>(1, clock.horizon.count() / kProgressSteps));
  auto look = clock.warm_up;
  auto progress = SimTime::start() + step;
  for (;;) {
    auto const until = std::min({look, progress, clock.horizon});
    auto const end = world.engine.run_until(until);
    auto const locked = end == RunEnd::stalled && !world.fleets->only_short(world.engine.stall());
    if (locked || end == RunEnd::interrupted) {
      return end;
    }
    world.engine.rest_until(until);
    if (until == clock.horizon) {
      return RunEnd::horizon;
    }
    if (until == look) {
      world.resources->look();
      world.fleets->look();
      look = look + Duration::days(1);
    }
    if (until == progress) {
      progress = progress + step;
      if (world.options.progress) {
        world.options.progress(until);
      }
    }
  }
}

Audit audit_of(World const& world) {
  Audit audit;
  auto const check = [&](bool holds, std::string what) {
    if (!holds) {
      audit.broken.push_back(std::move(what));
    }
  };
  auto const& books = world.books;
  auto const& deliveries = *world.deliveries;
  auto const now = world.engine.now();
  check(books.broken_accounts() == 0, std::to_string(books.broken_accounts()) +
                                          " lives whose stages do not add up to their lead time");
  check(deliveries.created_in_all() == deliveries.delivered_in_all() +
                                           deliveries.turned_away_in_all() +
                                           static_cast<std::int64_t>(world.loads.alive()),
        "loads created are not loads delivered, turned away and inside");
  check(books.loads().inside() == static_cast<std::int64_t>(world.loads.alive()),
        "the books and the table of loads differ");
  check(books.trains().inside() == static_cast<std::int64_t>(world.trains.alive()),
        "the books and the table of trains differ");
  check(books.loads().littles_law_holds(now), "Little's law does not hold for loads");
  check(books.trains().littles_law_holds(now), "Little's law does not hold for trains");
  check(world.departures->returns_add_up(),
        "boxes chosen to come back are not those that set out and those still away");
  for (auto& broken : world.resources->broken_accounts()) {
    audit.broken.push_back(std::move(broken));
  }
  for (auto& broken : world.fleets->broken_accounts()) {
    audit.broken.push_back(std::move(broken));
  }
  return audit;
}

std::vector<StallLine> stall_lines(World const& world, engine::StallReport const& report) {
  std::vector<StallLine> lines;
  for (auto const& blocked : report.circle ? report.circle_members : report.all) {
    StallLine line;
    line.who = Tag::unpacked(blocked.tag);
    line.waits_for = blocked.resource;
    line.since = blocked.since;
    for (auto const holder : blocked.holders) {
      line.held_by.push_back(Tag::unpacked(holder));
    }
    line.mark = world.resources->mark_of(blocked.resource);
    if (!line.mark.file) {
      line.mark = world.fleets->mark_of(blocked.resource);
    }
    if (!line.mark.file) {
      line.mark = world.connections->mark_of(blocked.resource);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<ResourceResult> resources_of(World const& world) {
  auto rows = world.resources->results();
  auto const fleets = world.fleets->resources();
  rows.insert(rows.end(), fleets.begin(), fleets.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](auto const& a, auto const& b) { return a.name < b.name; });
  return rows;
}

std::vector<TerminalResult> terminals_of(World const& world) {
  auto rows = world.terminals->results();
  auto const through = world.wheelsets->results();
  rows.insert(rows.end(), through.begin(), through.end());
  std::sort(rows.begin(), rows.end(),
            [](auto const& a, auto const& b) { return a.terminal < b.terminal; });
  return rows;
}

RunResult result_of(World const& world, RunEnd end) {
  RunResult result;
  result.stages = world.stages;
  result.end = end == RunEnd::stalled       ? End::stalled
               : end == RunEnd::interrupted ? End::interrupted
                                            : End::horizon;
  result.ended_at = world.engine.now();
  result.events = world.engine.events();
  result.trains_started = world.trains_started;
  result.trains_ended = world.trains_ended;
  result.departures_cancelled = world.departures_cancelled;
  result.loads_created = world.deliveries->created_in_all();
  result.loads_delivered = world.deliveries->delivered_in_all();
  result.loads_turned_away = world.deliveries->turned_away_in_all();
  result.loads_inside = static_cast<std::int64_t>(world.loads.alive());
  result.relations = world.deliveries->results();
  for (auto const& relation : result.relations) {
    if (relation.expenses) {
      if (!result.expenses) {
        result.expenses.emplace();
      }
      *result.expenses += *relation.expenses;
    }
  }
  result.transits = world.transits->results();
  result.waits = world.books.waits();
  result.resources = resources_of(world);
  result.lanes = world.desks->lanes();
  result.terminals = terminals_of(world);
  result.fleets = world.fleets->results();
  result.closures = world.aftermath.results(world.engine.now());
  result.sources = world.sources;
  result.audit = audit_of(world);
  result.fingerprints = world.books.fingerprints();
  if (end == RunEnd::stalled) {
    auto const report = world.engine.stall();
    result.stall_is_circle = report.circle;
    result.stall = stall_lines(world, report);
  }
  return result;
}

}  // namespace

RunResult run(scenario::Scenario const& scenario, RunOptions const& options) {
  World world{scenario, options};
  AtStart const there{world};
  Departures departures{world};
  auto const end = run_to_horizon(world);
  world.count_unfinished_stages();
  return result_of(world, end);
}

}  // namespace caravan::model
