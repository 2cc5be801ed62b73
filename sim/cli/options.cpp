#include "cli/options.hpp"

#include <algorithm>

#include <boost/program_options.hpp>

#include "caravan/core/diagnostic.hpp"

#include "cli/errors.hpp"

namespace caravan::cli {

namespace {

namespace po = boost::program_options;

// Guessing would let `--rep` mean `--replication` until another option begins the same way.
constexpr auto kStyle =
    po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
constexpr char const* kArguments = " arguments";  // a blank: no option can be called so

po::options_description described(std::vector<Option> const& options) {
  po::options_description description;
  for (auto const& option : options) {
    auto const name = option.letter != '\0' ? option.name + ',' + option.letter : option.name;
    if (option.argument.empty()) {
      description.add_options()(name.c_str(), "");
    } else {
      description.add_options()(name.c_str(), po::value<std::vector<std::string>>());
    }
  }
  description.add_options()(kArguments, po::value<std::vector<std::string>>());
  return description;
}

[[noreturn]] void unknown_option(std::string const& given, std::vector<Option> const& options) {
  std::vector<std::string> names;
  for (auto const& option : options) names.push_back("--" + option.name);
  auto const near = nearest(given, names);
  throw UsageError{"there is no option '" + given + "' here",
                   near ? "did you mean '" + *near + "'?" : std::string{}};
}

[[noreturn]] void wrong_syntax(po::invalid_command_line_syntax const& error,
                               std::vector<Option> const& options) {
  for (auto const& option : options) {
    auto const name = error.get_option_name();
    if (name != "--" + option.name && name != std::string{'-', option.letter}) continue;
    throw UsageError{option.argument.empty() ? "--" + option.name + " takes no value"
                                             : "--" + option.name + " needs a value",
                     "it is written: " + form_of(option)};
  }
  throw UsageError{error.what()};
}

void check_value(Option const& option, std::vector<std::string> const& values) {
  if (values.size() > 1 && !option.repeatable) {
    throw UsageError{"--" + option.name + " is given more than once"};
  }
  for (auto const& value : values) {
    auto const& choices = option.choices;
    if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) {
      continue;
    }
    std::string all;
    for (auto const& choice : choices) all += (all.empty() ? "" : ", ") + choice;
    throw UsageError{"--" + option.name + " cannot be '" + value + "'", "it can be: " + all};
  }
}

po::variables_map read(std::vector<std::string> const& words, std::vector<Option> const& options) {
  auto const description = described(options);
  po::positional_options_description positions;
  positions.add(kArguments, -1);
  po::variables_map map;
  try {
    po::store(po::command_line_parser(words)
                  .options(description)
                  .positional(positions)
                  .style(kStyle)
                  .run(),
              map);
  } catch (po::unknown_option const& error) {
    unknown_option(error.get_option_name(), options);
  } catch (po::invalid_command_line_syntax const& error) {
    wrong_syntax(error, options);
  } catch (po::error const& error) {
    throw UsageError{error.what()};
  }
  return map;
}

}  // namespace

Split split_words(std::vector<std::string> const& words) {
  auto const command = std::find_if(words.begin(), words.end(), [](std::string const& word) {
    return word.empty() || word.front() != '-' || word == "--";
  });
  Split split{{words.begin(), command}, {}, {}};
  if (command != words.end()) {
    split.command = *command;
    split.rest.assign(command + 1, words.end());
  }
  return split;
}

Invocation parse(std::vector<std::string> const& words, std::vector<Option> const& options) {
  auto const map = read(words, options);
  Invocation invocation;
  if (map.count(kArguments) > 0) {
    invocation.arguments = map[kArguments].as<std::vector<std::string>>();
  }
  for (auto const& option : options) {
    if (map.count(option.name) == 0) continue;
    auto& values = invocation.options[option.name];
    if (option.argument.empty()) continue;
    values = map[option.name].as<std::vector<std::string>>();
    check_value(option, values);
  }
  return invocation;
}

void check_arguments(Invocation const& invocation, Command const& command) {
  auto const given = invocation.arguments.size();
  auto const usage = "usage: " + usage_of(command);
  for (std::size_t i = given; i < command.arguments.size(); ++i) {
    if (command.arguments[i].required) {
      throw UsageError{"'caravan " + command.name + "' needs " + command.arguments[i].name, usage};
    }
  }
  bool const any_number = !command.arguments.empty() && command.arguments.back().repeatable;
  if (given > command.arguments.size() && !any_number) {
    throw UsageError{
        "'" + invocation.arguments[command.arguments.size()] + "' is one word too many", usage};
  }
}

}  // namespace caravan::cli
