// Whatever a hub is made of, its books close: no broken promise, no lock, no load lost, and the
// same when ties are broken by a draw.
//
// Each hub is put together from lists of alternatives by a fixed seed: single and double track, few
// and many station tracks, small yards, hours, breakdowns, batches, full queues, closures.

#include <cstdint>
#include <initializer_list>
#include <string>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

/// Choices by name, so that the order in which they are asked for does not matter.
class Choices {
 public:
  explicit Choices(std::uint64_t seed) : seed_{seed} {}
  [[nodiscard]] std::string of(std::string const& name,
                               std::initializer_list<char const*> alternatives) const {
    auto const number = scatter(seed_ ^ hash_of(name)) % alternatives.size();
    return *(alternatives.begin() + number);
  }
  [[nodiscard]] std::string time(std::string const& name) const {
    return of(name + " time", {"4 min", "25 min", "{exponential: 20 min}",
                               "{gamma: {mean: 35 min, cv: 0.5}}", "{uniform: [5 min, 40 min]}"});
  }
  [[nodiscard]] std::string gap(std::string const& name) const {
    return of(name + " gap", {"3 h", "5 h", "{exponential: 4 h}", "{gamma: {mean: 6 h, cv: 0.5}}"});
  }
  [[nodiscard]] std::string hours(std::string const& name) const {
    return of(name + " hours", {"", "", ", hours: day", ", hours: day, at-closing: suspend",
                                ", hours: day, at-closing: refuse"});
  }
  [[nodiscard]] std::string breakdowns(std::string const& name) const {
    return of(name + " breakdowns",
              {"", "", ", breakdowns: {up: 600 min, down: 45 min}",
               ", breakdowns: {up: {exponential: 9 h}, down: 1 h, only-busy: true}"});
  }

 private:
  std::uint64_t seed_;
};

std::string places(Choices const& choices) {
  auto const tracks = [&](std::string const& place) {
    return choices.of(place + " tracks", {"", ", tracks: {1435 mm: 2, 1520 mm: 3}",
                                          ", tracks: {1435 mm: 4, 1520 mm: 4}"});
  };
  std::string text = "places:\n";
  text += "  cn: {country: CN" + tracks("cn") + "}\n";
  text += "  hub: {country: KZ, activities: [papers, search, gate]" + tracks("hub") + "}\n";
  text += "  kz: {country: KZ, activities: [brakes, entry]" + tracks("kz") + "}\n";
  text += "  uz: {country: UZ" + tracks("uz") + "}\n";
  return text;
}

std::string links(Choices const& choices) {
  auto const rail = [&](std::string const& ends, std::string const& gauge) {
    return "{between: " + ends + ", rail: " + gauge +
           ", length: " + choices.of(ends + " length", {"30 km", "75 km", "110 km"}) +
           ", speed: 45 km/h" +
           choices.of(ends + " track",
                      {"", "", ", track: single, loops: 1", ", track: single, loops: 4"}) +
           choices.of(ends + " headway", {"", ", headway: 12 min", ", paths: 60 /d"}) +
           choices.of(ends + " room", {"", ", room: 1", ", room: 3"}) +
           choices.of(ends + " factor", {"", ", running-factor: {lognormal: {mean: 1, cv: 0.2}}"}) +
           "}\n";
  };
  std::string text = "links:\n";
  text += "  narrow: " + rail("[cn, hub]", "1435 mm");
  text += "  broad: " + rail("[hub, kz]", "1520 mm");
  text += "  south: " + rail("[kz, uz]", "1520 mm");
  text += "  road: {between: [hub, kz], road: true, length: 80 km, speed: 60 km/h" +
          choices.of("road", {"", ", room: 2", ", headway: 3 min"}) + "}\n";
  return text;
}

/// Whether a share of the capacity of `thing` could be left: of a link only if it has any limit.
bool has_limit(Choices const& choices, std::string const& thing) {
  if (!thing.starts_with("links.")) {
    return true;
  }
  auto const text = links(choices);
  auto const from = text.find("  " + thing.substr(6) + ": ");
  auto const link = text.substr(from, text.find('\n', from) - from);
  auto const has = [&](char const* key) { return link.find(key) != std::string::npos; };
  return has("single") || has("headway") || has("paths") || has("room");
}

/// Trains that keep their load need the same capacity on both gauges.
std::string through_terminal(Choices const& choices) {
  return "consists:\n  n: {gauge: 1435 mm, capacity: 20 TEU, wagons: 10}\n"
         "  b: {gauge: 1520 mm, capacity: 20 TEU, wagons: 12}\n"
         "terminals:\n  dry: {at: hub, changes: 1435 mm and 1520 mm, time: " +
         choices.time("exchange") +
         choices.of("means", {", by: bogies, bays: 1", ", by: bogies, bays: 4",
                              ", by: bogies, bays: 40", ", by: variable-gauge"}) +
         choices.of("handling tracks",
                    {"", ", tracks: {1435 mm: 2, 1520 mm: 2}", ", tracks: {1520 mm: 2}"}) +
         ", positioning: " + choices.time("positioning") + choices.hours("cranes") +
         choices.breakdowns("cranes") + "}\n";
}

