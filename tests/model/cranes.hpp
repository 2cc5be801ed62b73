/// The cranes in the answer of a run with one terminal.
#pragma once

#include <algorithm>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"

namespace caravan {

inline model::ResourceResult cranes_of(model::RunResult const& result) {
  auto const found = std::find_if(
      result.resources.begin(), result.resources.end(),
      [](auto const& resource) { return resource.kind == model::ResourceResult::Kind::cranes; });
  EXPECT_NE(found, result.resources.end());
  return *found;
}

}  // namespace caravan
