// What lines and sailings are asked for, against what they can take.

#include <algorithm>
#include <string>
#include <vector>

#include "scenario/check.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;

/// Vehicles a day on a link: each way.
struct Traffic {
  std::vector<Share> forward;
  std::vector<Share> backward;
};
Table<LinkId, Traffic> traffic_by_stream(std::vector<Stream> const& streams,
                                         Scenario const& scenario) {
  Table<LinkId, Traffic> traffic{scenario.links.size()};
  for (Stream const& stream : streams) {
    for (Stop const& stop : stream.stops) {
      if (!stop.out.valid()) continue;
      double const amount =
          stream.truck ? stream.per_day : trains_per_day(stream, stop.leg_out, scenario);
      if (amount <= 0) continue;
      auto& shares = stop.out_forward ? traffic[stop.out].forward : traffic[stop.out].backward;
      shares.push_back({stream.what, amount, stream.mark});
    }
  }
  return traffic;
}

void check_single_track(network::Link const& link, LinkDetail const& detail, Traffic const& traffic,
                        Diagnostics& diagnostics) {
  double const longest = *std::max_element(detail.sections_m.begin(), detail.sections_m.end());
  double const hours = longest / detail.speed_mps / 3600 * mean(detail.running_factor);
  std::vector<Share> both = traffic.forward;
  both.insert(both.end(), traffic.backward.begin(), traffic.backward.end());
  warn_overload("single track `" + link.name + "`", link.mark, both,
                {"24 h/d / " + figure(hours) + " h in its longest section (" +
                     figure(longest / 1000) + " km)",
                 24 / hours, "trains/d"},
                "add passing loops, or a second track", diagnostics);
}

/// Loads a day against the slots of the sailings, one way.
void check_sailings(network::Link const& link, LinkDetail const& detail, bool forward,
                    std::vector<Stream> const& streams, LinkId id, Scenario const& scenario,
                    Diagnostics& diagnostics) {
  std::vector<Share> shares;
  for (Stream const& stream : streams) {
    for (Stop const& stop : stream.stops) {
      if (stop.out != id || stop.out_forward != forward) continue;
      double const units = stream.per_day * stream.units;
      shares.push_back({stream.what + ": " + a_day(units, "unit") + " x " +
                            std::to_string(stream.unit_teu) + " TEU",
                        units * stream.unit_teu, stream.mark});
    }
  }
  auto const& sailings = forward ? detail.sailings_forward : detail.sailings_backward;
  std::string const end = scenario.network.places()[forward ? link.a : link.b].name;
  if (sailings.empty() && !shares.empty()) {
    diagnostics.error("no-sailings", link.mark,
                      shares.front().text.substr(0, shares.front().text.find(':')) + " takes `" +
                          link.name + "` from " + end + ", where no sailing starts in the run",
                      "add sailings, e.g. `sailings: {" + end + ": {every: 3 d}}`");
  }
  if (detail.slots_teu == 0) return;
  double const per_day =
      static_cast<double>(sailings.size()) / scenario.clock.horizon.since_start().in_days();
  warn_overload("link `" + link.name + "` from " + end, link.mark, shares,
                {figure(per_day) + " sailings/d x " + std::to_string(detail.slots_teu) + " TEU",
                 per_day * detail.slots_teu, "TEU/d"},
                "add sailings or slots", diagnostics);
}

/// Trains a day against the paths of a timetable, one way.
void check_paths(network::Link const& link, std::vector<SimTime> const& paths, bool forward,
                 std::vector<Share> const& shares, Scenario const& scenario,
                 Diagnostics& diagnostics) {
  std::string const end = scenario.network.places()[forward ? link.a : link.b].name;
  if (paths.empty() && !shares.empty()) {
    diagnostics.error("no-paths", link.mark,
                      shares.front().text + " takes `" + link.name + "` from " + end +
                          ", where no path starts in the run",
                      "add paths, e.g. `paths: {" + end + ": daily at 06:00}`");
  }
  double const per_day =
      static_cast<double>(paths.size()) / scenario.clock.horizon.since_start().in_days();
  warn_overload("link `" + link.name + "` from " + end, link.mark, shares,
                {figure(per_day) + " paths/d", per_day, "trains/d"},
                "add paths, or lead some another way", diagnostics);
}

}  // namespace

void check_lines(Scenario const& scenario, Diagnostics& diagnostics) {
  auto const streams = streams_of(scenario);
  auto const traffic_by_link = traffic_by_stream(streams, scenario);
  for (LinkId const id : scenario.links.ids()) {
    network::Link const& link = scenario.network.links()[id];
    LinkDetail const& detail = scenario.links[id];
    Traffic const& traffic = traffic_by_link[id];
    if (detail.single_track) check_single_track(link, detail, traffic, diagnostics);
    if (link.carrier.mode == Mode::sea || link.carrier.mode == Mode::air) {
      check_sailings(link, detail, true, streams, id, scenario, diagnostics);
      check_sailings(link, detail, false, streams, id, scenario, diagnostics);
    }
    if (detail.paths_forward) {
      check_paths(link, *detail.paths_forward, true, traffic.forward, scenario, diagnostics);
    }
    if (detail.paths_backward) {
      check_paths(link, *detail.paths_backward, false, traffic.backward, scenario, diagnostics);
    }
    if (detail.headway == Duration{}) continue;
    double const paths = 24 / detail.headway.in_hours();
    for (auto const* const shares : {&traffic.forward, &traffic.backward}) {
      warn_overload("link `" + link.name + "`", link.mark, *shares,
                    {"24 h/d / " + figure(detail.headway.in_hours() * 60) + " min between two",
                     paths, link.carrier.mode == Mode::road ? "trucks/d" : "trains/d"},
                    "shorten the headway, or lead some another way", diagnostics);
    }
  }
}

}  // namespace caravan::scenario
