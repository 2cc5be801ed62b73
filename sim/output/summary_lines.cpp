#include "output/summary_lines.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/output/text.hpp"

#include "output/figures.hpp"

namespace caravan::output {

namespace {

using scenario::Scenario;

constexpr std::size_t kCausesTold = 4;
constexpr std::size_t kGreatestGrowths = 3;
constexpr std::size_t kWorstShortages = 3;

}  // namespace

std::string joined(std::vector<std::string> const& parts) {
  std::string text;
  for (auto const& part : parts) text += (text.empty() ? "" : kDot) + part;
  return text;
}

std::string time_text(Scenario const& scenario, SimTime t) {
  return local_time_text(scenario.clock.local, scenario.clock.epoch_ms, t);
}

std::string header(Scenario const& scenario, experiment::Answer const& answer) {
  auto const& clock = scenario.clock;
  std::vector<std::string> parts{printable(scenario.name)};
  parts.push_back(days_text(clock.horizon.since_start()) + " from " +
                  time_text(scenario, SimTime::start()) + ' ' + printable(clock.local.zone));
  if (clock.warm_up > SimTime::start()) {
    parts.push_back("warm-up " + days_text(clock.warm_up.since_start()));
  }
  auto seed = "seed " + std::to_string(answer.seed);
  if (answer.replication > 0) seed += ", replication " + std::to_string(answer.replication);
  parts.push_back(seed);
  parts.push_back(grouped(static_cast<std::int64_t>(answer.result.events)) + " events");
  return joined(parts) + '\n';
}

std::string partial(Scenario const& scenario, model::RunResult const& result) {
  if (result.end != model::End::interrupted) return {};
  return line("PARTIAL", "interrupted at " + time_text(scenario, result.ended_at) + ", after " +
                             fixed(result.ended_at.since_start().in_days(), 1) + " of " +
                             days_text(scenario.clock.horizon.since_start()) +
                             "; the figures cover that part");
}

std::string counts(model::RunResult const& result) {
  std::vector<std::string> loads{grouped(result.loads_created) + " created",
                                 grouped(result.loads_delivered) + " delivered",
                                 grouped(result.loads_inside) + " inside"};
  if (result.loads_turned_away > 0) {
    loads.push_back(grouped(result.loads_turned_away) + " turned away");
  }
  std::vector<std::string> trains{
      grouped(result.trains_started) + " started", grouped(result.trains_ended) + " arrived",
      grouped(result.trains_started - result.trains_ended) + " on the way"};
  if (result.departures_cancelled > 0) {
    trains.push_back(grouped(result.departures_cancelled) + " departures cancelled");
  }
  auto text = line("loads", joined(loads));
  if (result.trains_started > 0) text += line("trains", joined(trains));
  return text;
}

std::string spoiled(Scenario const& scenario, model::RunResult const& result) {
  auto rows = by_deliveries(result);
  std::erase_if(rows, [](auto const* row) { return row->perishable == 0; });
  if (rows.empty()) return {};
  std::stable_sort(rows.begin(), rows.end(),
                   [](auto const* a, auto const* b) { return a->spoiled > b->spoiled; });
  std::vector<std::string> parts;
  for (auto const* row : rows) {
    if (parts.size() == kCausesTold) break;
    parts.push_back(printable(name_of(*row, scenario)) + ' ' + grouped(row->spoiled) + " of " +
                    grouped(row->perishable) + " (" +
                    percent(share_of(row->spoiled, row->perishable)) + ')');
  }
  return line("spoiled", joined(parts));
}

std::string waits(model::RunResult const& result) {
  auto const waits = waits_of_loads(result);
  if (waits.loads == 0 || waits.total == Duration{}) return {};
  auto const mean = Duration::milliseconds(waits.total.count() / waits.loads);
  std::string text = in_unit(mean, unit_for(mean)) + " a load:";
  double rest = 1;
  for (std::size_t i = 0; i < std::min(waits.causes.size(), kCausesTold); ++i) {
    auto const& cause = waits.causes[i];
    text += (i == 0 ? " " : ", ") + printable(cause.cause) + ' ' + percent(cause.share);
    rest -= cause.share;
  }
  if (waits.causes.size() > kCausesTold) text += ", other " + percent(rest);
  return line("waits", text);
}

std::string warnings(model::RunResult const& result) {
  std::vector<model::ResourceResult const*> growing;
  for (auto const& resource : result.resources) {
    if (resource.growth_per_week > 0) growing.push_back(&resource);
  }
  std::sort(growing.begin(), growing.end(), [](auto const* a, auto const* b) {
    return std::tie(b->growth_per_week, a->name) < std::tie(a->growth_per_week, b->name);
  });
  std::string text;
  for (std::size_t i = 0; i < std::min(growing.size(), kGreatestGrowths); ++i) {
    text += line("warning", "the queue for " + printable(growing[i]->name) + " grows by " +
                                brief(growing[i]->growth_per_week) +
                                " a week: its mean wait is meaningless");
  }
  if (growing.size() > kGreatestGrowths) {
    text += line("", "and " + std::to_string(growing.size() - kGreatestGrowths) +
                         " more queues grow: --format json");
  }
  return text;
}

/// `flats ran out at khorgos on day 41 (2024-02-10 14:30): trains waited 212 h, 3 still wait`
std::string short_fleets(Scenario const& scenario, model::RunResult const& result) {
  auto const rows = shortages(result);
  std::string text;
  for (std::size_t i = 0; i < std::min(rows.size(), kWorstShortages); ++i) {
    auto const& stock = *rows[i].stock;
    auto const day = stock.short_since.count() / Duration::days(1).count();
    auto words = printable(scenario.fleets[rows[i].fleet->fleet].name) + " ran out at " +
                 printable(scenario.network.places()[stock.place].name) + " on day " +
                 grouped(day) + " (" + time_text(scenario, stock.short_since) +
                 "): trains waited " + brief(Duration::milliseconds(stock.waits_ms).in_hours()) +
                 " h";
    if (stock.waiting_at_end > 0) words += ", " + grouped(stock.waiting_at_end) + " still wait";
    text += line("short", words);
  }
  if (rows.size() > kWorstShortages) {
    text += line("", "and at " + std::to_string(rows.size() - kWorstShortages) +
                         " more places: --format json");
  }
  return text;
}

std::string closing(experiment::Answer const& answer) {
  std::string text;
  for (auto const& broken : answer.result.audit.broken) {
    text += line("AUDIT", printable(broken));
  }
  return text + (answer.result.audit.ok() ? "audit ok" : "audit BROKEN") + kDot + "fingerprint " +
         answer.results.text() + '\n';
}

}  // namespace caravan::output
