#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// A folder with the starter scenario in it.
class Starter : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(folder.run("$caravan new").code, 0); }
  std::string out(std::string const& words) const {
    auto const outcome = folder.run("$caravan " + words);
    EXPECT_EQ(outcome.code, 0) << words << '\n' << outcome.err;
    return outcome.out;
  }
  Folder folder;
};

TEST_F(Starter, is_valid_without_a_warning) {
  auto const outcome = folder.run("$caravan check first.yaml");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, StartsWith("first.yaml: ok, 3 places, 2 links, 1 terminal, 1 activity, "
                                      "1 service, 0 flows, hash "));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST_F(Starter, shows_a_gauge_transfer) {
  EXPECT_THAT(out("show first.yaml"), HasSubstr("xian → khorgos ⇄ 1520 mm → almaty"));
  EXPECT_THAT(out("run first.yaml"), HasSubstr("\n  khorgos-port "));
}

TEST_F(Starter, gives_the_same_bytes_again_in_any_locale_and_time_zone) {
  auto const once = folder.run("$caravan run first.yaml --format json");
  auto const again = folder.run("$caravan run first.yaml --format json",
                                {"LC_ALL=de_DE.UTF-8", "TZ=Asia/Tokyo", "LANG=tr_TR.UTF-8"});
  EXPECT_EQ(once.out, again.out);
  EXPECT_THAT(once.err, IsEmpty());
  EXPECT_THAT(again.err, IsEmpty());
}

TEST_F(Starter, draws_small_bars_on_a_terminal_and_nowhere_else) {
  auto const shown = folder.run("script -qec \"$caravan run first.yaml\" /dev/null </dev/null",
                                {"TERM=xterm", "SHELL=/bin/sh"});
  EXPECT_THAT(shown.out, HasSubstr("█"));
  EXPECT_THAT(out("run first.yaml"), Not(HasSubstr("█")));
}

TEST_F(Starter, resolved_to_one_file_gives_the_same_answer) {
  folder.write("whole.yaml", out("show first.yaml --resolved"));
  EXPECT_EQ(out("run whole.yaml"), out("run first.yaml"));
}

TEST_F(Starter, answers_what_if) {
  auto const before = out("run first.yaml --format json");
  auto const after = out("run first.yaml --format json --set terminals.khorgos-port.cranes=1");
  EXPECT_THAT(before, HasSubstr("\"capacity\": 2,"));
  EXPECT_NE(before, after);
}

TEST_F(Starter, has_another_luck_for_another_seed_or_replication) {
  auto const one = out("run first.yaml");
  EXPECT_EQ(one, out("run first.yaml --seed 1"));
  EXPECT_EQ(one, out("run first.yaml --ties fixed -r 0"));
  EXPECT_NE(one, out("run first.yaml --seed 2"));
  auto const third = out("run first.yaml --replication 3");
  EXPECT_THAT(third, HasSubstr("seed 1, replication 3 "));
  EXPECT_NE(one, third);
}

TEST_F(Starter, is_told_as_csv) {
  auto const csv = out("run first.yaml --format csv");
  EXPECT_THAT(csv, StartsWith("section,subject,measure,value,unit\nrun,first-corridor,"));
}

TEST_F(Starter, shows_where_each_value_comes_from) {
  auto const values =
      out("show first.yaml --resolved --origins --set terminals.khorgos-port.cranes=3");
  EXPECT_THAT(values, HasSubstr("terminals.khorgos-port.cranes: 3"));
  EXPECT_THAT(values, HasSubstr("--set"));
  EXPECT_THAT(values, HasSubstr("first.yaml:"));
}

TEST_F(Starter, is_drawn_as_a_graph_in_three_formats) {
  EXPECT_THAT(out("graph first.yaml"), StartsWith("graph "));
  EXPECT_THAT(out("graph first.yaml --format graphml"), HasSubstr("<graphml"));
  EXPECT_THAT(out("graph first.yaml --format geojson"), HasSubstr("\"FeatureCollection\""));
}

TEST_F(Starter, tells_the_life_of_a_load_whose_stages_add_up) {
  auto const life = out("why first.yaml 'xian-almaty#12/3'");
  EXPECT_THAT(life, StartsWith("xian-almaty#12/3: load unit, xian → almaty, "));
  EXPECT_THAT(life, HasSubstr("boarded khorgos-port>almaty#"));
  EXPECT_THAT(life, HasSubstr("  almaty   delivered\n"));
  EXPECT_THAT(life, HasSubstr(" = lead time\n"));
}

TEST_F(Starter, tells_the_life_of_every_kind_of_train) {
  EXPECT_THAT(out("why first.yaml 'xian-almaty#12'"),
              HasSubstr("xian-almaty#12: train, xian → khorgos"));
  EXPECT_THAT(out("why first.yaml 'khorgos-port>almaty#5'"),
              HasSubstr(": train, khorgos → almaty"));
}

