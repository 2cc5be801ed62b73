#include "caravan/scenario/closure.hpp"

#include <algorithm>

namespace caravan::scenario {

bool comes_to_embargoed_place(Closure const& embargo, network::Travel travel,
                              network::Network const& network) {
  auto const& link = network.links()[travel.link];
  auto const& by = embargo.coming_by;
  return (travel.forward ? link.b : link.a) == embargo.towards &&
         (by.empty() || std::binary_search(by.begin(), by.end(), travel.link));
}

}  // namespace caravan::scenario
