/// Turns what a run tells into lines that a dispatcher would write.
///
///     06:00:00  T1#1  running                on main
///     06:30:00  T1#1  waiting for the line   at loop, held by T2#1
///
/// Stages that last no time are left out. Days are counted from the start of the run: `1 06:00:00`.
#pragma once

#include <string>
#include <vector>

#include "caravan/model/observation.hpp"
#include "caravan/model/result.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::test {

class Timeline : public model::Observer {
 public:
  void observe(model::Observation const& observation) override;

  /// One line an event, in order of time. `kinds` selects who appears: any of "trains", "units",
  /// "trucks".
  [[nodiscard]] std::string text(scenario::Scenario const& scenario, model::RunResult const& result,
                                 std::string const& kinds) const;

 private:
  std::vector<model::Observation> all_;
};

/// `06:00:00`, `1 06:00:00.500`
[[nodiscard]] std::string clock_text(SimTime t);

}  // namespace caravan::test
