#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"
#include "tests/support/paths.hpp"

namespace caravan::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// What the program prints is what is checked in at `path`. CARAVAN_UPDATE_GOLDEN=1 rewrites it.
void expect_page(std::string const& words, std::string const& path) {
  Folder const folder;
  auto const outcome = folder.run("$caravan " + words);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err, IsEmpty());
  if (std::getenv("CARAVAN_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{source_folder() + '/' + path, std::ios::binary} << outcome.out;
  }
  EXPECT_EQ(outcome.out, source_text(path)) << "CARAVAN_UPDATE_GOLDEN=1 rewrites " << path;
}

TEST(Help, is_as_pinned) {
  expect_page("--help", "tests/cli/help.txt");
}
TEST(Help, of_run_is_as_pinned) {
  expect_page("run --help", "tests/cli/help-run.txt");
}
TEST(ManualPage, is_the_one_checked_in) {
  expect_page("__man", "docs/man/caravan.1");
}
TEST(ReferencePage, is_the_one_checked_in) {
  expect_page("__reference", "docs/reference/cli.md");
}

TEST(Help, is_the_same_by_every_way_of_asking) {
  Folder const folder;
  auto const asked = folder.run("$caravan help run").out;
  for (auto const* words : {"run --help", "run -h", "-h run", "--help run x.yaml --seed 1"}) {
    EXPECT_EQ(folder.run("$caravan " + std::string{words}).out, asked) << words;
  }
  EXPECT_EQ(folder.run("$caravan help").out, folder.run("$caravan -h").out);
}

TEST(Help, shows_examples_before_anything_else) {
  Folder const folder;
  for (auto const* command : {"new", "check", "show", "run", "compare", "ladder", "why", "export",
                              "graph", "explain", "completion", "help"}) {
    auto const help = folder.run("$caravan help " + std::string{command}).out;
    EXPECT_THAT(help, StartsWith("caravan " + std::string{command} + ": "));
    EXPECT_LT(help.find("\n\nExamples\n"), help.find("\nUsage\n"));
  }
}

TEST(Version, is_printed) {
  Folder const folder;
  EXPECT_THAT(folder.run("$caravan --version").out, StartsWith("caravan 0."));
}

TEST(UnknownWords, are_answered_with_the_nearest_known) {
  Folder const folder;
  EXPECT_THAT(folder.run("$caravan rnu").err, HasSubstr("did you mean 'caravan run'?"));
  EXPECT_THAT(folder.run("$caravan run a --relation all").err,
              HasSubstr("there is no option '--relation' here\n  did you mean '--relations'?"));
  EXPECT_THAT(folder.run("$caravan explain terminls").err, HasSubstr("did you mean 'terminals'?"));
  EXPECT_THAT(folder.run("$caravan explain cranes").err,
              HasSubstr("did you mean 'terminals.cranes'?"));
}

TEST(ManualPage, is_taken_by_groff_without_a_warning) {
  Folder const folder;
  auto const outcome = folder.run("$caravan __man | groff -man -Tascii -ww -z");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err, IsEmpty());
}

// What bash offers for the last of `words` (separated by blanks; a blank at the end: a new word).
std::string offered(Folder const& folder, std::string const& words) {
  folder.write("ask.bash",
               "compopt() { :; }\nsource <($caravan completion bash)\n"
               "PATH=${caravan%/*}:$PATH\nread -ra COMP_WORDS <<< \"$1\"\n"
               "[[ $1 == *' ' ]] && COMP_WORDS+=('')\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
               "_caravan\nIFS=' '; echo \"${COMPREPLY[*]}\"\ncomplete -p caravan >&2\n");
  auto const outcome = folder.run("bash ask.bash '" + words + "'");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "complete -F _caravan caravan\n");
  return outcome.out;
}

TEST(BashCompletion, offers_what_can_stand_there) {
  Folder const folder;
  folder.write("khorgos.yaml", "");
  folder.write("khorgos.txt", "");
  EXPECT_EQ(offered(folder, "caravan "),
            "new check show run compare ladder test diff sweep plan merge repro why unlock report "
            "export graph explain completion help\n");
  EXPECT_EQ(offered(folder, "caravan ch"), "check\n");
  EXPECT_EQ(offered(folder, "caravan run --s"), "--set --seed --shard\n");
  EXPECT_EQ(offered(folder, "caravan run --format "), "table csv json\n");
  EXPECT_EQ(offered(folder, "caravan run --format c"), "csv\n");
  EXPECT_EQ(offered(folder, "caravan run k"), "khorgos.yaml\n");
  EXPECT_EQ(offered(folder, "caravan -q run --ties sh"), "shuffled\n");
  EXPECT_EQ(offered(folder, "caravan run -o khorgos.t"), "khorgos.txt\n");
  EXPECT_EQ(offered(folder, "caravan help gr"), "graph\n");
  EXPECT_EQ(offered(folder, "caravan completion z"), "zsh\n");
  EXPECT_EQ(offered(folder, "caravan --co"), "--color\n");
  EXPECT_EQ(offered(folder, "caravan explain clock.st"), "clock.start\n");
  EXPECT_EQ(offered(folder, "caravan new "), "\n");
}

TEST(ZshCompletion, offers_what_can_stand_there) {
  std::vector<std::pair<std::string, std::string>> const cases{
      {"caravan ",
       "caravan check compare completion diff explain export graph help ladder merge new plan "
       "report repro run show sweep test unlock why"},
      {"caravan ch", "caravan check"},
      {"caravan run --s", "caravan run --seed --set --shard"},
      {"caravan run --format ", "caravan run --format csv json table"},
      {"caravan run --format c", "caravan run --format csv"},
      {"caravan run k", "caravan run khorgos.yaml"},
      {"caravan -q run k", "caravan -q run khorgos.yaml"},
      {"caravan -q run --ties sh", "caravan -q run --ties shuffled"},
      {"caravan run -o khorgos.t", "caravan run -o khorgos.txt"},
      {"caravan run --set a=1 --se", "caravan run --set a=1 --seed --set"},
      {"caravan run --seed 1 --se", "caravan run --seed 1 --set"},
      {"caravan help gr", "caravan help graph"},
      {"caravan completion z", "caravan completion zsh"},
      {"caravan --co", "caravan --color"},
      {"caravan explain clock.st", "caravan explain clock.start"},
      {"caravan new ", "caravan new"},
  };
  Folder const folder;
  folder.write("khorgos.yaml", "");
  folder.write("khorgos.txt", "");
  std::string typed;
  for (auto const& [line, offers] : cases) typed += " '" + line + "'";
  auto const outcome =
      folder.run("timeout 60 zsh -f " + source_folder() + "/tests/cli/offered.zsh" + typed);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err, IsEmpty());
  std::istringstream lines{outcome.out};
  for (auto const& [line, offers] : cases) {
    std::string offered;
    std::getline(lines, offered);
    offered.erase(offered.find_last_not_of(' ') + 1);
    EXPECT_EQ(offered, offers) << line;
  }
}

TEST(ZshCompletion, may_be_sourced) {
  Folder const folder;
  auto const outcome = folder.run(
      "$caravan completion zsh > c && "
      "zsh -fc 'autoload -Uz compinit && compinit -D -u && source ./c && echo $_comps[caravan]'");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out, "_caravan\n");
}

}  // namespace
}  // namespace caravan::cli
