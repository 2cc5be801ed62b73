#include "cli/starter.hpp"

namespace caravan::cli {

std::string_view starter_scenario() {
  return R"yaml(# A first corridor: containers from Xi'an in China to Almaty in Kazakhstan.
# The rails change width at Khorgos, so every container is lifted from one train to another there.
#
#   caravan run this-file                       the answer
#   caravan run this-file --set terminals.khorgos-port.cranes=1      one crane instead of two
#   caravan explain terminals                   what the keys mean
schema: caravan/1
name: first-corridor
about: One train a day over one gauge transfer

clock:
  start: 2024-06-01 00:00
  zone: Asia/Almaty            # times here are local times of this zone
  run: 90 d
  warm-up: 14 d                # the corridor starts empty: do not count the first two weeks

places:
  xian:    {at: 34.38N 108.95E, country: CN, zone: Asia/Shanghai}
  khorgos: {at: 44.21N 80.42E, country: KZ, zone: Asia/Almaty, activities: [customs]}
  almaty:  {at: 43.35N 76.95E, country: KZ, zone: Asia/Almaty}

links:                         # a train stays on the track gauge on which it set out
  cn-trunk: {between: [xian, khorgos], rail: 1435 mm, length: 3500 km, speed: 55 km/h}
  kz-south: {between: [khorgos, almaty], rail: 1520 mm, length: 380 km, speed: 40 km/h,
             track: single, loops: 12}

consists:                      # how much a train carries, by track gauge
  cn-train: {gauge: 1435 mm, capacity: 110 TEU, wagons: 55}
  kz-train: {gauge: 1520 mm, capacity: 114 TEU, wagons: 57}

terminals:
  khorgos-port:
    at: khorgos
    changes: [1435 mm to 1520 mm]
    tracks: {1435 mm: 2, 1520 mm: 2}
    cranes: 2
    lift: {triangular: [2 min, 3 min, 6 min]}   # one container, one crane

activities:
  customs: {servers: 2, time: {lognormal: {median: 90 min, p95: 4 h}}, per: train}

services:
  xian-almaty:
    from: xian
    to: almaty
    departs: [daily at 20:00]
    consist: cn-train
    units: 55                  # containers of 40 feet: 2 TEU each
)yaml";
}

}  // namespace caravan::cli
