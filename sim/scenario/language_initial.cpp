#include "scenario/language.hpp"
#include "scenario/types.hpp"

namespace caravan::scenario {
namespace {

Type<Given<std::string>> table() {
  auto type = marked(words());
  type.says = "table";
  return type;
}

}  // namespace

Type<InitialDraft> initial_type() {
  return Record<InitialDraft>{"initial", "What is there when the run begins."}
      .optional("trains", &InitialDraft::trains, table(),
                {"Trains, one a row: `service` or `flow`, `units`, and `place`, or `link` with "
                 "`from` and `km`; if wanted `since` (when it set out) and `to`.",
                 "data/today-trains.csv"})
      .optional("loads", &InitialDraft::loads, table(),
                {"Loads that wait, and trucks: `service` or `flow`, `count`, and `place`, or for "
                 "trucks `link` with `from` and `km`; if wanted `since` (waits here), `set-out` "
                 "and `to`.",
                 "data/today-loads.csv"})
      .optional("stock", &InitialDraft::stock, table(),
                {"Units of fleets that stand ready, a row for each fleet and place: `fleet`, "
                 "`place`, `count`. A fleet that is named in it has these, and no others; its own "
                 "`stock` then only says where they belong.",
                 "data/today-stock.csv"})
      .defaulted(
          "counted", &InitialDraft::counted, yes_no(), "false",
          {"Whether lead times count them too, from the time at which they set out.", "true"})
      .type();
}

}  // namespace caravan::scenario
