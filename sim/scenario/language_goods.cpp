#include "scenario/language.hpp"
#include "scenario/types.hpp"

namespace caravan::scenario {

Type<GoodsDraft> goods_type() {
  return Record<GoodsDraft>{"goods", "What is particular about a commodity."}
      .defaulted("own-terminals", &GoodsDraft::own_terminals, yes_no(), "false",
                 {"Whether it changes carriers only at terminals that name it in `commodities`: "
                  "grain in hoppers, cars on their wheels.",
                  "true"})
      .type();
}

}  // namespace caravan::scenario
