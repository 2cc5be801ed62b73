#include "caravan/output/baseline.hpp"

#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace caravan::output {

namespace {

constexpr std::string_view kFirstLine = "# caravan-baseline/1, written by `caravan test --update`";
constexpr std::string_view kScenario = "# scenario ";
constexpr std::string_view kSeed = "# seed ";
constexpr std::string_view kFirst = "replication";

/// The shortest text that reads back as the same number.
std::string exact(double value) {
  std::array<char, 40> text{};
  auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

/// Takes the next line off `text`, without its end.
std::string_view next_line(std::string_view& text) {
  auto const end = text.find('\n');
  auto const line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    auto const comma = line.find(',');
    cells.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Reads one replication into the columns of `baseline`.
bool read_row(std::string_view line, std::size_t row, experiment::Baseline& baseline) {
  auto const cells = cells_of(line);
  if (cells.size() != baseline.measures.size() + 1) return false;
  if (number_in<std::size_t>(cells.front()) != row) return false;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    auto const value = number_in<double>(cells[i]);
    if (!value && !cells[i].empty()) return false;
    baseline.values[i - 1].push_back(value);
  }
  return true;
}

}  // namespace

std::string baseline_text(experiment::Baseline const& baseline) {
  std::string text = std::string{kFirstLine} + '\n' + std::string{kScenario} +
                     baseline.scenario_hash + '\n' + std::string{kSeed} +
                     std::to_string(baseline.seed) + '\n' + std::string{kFirst};
  for (auto const& name : baseline.measures) text += ',' + name;
  text += '\n';
  auto const rows = baseline.values.empty() ? 0 : baseline.values.front().size();
  for (std::size_t row = 0; row < rows; ++row) {
    text += std::to_string(row);
    for (auto const& column : baseline.values) {
      text += ',';
      if (column[row]) text += exact(*column[row]);
    }
    text += '\n';
  }
  return text;
}

std::optional<experiment::Baseline> baseline_in(std::string_view text) {
  experiment::Baseline baseline;
  if (next_line(text) != kFirstLine) return std::nullopt;
  auto const scenario = next_line(text);
  auto const seed = next_line(text);
  if (!scenario.starts_with(kScenario) || !seed.starts_with(kSeed)) return std::nullopt;
  baseline.scenario_hash = scenario.substr(kScenario.size());
  auto const number = number_in<std::uint64_t>(seed.substr(kSeed.size()));
  if (!number) return std::nullopt;
  baseline.seed = *number;
  auto const names = cells_of(next_line(text));
  if (names.front() != kFirst) return std::nullopt;
  baseline.measures.assign(names.begin() + 1, names.end());
  baseline.values.resize(baseline.measures.size());
  for (std::size_t row = 0; !text.empty(); ++row) {
    if (!read_row(next_line(text), row, baseline)) return std::nullopt;
  }
  return baseline;
}

}  // namespace caravan::output
