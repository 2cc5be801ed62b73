#include "cli/commands.hpp"
#include "cli/pages.hpp"

namespace caravan::cli {

namespace {

std::string cell(std::string const& text) {
  std::string safe;
  for (char const c : text) safe += c == '|' ? std::string{"\\|"} : std::string{c};
  return safe;
}

std::string option_table(std::vector<Option> const& options) {
  std::string text = "| option | meaning |\n|---|---|\n";
  for (auto const& option : options) {
    text += "| `" + form_of(option) + "` | " + cell(option.help);
    for (std::size_t i = 0; i < option.choices.size(); ++i) {
      text += (i == 0 ? ": `" : ", `") + option.choices[i] + '`';
    }
    text += " |\n";
  }
  return text;
}

std::string section(Command const& command) {
  auto text = "\n## " + command.name + "\n\n" + command.about + "\n\n```\n" + usage_of(command) +
              "\n```\n\n";
  if (!command.options.empty()) text += option_table(command.options) + '\n';
  text += "Examples:\n\n";
  for (auto const& example : command.examples) {
    text += "- `" + example.words + "`: " + example.what + '\n';
  }
  return text;
}

}  // namespace

std::string reference_page() {
  std::string text =
      "# The command line\n\n"
      "This page is made by `caravan __reference` from the same table that the program reads.\n\n"
      "Data go to standard output, words to standard error. Equal runs give equal data; the time "
      "that a run took is said on standard error only, and only to a person at a terminal.\n\n"
      "## Options of every command\n\nThey may stand before or after the command. Before it, a "
      "value is joined with `=`.\n\n" +
      option_table(global_options()) + "\n## Exit codes\n\n| code | meaning |\n|---|---|\n";
  for (auto const& row : kExitCodes) {
    text += "| " + std::to_string(static_cast<int>(row.code)) + " | " + row.meaning + " |\n";
  }
  text +=
      "\nDuring a run the first Ctrl-C (or SIGTERM) stops it, prints what it has so far, marked "
      "PARTIAL, and ends with 130. The second ends the program at once.\n"
      "\n## Environment\n\n| variable | effect |\n|---|---|\n"
      "| `NO_COLOR` | no colours, if it is not empty |\n"
      "| `CLICOLOR_FORCE` | colours even without a terminal, if it is neither empty nor 0 |\n"
      "| `TERM` | no colours and no progress line, if it is empty or `dumb` |\n"
      "| `CI` | no progress line, if it is not empty |\n";
  for (auto const& command : commands()) text += section(command);
  return text;
}

}  // namespace caravan::cli
