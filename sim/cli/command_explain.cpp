#include "caravan/scenario/schema.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"

namespace caravan::cli {

namespace {

// What was meant by a key that does not exist: a near one, or the word at its place in the
// language.
std::string meant_by(std::string const& key) {
  if (auto const near = scenario::nearest_key(key)) return "did you mean '" + *near + "'?";
  std::string places;
  for (auto each : scenario::all_keys()) {
    if (!each.ends_with('.' + key)) continue;
    for (auto id = each.find(".X."); id != std::string::npos; id = each.find(".X.")) {
      each.erase(id, 2);
    }
    places += (places.empty() ? "'" : ", '") + each + '\'';
  }
  return places.empty() ? "'caravan explain' lists the language" : "did you mean " + places + '?';
}

ExitCode do_explain(Invocation const& invocation, Console& console) {
  auto const key = invocation.arguments.empty() ? std::string{} : invocation.arguments.front();
  auto const text = scenario::explain(key);
  if (!text) throw UsageError{"the scenario language has no key '" + key + "'", meant_by(key)};
  console.out(*text);
  if (!text->ends_with('\n')) console.out("\n");
  return ExitCode::done;
}

}  // namespace

Command explain_command() {
  return {"explain",
          "explain a key of the scenario language",
          "Says what a key means, its unit, range and default, with an example. Without KEY: the "
          "whole language.",
          {{"KEY", Argument::Kind::key, false}},
          {},
          {{"caravan explain terminals.cranes", "one key"},
           {"caravan explain links", "everything about links"},
           {"caravan explain", "the language"}},
          do_explain};
}

}  // namespace caravan::cli
