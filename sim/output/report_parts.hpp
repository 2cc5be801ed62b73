/// The parts of the document `caravan-report/1`.
#pragma once

#include <cstdint>
#include <vector>

#include "caravan/output/json.hpp"
#include "caravan/output/report.hpp"

#include "output/report_traces.hpp"

namespace caravan::output {

/// Milliseconds: the page counts in minutes.
inline constexpr std::int64_t kMinute = 60'000;

/// The number by which the page refers to a thing; -1 for none.
[[nodiscard]] std::int64_t number_or_none(auto id) {
  return id.valid() ? static_cast<std::int64_t>(id.number()) : -1;
}

/// Places, links, zones and closures: what stands still, and what is drawn on it.
void write_map(JsonWriter& json, ReportedRun const& run);
/// Lead times and lateness at every half per cent, and what may be open when.
void write_distributions(JsonWriter& json, ReportedRun const& run);
void write_hours(JsonWriter& json, scenario::Scenario const& scenario);
/// The ways of trains and the chosen lives of the run in front.
void write_ways(JsonWriter& json, ReportedRun const& run, bool in_front);
/// The crowds over time; with intervals, if there are replications enough. Of a run that is laid
/// over the one in front only those that are: what waits, and what is on a line.
void write_crowds(JsonWriter& json, Report const& report, ReportedRun const& run, bool in_front);
/// Units of fleets in use over time, in the intervals of the crowds; of the run in front.
void write_fleets(JsonWriter& json, Report const& report, ReportedRun const& run);

}  // namespace caravan::output
