// Networks that need not lock never do, whatever the timetable: trees of single lines with passing
// loops, each station with a track for each side from which trains come and one for those that
// begin there. That this is enough is argued in docs/explanation/single-track.md; here it is tried.
//
// A timetable is drawn by its number: network, loops, speeds, services, priorities, dispatch. All
// trains set out within a day, more than the lines can carry, and must be where they go by the end
// of the week. `./dev gridlock 10000` runs the first ten thousand.

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

/// Choices by name: what is added later moves none of those there are.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : seed_{seed} {}
  [[nodiscard]] int from(std::string const& name, int least, int greatest) const {
    auto const range = static_cast<std::uint64_t>(greatest - least + 1);
    return least + static_cast<int>(scatter(seed_ ^ hash_of(name)) % range);
  }
  [[nodiscard]] std::string of(std::string const& name,
                               std::initializer_list<char const*> alternatives) const {
    return *(alternatives.begin() + from(name, 0, static_cast<int>(alternatives.size()) - 1));
  }

 private:
  std::uint64_t seed_;
};

std::string place_name(int number) {
  return "p" + std::to_string(number);
}

/// A tree of lines and the services on it, drawn.
class Timetable {
 public:
  explicit Timetable(std::uint64_t number) : draw_{number}, places_{draw_.from("places", 2, 6)} {
    for (int i = 1; i < places_; ++i) {
      link(draw_.from("joins " + std::to_string(i), 0, i - 1), i);
    }
    auto const count = draw_.from("services", 2, 6);
    for (int i = 0; i < count; ++i) service(i);
  }

  [[nodiscard]] int trains() const { return trains_; }
  [[nodiscard]] std::string text() const {
    std::string text =
        "schema: caravan/1\nname: timetable\n"
        "clock: {start: 2026-03-02 00:00, zone: UTC, run: 7 d}\nplaces:\n";
    for (int i = 0; i < places_; ++i) {
      auto const enough =
          sides_[static_cast<std::size_t>(i)] + (begins_[static_cast<std::size_t>(i)] ? 1 : 0);
      auto const tracks = std::to_string(enough + draw_.from("tracks " + std::to_string(i), 0, 1));
      text += "  " + place_name(i) + ": {tracks: {1520 mm: " + tracks + "}}\n";
    }
    return text + "consists:\n  train: {gauge: 1520 mm, capacity: 10 TEU}\nlinks:\n" + links_ +
           "services:\n" + services_;
  }

 private:
  void link(int a, int b) {
    ++sides_[static_cast<std::size_t>(a)];
    ++sides_[static_cast<std::size_t>(b)];
    auto const name = place_name(a) + place_name(b);
    auto const loops = draw_.from(name + " loops", 0, 7);
    auto const section_km = draw_.from(name + " section", 4, 30);
    links_ +=
        "  " + name + ": {between: [" + place_name(a) + ", " + place_name(b) +
        "], rail: 1520 mm, length: " + std::to_string(section_km * (loops + 1)) +
        " km, speed: " + draw_.of(name + " speed", {"40", "60", "90"}) +
        " km/h, track: single, loops: " + loops_text(name, loops, section_km) +
        ", loop-tracks: " + draw_.of(name + " tracks", {"2", "2", "3", "4"}) +
        draw_.of(name + " factor", {"", "", ", running-factor: {lognormal: {mean: 1, cv: 0.25}}"}) +
        draw_.of(name + " headway", {"", ", headway: 7 min"}) +
        draw_.of(name + " dispatch", {"", "", ", dispatch: first-come", ", dispatch: most-delayed",
                                      ", dispatch: alternate, batch: 2"}) +
        "}\n";
  }

  /// Evenly, or each loop up to half a section nearer to the end.
  [[nodiscard]] std::string loops_text(std::string const& name, int loops, int section_km) const {
    if (loops == 0 || draw_.from(name + " even", 0, 2) > 0) return std::to_string(loops);
    std::string text = "[";
    for (int i = 1; i <= loops; ++i) {
      auto const off = draw_.from(name + " loop " + std::to_string(i), 0, section_km / 2 - 1);
      text += (i > 1 ? ", " : "") + std::to_string(i * section_km - off) + " km";
    }
    return text + ']';
  }

  void service(int number) {
    auto const name = "s" + std::to_string(number);
    auto const from = draw_.from(name + " from", 0, places_ - 1);
    auto const to = (from + draw_.from(name + " to", 1, places_ - 1)) % places_;
    begins_[static_cast<std::size_t>(from)] = true;
    auto const count = draw_.from(name + " trains", 1, 8);
    std::set<int> minutes;  // two departures at one minute would be one
    for (int i = 0; i < count; ++i) {
      minutes.insert(draw_.from(name + " at " + std::to_string(i), 0, 1439));
    }
    auto const two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    std::string times;
    for (auto const minute : minutes) {
      times +=
          (times.empty() ? "mon at " : ", mon at ") + two(minute / 60) + ':' + two(minute % 60);
    }
    trains_ += static_cast<int>(minutes.size());
    services_ += "  " + name + ": {from: " + place_name(from) + ", to: " + place_name(to) +
                 ", departs: [" + times + "], consist: train, units: 1" +
                 draw_.of(name + " priority", {"", "", ", priority: 1", ", priority: 2"}) +
                 draw_.of(name + " speed", {"", ", speed: 120 km/h", ", speed: 30 km/h"}) + "}\n";
  }

  Draw draw_;
  int places_;
  std::vector<int> sides_ = std::vector<int>(static_cast<std::size_t>(places_), 0);
  std::vector<bool> begins_ = std::vector<bool>(static_cast<std::size_t>(places_), false);
  int trains_ = 0;
  std::string links_;
  std::string services_;
};

std::uint64_t how_many() {
  char const* const asked = std::getenv("CARAVAN_TIMETABLES");
  std::string_view const text = asked == nullptr ? "300" : asked;
  std::uint64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

TEST(Timetables, that_need_not_lock_bring_every_train_home) {
  auto const language = scenario::build_language();
  std::int64_t trains = 0;
  for (std::uint64_t number = 1; number <= how_many(); ++number) {
    Timetable const timetable{number};
    auto const text = timetable.text();
    SCOPED_TRACE(text);
    scenario::LoadOptions load;
    load.language = language;
    auto const loaded = scenario::load_text("timetable.yaml", text, load);
    ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
    EXPECT_EQ(render(loaded.diagnostics).find("[can-lock]"), std::string::npos);
    model::RunOptions options;
    options.seed = number;
    options.shuffled_ties = number % 2 == 0;
    auto const result = model::run(*loaded.scenario, options);
    ASSERT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);
    ASSERT_EQ(result.end, model::End::horizon) << "timetable " << number;
    ASSERT_EQ(result.trains_started, timetable.trains());
    ASSERT_EQ(result.trains_ended, timetable.trains()) << "timetable " << number;
    ASSERT_EQ(result.loads_delivered, timetable.trains());
    trains += result.trains_ended;
  }
  EXPECT_GT(trains, 0);
  RecordProperty("trains", std::to_string(trains));
}

}  // namespace
}  // namespace caravan
