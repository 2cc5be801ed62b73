#include <string_view>

#include "cli/commands.hpp"
#include "cli/pages.hpp"

namespace caravan::cli {

namespace {

// The words that can stand where `argument` stands, as a bash expression for COMPREPLY.
std::string bash_words(Argument::Kind kind) {
  switch (kind) {
    case Argument::Kind::scenario:
      return "scenario";
    case Argument::Kind::command:
      return "commands";
    case Argument::Kind::key:
      return "keys";
    case Argument::Kind::shell:
      return "shells";
    case Argument::Kind::name:
      return "nothing";
  }
  return "nothing";
}

std::string option_words(std::vector<Option> const& options) {
  std::string words;
  for (auto const& option : options) {
    words += (words.empty() ? "--" : " --") + option.name;
    if (option.letter != '\0') words += std::string{" -"} + option.letter;
  }
  return words;
}

std::string command_words() {
  std::string words;
  for (auto const& command : commands()) words += (words.empty() ? "" : " ") + command.name;
  return words;
}

std::vector<Option> all_options(Command const& command) {
  auto options = command.options;
  for (auto const& option : global_options()) options.push_back(option);
  return options;
}

// What may follow an option that takes a value.
std::string bash_values(std::vector<Option> const& options) {
  std::string cases;
  for (auto const& option : options) {
    if (option.argument.empty()) continue;
    std::string words;
    for (auto const& choice : option.choices) words += (words.empty() ? "" : " ") + choice;
    auto const form =
        option.letter != '\0' ? "--" + option.name + "|-" + option.letter : "--" + option.name;
    auto const action = !words.empty()              ? "_caravan_words '" + words + "'"
                        : option.argument == "FILE" ? std::string{"_caravan_files"}
                                                    : std::string{"COMPREPLY=()"};
    cases += "        " + form + ") " + action + "; return ;;\n";
  }
  return cases;
}

std::string bash_case(Command const& command) {
  auto const options = all_options(command);
  auto text = "    " + command.name + ")\n      case $previous in\n" + bash_values(options) +
              "      esac\n      if [[ $current == -* ]]; then\n        _caravan_words '" +
              option_words(options) + "'\n        return\n      fi\n";
  if (!command.arguments.empty()) {
    text += "      _caravan_" + bash_words(command.arguments.front().kind) + '\n';
  }
  return text + "      ;;\n";
}

// Text inside a zsh specification in single quotes.
std::string zsh_safe(std::string_view text) {
  std::string safe;
  for (char const c : text) {
    if (c == '\'') {
      safe += "'\\''";
    } else if (c == '[' || c == ']' || c == ':' || c == '\\') {
      safe += std::string{'\\', c};
    } else {
      safe += c;
    }
  }
  return safe;
}

// An option as _arguments wants it. One that may stand once excludes its own other form.
std::string zsh_option(Option const& option) {
  std::string value;
  if (!option.argument.empty()) {
    value = ':' + option.argument + ':';
    for (std::size_t i = 0; i < option.choices.size(); ++i) {
      value += (i == 0 ? "(" : " ") + option.choices[i];
    }
    if (!option.choices.empty()) value += ')';
    if (option.argument == "FILE") value += "_files";
  }
  auto const name = "--" + option.name;
  auto const rest = '[' + zsh_safe(option.help) + ']' + value + "' \\\n";
  if (option.letter == '\0') return "        '" + (option.repeatable ? "*" + name : name) + rest;
  auto const letter = std::string{"-"} + option.letter;
  auto const times = option.repeatable ? std::string{"'*'"} : "'(" + letter + ' ' + name + ")'";
  return "        " + times + '{' + letter + ',' + name + "}'" + rest;
}

std::string zsh_argument(Argument const& argument) {
  std::string action;
  switch (argument.kind) {
    case Argument::Kind::scenario:
      action = "_files -g \"*.(yaml|yml)\"";
      break;
    case Argument::Kind::command:
      action = '(' + command_words() + ')';
      break;
    case Argument::Kind::key:
      action = "($(\"$program\" __keys 2>/dev/null))";
      break;
    case Argument::Kind::shell:
      action = "(bash zsh)";
      break;
    case Argument::Kind::name:
      break;
  }
  return "        '" +
         std::string{argument.repeatable ? "*:"
                     : argument.required ? ":"
                                         : "::"} +
         argument.name + ':' + action + "' \\\n";
}

}  // namespace

std::string bash_completion() {
  std::string text =
      "# bash completion of caravan, made by `caravan completion bash`\n"
      "_caravan_words() {\n"
      "  COMPREPLY=($(compgen -W \"$1\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
      "_caravan_files() {\n"
      "  compopt -o filenames 2>/dev/null\n"
      "  mapfile -t COMPREPLY < <(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\")\n}\n"
      "_caravan_scenario() {\n"
      "  compopt -o filenames 2>/dev/null\n"
      "  local word=${COMP_WORDS[COMP_CWORD]}\n"
      "  mapfile -t COMPREPLY < <(compgen -d -- \"$word\"; compgen -f -X '!*.yaml' -- \"$word\"; "
      "compgen -f -X '!*.yml' -- \"$word\")\n}\n"
      "_caravan_commands() { _caravan_words '" +
      command_words() +
      "'; }\n"
      "_caravan_shells() { _caravan_words 'bash zsh'; }\n"
      "_caravan_keys() { _caravan_words \"$(\"${COMP_WORDS[0]}\" __keys 2>/dev/null)\"; }\n"
      "_caravan_nothing() { COMPREPLY=(); }\n"
      "_caravan() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' "
      "i\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    if [[ ${COMP_WORDS[i]} != -* ]]; then command=${COMP_WORDS[i]}; break; fi\n  done\n"
      "  COMPREPLY=()\n"
      "  case $command in\n"
      "    '')\n      if [[ $current == -* ]]; then\n        _caravan_words '" +
      option_words(global_options()) +
      "'\n      else\n        _caravan_commands\n      fi\n      ;;\n";
  for (auto const& command : commands()) text += bash_case(command);
  return text + "  esac\n}\ncomplete -F _caravan caravan\n";
}

// The first _arguments takes the options before the command; what follows it goes to the command's
// own.
std::string zsh_completion() {
  std::string text =
      "#compdef caravan\n"
      "# zsh completion of caravan, made by `caravan completion zsh`\n"
      "_caravan() {\n"
      "  local curcontext=$curcontext state line program=$words[1]\n"
      "  local -a commands\n  local -A opt_args\n  commands=(\n";
  for (auto const& command : commands()) {
    text += "    '" + command.name + ':' + zsh_safe(command.summary) + "'\n";
  }
  text += "  )\n  _arguments -C -s \\\n";
  for (auto const& option : global_options()) text += zsh_option(option);
  text +=
      "        '1: :->command' '*:: :->rest' && return\n"
      "  if [[ $state == command ]]; then\n    _describe command commands\n    return\n  fi\n"
      "  case $words[1] in\n";
  for (auto const& command : commands()) {
    text += "    " + command.name + ")\n      _arguments -s \\\n";
    for (auto const& option : all_options(command)) text += zsh_option(option);
    for (auto const& argument : command.arguments) text += zsh_argument(argument);
    text += "        && return\n      ;;\n";
  }
  return text +
         "  esac\n}\n"
         "# In a folder of fpath this file is the function itself; sourced, it names it.\n"
         "if [[ $funcstack[1] == _caravan ]]; then\n  _caravan \"$@\"\n"
         "else\n  compdef _caravan caravan\nfi\n";
}

}  // namespace caravan::cli
