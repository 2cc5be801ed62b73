#include "cli/gate_input.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "caravan/output/baseline.hpp"

#include "cli/errors.hpp"
#include "cli/files.hpp"

namespace caravan::cli {

namespace {

namespace fs = std::filesystem;

bool is_yaml(fs::path const& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

void add_scenarios_below(std::string const& folder, std::vector<std::string>& found) {
  for (auto const& name : names_in(folder)) {
    auto const path = fs::path{folder} / name;
    std::error_code error;
    if (fs::is_directory(fs::symlink_status(path, error))) {  // a link may lead back
      add_scenarios_below(path.string(), found);
    } else if (is_yaml(path) && fs::is_regular_file(path, error)) {
      found.push_back(path.lexically_normal().string());
    }
  }
}

std::vector<std::string> scenarios_below(std::string const& folder) {
  std::vector<std::string> found;
  add_scenarios_below(folder, found);
  std::sort(found.begin(), found.end());
  return found;
}

/// Where the character number `column` (from 1) of line number `line` begins.
std::size_t offset_of(std::string const& text, std::uint32_t line, std::uint32_t column) {
  std::size_t at = 0;
  for (std::uint32_t i = 1; i < line; ++i) at = text.find('\n', at) + 1;
  auto const continues = [&](std::size_t i) {
    constexpr unsigned kMask = 0xc0;
    constexpr unsigned kContinuation = 0x80;
    return i < text.size() && (static_cast<unsigned char>(text[i]) & kMask) == kContinuation;
  };
  for (std::uint32_t i = 1; i < column; ++i) {
    ++at;
    while (continues(at)) ++at;
  }
  return at;
}

}  // namespace

std::vector<TestPath> test_paths(std::vector<std::string> const& paths) {
  std::vector<TestPath> all;
  for (auto const& path : paths) {
    std::error_code error;
    if (!fs::exists(path, error)) throw FileError{"cannot read " + path + ": there is none"};
    if (!fs::is_directory(path, error)) {
      all.push_back({path, true});
      continue;
    }
    for (auto& file : scenarios_below(path)) all.push_back({std::move(file), false});
  }
  return all;
}

std::string baseline_path(std::string const& scenario) {
  return fs::path{scenario}.replace_extension(".baseline.csv").string();
}

std::optional<experiment::Baseline> read_baseline(std::string const& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) return std::nullopt;
  auto baseline = output::baseline_in(std::string{std::istreambuf_iterator<char>{in}, {}});
  if (!baseline) throw FileError{path + " is no baseline; 'caravan test --update' writes it anew"};
  return baseline;
}

References::References(std::string const& scenario, scenario::Expectations const& expectations,
                       Console const& console, Warned& warned) {
  for (auto const& gate : expectations.gates) {
    experiment::Reference reference;
    if (gate.needs_baseline()) {
      if (!baseline_) baseline_ = read_baseline(baseline_path(scenario));
      if (baseline_) reference.baseline = &*baseline_;
    } else if (gate.compares()) {
      auto found = scenarios_.find(gate.against);
      if (found == scenarios_.end()) {
        auto input = load(gate.against, {}, console, "; the gate cannot be tested", &warned);
        found = scenarios_.emplace(gate.against, std::move(input)).first;
      }
      if (found->second.ok()) {
        reference.scenario = &found->second.scenario();
      } else {
        code_ = found->second.code;
      }
    }
    all_.push_back(reference);
  }
}

std::string with_fingerprint(std::string const& text, Mark const& at, std::string const& print) {
  auto begin = offset_of(text, at.line, at.column);
  if (text[begin] == '"' || text[begin] == '\'') ++begin;
  auto const end = text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-", begin);
  return text.substr(0, begin) + print + (end == std::string::npos ? "" : text.substr(end));
}

}  // namespace caravan::cli
