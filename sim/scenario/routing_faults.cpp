#include <algorithm>
#include <map>
#include <set>

#include "scenario/routing.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;
using network::Obstacle;
using network::Unreachable;

constexpr std::size_t kMostNames = 4;

std::string names_text(std::vector<std::string> const& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  if (names.size() > kMostNames) {
    text += " and " + std::to_string(names.size() - kMostNames) + " more";
  }
  return text;
}

/// `a`, `b`: each once, in the order of the list.
template <class Name>
std::vector<std::string> each_once(std::vector<CutOff const*> const& group, Name name) {
  std::vector<std::string> names;
  for (CutOff const* const one : group) {
    std::string const text = name(*one);
    if (std::find(names.begin(), names.end(), text) == names.end()) names.push_back(text);
  }
  return names;
}

/// `3 services`, `1 flow`, `3 services and 1 flow`.
std::string count_text(std::vector<CutOff const*> const& group) {
  std::string text;
  for (std::string const noun : {"service", "flow"}) {
    std::vector<CutOff const*> those;
    std::copy_if(group.begin(), group.end(), std::back_inserter(those),
                 [&](CutOff const* one) { return one->noun == noun; });
    auto const count = each_once(those, [](CutOff const& one) { return one.demand->id; }).size();
    if (count == 0) continue;
    text += (text.empty() ? "" : " and ") + std::to_string(count) + " " + noun +
            (count == 1 ? "" : "s");
  }
  return text;
}

/// `iletsk-samara` and the line of the file that makes it what it is.
std::string link_text(LinkId id, network::Network const& network) {
  network::Link const& link = network.links()[id];
  std::string text = "`" + link.name + "`";
  if (link.mark.file != nullptr) {
    text += " (" + link.mark.file->name + ":" + std::to_string(link.mark.line) + ")";
  }
  return text;
}

/// What stands in the way, for those that are cut off together.
std::string obstacle_text(Unreachable const& why, network::Network const& network) {
  Obstacle const& obstacle = why.obstacle;
  if (obstacle.link.valid()) {
    network::Link const& link = network.links()[obstacle.link];
    return "link `" + link.name + "` is " + network::text_of(link.carrier) + " between lines of " +
           network::text_of(why.carrier);
  }
  auto const& places = network.places();
  if (obstacle.other_place.valid()) {
    return "no chain of links joins " + places[obstacle.place].name + " to " +
           places[obstacle.other_place].name;
  }
  if (obstacle.refusing.valid()) {
    network::Transfer const& transfer = network.transfers()[obstacle.refusing];
    return "terminal `" + transfer.name + "` at " + places[obstacle.place].name +
           " does not take what they carry";
  }
  return "nothing at `" + places[obstacle.place].name + "` changes " +
         network::text_of(why.carrier) + " to " +
         network::text_of(why.carrier == obstacle.carrier ? obstacle.other_carrier
                                                          : obstacle.carrier);
}

std::string help_for_gap(Unreachable const& why, network::Network const& network) {
  Obstacle const& obstacle = why.obstacle;
  Carrier const wanted =
      why.carrier == obstacle.carrier ? obstacle.other_carrier : obstacle.carrier;
  std::string const change = network::text_of(why.carrier) + " to " + network::text_of(wanted);
  std::string const terminal =
      "let a terminal at " + network.places()[why.nearest].name + " have `changes: " + change + "`";
  std::string links;
  for (LinkId const link : {why.arriving, why.onward}) {
    if (!link.valid() || network.links()[link].carrier.mode != Mode::rail) continue;
    links += (links.empty() ? "" : " and of ") + link_text(link, network);
  }
  return links.empty() ? terminal : terminal + ", or check the track gauge of " + links;
}

std::string help_for_refusal(CutOff const& one, network::Network const& network) {
  network::Transfer const& transfer = network.transfers()[one.why.obstacle.refusing];
  std::string const& commodity = one.demand->commodity;
  std::string const own = "give " + network.places()[transfer.place].name + " a terminal ";
  if (commodity.empty()) return own + "that takes all goods: one without `commodities`";
  return "name `" + commodity + "` in the `commodities` of terminal `" + transfer.name + "`, or " +
         own + "for it";
}

