#include "scenario/language.hpp"
#include "scenario/types.hpp"

namespace caravan::scenario {

Type<GoodsDraft> goods_type() {
  return Record<GoodsDraft>{"goods", "What is particular about a commodity."}
      .defaulted("own-terminals", &GoodsDraft::own_terminals, yes_no(), "false",
                 {"Whether it changes carriers only at terminals that name it in `commodities`: "
                  "grain in hoppers, cars on their wheels.",
                  "true"})
      .defaulted("powered", &GoodsDraft::powered, yes_no(), "false",
                 {"Whether it travels in refrigerated containers, which take a plug of the train "
                  "and of the yard.",
                  "true"})
      .optional(
          "spoils-after", &GoodsDraft::spoils_after, duration(kSpan),
          {"What has been on the way for longer when it arrives is counted as spoiled.", "16 d"})
      .type();
}

}  // namespace caravan::scenario
