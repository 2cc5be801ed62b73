// From what the trains of a circle wait for to the value of the scenario that gives one more of it.

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/experiment/unlock.hpp"

#include "experiment/quantity.hpp"

namespace caravan::experiment {

namespace {

/// Collects steps, each path once, in the order in which they are found.
class RemedyFinder {
 public:
  RemedyFinder(scenario::Loaded const& loaded, model::RunResult const& result)
      : scenario_{*loaded.scenario}, result_{result} {
    for (auto const& value : loaded.values) values_[value.path] = value.text;
  }

  std::vector<Remedy> find() {
    for (auto const& line : result_.stall) {
      at_places(line.waits_for);
      at_terminals(line.waits_for);
      by_people(line.waits_for);
      of_fleets(line.waits_for);
      on_lines(line.waits_for);
    }
    between_places();
    return std::move(found_);
  }

 private:
  void at_places(std::string_view resource) {
    for (auto const& place : scenario_.network.places()) {
      if (tracks("places." + place.name, place.name + " tracks ", resource)) {
        places_.insert(place.name);
      }
    }
  }

  void at_terminals(std::string_view resource) {
    for (auto const& terminal : scenario_.terminals) {
      auto const path = "terminals." + terminal.name;
      tracks(path, terminal.name + " handling tracks ", resource);
      for (auto const* const what : {"cranes", "bays"}) {
        if (resource == terminal.name + ' ' + what) more(path + '.' + what, 1);
      }
      if (resource == terminal.name + " shunting engines") more(path + ".engines", 1);
    }
  }

  void by_people(std::string_view resource) {
    for (auto const& activity : scenario_.activities) {
      if (resource == activity.name) more("activities." + activity.name + ".servers", 1);
    }
    more("staff." + std::string{resource} + ".count", 1);
  }

  /// Units for one more train.
  void of_fleets(std::string_view resource) {
    for (std::size_t i = 0; i < scenario_.fleets.size(); ++i) {
      scenario::FleetId const id{i};
      auto const& name = scenario_.fleets[id].name;
      if (!resource.starts_with(name + " at ") || scenario_.fleets[id].counted) continue;
      int units = 1;
      for (auto const& consist : scenario_.consists) {
        if (consist.fleet == id) units = std::max(units, consist.wagons);
      }
      more("fleets." + name + ".stock." + std::string{resource.substr(name.size() + 4)}, units);
    }
  }

  void on_lines(std::string_view resource) {
    for (auto const& link : scenario_.network.links()) {
      if (!resource.starts_with(link.name + ' ')) continue;
      more("links." + link.name + (resource.starts_with(link.name + " room ") ? ".room" : ".loops"),
           1);
    }
  }

  /// Trains that wait for each other's tracks can also meet on the way.
  void between_places() {
    auto const& places = scenario_.network.places();
    for (auto const& link : scenario_.network.links()) {
      auto const both =
          places_.contains(places[link.a].name) && places_.contains(places[link.b].name);
      auto const track = values_.find("links." + link.name + ".track");
      if (both && track != values_.end() && track->second == "single") {
        more("links." + link.name + ".loops", 1);
      }
    }
  }

  /// Whether the resource is the tracks of a gauge at `path`.
  bool tracks(std::string const& path, std::string const& prefix, std::string_view resource) {
    if (!resource.starts_with(prefix)) return false;
    auto const gauge = path + ".tracks." + std::string{resource.substr(prefix.size())};
    more(values_.contains(gauge) ? gauge : gauge + ".count", 1);
    return true;
  }

  /// Values that are no numbers (loops by their positions) offer no step.
  void more(std::string const& path, int step) {
    auto const value = values_.find(path);
    if (value == values_.end() || !paths_.insert(path).second) return;
    auto quantity = quantity_of(value->second);
    if (!quantity) return;
    quantity->number += step;
    found_.push_back({path, value->second, text_of(*quantity)});
  }

  scenario::Scenario const& scenario_;
  model::RunResult const& result_;
  std::map<std::string, std::string> values_;
  std::set<std::string> paths_;
  std::set<std::string> places_;  ///< whose tracks are waited for
  std::vector<Remedy> found_;
};

}  // namespace

std::vector<Remedy> remedies(scenario::Loaded const& loaded, model::RunResult const& result) {
  expects(loaded.scenario.has_value(), "a scenario that ran has no errors");
  return RemedyFinder{loaded, result}.find();
}

}  // namespace caravan::experiment
