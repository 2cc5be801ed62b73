#include "caravan/scenario/listing.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caravan::scenario {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Listing, has_all_names_in_order_and_says_why_there_are_none) {
  auto path = (std::filesystem::temp_directory_path() / "caravan-listing-XXXXXX").string();
  ASSERT_NE(mkdtemp(path.data()), nullptr);
  EXPECT_THAT(listing_of(path).names, IsEmpty());
  EXPECT_EQ(listing_of(path).error, 0);
  for (auto const* const name : {"b", "a", ".hidden", "C"}) std::ofstream{path + '/' + name};
  std::filesystem::create_directory(path + "/folder");
  auto const found = listing_of(path);
  EXPECT_THAT(found.names, ElementsAre(".hidden", "C", "a", "b", "folder"));
  EXPECT_EQ(found.error, 0);
  // What cannot be read is not taken for empty.
  EXPECT_EQ(listing_of(path + "/a").error, ENOTDIR);
  EXPECT_EQ(listing_of(path + "/absent").error, ENOENT);
  std::filesystem::remove_all(path);
}

}  // namespace
}  // namespace caravan::scenario