std::string help_for(CutOff const& one, network::Network const& network) {
  Obstacle const& obstacle = one.why.obstacle;
  if (obstacle.link.valid()) {
    bool const rail = network.links()[obstacle.link].carrier.mode == Mode::rail;
    return std::string{rail ? "check the track gauge of " : "check the carrier of "} +
           link_text(obstacle.link, network) + ": the lines at both its ends are " +
           network::text_of(one.why.carrier);
  }
  if (obstacle.other_place.valid()) {
    return "add the link that is missing, or correct the `between` of one that is there";
  }
  if (obstacle.refusing.valid()) return help_for_refusal(one, network);
  if (obstacle.place.valid()) return help_for_gap(one.why, network);
  if (!one.demand->avoid.empty()) return "shorten `avoid`, or add a link that leads around";
  return one.by_truck ? "trucks take roads alone: add one, or leave out `by: truck`"
                      : "no train or ship goes there: add a link, or send the load `by: truck`";
}

/// The line to mend: the link that goes on, or else the place where the way ends.
Mark const& line_of(Unreachable const& why, network::Network const& network) {
  if (why.obstacle.link.valid()) return network.links()[why.obstacle.link].mark;
  if (why.onward.valid()) return network.links()[why.onward].mark;
  return network.places()[why.nearest].mark;
}

void report(std::vector<CutOff const*> const& group, network::Network const& network,
            Diagnostics& diagnostics) {
  CutOff const& first = *group.front();
  auto const who = each_once(group, [](CutOff const& one) { return one.demand->id; });
  Mark const& place = network.places()[first.why.nearest].mark;
  std::string const trip = "`" + first.demand->id + "` cannot get from " + first.demand->from.value;
  if (who.size() == 1) {
    auto const ends = each_once(group, [](CutOff const& one) { return one.to.value; });
    Diagnostic& fault = diagnostics.error(
        "no-route", first.to.mark, trip + " to " + names_text(ends), help_for(first, network));
    fault.notes.push_back({first.why.explanation, place});
    if (first.why.onward.valid()) {
      fault.notes.push_back({"the link that goes on", network.links()[first.why.onward].mark});
    }
    return;
  }
  Diagnostic& fault = diagnostics.error("no-route", line_of(first.why, network),
                                        obstacle_text(first.why, network) + ", so " +
                                            count_text(group) + " are cut off: " + names_text(who),
                                        help_for(first, network));
  fault.notes.push_back({"for example, " + trip + " to " + first.to.value, first.to.mark});
  fault.notes.push_back({first.why.explanation, place});
}

}  // namespace

void report_cut_off(std::vector<CutOff> const& cut_off, network::Network const& network,
                    Diagnostics& diagnostics) {
  std::set<LinkId> odd;
  for (CutOff const& one : cut_off) odd.insert(one.why.obstacle.link);
  odd.erase(LinkId::none());
  // What a request forbids itself is the fault of that request alone.
  std::map<std::pair<Obstacle, std::string>, std::vector<CutOff const*>> groups;
  for (CutOff const& one : cut_off) {
    Obstacle obstacle = one.why.obstacle;
    // Where a way ends behind an odd link, only one gap is seen: the link is told once all the
    // same.
    for (LinkId const link : {one.why.arriving, one.why.onward}) {
      if (odd.contains(link)) obstacle = Obstacle{{}, {}, link, {}, {}, {}};
    }
    bool const own = obstacle == Obstacle{};
    groups[{obstacle, own ? one.demand->id : ""}].push_back(&one);
  }
  for (auto& [cause, group] : groups) {
    // The first speaks for all: one that sees the obstacle whole.
    auto const first = std::find_if(group.begin(), group.end(), [&](CutOff const* one) {
      return one->why.obstacle == cause.first;
    });
    std::rotate(group.begin(), first, first + 1);
    report(group, network, diagnostics);
  }
}

}  // namespace caravan::scenario
