/// Names of the things in a scenario: numbers of rows in its tables, of one kind each.
#pragma once

#include "caravan/core/id.hpp"
#include "caravan/network/network.hpp"

namespace caravan::scenario {

using network::Carrier;
using network::LinkId;
using network::PlaceId;
using ActivityId = Id<struct ActivityTag>;
using StaffId = Id<struct StaffTag>;
using TerminalId = Id<struct TerminalTag>;
using ConsistId = Id<struct ConsistTag>;
using ServiceId = Id<struct ServiceTag>;
using SeasonId = Id<struct SeasonTag>;
using TransitId = Id<struct TransitTag>;
using FlowId = Id<struct FlowTag>;
using GoodsId = Id<struct GoodsTag>;
using FleetId = Id<struct FleetTag>;
using ClosureId = Id<struct ClosureTag>;

}  // namespace caravan::scenario
