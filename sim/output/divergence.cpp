#include "caravan/output/divergence.hpp"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/output/text.hpp"

namespace caravan::output {

namespace {

using experiment::Continuation;
using model::Observation;
namespace observed = model::observed;

constexpr std::size_t kValuesShown = 20;

/// Observations of one run in words.
class Teller {
 public:
  Teller(scenario::Scenario const& scenario, Continuation const& continuation)
      : scenario_{scenario}, continuation_{continuation}, stages_{scenario} {}

  /// `2026-03-02 06:30 Asia/Almaty  block-train#7: waiting for a crane at altynkol`
  [[nodiscard]] std::string told(Observation const& observation) const {
    auto const at = experiment::time_of(observation);
    auto const place = place_of(observation);
    auto const& local = place.valid() ? scenario_.places[place].local : scenario_.clock.local;
    return local_time_text(local, scenario_.clock.epoch_ms, at) + ' ' + local.zone + "  " +
           std::visit([this](auto const& event) { return sentence(event); }, observation);
  }
  [[nodiscard]] std::string name_of(model::Tag tag) const {
    return printable(model::text_of(tag, continuation_.sources));
  }

 private:
  [[nodiscard]] static scenario::PlaceId place_of(Observation const& observation) {
    auto const* const began = std::get_if<observed::Began>(&observation);
    return began == nullptr ? scenario::PlaceId{} : began->place;
  }
  [[nodiscard]] std::string stage(model::StageId id) const { return printable(stages_[id].name); }

  [[nodiscard]] std::string sentence(observed::Created const& event) const {
    return name_of(event.who) + " sets out";
  }
  [[nodiscard]] std::string sentence(observed::Began const& event) const {
    auto text = name_of(event.who) + ": " + stage(event.stage);
    if (event.place.valid()) {
      text += " at " + printable(scenario_.network.places()[event.place].name);
    } else if (event.link.valid()) {
      text += " on " + printable(scenario_.network.links()[event.link].name);
    }
    if (event.holder.kind != model::Tag::Kind::none) text += ", held by " + name_of(event.holder);
    return text;
  }
  [[nodiscard]] std::string sentence(observed::Reassigned const& event) const {
    return name_of(event.who) + ": " + duration_text(event.part) + " of it were " +
           stage(event.stage);
  }
  [[nodiscard]] std::string sentence(observed::Boarded const& event) const {
    return name_of(event.unit) + " boards " + name_of(event.train);
  }
  [[nodiscard]] std::string sentence(observed::Alighted const& event) const {
    return name_of(event.unit) + " leaves " + name_of(event.train);
  }
  [[nodiscard]] std::string sentence(observed::Ended const& event) const {
    using How = observed::Ended::How;
    return name_of(event.who) + (event.how == How::delivered     ? " is delivered"
                                 : event.how == How::turned_away ? " is turned away"
                                                                 : " is dissolved");
  }

  scenario::Scenario const& scenario_;
  Continuation const& continuation_;
  model::Stages stages_;
};

std::string next_text(Teller const& teller, Continuation const& continuation) {
  return continuation.next ? teller.told(*continuation.next) : "nothing more happens";
}

/// What those concerned did last; lines that `said` holds already are left out.
std::string pasts(Teller const& teller, Continuation const& continuation,
                  std::vector<std::string>& said) {
  std::string text;
  for (auto const& past : continuation.past) {
    auto const name = teller.name_of(past.who);
    if (std::find(said.begin(), said.end(), name) != said.end()) continue;
    said.push_back(name);
    text += "  " + name + '\n';
    if (past.last.empty()) text += "    was not there yet\n";
    for (auto const& observation : past.last) text += "    " + teller.told(observation) + '\n';
  }
  return text;
}

std::string value_side(std::string const& value, std::string const& at) {
  return value.empty() ? "not there" : printable(value) + " (" + printable(at) + ')';
}

std::string values_text(Parting const& parting) {
  if (parting.values.empty()) return "the scenarios say the same\n";
  std::string text = "the scenarios differ in " + counted(parting.values.size(), "value") + '\n';
  for (std::size_t i = 0; i < std::min(parting.values.size(), kValuesShown); ++i) {
    auto const& value = parting.values[i];
    text += "  " + printable(value.path) + "\n    A  " + value_side(value.a, value.at_a) +
            "\n    B  " + value_side(value.b, value.at_b) + '\n';
  }
  if (parting.values.size() > kValuesShown) {
    text += "  and " + std::to_string(parting.values.size() - kValuesShown) + " more\n";
  }
  return text;
}

}  // namespace

std::string parting_text(Parting const& parting) {
  auto const& found = parting.divergence;
  std::string text = "A  " + printable(parting.name_a) + "\nB  " + printable(parting.name_b) + '\n';
  auto const same = grouped(static_cast<std::int64_t>(found.same));
  if (!found.parted) {
    text += "the same: all " + same + " observations";
    if (found.a.results != found.b.results) text += "; what is reported differs";
    return text + ", fingerprint " + found.a.results.text() + '\n' + values_text(parting);
  }
  Teller const a{parting.a, found.a};
  Teller const b{parting.b, found.b};
  bool const at_once = found.same == 0;
  text += (at_once ? "they part at once"
                   : "the first " + same + " observations are the same, then they part") +
          "\n  A  " + next_text(a, found.a) + "\n  B  " + next_text(b, found.b) + '\n';
  if (at_once) return text + values_text(parting);
  std::vector<std::string> said;
  auto const before = pasts(a, found.a, said) + pasts(b, found.b, said);
  if (!before.empty()) text += "before that, in both\n" + before;
  return text + values_text(parting);
}

}  // namespace caravan::output
