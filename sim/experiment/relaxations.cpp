// From what loads wait for to the value of the scenario that would end the wait.

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "caravan/experiment/ladder.hpp"

#include "experiment/quantity.hpp"

namespace caravan::experiment {

namespace {

using model::ResourceResult;
using scenario::Scenario;

/// One more; of many things a tenth more.
double one_more(double count) {
  constexpr double kFew = 15;
  return count < kFew ? count + 1 : count + std::floor(count / 10);
}

/// Collects relaxations, the waits that they would end added up.
class Finder {
 public:
  Finder(scenario::Loaded const& loaded, model::RunResult const& result)
      : scenario_{*loaded.scenario}, result_{result} {
    for (auto const& value : loaded.values) values_[value.path] = value.text;
  }

  std::vector<Relaxation> find() {
    double total = 0;
    for (auto const& row : result_.waits) {
      auto const& stage = result_.stages[row.stage];
      if (stage.kind != model::Stage::Kind::waiting) continue;
      total += static_cast<double>(row.load_ms);
      if (row.load_ms > 0) relax(row);
    }
    std::vector<Relaxation> all;
    for (auto& [path, found] : found_) {
      found.share /= total;
      all.push_back(std::move(found));
    }
    std::stable_sort(all.begin(), all.end(),
                     [](Relaxation const& a, Relaxation const& b) { return a.share > b.share; });
    return all;
  }

 private:
  void relax(model::PlaceStage const& row) {
    auto const& stages = result_.stages;
    auto const& place = scenario_.network.places()[row.place].name;
    if (row.stage == stages.track) tracks("places." + place, place + " tracks ", row);
    if (row.stage == stages.line) line(row);
    for (auto const& terminal : scenario_.terminals) {
      if (terminal.place != row.place) continue;
      auto const path = "terminals." + terminal.name;
      if (row.stage == stages.crane) change(path + ".cranes", one_more, row);
      if (row.stage == stages.handling_track) {
        tracks(path, terminal.name + " handling tracks ", row);
      }
      if (row.stage == stages.yard) {
        change(path + ".yard", [](double teu) { return teu + std::ceil(teu / 10); }, row);
      }
    }
    for (std::size_t i = 0; i < scenario_.activities.size(); ++i) {
      scenario::ActivityId const id{i};
      if (row.stage != stages.queue(id)) continue;
      auto const path = "activities." + scenario_.activities[id].name;
      auto const staff = values_.find(path + ".staff");
      change(staff == values_.end() ? path + ".servers" : "staff." + staff->second + ".count",
             one_more, row);
    }
    for (std::size_t i = 0; i < scenario_.fleets.size(); ++i) {
      scenario::FleetId const id{i};
      if (row.stage == stages.units(id)) stock(id, place, row);
    }
  }

  /// Of the tracks at `path` those for whose track gauge most was waited.
  void tracks(std::string const& path, std::string const& resource, model::PlaceStage const& row) {
    ResourceResult const* most = nullptr;
    for (auto const& each : result_.resources) {
      if (!each.name.starts_with(resource)) continue;
      if (most == nullptr || each.waits_ms > most->waits_ms) most = &each;
    }
    if (most == nullptr) return;
    auto const gauge = path + ".tracks." + most->name.substr(resource.size());
    change(values_.contains(gauge) ? gauge : gauge + ".count", one_more, row);
  }

  /// Of the lines that leave a place the one for which most was waited.
  void line(model::PlaceStage const& row) {
    std::map<std::string, std::int64_t> waits;
    for (auto const& link : scenario_.network.links()) {
      if (link.a != row.place && link.b != row.place) continue;
      for (auto const& each : result_.resources) {
        if (each.kind == ResourceResult::Kind::line && each.name.starts_with(link.name + ' ')) {
          waits[link.name] += each.waits_ms;
        }
      }
    }
    auto const most =
        std::max_element(waits.begin(), waits.end(),
                         [](auto const& a, auto const& b) { return a.second < b.second; });
    if (most == waits.end()) return;
    auto const path = "links." + most->first;
    if (values_.contains(path + ".loops")) {
      change(path + ".loops", one_more, row);
    } else if (values_.contains(path + ".paths")) {
      change(path + ".paths", [](double paths) { return paths + 1; }, row);
    } else {
      change(path + ".headway", [](double time) { return time * 4 / 5; }, row);
    }
  }

  /// Units for one more train.
  void stock(scenario::FleetId fleet, std::string const& place, model::PlaceStage const& row) {
    auto const path = "fleets." + scenario_.fleets[fleet].name + ".stock." + place;
    if (scenario_.fleets[fleet].counted) {
      auto const table = values_.find("initial.stock");
      found(path, row).table = table == values_.end() ? "a table" : table->second;
      return;
    }
    int more = 1;
    for (auto const& consist : scenario_.consists) {
      if (consist.fleet == fleet) more = std::max(more, consist.wagons);
    }
    change(path, [more](double units) { return units + more; }, row);
  }

  template <class Change>
  void change(std::string const& path, Change relaxed, model::PlaceStage const& row) {
    auto const value = values_.find(path);
    if (value == values_.end()) return;
    auto quantity = quantity_of(value->second);
    if (!quantity) return;
    quantity->number = relaxed(quantity->number);
    auto& it = found(path, row);
    it.before = value->second;
    it.after = text_of(*quantity);
  }

  /// What is known of the value at `path`, with the waits of `row` added.
  Relaxation& found(std::string const& path, model::PlaceStage const& row) {
    auto& it = found_[path];
    it.path = path;
    it.cause = result_.stages[row.stage].cause;
    it.share += static_cast<double>(row.load_ms);
    return it;
  }

  Scenario const& scenario_;
  model::RunResult const& result_;
  std::map<std::string, std::string> values_;
  std::map<std::string, Relaxation> found_;
};

}  // namespace

std::vector<Relaxation> relaxations(scenario::Loaded const& loaded,
                                    model::RunResult const& result) {
  return Finder{loaded, result}.find();
}

}  // namespace caravan::experiment
