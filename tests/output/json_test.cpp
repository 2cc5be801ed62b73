#include "caravan/output/json.hpp"

#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "caravan/core/contract.hpp"
#include "caravan/output/summary.hpp"

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

TEST(Json, is_written_with_two_blanks_of_indentation) {
  JsonWriter json;
  json.begin_object().member("a", 1).key("b").begin_array().value(true).null().end_array();
  json.key("c").begin_object().end_object().end_object();
  EXPECT_EQ(json.text(), "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ],\n  \"c\": {}\n}\n");
}

TEST(Json, strings_come_back_from_a_strict_parser_as_they_were) {
  std::string all;
  for (char c = 0x01; c < 0x7f; ++c) all += c;
  for (auto const& text : {all, std::string{"a\0b", 3}, std::string{"→ 阿拉木图 \xF0\x9F\x9A\x82"},
                           std::string{"</script><img onerror=x>"}, std::string{"\\\"\xE2\x80\xA8"},
                           std::string{"=cmd|' /C calc'!A0"}, std::string{"\x1b]0;x\x07"}}) {
    EXPECT_EQ(nlohmann::json::parse(json_string(text)).get<std::string>(), text);
  }
}

TEST(Json, strings_cannot_close_a_script_element) {
  EXPECT_EQ(json_string("</script>").find('<'), std::string::npos);
}

TEST(Json, bytes_that_are_not_utf8_become_the_replacement_character) {
  EXPECT_EQ(json_string("a\xFF"), "\"a\xEF\xBF\xBD\"");
  EXPECT_EQ(json_string("\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                  // overlong
  EXPECT_EQ(json_string("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // surrogate
  EXPECT_EQ(json_string("\xE2\x82"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                  // cut off
}

TEST(Json, numbers_come_back_exactly) {
  JsonWriter json;
  json.begin_array().value(0.1).value(std::numeric_limits<std::int64_t>::min());
  json.value(std::numeric_limits<std::uint64_t>::max());
  json.value(std::numeric_limits<double>::infinity()).end_array();
  auto const read = nlohmann::json::parse(json.text());
  EXPECT_EQ(read[0].get<double>(), 0.1);
  EXPECT_EQ(read[1].get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(read[2].get<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_TRUE(read[3].is_null());
}

TEST(Json, refuses_to_be_written_out_of_order) {
  EXPECT_THROW(JsonWriter{}.end_array(), Fault);
  EXPECT_THROW(JsonWriter{}.key("a"), Fault);
  EXPECT_THROW(JsonWriter{}.begin_object().value(1), Fault);
  EXPECT_THROW(JsonWriter{}.begin_object().end_array(), Fault);
  EXPECT_THROW(JsonWriter{}.begin_object().key("a").end_object(), Fault);
  EXPECT_THROW((void)JsonWriter{}.begin_object().text(), Fault);
  EXPECT_THROW(JsonWriter{}.value(1).value(2), Fault);
}

TEST(SummaryJson, is_valid_and_says_what_the_result_holds) {
  auto scenario = sample_scenario();
  scenario.name = "\"</script>\x01\xFF";
  auto const answer = sample_answer(scenario);
  auto const json = nlohmann::json::parse(summary_json(scenario, answer));
  EXPECT_EQ(json["schema"], "caravan-summary/1");
  EXPECT_EQ(json["scenario"]["name"], "\"</script>\x01\xEF\xBF\xBD");
  EXPECT_EQ(json["run"]["seed"], 7);
  EXPECT_EQ(json["run"]["end"], "horizon");
  auto const& relation = json["relations"][0];
  EXPECT_EQ(relation["from"], "xian");
  EXPECT_EQ(relation["lead_time"]["p90_ms"], 8 * kDay);
  // The books close in the file as well: the stages add up to the lead times.
  std::int64_t stages = 0;
  for (auto const& stage : relation["stages_ms"]) stages += stage.get<std::int64_t>();
  EXPECT_EQ(stages, 22 * kDay);
  EXPECT_EQ(json["waits_by_cause"][0]["cause"], "crane");
  EXPECT_EQ(json["waits_by_cause"][0]["share"], 0.6);
  EXPECT_EQ(json["resources"][0]["place"], "khorgos");
  EXPECT_EQ(json["terminals"][0]["direct"], 220);
  EXPECT_TRUE(json["stall"].is_null());
  EXPECT_EQ(json["audit"]["ok"], true);
}

TEST(Json, writes_columns_on_one_line_and_takes_documents_as_they_are) {
  JsonWriter json;
  json.begin_object().key("column").numbers({1, -20, 3}).key("none").numbers({});
  json.key("inner").document("{\"a\": 1}\n").end_object();
  EXPECT_EQ(json.text(),
            "{\n  \"column\": [1,-20,3],\n  \"none\": [],\n  \"inner\": {\"a\": 1}\n}\n");
}

}  // namespace
}  // namespace caravan::output
