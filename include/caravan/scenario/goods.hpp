/// Goods: what is particular about a commodity. A commodity that is not listed travels in an
/// ordinary container, dry and without haste.
#pragma once

#include <string>

#include "caravan/core/diagnostic.hpp"

namespace caravan::scenario {

struct Goods {
  std::string name;            ///< the commodity
  bool own_terminals = false;  ///< changes carriers only at terminals that name it
  Mark mark;
};

}  // namespace caravan::scenario
