#include "caravan/output/comparison.hpp"

#include <string>

#include <gtest/gtest.h>

namespace caravan::output {
namespace {

std::string text_of(std::string const& path, std::string const& before, std::string const& after) {
  return changes_text({{path, before, after}});
}

TEST(ChangesText, says_of_a_number_of_things_where_they_are) {
  EXPECT_EQ(text_of("terminals.dry-port.cranes", "6", "8"), "8 cranes instead of 6 at dry-port");
  EXPECT_EQ(text_of("terminals.dry-port.cranes", "2", "1"), "1 crane instead of 2 at dry-port");
  EXPECT_EQ(text_of("terminals.dry-port.tracks.1435 mm", "2", "3"),
            "3 tracks of 1435 mm instead of 2 at dry-port");
  EXPECT_EQ(text_of("places.khorgos.tracks.1520 mm.count", "2", "1"),
            "1 track of 1520 mm instead of 2 at khorgos");
  EXPECT_EQ(text_of("staff.officers.count", "2", "3"), "3 officers instead of 2");
}

TEST(ChangesText, says_of_anything_else_what_it_was_and_is) {
  EXPECT_EQ(text_of("links.border.headway", "20 min", "16 min"),
            "links.border.headway = 16 min instead of 20 min");
  EXPECT_EQ(text_of("closures.storm.of", "links.kz", ""), "no closures.storm.of");
  EXPECT_EQ(text_of("places.aaa.country", "", "KZ"), "places.aaa.country = KZ");
  EXPECT_EQ(text_of("seed", "1", "2"), "seed = 2 instead of 1");
}

TEST(ChangesText, names_two_of_many) {
  EXPECT_EQ(changes_text({{"a.b.cranes", "1", "2"}, {"a.c.cranes", "1", "2"}, {"x", "1", "2"}}),
            "2 cranes instead of 1 at b, 2 cranes instead of 1 at c and 1 more");
}

}  // namespace
}  // namespace caravan::output
