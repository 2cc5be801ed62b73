#include "cli/scenario_input.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>
#include <system_error>
#include <utility>

#include "caravan/core/diagnostic.hpp"

#include "cli/errors.hpp"
#include "cli/files.hpp"

namespace caravan::cli {

namespace {

constexpr std::uint64_t kGreatestReplication = 0xFFFF'FFFFU;

std::uint32_t replication_of(Invocation const& invocation) {
  return static_cast<std::uint32_t>(
      whole_number(invocation, "replication", kGreatestReplication).value_or(0));
}

std::string counted(std::size_t count, std::string const& what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

/// All errors, and the warnings that nobody has been told yet.
Diagnostics unsaid(Diagnostics const& all, Warned* warned) {
  if (warned == nullptr) return all;
  Diagnostics left;
  for (auto const& each : all.all()) {
    bool const error = each.severity == Severity::error;
    if (!error && !warned->insert(each.at.text() + ' ' + each.code + ' ' + each.text).second) {
      continue;
    }
    auto& same = error ? left.error(each.code, each.at, each.text, each.help)
                       : left.warning(each.code, each.at, each.text, each.help);
    same.notes = each.notes;
  }
  return left;
}

}  // namespace

bool unreadable(scenario::Loaded const& loaded) {
  auto const& all = loaded.diagnostics.all();
  return loaded.files.empty() && !all.empty() &&
         std::any_of(all.begin(), all.end(),
                     [](Diagnostic const& each) { return each.code.starts_with("file-"); });
}

Argument scenario_argument() {
  return {"SCENARIO", Argument::Kind::scenario, true};
}

std::vector<Option> scenario_options() {
  return {{"set",
           '\0',
           "PATH=VALUE",
           "change one value, e.g. terminals.khorgos.cranes=8; may be repeated",
           {},
           true},
          {"seed", '\0', "N", "instead of the scenario's seed"}};
}

std::vector<Option> run_options() {
  auto options = scenario_options();
  options.push_back({"replication", 'r', "R", "which of the independent repetitions, from 0"});
  options.push_back({"ties",
                     '\0',
                     "ORDER",
                     "what comes first at one instant: the fixed order, or a seeded draw",
                     {"fixed", "shuffled"}});
  return options;
}

std::vector<Option> output_options() {
  return {{"output", 'o', "FILE", "write the data to FILE, whole or not at all"},
          {"force", '\0', "", "let --output replace a file"}};
}

scenario::LoadOptions load_options(Invocation const& invocation) {
  scenario::LoadOptions options;
  options.set = invocation.values("set");
  options.with = invocation.values("with");
  options.seed = whole_number(invocation, "seed", std::numeric_limits<std::uint64_t>::max());
  return options;
}

Input load(Invocation const& invocation, Console const& console, std::string const& consequence,
           Texts texts) {
  auto options = load_options(invocation);
  options.texts = texts == Texts::kept;
  // A wrong word is told before the scenario is read.
  [[maybe_unused]] auto const replication = replication_of(invocation);
  auto input = load(invocation.arguments.front(), options, console, consequence);
  check_keeps_input(invocation, input.loaded);
  return input;
}

Input load(std::string const& path, scenario::LoadOptions const& options, Console const& console,
           std::string const& consequence, Warned* warned) {
  return told(scenario::load_scenario(path, options), console, consequence, warned);
}

Input told(scenario::Loaded loaded, Console const& console, std::string const& consequence,
           Warned* warned) {
  Input input{std::move(loaded)};
  auto const found = unsaid(input.loaded.diagnostics, warned);
  if (!found.all().empty()) {
    auto text = render(found, kDiagnosticsShown, console.coloured());
    if (found.errors() > 0) text += counted(found.errors(), "error");
    if (found.errors() > 0 && found.warnings() > 0) text += ", ";
    if (found.warnings() > 0) text += counted(found.warnings(), "warning");
    if (!input.ok()) text += consequence;
    console.say(text + '\n');
  }
  if (!input.ok()) {
    input.code =
        unreadable(input.loaded) ? ExitCode::cannot_read_or_write : ExitCode::scenario_invalid;
  }
  return input;
}

model::RunOptions run_choice(Invocation const& invocation, scenario::Scenario const& scenario,
                             Console& console) {
  model::RunOptions options;
  options.seed = scenario.seed;
  options.replication = replication_of(invocation);
  options.shuffled_ties = invocation.value("ties", "fixed") == "shuffled";
  auto repeat = "caravan " + shell_words(invocation.words);
  if (!invocation.has("seed")) repeat += " --seed " + std::to_string(options.seed);
  if (!invocation.has("replication")) {
    repeat += " --replication " + std::to_string(options.replication);
  }
  console.set_repeat(repeat + "   (scenario " + scenario.hash + ')');
  return options;
}

std::optional<std::uint64_t> whole_number(Invocation const& invocation, std::string const& option,
                                          std::uint64_t greatest) {
  if (!invocation.has(option)) return std::nullopt;
  auto const text = invocation.value(option, "");
  std::uint64_t value = 0;
  auto const* const last = text.data() + text.size();
  auto const [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc{} || end != last || value > greatest) {
    throw UsageError{"--" + option + " cannot be '" + text + "'",
                     "it is a whole number from 0 to " + std::to_string(greatest)};
  }
  return value;
}

void check_output(Invocation const& invocation) {
  auto const path = invocation.value("output", "-");
  if (path != "-") check_target(path, invocation.has("force"), " (--force replaces it)");
}

void check_keeps_input(Invocation const& invocation, scenario::Loaded const& loaded) {
  for (auto const* const option : {"output", "report", "junit", "markdown"}) {
    if (invocation.has(option)) check_is_not_read(invocation.value(option, ""), loaded.files);
  }
}

void deliver(Invocation const& invocation, Console& console, std::string const& data) {
  auto const path = invocation.value("output", "-");
  if (path == "-") {
    console.out(data);
  } else {
    write_file(path, data, invocation.has("force"));
  }
}

std::string shell_words(std::vector<std::string> const& words) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+%@";
  std::string text;
  for (auto const& word : words) {
    if (!text.empty()) text += ' ';
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) {
      text += word;
      continue;
    }
    text += '\'';
    for (char const c : word) text += c == '\'' ? std::string{"'\\''"} : std::string{c};
    text += '\'';
  }
  return text;
}

}  // namespace caravan::cli
