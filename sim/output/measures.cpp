#include "output/measures.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "caravan/core/time.hpp"
#include "caravan/output/text.hpp"

namespace caravan::output {

namespace {

using experiment::Estimate;
using experiment::Replications;

constexpr std::size_t kMainRelations = 3;
constexpr std::size_t kMainCauses = 3;
constexpr std::size_t kBusiest = 3;

/// The last part of `name` after `family` and a dot, if there is no further dot or relation in it.
bool is_plain_part(std::string_view name, std::string_view family) {
  if (!name.starts_with(family) || name.size() <= family.size() || name[family.size()] != '.') {
    return false;
  }
  return name.substr(family.size() + 1).find_first_of(".>") == std::string_view::npos;
}

/// The sections and loops of a line are one object.
std::string object_of(std::string const& resource) {
  for (auto const* const part : {"_section_", "_loop_", "_from_"}) {
    auto const at = resource.find(part);
    if (at != std::string::npos) return resource.substr(0, at);
  }
  return resource;
}

/// Chooses measures from a table, in the order of being asked.
class Choice {
 public:
  Choice(Replications const& table, std::vector<Estimate> const& estimates)
      : table_{table}, estimates_{estimates} {}

  void one(std::string const& name) {
    if (auto const found = table_.find(name)) chosen_.push_back(*found);
  }
  /// Measures for which `wanted` holds, the greatest means first.
  template <class Wanted>
  std::vector<std::size_t> greatest(Wanted wanted) const {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < table_.measures.size(); ++i) {
      if (estimates_[i].mean > 0 && wanted(table_.measures[i].name)) rows.push_back(i);
    }
    std::sort(rows.begin(), rows.end(), [this](std::size_t a, std::size_t b) {
      return std::pair{estimates_[b].mean, a} < std::pair{estimates_[a].mean, b};
    });
    return rows;
  }
  void relations() {
    constexpr std::string_view kFamily = "throughput.";
    auto rows = greatest([&](std::string const& name) { return name.starts_with(kFamily); });
    if (rows.size() < 2) return;
    rows.resize(std::min(rows.size(), kMainRelations));
    for (auto const row : rows) {
      one("lead-time." + table_.measures[row].name.substr(kFamily.size()) + ".p90");
    }
  }
  void causes() {
    auto rows = greatest([](std::string const& name) { return is_plain_part(name, "waits"); });
    rows.resize(std::min(rows.size(), kMainCauses));
    chosen_.insert(chosen_.end(), rows.begin(), rows.end());
  }
  void busiest() {
    std::set<std::string> seen;
    for (auto const row :
         greatest([](std::string const& name) { return name.starts_with("utilisation."); })) {
      if (seen.size() == kBusiest) break;
      if (seen.insert(object_of(table_.measures[row].name)).second) chosen_.push_back(row);
    }
  }
  [[nodiscard]] std::vector<std::size_t> chosen() && { return std::move(chosen_); }

 private:
  Replications const& table_;
  std::vector<Estimate> const& estimates_;
  std::vector<std::size_t> chosen_;
};

}  // namespace

std::string value_text(double value, std::string_view unit, double scale) {
  if (unit == "h") {
    auto const size = Duration::rounded((scale < 0 ? -scale : scale) * 3.6e6);
    auto const shown = unit_for(size);
    auto const one = shown == TimeUnit::days      ? 24.0
                     : shown == TimeUnit::hours   ? 1.0
                     : shown == TimeUnit::minutes ? 1.0 / 60
                                                  : 1.0 / 3600;
    auto const* const name = shown == TimeUnit::days      ? " d"
                             : shown == TimeUnit::hours   ? " h"
                             : shown == TimeUnit::minutes ? " min"
                                                          : " s";
    return brief(value / one) + name;
  }
  if (unit == "share") return brief(100 * value) + " %";
  return brief(value) + (unit.empty() ? "" : " ") + std::string{unit};
}

char const* name_of(experiment::Measure::Better better) {
  using Better = experiment::Measure::Better;
  return better == Better::less ? "less" : better == Better::more ? "more" : "neither";
}

std::vector<Estimate> estimates_of(Replications const& table, double confidence) {
  std::vector<Estimate> estimates;
  estimates.reserve(table.measures.size());
  experiment::Estimator estimator{confidence};
  for (std::size_t i = 0; i < table.measures.size(); ++i) {
    estimates.push_back(estimator.of(table.observed(i)));
  }
  return estimates;
}

std::vector<std::size_t> main_measures(Replications const& table,
                                       std::vector<Estimate> const& estimates) {
  Choice choice{table, estimates};
  for (auto const* const name : {"lead-time.mean", "lead-time.p50", "lead-time.p90"}) {
    choice.one(name);
  }
  choice.relations();
  for (auto const* const name : {"on-time", "throughput", "cost", "waits"}) choice.one(name);
  choice.causes();
  choice.busiest();
  return std::move(choice).chosen();
}

std::vector<std::size_t> named_measures(Replications const& table,
                                        std::vector<std::string> const& names) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < table.measures.size(); ++i) {
    auto const& name = table.measures[i].name;
    if (std::any_of(names.begin(), names.end(),
                    [&](std::string const& each) { return name.starts_with(each); })) {
      rows.push_back(i);
    }
  }
  return rows;
}

bool always_zero(Replications const& table, std::size_t measure) {
  auto const& values = table.values[measure];
  return std::all_of(values.begin(), values.end(),
                     [](auto const& value) { return !value || *value == 0; });
}

std::size_t stalled(Replications const& table) {
  return static_cast<std::size_t>(
      std::count_if(table.records.begin(), table.records.end(),
                    [](auto const& each) { return each.end == model::End::stalled; }));
}

std::size_t broken(Replications const& table) {
  return static_cast<std::size_t>(
      std::count_if(table.records.begin(), table.records.end(),
                    [](auto const& each) { return !each.broken.empty(); }));
}

}  // namespace caravan::output
