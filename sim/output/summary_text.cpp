#include <algorithm>
#include <cstddef>
#include <string>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/summary.hpp"
#include "caravan/output/text.hpp"

#include "output/figures.hpp"
#include "output/summary_lines.hpp"
#include "output/summary_short.hpp"
#include "output/summary_tables.hpp"

namespace caravan::output {

namespace {

using scenario::Scenario;
using Align = Columns::Align;

constexpr std::size_t kStallLines = 20;
constexpr std::ptrdiff_t kScreenLines = 24;

}  // namespace

std::string stall_text(Scenario const& scenario, model::RunResult const& result) {
  auto const many = result.stall.size();
  auto const day = result.ended_at.count() / Duration::days(1).count();
  auto text = "stalled at " + time_text(scenario, result.ended_at) + " (day " + grouped(day) +
              "): " + std::to_string(many) +
              (result.stall_is_circle ? " wait for each other in a circle" : " wait for ever") +
              '\n';
  Columns table{{Align::left, Align::left, Align::left, Align::left, Align::left}};
  for (std::size_t i = 0; i < std::min(many, kStallLines); ++i) {
    auto const& row = result.stall[i];
    std::string holders;
    for (auto const tag : row.held_by) {
      holders += (holders.empty() ? "held by " : ", ") + model::text_of(tag, result.sources);
    }
    table.add({"  " + printable(model::text_of(row.who, result.sources)),
               "waits for " + printable(row.waits_for), printable(holders),
               "since " + time_text(scenario, row.since),
               row.mark.file ? printable(row.mark.text()) : ""});
  }
  text += table.text();
  if (many > kStallLines) text += "  and " + std::to_string(many - kStallLines) + " more\n";
  return text;
}

std::string summary_text(Scenario const& scenario, experiment::Answer const& answer,
                         SummaryOptions const& options) {
  auto const& result = answer.result;
  auto const head = header(scenario, answer) + partial(scenario, result);
  if (result.end == model::End::stalled) {
    return head + stall_text(scenario, result) + counts(result) + closing(answer);
  }
  auto const whole = head + counts(result) + lead_times(scenario, result, options) +
                     lateness(scenario, result, options) + spoiled(scenario, result) +
                     transits(result) + expenses(scenario, result, options) + waits(result) +
                     tightest_text(result, options) + lanes(scenario, result) +
                     terminals(scenario, result) + closures(scenario, result) +
                     short_fleets(scenario, result) + warnings(result) + closing(answer);
  auto const asked = options.details || options.all_relations;
  auto const fits = std::count(whole.begin(), whole.end(), '\n') <= kScreenLines;
  return asked || fits ? whole : short_summary(scenario, answer, options);
}

}  // namespace caravan::output
