#include "output/event_rows.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "output/sqlite.hpp"
#include "tests/output/recorded_run.hpp"
#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

class EventRowsFile : public RecordedRun {
 protected:
  /// Events of trains that come into being, and nothing more.
  bool left_out(std::uint32_t many) {
    auto const path = (folder / name).string();
    make_run_database(path);
    PageFile database{path};
    EventRows rows{sample_scenario(), {}, database, folder.string()};
    std::vector<NumberedEvent> block;
    for (std::uint32_t i = 1; i <= many; ++i) {
      model::Tag const who{model::Tag::Kind::train, model::SourceId{0}, i, 0};
      block.push_back({{SimTime::at(Duration::seconds(i)), who.packed()}, i, 0});
    }
    rows.read(block);
    rows.finish();
    database.close();
    EXPECT_EQ(count("SELECT count(*) FROM events"), many);
    EXPECT_EQ(count("SELECT max(at_ms) FROM events"), std::int64_t{many} * 1000);
    return rows.left_out_of_csv();
  }
};

// A sheet has 1 048 576 rows, of which the names of the columns take one.
TEST_F(EventRowsFile, are_left_out_of_csv_where_no_sheet_would_hold_them) {
  EXPECT_FALSE(left_out(1'048'575));
  EXPECT_TRUE(fs::exists(folder / "events.csv"));
  TearDown();
  SetUp();
  EXPECT_TRUE(left_out(1'048'576));
  EXPECT_FALSE(fs::exists(folder / "events.csv"));
}

}  // namespace
}  // namespace caravan::output
