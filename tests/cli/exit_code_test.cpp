#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace caravan::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Ninety-eight years of forty trains a day: longer than any test waits.
constexpr char const* kLongRun =
    "run first.yaml --set 'clock.run=36000 d' --set services.xian-almaty.departs=remove "
    "--set 'services.xian-almaty.rate=40 /d' --set services.xian-almaty.units=1";

TEST(ExitCode, is_0_when_all_is_done) {
  Folder const folder;
  auto const outcome = folder.run("$caravan new - | $caravan run -");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\naudit ok · fingerprint "));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(ExitCode, is_2_when_the_command_line_is_wrong) {
  Folder const folder;
  EXPECT_EQ(folder.run("$caravan").code, 2);
  for (auto const* wrong :
       {"rnu x.yaml", "run", "run a b", "run --sed 1 a", "run --seed x a", "run --seed -2 a",
        "run --seed 1.5 a", "run --seed 18446744073709551616 a", "run --seed",
        "run --seed 1 --seed 2 a", "run --format xml a", "run --force=1 a", "run -r 4294967296 a",
        "--colour run a", "-- run", "completion fish", "explain no-such-key", "new ''"}) {
    auto const outcome = folder.run("$caravan " + std::string{wrong});
    EXPECT_EQ(outcome.code, 2) << wrong;
    EXPECT_THAT(outcome.out, IsEmpty()) << wrong;
    EXPECT_THAT(outcome.err, StartsWith("caravan: ")) << wrong;
  }
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(ExitCode, is_3_when_the_scenario_is_invalid) {
  Folder const folder;
  folder.write("bad.yaml", "schema: caravan/1\nname: x\nplces: {}\n");
  auto const outcome = folder.run("$caravan run bad.yaml");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, HasSubstr("bad.yaml:3:1: error: unknown key `plces`"));
  EXPECT_THAT(outcome.err, HasSubstr("did you mean `places`?"));
  EXPECT_THAT(outcome.err, HasSubstr("; nothing was run\n"));
  EXPECT_EQ(folder.run("$caravan check bad.yaml").code, 3);
  EXPECT_EQ(folder.run("$caravan why bad.yaml 'a#1'").code, 3);
}

TEST(ExitCode, is_4_when_a_scenario_cannot_be_read) {
  Folder const folder;
  for (auto const* command : {"run none.yaml", "check none.yaml", "run .", "show none.yaml",
                              "graph none.yaml", "why none.yaml 'a#1'"}) {
    auto const outcome = folder.run("$caravan " + std::string{command});
    EXPECT_EQ(outcome.code, 4) << command << outcome.err;
    EXPECT_THAT(outcome.out, IsEmpty());
  }
}

TEST(ExitCode, is_4_when_the_output_does_not_arrive) {
  Folder const folder;
  for (auto const* command :
       {"--version", "--help", "help run", "explain", "completion bash", "new -", "__man"}) {
    auto const full = folder.run("$caravan " + std::string{command} + " >/dev/full");
    EXPECT_EQ(full.code, 4) << command;
    EXPECT_THAT(full.err, HasSubstr("cannot write to the standard output")) << command;
    EXPECT_EQ(folder.run("$caravan " + std::string{command} + " >&-").code, 4) << command;
  }
  ASSERT_EQ(folder.run("$caravan new").code, 0);
  EXPECT_EQ(folder.run("$caravan run first.yaml >/dev/full").code, 4);
  EXPECT_EQ(folder.run("$caravan run first.yaml >&-").code, 4);
  EXPECT_EQ(folder.run("$caravan run first.yaml -o /dev/full").code, 4);
  EXPECT_EQ(folder.run("$caravan run first.yaml -o no/such/folder").code, 4);
  EXPECT_EQ(folder.run("$caravan run first.yaml -o .").code, 4);
}

TEST(ExitCode, is_4_when_nobody_reads_the_pipe_any_more) {
  Folder const folder;
  // The reader has gone before the program starts.
  auto const outcome = folder.run(
      "mkfifo pipe; sleep 30 <>pipe & keeper=$!; exec 3>pipe; kill $keeper; wait $keeper; "
      "$caravan --help >&3");
  EXPECT_EQ(outcome.code, 4);
  EXPECT_THAT(outcome.err, HasSubstr("Broken pipe"));
}

TEST(ExitCode, is_5_when_the_run_stalls_and_the_circle_is_shown_with_its_lines) {
  Folder const folder;
  folder.write("lock.yaml", kLock);
  auto const outcome = folder.run("$caravan run lock.yaml");
  EXPECT_EQ(outcome.code, 5);
  EXPECT_THAT(outcome.out,
              HasSubstr("stalled at 2024-06-01 08:00 (day 0): 2 wait for each other in a circle\n"
                        "  west#1  waits for b tracks 1520 mm  held by east#1  since 2024-06-01 "
                        "08:00  lock.yaml:6:3\n"
                        "  east#1  waits for c tracks 1520 mm  held by west#1  since 2024-06-01 "
                        "08:00  lock.yaml:7:3\n"));
}

TEST(ExitCode, is_70_for_a_bug_and_the_command_that_repeats_it_is_printed) {
  Folder const folder;
  auto const outcome = folder.run("$caravan -q __bug");
  EXPECT_EQ(outcome.code, 70);
  EXPECT_THAT(outcome.err, HasSubstr("a promise that is broken on purpose"));
  EXPECT_THAT(outcome.err, HasSubstr("  repeat it with: caravan -q __bug\n"));
}

// 71, no memory, is shown by tests/reliability: sanitizers take more than any limit leaves.

TEST(ExitCode, is_130_after_an_interruption_and_the_part_that_was_run_is_printed) {
  Folder const folder;
  ASSERT_EQ(folder.run("$caravan new").code, 0);
  for (auto const signal : {SIGINT, SIGTERM}) {
    auto const outcome = folder.stopped(kLongRun, {signal});
    EXPECT_EQ(outcome.code, 130) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("\nPARTIAL    interrupted at "));
    EXPECT_THAT(outcome.out, HasSubstr(" of 36 000 d; the figures cover that part\n"));
  }
}

TEST(ExitCode, is_130_when_a_second_signal_comes) {
  Folder const folder;
  ASSERT_EQ(folder.run("$caravan new").code, 0);
  EXPECT_EQ(folder.stopped(kLongRun, {SIGTERM, SIGINT}).code, 130);
}

TEST(ExitCode, of_every_kind_is_in_the_reference) {
  auto const page = source_text("docs/reference/cli.md");
  for (auto const* code : {"| 0 |", "| 1 |", "| 2 |", "| 3 |", "| 4 |", "| 5 |", "| 6 |", "| 70 |",
                           "| 71 |", "| 130 |"}) {
    EXPECT_THAT(page, HasSubstr(code));
  }
}

}  // namespace
}  // namespace caravan::cli
