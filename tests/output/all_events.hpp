/// A reader that keeps everything.
#pragma once

#include <span>
#include <vector>

#include "caravan/output/recorder.hpp"

namespace caravan::output {

class AllEvents final : public EventReader {
 public:
  void read(std::span<NumberedEvent const> events) override {
    all.insert(all.end(), events.begin(), events.end());
  }
  std::vector<NumberedEvent> all;
};

}  // namespace caravan::output
