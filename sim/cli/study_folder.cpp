#include "cli/study_folder.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/errors.hpp"
#include "cli/files.hpp"

namespace caravan::cli {

namespace {

namespace fs = std::filesystem;

constexpr char const* kJournal = ".journal";
constexpr char const* kRuns = "runs-";

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void absorb(experiment::MadeRuns& made, std::vector<std::string> const& entries,
            std::string const& path, experiment::Study const& study) {
  for (auto const& entry : entries) {
    auto run = experiment::made_of(entry);
    if (!run) throw output::JournalError{path + " holds an entry that is no run"};
    experiment::drop_unwanted(study, *run);
    auto const job = run->job;
    made.emplace(job, std::move(*run));
  }
}

/// Whether `names`, of what a folder holds, are those of a study that was begun there. Which one,
/// its manifest or its runs say.
bool is_begun(std::vector<std::string> const& names) {
  return std::any_of(names.begin(), names.end(), [](std::string const& name) {
    return name == kManifestName || (name.starts_with(kRuns) && name.ends_with(kJournal));
  });
}

/// What a kill left of a manifest that was being written: the first thing of all.
bool is_left_over(std::string const& name) {
  return name.starts_with(std::string{kManifestName} + ".part-");
}

void check_is_of_a_study(std::string const& path) {
  auto const names = names_in(path);
  if (is_begun(names)) return;
  auto const other = std::find_if_not(names.begin(), names.end(), is_left_over);
  if (other == names.end()) return;
  throw FileError{"cannot write " + path + ": it is a folder with other things than runs in it (" +
                  *other + "); name a new folder or an empty one"};
}

}  // namespace

Shard shard_of(Invocation const& invocation) {
  if (!invocation.has("shard")) return {};
  auto const text = invocation.value("shard", "");
  auto const slash = text.find('/');
  auto const number = number_in(std::string_view{text}.substr(0, slash));
  auto const count = slash == std::string::npos
                         ? std::nullopt
                         : number_in(std::string_view{text}.substr(slash + 1));
  if (!number || !count || *number < 1 || *number > *count || *count > kMostShards) {
    throw UsageError{"--shard cannot be '" + text + "'", "write for example 2/8: the second of 8"};
  }
  return {*number, *count};
}

StudyFolder::StudyFolder(std::string path, std::string key)
    : path_{std::move(path)}, key_{std::move(key)} {
  std::error_code error;
  fs::create_directories(path_, error);
  if (fs::is_directory(path_)) {
    check_is_of_a_study(path_);
    return;
  }
  if (error) throw FileError{"cannot write " + path_ + ": " + error.message()};
  throw FileError{"cannot write " + path_ + ": it is no folder"};
}

experiment::MadeRuns StudyFolder::read(experiment::Study const& study) const {
  std::vector<std::string> paths;
  for (auto const& name : names_in(path_)) {
    auto const file = fs::path{path_} / name;
    if (file.extension() == kJournal) paths.push_back(file.string());
  }
  experiment::MadeRuns made;
  for (auto const& path : paths) absorb(made, output::journal_entries(path, key_), path, study);
  return made;
}

std::unique_ptr<output::Journal> StudyFolder::open(Shard shard) const {
  auto const name = kRuns + std::to_string(shard.number) + "-of-" + std::to_string(shard.count);
  return std::make_unique<output::Journal>((fs::path{path_} / (name + kJournal)).string(), key_);
}

bool StudyFolder::has(std::string const& name) const {
  std::error_code error;
  return fs::exists(fs::path{path_} / name, error);
}

std::optional<Manifest> StudyFolder::manifest() const {
  if (!has(kManifestName)) return std::nullopt;
  auto manifest = read_manifest(path_);
  if (manifest.study.empty()) {
    throw FileError{"cannot write " + path_ + ": it holds another result; name a new folder"};
  }
  return manifest;
}

std::optional<Manifest> StudyFolder::manifest_for(StudyInput const& input) const {
  auto found = manifest();
  if (!found) return found;
  auto const own = input.manifest({});
  if (found->study != own.study || study_of(*found) != study_of(own)) {
    throw FileError{"cannot write " + path_ +
                    ": it is of another study, seed, or version; name a new folder"};
  }
  return found;
}

void StudyFolder::keep_manifest(StudyInput const& input) const {
  auto const own = input.manifest({});
  auto const there = manifest_for(input);
  // One of the same words may name results, which stay.
  if (there && there->command == own.command) return;
  write(kManifestName, manifest_text(own));
}

std::size_t StudyFolder::shards() const {
  constexpr std::string_view kOf = "-of-";
  std::set<std::size_t> counts;
  for (auto const& name : names_in(path_)) {
    if (fs::path{name}.extension() != kJournal) continue;
    auto const stem = fs::path{name}.stem().string();
    auto const at = stem.rfind(kOf);
    if (at == std::string::npos) continue;
    counts.insert(number_in(std::string_view{stem}.substr(at + kOf.size())).value_or(1));
  }
  return counts.size() == 1 ? *counts.begin() : 1;
}

void StudyFolder::write(std::string const& name, std::string const& text) const {
  write_file((fs::path{path_} / name).string(), text, true);
}

ExitCode told_of_shard(StudyInput const& input, Shard shard, StudyFolder const& folder,
                       experiment::MadeRuns const& made, bool interrupted, Console& console) {
  auto const jobs = jobs_of(shard, input.study());
  std::size_t done = 0;
  for (auto const& job : jobs) done += made.contains(job) ? std::size_t{1} : 0;
  console.out("shard " + std::to_string(shard.number) + '/' + std::to_string(shard.count) + ": " +
              std::to_string(done) + " of " + std::to_string(jobs.size()) + " runs are in " +
              folder.path() + '\n');
  return interrupted ? ExitCode::interrupted : ExitCode::done;
}

void write_results(StudyFolder const& folder, StudyInput const& input,
                   output::SweepReport const& report, std::vector<std::string> const& more) {
  folder.write("table.csv", output::sweep_csv(report));
  folder.write("summary.json", output::sweep_json(report));
  folder.write("summary.txt", output::sweep_text(report, more));
  auto const results = experiment::fingerprint_of(report.table).text();
  folder.write(kManifestName, manifest_text(input.manifest(results)));
}

}  // namespace caravan::cli
