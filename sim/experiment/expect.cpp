#include "caravan/experiment/expect.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "caravan/core/contract.hpp"

namespace caravan::experiment {

namespace {

using scenario::Gate;

/// The replications of one scenario, as many as were asked for so far.
struct System {
  scenario::Scenario const* scenario = nullptr;
  std::vector<Record> records;

  [[nodiscard]] std::vector<std::optional<double>> column(std::string const& measure,
                                                          std::size_t n) const {
    std::vector<std::optional<double>> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(records[i].value(measure));
    return values;
  }
  /// The queue for which what hangs on queues has no mean in the first `n`; empty if it has one.
  [[nodiscard]] std::string endless(std::size_t n) const {
    return endless_queue(is_steady(*scenario), std::span{records}.first(n));
  }
};

/// One gate on its way to a verdict.
struct Way {
  GateOutcome outcome;
  std::size_t system = 0;  ///< with which it is compared; 0 = with none
  Baseline const* baseline = nullptr;
  std::vector<Edge> edges;
  bool decided = false;
};

class Testing {
 public:
  Testing(scenario::Scenario const& scenario, scenario::Expectations const& expectations,
          std::vector<Reference> const& references, ReplicateOptions const& options)
      : options_{options},
        looks_{looks_of(static_cast<std::size_t>(expectations.at_least),
                        static_cast<std::size_t>(expectations.at_most))} {
    expects(references.size() == expectations.gates.size(), "every gate has its reference");
    systems_.push_back({&scenario, {}});
    result_.alpha = expectations.alpha;
    for (std::size_t i = 0; i < references.size(); ++i) {
      add(expectations.gates[i], references[i]);
    }
  }

  Outcome outcome() && {
    if (make(1) && first_run()) {
      for (std::size_t look = 0; look < looks_.size() && undecided(); ++look) {
        if (!make(looks_[look])) break;
        for (auto& way : ways_) judge_at(look, way);
      }
    }
    result_.runs = systems_.front().records.size();
    for (auto& way : ways_) result_.gates.push_back(std::move(way.outcome));
    return std::move(result_);
  }

 private:
  void add(Gate const& gate, Reference const& reference) {
    Way way;
    way.outcome.gate = gate;
    way.baseline = reference.baseline;
    if (reference.scenario != nullptr) {
      way.system = systems_.size();
      for (std::size_t i = 1; i < systems_.size(); ++i) {
        if (systems_[i].scenario == reference.scenario) way.system = i;
      }
      if (way.system == systems_.size()) systems_.push_back({reference.scenario, {}});
    }
    if (!gate.exact()) ++result_.statistical;
    ways_.push_back(std::move(way));
  }

  [[nodiscard]] bool undecided() const {
    return std::any_of(ways_.begin(), ways_.end(), [](Way const& way) { return !way.decided; });
  }

  /// Systems whose values some gate still waits for.
  [[nodiscard]] std::set<std::size_t> needed() const {
    std::set<std::size_t> systems{0};
    for (auto const& way : ways_) {
      if (!way.decided) systems.insert(way.system);
    }
    return systems;
  }

  /// Has `count` replications of all systems that are needed; false if that cannot be.
  bool make(std::size_t count) {
    for (auto const number : needed()) {
      if (!make(systems_[number], count)) return false;
    }
    return true;
  }

  bool make(System& system, std::size_t count) {
    auto const before = system.records.size();
    if (before >= count) return true;
    std::vector<Record> fresh(count - before);
    auto const work = [&](std::size_t i) {
      model::RunOptions one;
      one.seed = options_.seed;
      one.replication = options_.first + static_cast<std::uint32_t>(before + i);
      one.shuffled_ties = options_.shuffled_ties;
      one.interrupt = options_.farm.interrupt;
      fresh[i] = record_of(*system.scenario, one);
    };
    auto const take = [&](std::size_t i) {
      if (fresh[i].end == model::End::interrupted) return false;
      bool const sound = is_sound(fresh[i]);
      system.records.push_back(std::move(fresh[i]));
      return sound;
    };
    options_.farm.run(fresh.size(), work, take);
    bool const sound = !result_.stalled && !result_.broken;
    result_.interrupted = result_.interrupted || (sound && system.records.size() < count);
    return sound && system.records.size() == count;
  }

  bool is_sound(Record const& record) {
    if (!record.broken.empty()) result_.broken = record.replication;
    if (record.end == model::End::stalled) result_.stalled = record.replication;
    return !result_.broken && !result_.stalled;
  }

  /// After the first replication it is known what the measures are, and exact gates are decided.
  bool first_run() {
    auto const& first = systems_.front().records.front();
    for (auto& way : ways_) {
      auto const& gate = way.outcome.gate;
      way.outcome.fingerprint = first.results.text();
      if (gate.exact()) {
        decide(way, gate.fingerprint == way.outcome.fingerprint ? Verdict::pass : Verdict::fail);
        way.outcome.judgement.n = 1;
      } else {
        find_edges(way, first);
      }
    }
    return result_.faults.ok();
  }

