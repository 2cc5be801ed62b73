#include "caravan/output/typical.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using model::Tag;
namespace observed = model::observed;
using How = observed::Ended::How;

SimTime hour(std::int64_t h) {
  return SimTime::at(Duration::hours(h));
}

class Loads : public ::testing::Test {
 protected:
  void live(Tag who, std::int64_t from, std::int64_t until, How how = How::delivered) {
    loads.observe(observed::Created{who, hour(from)});
    loads.observe(observed::Ended{who, how, hour(until)});
  }
  static Tag unit(std::uint32_t number, std::uint32_t part) {
    return {Tag::Kind::unit, model::SourceId{0}, number, part};
  }

  model::RunResult result = sample_result(sample_scenario());
  TypicalLoads loads{hour(10)};
};

// Ten loads that take 1 to 10 hours. By nearest rank the fifth is the median, the ninth the 90th
// percentile.
TEST_F(Loads, are_named_at_the_median_the_90th_percentile_and_the_end) {
  for (std::uint32_t i = 1; i <= 10; ++i) live(unit(i, 1), 20 + i, 20 + 2 * i);
  EXPECT_EQ(loads.text(result, 9),
            "lead time      loads    p50                     p90                   slowest\n"
            "  xian-almaty     10  5.0 h  xian-almaty#5/1  9.0 h  xian-almaty#9/1   10.0 h  "
            "xian-almaty#10/1\n");
}

TEST_F(Loads, do_not_count_from_the_warm_up_nor_turned_away_nor_as_trains) {
  live(unit(1, 1), 9, 99);
  live(unit(2, 1), 11, 99, How::turned_away);
  live({Tag::Kind::train, model::SourceId{0}, 3, 0}, 11, 99);
  loads.observe(observed::Created{unit(4, 1), hour(11)});
  EXPECT_EQ(loads.text(result, 9), "no load that counts was delivered\n");
}

TEST_F(Loads, that_took_equally_long_are_told_by_the_first) {
  live(unit(1, 2), 11, 14);
  live(unit(1, 1), 11, 14);
  live(unit(1, 3), 11, 14);
  EXPECT_NE(loads.text(result, 9).find("3.0 h  xian-almaty#1/2  3.0 h  xian-almaty#1/3"),
            std::string::npos);
}

TEST_F(Loads, of_most_services_are_counted_only_when_there_are_too_many) {
  live({Tag::Kind::truck, model::SourceId{1}, 1, 0}, 11, 14);
  live(unit(1, 1), 11, 14);
  live(unit(1, 2), 11, 14);
  auto const text = loads.text(result, 1);
  EXPECT_NE(text.find("  xian-almaty      2  "), std::string::npos) << text;
  EXPECT_NE(text.find("\n  and 1 more\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace caravan::output
