/// The parts of the document `caravan-report/1`.
#pragma once

#include <vector>

#include "caravan/output/json.hpp"
#include "caravan/output/report.hpp"

#include "output/report_traces.hpp"

namespace caravan::output {

/// Places, links, zones and closures: what stands still, and what is drawn on it.
void write_map(JsonWriter& json, ReportedRun const& run);
/// Lead times at every half per cent, and what may be open when.
void write_distributions(JsonWriter& json, ReportedRun const& run);
void write_hours(JsonWriter& json, scenario::Scenario const& scenario);
/// The ways of trains and the chosen lives of the run in front.
void write_ways(JsonWriter& json, ReportedRun const& run, bool in_front);
/// The crowds over time; of those that wait with intervals, if there are replications enough.
void write_crowds(JsonWriter& json, ReportedRun const& run,
                  std::vector<ReportRecorder const*> const& further, double confidence);

}  // namespace caravan::output