std::string terminal(Choices const& choices) {
  return "consists:\n  n: {gauge: 1435 mm, capacity: 20 TEU, wagons: 10}\n" +
         ("  b: {gauge: 1520 mm, capacity: " +
          choices.of("capacity", {"6 TEU", "20 TEU", "44 TEU"})) +
         ", wagons: 12}\nterminals:\n  dry: {at: hub, changes: 1435 mm and 1520 mm" +
         choices.of("handling tracks", {"", ", tracks: {1435 mm: 2, 1520 mm: 2}"}) +
         choices.of("cranes", {", cranes: 1", ", cranes: 3"}) +
         ", lift: " + choices.of("lift", {"3 min", "{exponential: 4 min}"}) +
         ", positioning: " + choices.time("positioning") +
         choices.of("yard", {"", ", yard: 4 TEU", ", yard: 40 TEU"}) + choices.hours("cranes") +
         choices.breakdowns("cranes") +
         ", form: {open-at: " + choices.of("open-at", {"0 %", "50 %", "100 %"}) +
         ", oldest: " + choices.of("oldest", {"2 h", "12 h"}) + "}}\n" +
         choices.of(
             "sorting",
             {"", "  sorting: {at: kz, changes: 1520 mm to 1520 mm, by: shunting, time: 2 min}\n",
              "  sorting: {at: kz, changes: 1520 mm to 1520 mm, lift: 2 min}\n"});
}

std::string work(Choices const& choices) {
  auto const desk = [&](std::string const& name, std::string const& rest) {
    return "{servers: " + choices.of(name + " servers", {"1", "3"}) +
           ", time: " + choices.time(name) +
           ", share: " + choices.of(name + " share", {"10 %", "100 %"}) + choices.hours(name) +
           choices.breakdowns(name) +
           choices.of(name + " discipline",
                      {"", ", discipline: priority", ", discipline: earliest-due"}) +
           rest + "}\n";
  };
  std::string text = "calendars:\n  day: {mon-sat: 06:00-21:00}\nactivities:\n";
  text += "  papers: " +
          desk("papers", ", for: {mode: rail}, per: " +
                             choices.of("papers per", {"train", "wagon", "unit", "consignment"}));
  text += "  search: " + desk("search", ", per: unit, holds: unit, for: {mode: rail}");
  text += "  gate: " +
          desk("gate", ", per: truck, for: {mode: road}" +
                           choices.of("gate queue", {"", ", queue-limit: 2, when-full: turn-away",
                                                     ", batch: 3, batch-wait: 25 min"}));
  text += "  brakes: " + desk("brakes", ", for: {mode: rail}, when: " +
                                            choices.of("brakes when", {"arrival", "departure"}));
  text += "  entry: " + desk("entry", ", per: truck, for: {mode: road}" +
                                          choices.of("entry queue",
                                                     {"", ", queue-limit: 0", ", queue-limit: 3"}));
  return text;
}

std::string traffic(Choices const& choices, bool through) {
  std::string text = "services:\n";
  auto const to = choices.of("west to", {"kz", "uz", "{kz: 0.5, uz: rest}"});
  text += "  west: {from: cn, to: " + (through ? "uz" : to) + ", every: " + choices.gap("west") +
          ", consist: n, units: " + choices.of("west units", {"0", "3", "9"}) +
          ", takes-waiting: " + choices.of("west takes", {"true", "false"}) + "}\n";
  text += "  east: {from: uz, to: cn, every: " + choices.gap("east") +
          ", consist: b, units: {uniform: [0, 3]}, priority: 2}\n";
  text += "  local: {from: kz, to: hub, every: " + choices.gap("local") + ", consist: b}\n";
  text += "flows:\n  lorry: {from: hub, to: kz, by: truck, rate: 30 /d, group: " +
          choices.of("lorry group", {"1", "3"}) + "}\n";
  text += "  box: {from: cn, to: uz, rate: 15 /d, due: 2 d}\n";
  text += "  back: {from: uz, to: cn, rate: 5 /d}\n";
  auto const closed =
      choices.of("closed", {"links.narrow", "links.broad", "links.road", "places.hub", "places.kz",
                            "activities.papers", "terminals.dry", "services.west", "flows.box"});
  text += "closures:\n  one: {of: " + closed +
          ", from: 2026-03-03 05:00, until: 2026-03-03 19:00, left: " +
          (has_limit(choices, closed) ? choices.of("left", {"0", "50 %"}) : "0") + "}\n";
  return text;
}

std::string hub(std::uint64_t seed, bool through) {
  Choices const choices{seed};
  std::string text =
      "schema: caravan/1\nname: hub\n"
      "clock: {start: 2026-03-02 00:00, zone: UTC, run: 6 d}\n";
  text += places(choices);
  text += links(choices);
  text += through ? through_terminal(choices) : terminal(choices);
  text += work(choices);
  text += traffic(choices, through);
  return text;
}

/// Runs hubs by fixed seeds, with ties in order and drawn; how many loads they delivered.
std::int64_t run_hubs(std::uint64_t seeds, bool through) {
  std::int64_t delivered = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const text = hub(seed, through);
    SCOPED_TRACE(text);
    auto const loaded = scenario::load_text("hub.yaml", text);
    EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
    if (!loaded.scenario) {
      return 0;
    }
    for (auto const shuffled : {false, true}) {
      model::RunOptions options;
      options.seed = seed;
      options.shuffled_ties = shuffled;
      auto const result = model::run(*loaded.scenario, options);
      EXPECT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);
      EXPECT_EQ(result.end, model::End::horizon);
      delivered += result.loads_delivered;
    }
  }
  return delivered;
}

TEST(ARandomHub, closes_its_books_and_never_locks) {
  EXPECT_GT(run_hubs(60, false), 10'000);
}

TEST(ARandomHubWithTrainsThatKeepTheirLoad, closes_its_books_and_never_locks) {
  EXPECT_GT(run_hubs(40, true), 10'000);
}

}  // namespace
}  // namespace caravan
