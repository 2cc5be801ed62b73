#include "scenario/language.hpp"
#include "scenario/types.hpp"

namespace caravan::scenario {
namespace {

constexpr int kMostInStock = 1'000'000;

Type<ReturnDraft> return_type() {
  return Record<ReturnDraft>{"return", "When units of a fleet go back by themselves."}
      .optional("to", &ReturnDraft::to, marked(choices(true)),
                {"Where they go: a place, several of which `choose` takes one each time, or places "
                 "with shares; otherwise the one place in `stock`.",
                 "[altynkol, dostyk]"})
      .optional(
          "choose", &ReturnDraft::choose, marked(name_of_a("policy")),
          {"Which of several places: `needed`, where most are lacking, which holds if it is "
           "absent; `nearest`; `nearest-needed`, the nearest of those where some are lacking, and "
           "if none are, of all; or `share`, by turns, which holds where shares are given. Lacking "
           "are those that trains wait for, and those fewer than it wants (`wants`) that stand "
           "there, turn round there or are on their way back to it; in proportion to what it "
           "wants.",
           "nearest"})
      .required("when", &ReturnDraft::when, count(1, kMostInStock),
                {"So many that stand idle at another place, beyond those that stay there, go "
                 "together.",
                 "54"})
      .defaulted("priority", &ReturnDraft::priority, count(-1000, 1000), "0",
                 {"Of the trains of empties and the light engines: the higher goes first.", "-1"})
      .optional("leave", &ReturnDraft::leave, count(0, kMostInStock),
                {"How many stay at each other place; otherwise its own part of `stock`.", "110"})
      .optional("wants", &ReturnDraft::wants, map_of(name_of_a("place"), count(0, kMostInStock)),
                {"How many are to stand ready at a place to which they go; otherwise its own part "
                 "of `stock`.",
                 "{moscow: 855, brest: 228}"})
      .optional("from", &ReturnDraft::from, map_of(name_of_a("place"), name_of_a("place")),
                {"Where they always go from a place, whatever is lacking elsewhere.",
                 "{khorgos: altynkol}"})
      .type();
}

}  // namespace

Type<FleetDraft> fleet_type() {
  return Record<FleetDraft>{"fleet",
                            "Wagons, locomotives or crews, of which there are only so many."}
      .optional("wagons", &FleetDraft::wagons, marked(one_or_more(track_gauge())),
                {"It is wagons on this track gauge, or on several if their bogies are exchanged; "
                 "consists name it as their `fleet`.",
                 "1520 mm"})
      .optional(
          "locomotives", &FleetDraft::locomotives, one_or_more(marked(name_of_a("link"))),
          {"It is locomotives, which work these lines: every train there needs one, and keeps "
           "it while its next line is among them.",
           "[kz-south, kz-moiynty]"})
      .optional(
          "crews", &FleetDraft::crews, one_or_more(marked(name_of_a("link"))),
          {"It is crews, which work these lines, like locomotives.", "[kz-south, kz-moiynty]"})
      .optional("type", &FleetDraft::type, words(),
                {"What wagons they are, for people.", "80 ft flat"})
      .required(
          "stock", &FleetDraft::stock, map_of(name_of_a("place"), count(0, kMostInStock)),
          {"Where they stand when the run begins, and how many.", "{altynkol: 900, dostyk: 600}"})
      .optional(
          "change", &FleetDraft::change, random(Dimension::duration),
          {"Locomotives and crews: how long a train stands when it takes one: coupling, brake "
           "test, papers.",
           "40 min"})
      .defaulted("turn-round", &FleetDraft::turn_round, random(Dimension::duration), "0 s",
                 {"Time from the end with one train until units can be used again, at that place; "
                  "of crews, their rest.",
                  "{uniform: [2 h, 6 h]}"})
      .optional("turn-round-at", &FleetDraft::turn_round_at,
                map_of(name_of_a("place"), random(Dimension::duration)),
                {"Places where it takes another time.", "{khorgos: {uniform: [2 d, 7 d]}}"})
      .optional(
          "duty", &FleetDraft::duty, duration(kSpan),
          {"Crews: longest time on duty, from taking a train to leaving it. A crew is relieved "
           "where it could not reach the next place of change in time.",
           "12 h"})
      .optional("changes-at", &FleetDraft::changes_at, one_or_more(marked(name_of_a("place"))),
                {"Crews: where they can be relieved; otherwise at every place.", "[shu, almaty]"})
      .optional("return", &FleetDraft::back, return_type(),
                {"When idle units go back by themselves; without it they wait for the next train "
                 "that needs them.",
                 "{to: altynkol, when: 54}"})
      .type();
}

}  // namespace caravan::scenario
