#include "cli/study_input.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <utility>

#include "caravan/core/diagnostic.hpp"

#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/interrupt.hpp"
#include "cli/options.hpp"

namespace caravan::cli {

namespace {

constexpr int kUsual = 10;

int replications_of(Invocation const& invocation, Input const& base, scenario::Sweep const& sweep) {
  auto const asked = whole_number(invocation, "replications", std::numeric_limits<int>::max());
  if (asked) return static_cast<int>(*asked);
  if (sweep.replications) return *sweep.replications;
  auto const& plan = base.scenario().replication;
  return plan ? plan->at_least : kUsual;
}

/// Says what of the scenario's `replicate` a sweep cannot heed.
void tell_what_is_left_aside(Invocation const& invocation, Input const& base,
                             experiment::Study const& study, StudyOf of, Console const& console) {
  bool const points = of == StudyOf::points;
  if (!points && base.loaded.sweep) {
    console.say(
        "caravan: replications of the scenario as it is; `sweep` is left aside, as by 'caravan "
        "run'\n");
  }
  auto const& plan = base.scenario().replication;
  if (!plan) return;
  if (plan->find_warm_up) {
    console.say(std::string{"caravan: a "} + (points ? "sweep" : "shard") +
                " counts from the clock's warm-up on; `warm-up: find` is left aside\n");
  }
  if (plan->until && !invocation.has("replications") && !study.sweep.replications) {
    console.say(std::string{"caravan: "} + (points ? "each point has " : "there are ") +
                std::to_string(study.replications) +
                " replications, the least of `replicate`; `until` is left aside\n");
  }
}

/// False if it was interrupted.
bool make_those_left(StudyInput const& input, Shard shard,
                     experiment::ReplicateOptions const& options, experiment::MadeRuns& made,
                     output::Journal* journal) {
  auto const keep = [&](experiment::Made const& run) {
    if (journal != nullptr) journal->add(experiment::bytes_of(run));
    auto const [kept, fresh] = made.emplace(run.job, run);
    experiment::drop_unwanted(input.study(), kept->second);
  };
  auto const load = [&](std::size_t point) { return input.load(point); };
  for (;;) {
    auto jobs = shard.count > 1 ? jobs_of(shard, input.study())
                                : experiment::jobs_left(input.study(), made);
    std::erase_if(jobs, [&made](experiment::Job const& job) { return made.contains(job); });
    if (jobs.empty()) break;
    bool const all = experiment::make(jobs, load, options, keep);
    if (journal != nullptr) journal->sync();
    if (!all) return false;
  }
  return true;
}

}  // namespace

std::vector<Option> study_options() {
  auto options = scenario_options();
  options.push_back({"ties",
                     '\0',
                     "ORDER",
                     "what comes first at one instant: the fixed order, or a seeded draw",
                     {"fixed", "shuffled"}});
  for (auto const& option : experiment_options()) options.push_back(option);
  return options;
}

StudyOf study_of(Manifest const& manifest) {
  auto const command = manifest.command.empty() ? std::string{} : manifest.command.front();
  if (command == "sweep") return StudyOf::points;
  // A run that was made as a whole is put together with nothing.
  if (command == "run" && !manifest.study.empty()) return StudyOf::replications;
  throw FileError{"the manifest is of no sweep, nor of shards of a run"};
}

Invocation study_invocation(Manifest const& manifest) {
  auto const& words = manifest.command;
  [[maybe_unused]] auto const of = study_of(manifest);
  auto options = study_options();
  auto invocation = parse({words.begin() + 1, words.end()}, options);
  if (invocation.arguments.size() != 1) throw FileError{"the manifest is of no sweep"};
  invocation.words = words;
  return invocation;
}

StudyInput::StudyInput(Invocation const& invocation, Console& console, StudyOf of)
    : path_{invocation.arguments.front()}, of_{of} {
  if (path_ == "-") {
    throw UsageError{std::string{of == StudyOf::replications ? "shards of a run" : "a sweep"} +
                         " cannot be read from standard input",
                     "name a file"};
  }
  check_experiment(invocation);
  load_options_.set = invocation.values("set");
  load_options_.seed = whole_number(invocation, "seed", std::numeric_limits<std::uint64_t>::max());
  load_options_.language = scenario::build_language();
  base_ = cli::load(invocation, console, "; nothing was run");
  code_ = base_.code;
  if (!base_.ok()) return;
  options_.seed = scenario().seed;
  options_.shuffled_ties = invocation.value("ties", "fixed") == "shuffled";
  console.set_repeat("caravan " + shell_words(invocation.words));
  if (of == StudyOf::either) of_ = base_.loaded.sweep ? StudyOf::points : StudyOf::replications;
  // Else one point: the scenario as it is.
  if (of_ == StudyOf::points && base_.loaded.sweep) study_.sweep = *base_.loaded.sweep;
  study_.points = experiment::points_of(study_.sweep, options_.seed);
  number_replications(invocation, of);
  study_.shown = invocation.values("measure");
  for (auto const* const name : {"lead-time.mean", "lead-time.p90", "throughput", "waits"}) {
    study_.shown.emplace_back(name);
  }
  tell_what_is_left_aside(invocation, base_, study_, of_, console);
  check_points(invocation, console);
}

void StudyInput::number_replications(Invocation const& invocation, StudyOf asked) {
  bool const said = invocation.has("replications") || scenario().replication;
  if (asked == StudyOf::replications && !said) {
    throw UsageError{"nothing says how many replications the shards divide",
                     "say for example --replications 100"};
  }
  study_.replications = replications_of(invocation, base_, study_.sweep);
  auto words = invocation;
  // Shards of one run have the same words, however each was told its number and seed.
  if (of_ == StudyOf::replications) {
    words.options["replications"] = {std::to_string(study_.replications)};
    words.options["seed"] = {std::to_string(options_.seed)};
  }
  words_ = deciding_words(of_ == StudyOf::points ? "sweep" : "run", words);
}

void StudyInput::check_points(Invocation const& invocation, Console const& console) {
  Diagnostics found;
  if (study_.points.empty()) {
    found.error("sweep-skip", study_.sweep.at, "all points are skipped", "skip fewer");
  }
  std::vector<Diagnostics> each(study_.points.size());
  experiment::Farm farm;
  farm.threads = static_cast<unsigned>(
      whole_number(invocation, "threads", std::numeric_limits<unsigned>::max()).value_or(0));
  std::atomic<bool> lost = false;
  auto const look = [&](std::size_t i) {
    auto options = load_options_;
    options.settings = study_.points[i].settings;
    options.texts = false;
    auto loaded = scenario::load_scenario(path_, options);
    if (unreadable(loaded)) lost = true;
    study_.points[i].steady = loaded.scenario && experiment::is_steady(*loaded.scenario);
    each[i] = std::move(loaded.diagnostics);
  };
  farm.run(each.size(), look, [&](std::size_t i) {
    for (auto const& diagnostic : each[i].all()) {
      if (diagnostic.severity != Severity::error) continue;
      found.error(diagnostic.code, diagnostic.at, diagnostic.text, diagnostic.help).notes =
          diagnostic.notes;
    }
    each[i] = {};
    return found.errors() < kDiagnosticsShown;
  });
  if (found.ok()) return;
  found.sort();
  console.say(render(found, kDiagnosticsShown, console.coloured()) +
              std::to_string(found.errors()) + (found.errors() == 1 ? " error" : " errors") +
              " in the points of the sweep; nothing was run\n");
  code_ = lost ? ExitCode::cannot_read_or_write : ExitCode::scenario_invalid;
}

std::shared_ptr<scenario::Scenario const> StudyInput::load(std::size_t point) const {
  auto options = load_options_;
  options.settings = study_.points[point].settings;
  options.texts = false;
  auto loaded = scenario::load_scenario(path_, options);
  if (!loaded.scenario) throw FileError{path_ + " changed while it was run"};
  return std::make_shared<scenario::Scenario const>(std::move(*loaded.scenario));
}

std::string StudyInput::key() const {
  Fingerprint print;
  print.absorb(std::string_view{CARAVAN_VERSION});
  print.absorb(std::string_view{scenario().hash});
  print.absorb(std::string_view{base_.loaded.zone_data});
  print.absorb(options_.seed);
  print.absorb(std::uint64_t{options_.shuffled_ties ? 1U : 0U});
  for (auto const& point : study_.points) {
    print.absorb(std::uint64_t{point.settings.size()});
    for (auto const& setting : point.settings) {
      print.absorb(std::string_view{setting.path});
      print.absorb(std::string_view{setting.value});
    }
  }
  return print.text();
}

std::vector<std::string> StudyInput::words_into(std::string const& folder) const {
  auto words = manifest({}).command;
  words.insert(words.end(), {of_ == StudyOf::points ? "--into" : "--output", folder});
  return words;
}

Manifest StudyInput::manifest(std::string results) const {
  return manifest_of(words_, base_, key(), std::move(results));
}

output::SweepReport StudyInput::report(experiment::SweepTable const& table,
                                       experiment::MadeRuns const& made) const {
  return {scenario(), options_.seed, study_, table, experiment::selection_of(study_, made)};
}

std::vector<experiment::Job> jobs_of(Shard shard, experiment::Study const& study) {
  auto const all = experiment::jobs_left(study, {});
  std::vector<experiment::Job> own;
  for (auto i = shard.number - 1; i < all.size(); i += shard.count) own.push_back(all[i]);
  return own;
}

bool make_runs(Invocation const& invocation, Console const& console, StudyInput const& input,
               Shard shard, experiment::MadeRuns& made, output::Journal* journal) {
  Interrupt const interrupt;
  auto options = input.options();
  auto const before = made.size();
  Watched watched{invocation, console, interrupt, options.farm};
  bool const whole = make_those_left(input, shard, options, made, journal);
  watched.say_seconds(made.size() - before);
  return whole;
}

ExitCode code_of_table(experiment::SweepTable const& table, bool interrupted,
                       Console const& console) {
  std::vector<experiment::Replications const*> tables;
  for (auto const& point : table.points) tables.push_back(&point);
  auto const code = code_of(tables, console);
  return interrupted && code != ExitCode::bug ? ExitCode::interrupted : code;
}

ExitCode told_of_journals(Console const& console, std::function<ExitCode()> const& act) {
  try {
    return act();
  } catch (output::JournalError const& error) {
    console.say("caravan: " + printable(error.what()) + '\n');
    return ExitCode::cannot_read_or_write;
  }
}

}  // namespace caravan::cli
