// The merged tree: what defaults add to it, and what is left without them.

#include "scenario/tree.hpp"

#include <memory>

#include <gtest/gtest.h>

#include "scenario/language.hpp"
#include "scenario/overlay.hpp"

namespace caravan::scenario {
namespace {

TEST(Tree, WithoutDefaultsIsWhatWasWritten) {
  auto const file = std::make_shared<SourceFile const>(SourceFile{"a.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: Asia/Almaty, run: 30 d}
places: {west: {}, east: {tracks: {1520 mm: {length: 850 m}}}}
links:
  main: {between: [west, east], rail: 1520 mm, length: 60 km, speed: 60 km/h, loop-tracks: 3}
flows:
  loads: {from: west, to: east, rate: 45 /d}
)"});
  auto const type = scenario_type();
  FileReader files;
  Diagnostics diagnostics;
  auto tree = merged_document(file, *type.inside, files, diagnostics);
  ASSERT_TRUE(tree) << render(diagnostics);
  auto const written = yaml_of(*tree);
  fill_defaults(*tree, *type.inside);
  EXPECT_NE(yaml_of(*tree), written);
  drop_defaults(*tree, *type.inside);
  EXPECT_EQ(yaml_of(*tree), written);
}

}  // namespace
}  // namespace caravan::scenario
