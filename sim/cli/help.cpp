#include "caravan/output/text.hpp"

#include "cli/commands.hpp"
#include "cli/pages.hpp"

namespace caravan::cli {

namespace {

using output::Columns;

constexpr std::size_t kWidth = 90;

Columns two_columns() {
  return Columns{{Columns::Align::left, Columns::Align::left}};
}

// Lines of at most `kWidth` characters, broken at blanks.
std::string wrapped(std::string const& text) {
  std::string lines;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    auto const end = std::min(text.find(' ', at), text.size());
    auto const word = text.substr(at, end - at);
    if (!line.empty() && output::width_of(line) + 1 + output::width_of(word) > kWidth) {
      lines += line + '\n';
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    at = end + 1;
  }
  return lines + line + '\n';
}

std::string option_lines(std::vector<Option> const& options) {
  auto table = two_columns();
  for (auto const& option : options) {
    std::string choices;
    for (auto const& choice : option.choices) choices += (choices.empty() ? " (" : ", ") + choice;
    if (!choices.empty()) choices += ')';
    table.add({"  " + form_of(option), option.help + choices});
  }
  return table.text();
}

std::string example_lines(std::vector<Example> const& examples) {
  auto table = two_columns();
  for (auto const& example : examples) table.add({"  " + example.words, example.what});
  return table.text();
}

}  // namespace

std::string program_help() {
  auto list = two_columns();
  for (auto const& command : commands()) list.add({"  " + command.name, command.summary});
  auto codes = two_columns();
  for (auto const& row : kExitCodes) {
    codes.add({"  " + std::to_string(static_cast<int>(row.code)), row.meaning});
  }
  return "Caravan simulates freight corridors: trains, trucks, changes of gauge, customs.\n\n"
         "Examples\n" +
         example_lines({{"caravan new first", "write a scenario to start from"},
                        {"caravan run first.yaml", "run it and print the answer"},
                        {"caravan run first.yaml --set terminals.khorgos-port.cranes=3", "what if"},
                        {"caravan why first.yaml 'xian-almaty#12'", "the life of one train"}}) +
         "\nCommands\n" + list.text() + "\nOptions of every command\n" +
         option_lines(global_options()) + "\nExit codes\n" + codes.text() +
         "\n'caravan help COMMAND' says more. Data go to standard output, words to standard "
         "error.\n";
}

std::string command_help(Command const& command) {
  auto text = "caravan " + command.name + ": " + command.summary + "\n\nExamples\n" +
              example_lines(command.examples) + "\nUsage\n  " + usage_of(command) + "\n\n" +
              wrapped(command.about);
  if (!command.options.empty()) text += "\nOptions\n" + option_lines(command.options);
  return text + "\nOptions of every command\n" + option_lines(global_options());
}

}  // namespace caravan::cli
