/// Where two runs part, told to people.
#pragma once

#include <string>
#include <vector>

#include "caravan/experiment/divergence.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

/// One value that the two scenarios do not share, and where each was written.
struct DifferentValue {
  std::string path;
  std::string a;  ///< as YAML; empty: it is not there
  std::string at_a;
  std::string b;
  std::string at_b;
};

struct Parting {
  std::string name_a;  ///< as the user names it
  std::string name_b;
  scenario::Scenario const& a;
  scenario::Scenario const& b;
  experiment::Divergence const& divergence;
  std::vector<DifferentValue> values;
};

/// What each does where they part, when and where; what those concerned did last; and which values
/// differ. Times are local to the place, or of the clock where there is none, and name their zone.
[[nodiscard]] std::string parting_text(Parting const& parting);

}  // namespace caravan::output
