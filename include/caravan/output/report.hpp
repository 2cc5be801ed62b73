/// A report: one web page that shows a run, and can be mailed.
///
/// The page holds everything that it shows and asks no network for anything. Its data is the
/// document `caravan-report/1`, whose types stand in `web/src/data.ts`: the answer as
/// `summary_json` writes it, the map, the way of every train, and what waited and worked where,
/// over time. Equal runs give equal documents.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/experiment/run.hpp"
#include "caravan/output/recorder.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

struct Traces;

/// Keeps of a run what a report draws, in memory that grows with the trains and not with the loads.
/// The scenario must outlive it.
class ReportReader final : public EventReader {
 public:
  explicit ReportReader(scenario::Scenario const& scenario);
  ~ReportReader() override;
  void read(std::span<NumberedEvent const> events) override;
  [[nodiscard]] Traces const& traces() const;

 private:
  std::unique_ptr<Traces> traces_;
};

/// A run with what was read of it.
struct ReportedRun {
  scenario::Scenario const& scenario;
  experiment::Answer const& answer;
  ReportReader const& reader;
};

/// What goes into one page: runs, of which the first is the one in front (none on a page that shows
/// verdicts only), and what experiments found, each as the JSON document that its own command
/// writes, or empty.
struct Report {
  std::string version = {};  ///< of the program
  std::vector<ReportedRun> runs;
  /// Further replications of the run in front, which give what waits over time its intervals.
  std::vector<ReportedRun> further = {};
  double confidence = 0.95;       ///< of these intervals
  std::string replications = {};  ///< `series_for_page`
  std::string comparison = {};    ///< `versus_json`
  std::string ladder = {};        ///< `ladder_json`
  std::string sweep = {};         ///< `sweep_json`
  std::string gates = {};         ///< `gates_json`
};

/// The document `caravan-report/1`.
[[nodiscard]] std::string report_json(Report const& report);
/// The page that shows `document`. `title` names it in the browser's window.
[[nodiscard]] std::string report_page(std::string_view document, std::string_view title);

}  // namespace caravan::output
