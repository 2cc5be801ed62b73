// `caravan unlock` on networks that must lock, with answers worked by hand.

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// `kLock` under other names, beside it: two lines that have nothing to do with each other.
std::string second_line(std::string text) {
  for (auto const& [from, to] : {std::pair{"ab:", "ef:"},
                                 {"bc:", "fg:"},
                                 {"cd:", "gh:"},
                                 {"[a, b]", "[e, f]"},
                                 {"[b, c]", "[f, g]"},
                                 {"[c, d]", "[g, h]"},
                                 {"  a:", "  e:"},
                                 {"  b:", "  f:"},
                                 {"  c:", "  g:"},
                                 {"  d:", "  h:"}}) {
    auto const at = text.find(from);
    text.replace(at, std::string{from}.size(), to);
  }
  return text;
}

/// The lines of a section of a scenario.
std::string section(std::string const& text, std::string const& name, std::string const& next) {
  auto const from = text.find(name + ":\n") + name.size() + 2;
  return text.substr(from, text.find(next + ":\n", from) - from);
}

/// Three stations of one track in a ring of single lines, each with a spur. At 06:00 a train sets
/// out on each spur, for the spur of the next station but over the station after its own.
constexpr char const* kRing = R"yaml(schema: caravan/1
name: ring
clock: {start: 2024-06-01 00:00, zone: UTC, run: 1 d}
places:
  b: {tracks: {1520 mm: 1}}
  c: {tracks: {1520 mm: 1}}
  d: {tracks: {1520 mm: 1}}
  p: {}
  q: {}
  r: {}
links:
  pb: {between: [p, b], rail: 1520 mm, length: 50 km, speed: 50 km/h, track: single, loops: 0}
  qc: {between: [q, c], rail: 1520 mm, length: 50 km, speed: 50 km/h, track: single, loops: 0}
  rd: {between: [r, d], rail: 1520 mm, length: 50 km, speed: 50 km/h, track: single, loops: 0}
  bc: {between: [b, c], rail: 1520 mm, length: 50 km, speed: 50 km/h, track: single, loops: 0}
  cd: {between: [c, d], rail: 1520 mm, length: 50 km, speed: 50 km/h, track: single, loops: 0}
  db: {between: [d, b], rail: 1520 mm, length: 50 km, speed: 50 km/h, track: single, loops: 0}
consists:
  train: {gauge: 1520 mm, capacity: 100 TEU, wagons: 50}
services:
  one: {from: p, to: q, departs: [sat at 06:00], consist: train}
  two: {from: q, to: r, departs: [sat at 06:00], consist: train}
  three: {from: r, to: p, departs: [sat at 06:00], consist: train}
)yaml";

// At 08:00 each train is at the station behind its first section and holds the only track there:
// east#1 at b, west#1 at c; each wants the other's. With a second track at b, west#1 goes there
// and frees c. A second track at c, or a loop between them, would do as well; b stands first in the
// circle.
TEST(Unlock, gives_the_first_place_of_the_circle_a_track) {
  Folder const folder;
  folder.write("lock.yaml", kLock);
  auto const outcome = folder.run("$caravan unlock lock.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "stalled at 2024-06-01 08:00 (day 0): 2 wait for each other in a circle\n"
            "  west#1  waits for b tracks 1520 mm  held by east#1  since 2024-06-01 08:00  "
            "lock.yaml:6:3\n"
            "  east#1  waits for c tracks 1520 mm  held by west#1  since 2024-06-01 08:00  "
            "lock.yaml:7:3\n"
            "tried, each by a run of its own\n"
            "  places.b.tracks.1520 mm from 1 to 2  runs through\n"
            "the smallest change that frees it: places.b.tracks.1520 mm from 1 to 2\n"
            "  caravan run lock.yaml --set 'places.b.tracks.1520 mm=2'\n");
  EXPECT_EQ(folder.run("$caravan run lock.yaml").code, 5);
  EXPECT_EQ(folder.run("$caravan run lock.yaml --set 'places.b.tracks.1520 mm=2'").code, 0);
}

