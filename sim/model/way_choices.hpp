/// Which way is taken, where a scenario names a policy for it.
#pragma once

#include <vector>

#include "model/outlook.hpp"
#include "model/world.hpp"

namespace caravan::model {

class WayChoices {
 public:
  explicit WayChoices(World& world);
  /// The way that `who` takes; `drawn` is the one that his shares alone would have him take.
  [[nodiscard]] std::size_t choose(SourceId source, std::size_t drawn, Tag who) const;

 private:
  struct Choice {  // of a service or flow that names a policy
    WayPolicy const* policy = nullptr;
    std::vector<scenario::PlaceId> ends;  // by way
    std::vector<Outlook> ways;
  };
  void add(Outlook::Traveller const& traveller);

  World& world_;
  std::vector<Choice> choices_;  // by source
};

}  // namespace caravan::model
