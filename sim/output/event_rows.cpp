#include "output/event_rows.hpp"

#include <algorithm>
#include <array>

#include "caravan/core/contract.hpp"

namespace caravan::output {

namespace {

using What = Event::What;
using model::Tag;

// A sheet of a spreadsheet has 2^20 rows (Excel, LibreOffice); one is the header.
constexpr std::size_t kMostCsvRows = (1U << 20U) - 1;

TableForm events_form() {
  auto const forms = run_tables();
  auto const found = std::find_if(forms.begin(), forms.end(), [](TableForm const& form) {
    return form.name == std::string_view{"events"};
  });
  expects(found != forms.end(), "there is a table of events");
  return *found;
}

Cell number_if(bool is, std::int64_t value) {
  return is ? Cell{value} : Cell{};
}

/// A run's first sources are its services, then its flows, both in the order of the scenario.
std::set<model::SourceId> sources_named(scenario::Scenario const& scenario,
                                        std::vector<std::string> const& names) {
  std::set<model::SourceId> named;
  std::size_t number = 0;
  auto const look = [&](std::string const& name) {
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      named.insert(model::SourceId{number});
    }
    ++number;
  };
  for (auto const& service : scenario.services) look(service.name);
  for (auto const& flow : scenario.flows) look(flow.name);
  return named;
}

}  // namespace

EventRows::EventRows(scenario::Scenario const& scenario, KeptEvents const& kept, PageFile& database,
                     std::string const& folder)
    : which_{kept.which},
      named_{sources_named(scenario, kept.sources)},
      database_{database},
      csv_{folder} {
  auto const form = events_form();
  database_.begin(form);
  csv_.begin(form);
}

void EventRows::read(std::span<NumberedEvent const> events) {
  if (which_ == KeptEvents::Which::none) return;
  for (auto const& seen : events) {
    ++seen_;
    if (which_ == KeptEvents::Which::all) {
      row(seen_, seen);
    } else {
      hold(seen);
    }
  }
}

bool EventRows::is_named(std::uint64_t who) const {
  return named_.contains(Tag::unpacked(who).source);
}

void EventRows::hold(NumberedEvent const& seen) {
  bool const named = is_named(seen.event.who);
  if (!named && Tag::unpacked(seen.event.who).kind != Tag::Kind::train) return;
  held_.push_back({seen_, seen});
  if (named && seen.event.what == What::boarded) ridden_.insert(seen.other);
}

void EventRows::row(std::int64_t key, NumberedEvent const& seen) {
  auto const& event = seen.event;
  bool const part = event.what == What::reassigned;
  bool const somewhere = event.where != Event::kNowhere;
  std::array<Cell, 9> const cells{key,
                                  event.at.count(),
                                  std::int64_t{seen.who},
                                  static_cast<std::int64_t>(event.what),
                                  number_if(event.stage != Event::kNoStage, event.stage),
                                  number_if(somewhere && !event.on_link, event.where),
                                  number_if(somewhere && event.on_link, event.where),
                                  number_if(seen.other != 0, seen.other),
                                  number_if(part, static_cast<std::int64_t>(event.other))};
  database_.row(cells);
  if (left_out_) return;
  if (++rows_ > kMostCsvRows) {
    csv_.leave_out();
    left_out_ = true;
    return;
  }
  csv_.row(cells);
}

void EventRows::finish() {
  for (auto const& [key, seen] : held_) {
    if (is_named(seen.event.who) || ridden_.contains(seen.who)) row(key, seen);
  }
  held_.clear();
  database_.finish();
  csv_.finish();
}

}  // namespace caravan::output
