/// How the program tells a script what became of the run.
#pragma once

#include <array>
#include <cstdint>

namespace caravan::cli {

enum class ExitCode : std::uint8_t {
  done = 0,
  gate_failed = 1,
  usage = 2,
  scenario_invalid = 3,
  cannot_read_or_write = 4,
  stalled = 5,
  undecided = 6,
  bug = 70,
  no_memory = 71,
  interrupted = 130,
};

struct ExitCodeText {
  ExitCode code;
  char const* meaning;
};

inline constexpr std::array kExitCodes{
    ExitCodeText{ExitCode::done, "done"},
    ExitCodeText{ExitCode::gate_failed, "a gate of the scenario failed"},
    ExitCodeText{ExitCode::usage, "the command line is wrong"},
    ExitCodeText{ExitCode::scenario_invalid, "the scenario is invalid; nothing was run"},
    ExitCodeText{ExitCode::cannot_read_or_write, "a file or the output cannot be read or written"},
    ExitCodeText{ExitCode::stalled, "the run stalled: trains wait for each other for ever"},
    ExitCodeText{ExitCode::undecided, "gates are undecided; more runs would decide"},
    ExitCodeText{ExitCode::bug, "a bug in Caravan; the command that repeats it is printed"},
    ExitCodeText{ExitCode::no_memory, "the machine gives no memory, or no thread, for this"},
    ExitCodeText{ExitCode::interrupted,
                 "interrupted; the results so far are printed, marked PARTIAL"},
};

}  // namespace caravan::cli
