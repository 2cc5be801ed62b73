/// Words of a run database for what has a number in the program.
#pragma once

#include "caravan/experiment/measure.hpp"
#include "caravan/model/entity.hpp"
#include "caravan/model/stage.hpp"
#include "caravan/scenario/fleet.hpp"
#include "caravan/scenario/work.hpp"

namespace caravan::output {

[[nodiscard]] char const* word_of(model::Stage::Kind kind);
[[nodiscard]] char const* word_of(model::Source::Kind kind);
[[nodiscard]] char const* word_of(scenario::Terminal::Means means);
[[nodiscard]] char const* word_of(scenario::Fleet::Kind kind);
[[nodiscard]] char const* word_of(experiment::Measure::Better better);

}  // namespace caravan::output
