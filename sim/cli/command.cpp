#include "cli/command.hpp"

namespace caravan::cli {

std::string Invocation::value(std::string const& option, std::string const& otherwise) const {
  auto const found = options.find(option);
  return found != options.end() && !found->second.empty() ? found->second.back() : otherwise;
}

std::vector<std::string> Invocation::values(std::string const& option) const {
  auto const found = options.find(option);
  return found != options.end() ? found->second : std::vector<std::string>{};
}

std::string usage_of(Command const& command) {
  auto text = "caravan " + command.name;
  if (!command.options.empty()) text += " [options]";
  for (auto const& argument : command.arguments) {
    auto const name = argument.name + (argument.repeatable ? "..." : "");
    text += argument.required ? ' ' + name : " [" + name + ']';
  }
  return text;
}

std::string form_of(Option const& option) {
  auto text = option.letter != '\0' ? std::string{'-', option.letter} + ", " : std::string{};
  text += "--" + option.name;
  return option.argument.empty() ? text : text + ' ' + option.argument;
}

}  // namespace caravan::cli
