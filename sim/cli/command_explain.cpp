#include "caravan/scenario/schema.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"

namespace caravan::cli {

namespace {

ExitCode act(Invocation const& invocation, Console& console) {
  auto const key = invocation.arguments.empty() ? std::string{} : invocation.arguments.front();
  auto const text = scenario::explain(key);
  if (!text) {
    auto const near = scenario::nearest_key(key);
    throw UsageError{
        "the scenario language has no key '" + key + "'",
        near ? "did you mean '" + *near + "'?" : "'caravan explain' lists the language"};
  }
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
          act};
}

}  // namespace caravan::cli