TEST_F(Starter, names_loads_that_can_be_asked_for) {
  auto const list = out("why first.yaml");
  EXPECT_THAT(list, StartsWith("lead time"));
  auto const last = list.substr(list.rfind(' ') + 1);  // the slowest, and a line's end
  ASSERT_THAT(last, StartsWith("xian-almaty#"));
  EXPECT_THAT(out("why first.yaml '" + last.substr(0, last.size() - 1) + "'"),
              HasSubstr("  almaty   delivered\n"));
}

TEST_F(Starter, says_who_lived_when_asked_for_nobody) {
  auto const outcome = folder.run("$caravan why first.yaml 'xian-almaty#9999'");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("there were: khorgos-port>almaty#1 to #"));
}

TEST_F(Starter, is_never_overwritten) {
  folder.write("mine.yaml", "precious");
  auto const outcome = folder.run("$caravan new mine");
  EXPECT_EQ(outcome.code, 4);
  EXPECT_EQ(outcome.err, "caravan: mine.yaml exists already; nothing was written\n");
  EXPECT_EQ(folder.read("mine.yaml"), "precious");
}

TEST_F(Starter, answers_into_a_file_that_is_replaced_only_by_force) {
  EXPECT_THAT(out("run first.yaml -o answer.txt"), IsEmpty());
  EXPECT_EQ(folder.read("answer.txt"), out("run first.yaml"));
  folder.write("answer.txt", "precious");
  auto const refused = folder.run("$caravan run first.yaml -o answer.txt");
  EXPECT_EQ(refused.code, 4);
  EXPECT_EQ(refused.err,
            "caravan: answer.txt exists already (--force replaces it); nothing was written\n");
  EXPECT_EQ(folder.read("answer.txt"), "precious");
  out("run first.yaml --output=answer.txt --force");
  EXPECT_EQ(folder.read("answer.txt"), out("run first.yaml"));
  EXPECT_THAT(folder.names(), ElementsAre("answer.txt", "answer.txt.manifest.json",
                                          "first.yaml"));  // nothing temporary is left
}

TEST_F(Starter, output_follows_a_link_and_keeps_it) {
  ASSERT_EQ(folder.run("mkdir far; touch far/answer; ln -s far/answer near").code, 0);
  out("run first.yaml -o near --force");
  EXPECT_EQ(folder.read("far/answer"), out("run first.yaml"));
  EXPECT_EQ(folder.run("test -L near").code, 0);
}

TEST_F(Starter, output_to_a_device_is_written_and_not_replaced) {
  out("run first.yaml -o /dev/null --force");
  EXPECT_EQ(folder.run("test -c /dev/null").code, 0);
}

TEST_F(Starter, draws_progress_for_a_person_only) {
  auto const watched = [&](char const* environment, char const* options) {
    return folder
        .run("script -qec \"$caravan " + std::string{options} +
                 " run first.yaml --set 'clock.run=30000 d' -o answer.txt --force\" /dev/null",
             {environment})
        .out;
  };
  EXPECT_THAT(watched("TERM=xterm", ""), HasSubstr(" of 30000"));
  EXPECT_THAT(watched("TERM=xterm", ""), HasSubstr(" events in "));
  EXPECT_THAT(watched("TERM=dumb", ""), IsEmpty());
  EXPECT_THAT(watched("TERM=xterm", "--quiet"), IsEmpty());
}

TEST_F(Starter, keeps_its_diagnostics_colourless_unless_asked) {
  folder.write("bad.yaml", "schema: caravan/1\nnme: x\n");
  auto const err = [&](char const* words, char const* environment) {
    return folder.run("$caravan " + std::string{words} + " check bad.yaml", {environment}).err;
  };
  EXPECT_THAT(err("", "TERM=xterm"), Not(HasSubstr("\x1b")));
  EXPECT_THAT(err("--color=always", "NO_COLOR=1"), HasSubstr("\x1b["));
  EXPECT_THAT(err("", "CLICOLOR_FORCE=1"), HasSubstr("\x1b["));
  EXPECT_THAT(err("--color=never", "CLICOLOR_FORCE=1"), Not(HasSubstr("\x1b")));
}

TEST(HostileNames, send_no_control_character_to_the_terminal) {
  Folder const folder;
  folder.write("evil.yaml",
               "schema: caravan/1\nname: \"x\\x1b]0;owned\\x07\\u202e\"\nabout: \"\\x1b[2J\"\n"
               "\"\\x1b[31mplaces\": {}\n");
  for (auto const* command :
       {"run evil.yaml", "check evil.yaml", "show evil.yaml", "run \"$(printf 'a\\033[2Jb')\"",
        "\"$(printf 'a\\033[2Jb')\"", "run --\"$(printf 'a\\033[2Jb')\""}) {
    auto const outcome = folder.run("$caravan " + std::string{command});
    for (char const c : outcome.out + outcome.err) {
      ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << command;
    }
  }
}

}  // namespace
}  // namespace caravan::cli
