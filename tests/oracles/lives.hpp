/// Runs a scenario over and over and looks at the lives of its loads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "caravan/experiment/run.hpp"
#include "caravan/model/observation.hpp"
#include "caravan/model/stage.hpp"

#include "tests/oracles/known.hpp"

namespace caravan::oracles {

/// The life of one load that has ended. Times in hours.
struct Life {
  model::Tag who;
  double created = 0;
  double ended = 0;
  double waited = 0;
  bool turned_away = false;
  [[nodiscard]] double sojourn() const { return ended - created; }
};

/// A time without a break in which somebody was present.
struct BusyPeriod {
  double length = 0;
  double idle_before = 0;
  std::int64_t served = 0;
};

/// Notes lives, and how many loads are present.
class Lives final : public model::Observer {
 public:
  Lives(model::Stages stages, SimTime from, SimTime until);
  void observe(model::Observation const& observation) override;

  /// How many were created after the warm-up.
  [[nodiscard]] double arrivals() const { return arrivals_; }
  /// Of those created after the warm-up, in the order of their ends.
  [[nodiscard]] std::vector<Life> const& ended() const { return ended_; }
  [[nodiscard]] std::vector<BusyPeriod> const& busy_periods() const { return busy_periods_; }
  /// Time average of the number present, from the warm-up to the horizon.
  [[nodiscard]] double mean_present() const;
  [[nodiscard]] double share_empty() const;

 private:
  struct Open {
    Life life;
    SimTime created;
    SimTime since;
    bool waits = false;
    double waited_ms = 0;
  };
  void created(model::observed::Created const& event);
  void began(model::Tag who, bool waits, SimTime at);
  void ended(model::observed::Ended const& event);
  void change(int by, SimTime at);

  model::Stages stages_;
  SimTime from_;
  SimTime until_;
  std::unordered_map<std::uint64_t, Open> open_;
  std::vector<Life> ended_;
  std::vector<BusyPeriod> busy_periods_;
  double arrivals_ = 0;
  std::int64_t present_ = 0;
  SimTime last_change_;
  SimTime busy_since_;
  double area_ = 0;
  double empty_ = 0;
  double idle_before_ = 0;
  std::int64_t served_ = 0;
};

struct Replication {
  model::RunResult const& result;
  Lives const& lives;
  double hours = 0;  ///< from the warm-up to the horizon
  [[nodiscard]] model::ResourceResult const& resource(std::string_view name) const;
  /// Time of loads in a stage after the warm-up, in hours.
  [[nodiscard]] double load_hours(std::string_view stage) const;
};

using Measure = std::function<void(Replication const&, Samples&)>;

/// Loads the scenario `yaml` (its `schema` and `name` are put in front) and runs it with the seed
/// of `name`, as often as usual. Each run must reach its horizon with books that close.
[[nodiscard]] Samples replicate(std::string const& name, std::string const& yaml,
                                std::uint32_t usual, Measure const& measure);

}  // namespace caravan::oracles
