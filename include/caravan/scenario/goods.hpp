/// Goods: what is particular about a commodity. A commodity that is not listed travels in an
/// ordinary container, dry and without haste.
#pragma once

#include <optional>
#include <string>

#include "caravan/core/diagnostic.hpp"
#include "caravan/core/time.hpp"

namespace caravan::scenario {

struct Goods {
  std::string name;                      ///< the commodity
  bool own_terminals = false;            ///< changes carriers only at terminals that name it
  bool powered = false;                  ///< in refrigerated containers, which need a plug
  std::optional<Duration> spoils_after;  ///< of setting out
  Mark mark;
};

}  // namespace caravan::scenario
