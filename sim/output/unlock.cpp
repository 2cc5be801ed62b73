#include "caravan/output/unlock.hpp"

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/text.hpp"

#include "output/summary_lines.hpp"

namespace caravan::output {

namespace {

using experiment::Trial;
using experiment::Unlocking;

std::string remedies_text(Trial const& trial) {
  std::string text;
  for (auto const& remedy : trial.remedies) {
    text += (text.empty() ? "" : ", ") + printable(remedy.path) + " from " + remedy.before +
            " to " + remedy.after;
  }
  return text;
}

std::string trial_end(scenario::Scenario const& scenario, Trial const& trial) {
  switch (trial.end) {
    case model::End::horizon:
      return "runs through";
    case model::End::stalled:
      return "stalls at " + time_text(scenario, trial.ended_at);
    case model::End::interrupted:
      return "was interrupted";
  }
  return {};
}

std::string verdict(Unlocking const& unlocking) {
  if (unlocking.interrupted) return "PARTIAL: interrupted; nothing is said of what was not tried\n";
  if (unlocking.frees) {
    return "the smallest change that frees it: " + remedies_text(unlocking.trials.back()) + '\n';
  }
  return unlocking.more_to_try ? "none of these frees it; there is more to try: --trials\n"
                               : "nothing that is waited for would free it by having more of it\n";
}

}  // namespace

std::string unlock_text(scenario::Scenario const& scenario, Unlocking const& unlocking) {
  if (unlocking.first.end == model::End::horizon) {
    return "runs through as it is; there is nothing to free\n";
  }
  if (unlocking.first.end == model::End::interrupted) return verdict(unlocking);
  auto text = stall_text(scenario, unlocking.first);
  if (!unlocking.trials.empty()) text += "tried, each by a run of its own\n";
  Columns table{{Columns::Align::left, Columns::Align::left}};
  for (auto const& trial : unlocking.trials) {
    table.add({"  " + remedies_text(trial), trial_end(scenario, trial)});
  }
  return text + table.text() + verdict(unlocking);
}

}  // namespace caravan::output
