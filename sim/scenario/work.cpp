#include "caravan/scenario/work.hpp"

namespace caravan::scenario {

Activity::Traffic traffic_of(std::string const& from, std::string const& to,
                             std::string const& country) {
  using Traffic = Activity::Traffic;
  if (from == country) return to == country ? Traffic::domestic : Traffic::outbound;
  return to == country ? Traffic::inbound : Traffic::transit;
}

}  // namespace caravan::scenario
