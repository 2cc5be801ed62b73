#include <string_view>

#include "cli/commands.hpp"
#include "cli/pages.hpp"

namespace caravan::cli {

namespace {

// Text for roff: no escape, no request at the start of a line, dashes that can be copied.
std::string roff(std::string_view text) {
  std::string safe;
  for (char const c : text) {
    if (c == '\\') {
      safe += "\\e";
    } else if (c == '-') {
      safe += "\\-";
    } else if (c == '\'') {
      safe += "\\(aq";
    } else {
      safe += c;
    }
  }
  return safe.starts_with('.') ? "\\&" + safe : safe;
}

std::string option_entries(std::vector<Option> const& options) {
  std::string text;
  for (auto const& option : options) {
    text += ".TP\n.B " + roff(form_of(option)) + '\n' + roff(option.help);
    for (std::size_t i = 0; i < option.choices.size(); ++i) {
      text += (i == 0 ? " (" : ", ") + roff(option.choices[i]);
    }
    text += option.choices.empty() ? ".\n" : ").\n";
  }
  return text;
}

std::string example_entries(std::vector<Example> const& examples) {
  std::string text;
  for (auto const& example : examples) {
    text += ".TP\n.B " + roff(example.words) + '\n' + roff(example.what) + '\n';
  }
  return text;
}

}  // namespace

std::string manual_page() {
  std::string text =
      ".TH CARAVAN 1 \"\" \"caravan " CARAVAN_VERSION
      "\" \"User commands\"\n"
      ".SH NAME\ncaravan \\- discrete\\-event simulation of rail and road freight corridors\n"
      ".SH SYNOPSIS\n.B caravan\n.RI [ options ]\n.I command\n.RI [ arguments ]\n"
      ".SH DESCRIPTION\nCaravan runs trains, trucks, changes of track gauge and customs of a "
      "corridor from a scenario in YAML, and answers how long loads take, what they wait for and "
      "which resource is the tightest. The same scenario, seed and replication give the same "
      "bytes on every machine.\n"
      ".SH COMMANDS\n";
  for (auto const& command : commands()) {
    text += ".SS " + roff(usage_of(command)) + '\n' + roff(command.about) + '\n' +
            option_entries(command.options) + ".PP\nExamples:\n" +
            example_entries(command.examples);
  }
  text += ".SH OPTIONS OF EVERY COMMAND\n" + option_entries(global_options()) + ".SH EXIT STATUS\n";
  for (auto const& row : kExitCodes) {
    text +=
        ".TP\n.B " + std::to_string(static_cast<int>(row.code)) + '\n' + roff(row.meaning) + ".\n";
  }
  return text +
         ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colours if it is not empty.\n"
         ".TP\n.B CLICOLOR_FORCE\nColours even without a terminal, if it is neither empty nor 0.\n"
         ".TP\n.B CI\nNo progress line if it is not empty.\n"
         ".SH FILES\nData go to standard output, words to standard error. A file is written whole "
         "or not at all, and never replaced without\n.BR \\-\\-force .\n";
}

}  // namespace caravan::cli
