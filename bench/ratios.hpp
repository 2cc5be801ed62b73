/// A table of what Caravan takes beside what a loop written by hand takes for the same work.
///
/// Two benchmarks are a pair if their names differ only in `by_processes` and `by_hand`. Both count
/// `events`. Of several repetitions the fastest counts, as the others were disturbed.
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

namespace caravan::bench {

class Ratios : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(Context const& context) override {
    PrintBasicContext(&GetErrorStream(), context);
    return true;
  }

  void ReportRuns(std::vector<Run> const& runs) override {
    for (auto const& run : runs) {
      if (run.run_type == Run::RT_Aggregate) continue;
      auto const events = run.counters.find("events");
      if (events == run.counters.end()) {
        all_sound_ = false;
        std::printf("%s: %s\n", run.benchmark_name().c_str(), run.error_message.c_str());
        continue;
      }
      add(run.benchmark_name(), 1e9 / events->second.value);
    }
  }

  /// Of a run that failed nothing is compared.
  void Finalize() override {
    std::printf("%-24s %14s %14s %8s\n", "nanoseconds an event", "by processes", "by hand",
                "ratio");
    for (auto const& row : rows_) {
      std::printf("%-24s %14.1f %14.1f", row.name.c_str(), row.by_processes, row.by_hand);
      if (row.by_processes > 0 && row.by_hand > 0) {
        std::printf(" %8.2f", row.by_processes / row.by_hand);
      }
      std::printf("\n");
    }
  }

  [[nodiscard]] bool all_sound() const { return all_sound_; }

 private:
  struct Row {
    std::string name;
    double by_processes = 0;  ///< nanoseconds an event; 0: was not run
    double by_hand = 0;
  };

  void add(std::string name, double nanoseconds) {
    bool const by_hand = cut(name, "by_hand");
    if (!by_hand) cut(name, "by_processes");
    auto row =
        std::find_if(rows_.begin(), rows_.end(), [&](Row const& one) { return one.name == name; });
    if (row == rows_.end()) row = rows_.insert(rows_.end(), Row{name});
    auto& fastest = by_hand ? row->by_hand : row->by_processes;
    fastest = fastest == 0 ? nanoseconds : std::min(fastest, nanoseconds);
  }

  /// Removes `word` and the mark before it: `hold_by_hand/100` becomes `hold/100`.
  static bool cut(std::string& name, std::string_view word) {
    auto const place = name.find(word);
    if (place == std::string::npos) return false;
    name.erase(place - 1, word.size() + 1);
    return true;
  }

  std::vector<Row> rows_;
  bool all_sound_ = true;
};

}  // namespace caravan::bench
