/// The rows of the table `events`, written while the run goes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "caravan/output/recorder.hpp"
#include "caravan/output/run_database.hpp"

#include "output/table_sink.hpp"

namespace caravan::output {

/// Of some sources the events are held until the run has ended: a train is kept if one of their
/// loads rides it, which may be long after it came into being. Held are events of those sources and
/// of trains, not those of other loads.
class EventRows final : public EventReader {
 public:
  EventRows(scenario::Scenario const& scenario, KeptEvents const& kept, PageFile& database,
            std::string const& folder);
  void read(std::span<NumberedEvent const> events) override;
  void finish();
  /// Whether there are too many for `events.csv`.
  [[nodiscard]] bool left_out_of_csv() const { return left_out_; }

 private:
  struct Held {
    std::int64_t key = 0;
    NumberedEvent seen;
  };
  void hold(NumberedEvent const& seen);
  [[nodiscard]] bool is_named(std::uint64_t who) const;
  void row(std::int64_t key, NumberedEvent const& seen);

  KeptEvents::Which which_;
  std::set<model::SourceId> named_;
  DatabaseSink database_;
  CsvSink csv_;
  std::size_t rows_ = 0;
  bool left_out_ = false;
  std::int64_t seen_ = 0;
  std::deque<Held> held_;
  std::set<std::uint32_t> ridden_;  ///< trains that loads of the named sources boarded
};

}  // namespace caravan::output
