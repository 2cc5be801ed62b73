#include "caravan/experiment/unlock.hpp"

#include <deque>
#include <map>
#include <set>
#include <utility>

#include "caravan/core/contract.hpp"

namespace caravan::experiment {

namespace {

/// Changes by path, with what each value was at first.
using Remedies = std::map<std::string, Remedy>;

/// The changes that are still to be tried: fewest steps first, each once.
class ToTry {
 public:
  [[nodiscard]] bool empty() const { return open_.empty(); }
  [[nodiscard]] Remedies next() {
    auto front = std::move(open_.front());
    open_.pop_front();
    return front;
  }
  /// Each of `steps` on top of `made`.
  void add(Remedies const& made, std::vector<Remedy> const& steps) {
    for (auto const& step : steps) {
      auto more = made;
      auto& remedy = more.try_emplace(step.path, step).first->second;
      remedy.after = step.after;
      if (seen_.insert(words_of(more)).second) open_.push_back(std::move(more));
    }
  }
  [[nodiscard]] static std::vector<std::string> words_of(Remedies const& remedies) {
    std::vector<std::string> words;
    for (auto const& [path, remedy] : remedies) words.push_back(path + '=' + remedy.after);
    return words;
  }

 private:
  std::deque<Remedies> open_;
  std::set<std::vector<std::string>> seen_;
};

}  // namespace

Unlocking unlock(Loader const& load, model::RunOptions const& options, std::size_t most) {
  Unlocking unlocking;
  auto const as_it_is = load({});
  expects(as_it_is.scenario.has_value(), "a scenario that is to be freed has no errors");
  unlocking.first = model::run(*as_it_is.scenario, options);
  unlocking.interrupted = unlocking.first.end == model::End::interrupted;
  if (unlocking.first.end != model::End::stalled) return unlocking;
  ToTry to_try;
  to_try.add({}, remedies(as_it_is, unlocking.first));
  while (!to_try.empty() && !unlocking.frees && !unlocking.interrupted) {
    if (unlocking.trials.size() == most) {
      unlocking.more_to_try = true;
      break;
    }
    auto const made = to_try.next();
    auto const loaded = load(ToTry::words_of(made));
    if (!loaded.scenario) continue;
    auto const result = model::run(*loaded.scenario, options);
    Trial trial{{}, result.end, result.ended_at};
    for (auto const& [path, remedy] : made) trial.remedies.push_back(remedy);
    unlocking.trials.push_back(std::move(trial));
    unlocking.frees = result.end == model::End::horizon;
    unlocking.interrupted = result.end == model::End::interrupted;
    if (result.end == model::End::stalled) to_try.add(made, remedies(loaded, result));
  }
  return unlocking;
}

}  // namespace caravan::experiment
