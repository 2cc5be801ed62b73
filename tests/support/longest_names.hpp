/// A scenario in which everything is called by as long an id as there may be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace caravan {

/// Two groups of onward trains between the same places, an embargo, fleets whose wagons go home
/// empty, trucks with slots, lanes and a laboratory: each makes names of such ids. An id is what
/// stands between `<` and `>`, and then hyphens and a last letter.
inline std::string longest_names() {
  constexpr std::size_t kLongestId = 64;
  constexpr std::string_view kShort =
      "schema: caravan/1\nname: longest-names\n"
      "clock: {start: 2026-03-02 00:00, zone: Asia/Almaty, run: 3 d}\n"
      "places:\n"
      "  <khorgos>: {country: CN}\n"
      "  <altynkol>: {country: KZ, activities: [<control>]}\n"
      "  <almaty>: {country: KZ, activities: [<trucks>]}\n"
      "links:\n"
      "  <china>: {between: [<khorgos>, <altynkol>], rail: 1435 mm, length: 10 km, speed: 40 "
      "km/h}\n"
      "  <steppe>: {between: [<altynkol>, <almaty>], rail: 1520 mm, length: 300 km, speed: 60 "
      "km/h}\n"
      "  <road>: {between: [<altynkol>, <almaty>], road: true, length: 300 km, speed: 60 km/h}\n"
      "fleets:\n"
      "  <flats>: {wagons: 1520 mm, stock: {<altynkol>: 30, <almaty>: 0}, return: {to: <altynkol>, "
      "when: 6}}\n"
      "consists:\n"
      "  <wide>: {gauge: 1520 mm, capacity: 6 TEU, wagons: 3, fleet: <flats>}\n"
      "  <narrow>: {gauge: 1435 mm, capacity: 6 TEU, wagons: 3}\n"
      "terminals:\n"
      "  <altynkol>: {at: <altynkol>, changes: 1435 mm to 1520 mm, cranes: 2, lift: 3 min}\n"
      "activities:\n"
      "  <control>: {servers: 1, per: unit, laboratory: {share: 50 %, time: 1 h}, lanes: {<green>: "
      "{share: 50 %, time: 10 min}, <red>: {share: 50 %, time: 20 min}}, for: {mode: rail}}\n"
      "  <trucks>: {servers: 1, time: 10 min, per: truck, slots: {rate: 12 /h, notice: 1 h}, "
      "for: {mode: road}}\n"
      "services:\n"
      "  <east>: {from: <khorgos>, to: <almaty>, every: 6 h, units: 3}\n"
      "  <quick>: {from: <khorgos>, to: <almaty>, every: 6 h, units: 3, priority: 1}\n"
      "flows:\n"
      "  <lorries>: {from: <altynkol>, to: <almaty>, by: truck, rate: 12 /d}\n"
      "closures:\n"
      "  <storm>: {towards: <almaty>, from: 2026-03-03 06:00, until: 2026-03-03 12:00}\n";
  std::string text;
  std::size_t begin = 0;
  for (char const c : kShort) {
    if (c == '<') {
      begin = text.size();
    } else if (c == '>') {
      auto const last = text.back();
      text.resize(begin + kLongestId, '-');
      text.back() = last;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace caravan