  static void decide(Way& way, Verdict verdict) {
    way.outcome.judgement.verdict = verdict;
    way.decided = true;
  }

  void find_edges(Way& way, Record const& first) {
    auto const& gate = way.outcome.gate;
    auto const found =
        std::find_if(first.measured.begin(), first.measured.end(),
                     [&](Measured const& each) { return each.measure.name == gate.measure; });
    if (found == first.measured.end()) {
      std::vector<std::string> names;
      for (auto const& each : first.measured) names.push_back(each.measure.name);
      auto const near = nearest(gate.measure, names);
      fault(gate.named, "there is no measure `" + gate.measure + "` in the first replication",
            near ? "did you mean `" + *near + "`?" : "docs/reference/measures.md lists them");
      return;
    }
    way.outcome.measure = found->measure;
    if (gate.kind == Gate::Kind::not_worse_than &&
        found->measure.better == Measure::Better::neither) {
      fault(gate.bound, "neither more nor less of `" + gate.measure + "` is worse",
            "write `unchanged-from`");
      return;
    }
    auto edges =
        edges_of(gate, found->measure.unit, found->measure.better == Measure::Better::more);
    if (!edges) {
      fault(gate.compares() ? gate.at : gate.bound,
            "`" + gate.measure + "` is measured in " +
                (found->measure.unit.empty() ? "plain numbers" : '`' + found->measure.unit + '`'),
            "give a number with a unit of that kind");
      return;
    }
    way.edges = std::move(*edges);
    if (!gate.needs_baseline()) return;
    if (auto const* const rows = rows_of(way)) {
      way.outcome.baseline_rows = rows->size();
    } else {
      way.outcome.without_baseline = true;
      decide(way, Verdict::fail);
    }
  }

  void fault(Mark const& at, std::string text, std::string help) {
    result_.faults.error("expect", at, std::move(text), std::move(help));
  }

  /// Loads behind a queue without end do not come out to be measured, and the quick ones that do
  /// look well: such a mean passes no gate.
  [[nodiscard]] bool has_no_mean(Way& way, std::size_t n) const {
    if (!way.outcome.measure.of_queue) return false;
    auto& queue = way.outcome.endless;
    queue = systems_.front().endless(n);
    way.outcome.endless_there = queue.empty() && way.system > 0;
    if (way.outcome.endless_there) queue = systems_[way.system].endless(n);
    return !queue.empty();
  }

  static std::vector<std::optional<double>> const* rows_of(Way const& way) {
    if (way.baseline == nullptr) return nullptr;
    auto const& names = way.baseline->measures;
    auto const found = std::find(names.begin(), names.end(), way.outcome.gate.measure);
    return found == names.end()
               ? nullptr
               : &way.baseline->values[static_cast<std::size_t>(found - names.begin())];
  }

  void judge_at(std::size_t look, Way& way) {
    if (way.decided) return;
    auto const n = looks_[look];
    if (has_no_mean(way, n)) {
      decide(way, Verdict::fail);
      way.outcome.judgement.n = n;
      return;
    }
    auto const& measure = way.outcome.gate.measure;
    Sample sample{systems_.front().column(measure, n), {}};
    if (way.system > 0) {
      sample.base = systems_[way.system].column(measure, n);
    } else if (auto const* const rows = rows_of(way)) {
      sample.base = *rows;
      sample.base.resize(n);
    }
    // Bonferroni: an equal part for each gate, and for each edge of it.
    auto const parts = static_cast<double>(result_.statistical * way.edges.size());
    auto& found = way.outcome.judgement;
    found = judge(way.edges, sample, spent_at(looks_, look, result_.alpha / parts));
    way.decided = found.verdict != Verdict::undecided;
  }

  ReplicateOptions const& options_;
  std::vector<std::size_t> looks_;
  std::vector<System> systems_;  ///< the scenario itself, then those that it is compared with
  std::vector<Way> ways_;
  Outcome result_;
};

}  // namespace

std::size_t Outcome::count(Verdict verdict) const {
  return static_cast<std::size_t>(std::count_if(
      gates.begin(), gates.end(),
      [verdict](GateOutcome const& each) { return each.judgement.verdict == verdict; }));
}

Outcome test(scenario::Scenario const& scenario, scenario::Expectations const& expectations,
             std::vector<Reference> const& references, ReplicateOptions const& options) {
  return Testing{scenario, expectations, references, options}.outcome();
}

Baseline baseline_of(scenario::Scenario const& scenario, scenario::Expectations const& expectations,
                     Replications const& replications) {
  std::set<std::string> wanted;
  for (auto const& gate : expectations.gates) {
    if (gate.needs_baseline()) wanted.insert(gate.measure);
  }
  Baseline baseline;
  baseline.scenario_hash = scenario.hash;
  if (!replications.records.empty()) baseline.seed = replications.records.front().seed;
  for (auto const& name : wanted) {
    auto const row = replications.find(name);
    if (!row) continue;
    baseline.measures.push_back(name);
    baseline.values.push_back(replications.values[*row]);
  }
  return baseline;
}

}  // namespace caravan::experiment