// The same line twice: whatever frees one circle, the other closes. No change of one step frees
// both; b and f, the first of each circle, are the first of two steps.
TEST(Unlock, takes_two_steps_where_two_circles_close) {
  Folder const folder;
  std::string const first = kLock;
  auto const second = second_line(first);
  std::string text = first.substr(0, first.find("services:\n"));
  text.insert(text.find("links:\n"), section(second, "places", "links"));
  text.insert(text.find("consists:\n"), section(second, "links", "consists"));
  text += "services:\n" + first.substr(first.find("  east:"));
  text +=
      "  north: {from: e, to: h, departs: [daily at 07:00], consist: train}\n"
      "  south: {from: h, to: e, departs: [daily at 07:00], consist: train}\n";
  folder.write("two.yaml", text);
  auto const outcome = folder.run("$caravan -q unlock two.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("tried, each by a run of its own\n"
                                     "  places.b.tracks.1520 mm from 1 to 2                        "
                                     "               stalls at 2024-06-01 09:00\n"
                                     "  places.c.tracks.1520 mm from 1 to 2                        "
                                     "               stalls at 2024-06-01 09:00\n"
                                     "  links.bc.loops from 0 to 1                                 "
                                     "               stalls at 2024-06-01 09:00\n"
                                     "  places.b.tracks.1520 mm from 1 to 2, places.f.tracks.1520 "
                                     "mm from 1 to 2  runs through\n"
                                     "the smallest change that frees it: places.b.tracks.1520 mm "
                                     "from 1 to 2, places.f.tracks.1520 mm from 1 to 2\n"));
  EXPECT_EQ(folder.run("$caravan -q unlock two.yaml --trials 3").code, 5);
  EXPECT_THAT(folder.run("$caravan -q unlock two.yaml --trials 3").out,
              EndsWith("none of these frees it; there is more to try: --trials\n"));
}

// 50 km at 50 km/h: at 07:00 each holds the only track of its first station, and wants that of the
// next one. Whichever has a second track lets the train behind come, and so the others; d stands
// first in the circle.
TEST(Unlock, tells_the_whole_circle_of_a_ring) {
  Folder const folder;
  folder.write("ring.yaml", kRing);
  auto const outcome = folder.run("$caravan -q unlock ring.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "stalled at 2024-06-01 07:00 (day 0): 3 wait for each other in a circle\n"
            "  two#1    waits for d tracks 1520 mm  held by three#1  since 2024-06-01 07:00  "
            "ring.yaml:7:3\n"
            "  three#1  waits for b tracks 1520 mm  held by one#1    since 2024-06-01 07:00  "
            "ring.yaml:5:3\n"
            "  one#1    waits for c tracks 1520 mm  held by two#1    since 2024-06-01 07:00  "
            "ring.yaml:6:3\n"
            "tried, each by a run of its own\n"
            "  places.d.tracks.1520 mm from 1 to 2  runs through\n"
            "the smallest change that frees it: places.d.tracks.1520 mm from 1 to 2\n"
            "  caravan run ring.yaml --set 'places.d.tracks.1520 mm=2'\n");
}

// A run by other luck would show nothing of the one that locked.
TEST(Unlock, shows_the_run_by_the_luck_that_was_asked_for) {
  Folder const folder;
  folder.write("lock.yaml", kLock);
  EXPECT_THAT(
      folder.run("$caravan unlock lock.yaml --set name=other --seed 7 -r 3 --ties shuffled").out,
      EndsWith("\n  caravan run lock.yaml --set name=other --seed 7 --replication 3 --ties "
               "shuffled --set 'places.c.tracks.1520 mm=2'\n"));
}

TEST(Unlock, says_that_there_is_nothing_to_free) {
  Folder const folder;
  folder.write("lock.yaml", kLock);
  auto const outcome =
      folder.run("$caravan unlock lock.yaml --set 'places.b.tracks.1520 mm=2' -o answer.txt");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(folder.read("answer.txt"), "runs through as it is; there is nothing to free\n");
  EXPECT_EQ(folder.run("$caravan unlock - <lock.yaml").code, 2);
}

}  // namespace
}  // namespace caravan::cli
