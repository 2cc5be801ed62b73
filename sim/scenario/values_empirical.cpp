#include <cmath>
#include <numeric>
#include <vector>

#include "scenario/csv.hpp"
#include "scenario/values_laws.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {

namespace {

/// The unit of a column: named beside its name, or the name itself (`hours`).
std::optional<std::string> unit_of_column(LawContext const& in, Node const& body,
                                          CsvTable const& table, std::size_t column) {
  std::string unit = table.unit(column);
  std::string const& heading = table.header[column].text;
  if (unit.empty()) unit = is_unit(heading) ? heading : std::string{unit_for_word(heading)};
  if (find_unit(in.dimension, unit) != nullptr) return unit;
  auto const units = units_of(in.dimension);
  Diagnostic& diagnostic = in.diagnostics.error(
      "csv-column", table.mark_of(table.header[column]),
      unit.empty() ? "this column names no unit"
                   : in_quotes(unit) + " is not a unit of " + std::string{name_of(in.dimension)},
      units.empty() ? "remove the unit"
                    : "write the unit behind the name: " +
                          in_quotes(heading + " (" + usual_unit(in.dimension, in.example) + ")"));
  diagnostic.notes.push_back({"the column is used here", body.mark});
  return {};
}

/// The numbers of a column times `times` / `by`; nothing if one is not a number >= 0.
std::optional<std::vector<double>> numbers_of(LawContext const& in, CsvTable const& table,
                                              std::size_t column, Unit const& unit) {
  std::vector<double> values;
  values.reserve(table.rows());
  std::size_t faults = 0;
  for (std::size_t row = 0; row < table.rows() && faults < kMaxCsvFaults; ++row) {
    Node const cell = table.cell(row, column);
    auto const number = parse_number(cell.text);
    if (number && *number >= 0) {
      values.push_back(*number * unit.times / unit.by);
      continue;
    }
    ++faults;
    in.diagnostics.error("csv-value", cell.mark,
                         in_quotes(cell.text) + " is not a number of at least 0",
                         "write a plain number; the unit stands in the header");
  }
  if (faults > 0) return {};
  return values;
}

}  // namespace

std::optional<Law> read_empirical(LawContext const& in, Node const& body) {
  auto const ref = read_column_ref(body, in.diagnostics);
  if (!ref) return {};
  auto const table = in.files.read_table(ref->path, body.mark, in.diagnostics);
  if (!table) return {};
  auto const column = table->column(ref->column, body.mark, in.diagnostics);
  auto const unit = column ? unit_of_column(in, body, *table, *column) : std::nullopt;
  if (!unit) return {};
  auto values = numbers_of(in, *table, *column, *find_unit(in.dimension, *unit));
  std::optional<std::vector<double>> weights;
  if (ref->weight.empty()) {
    weights.emplace(table->rows(), 1.0);
  } else if (auto const weight = table->column(ref->weight, body.mark, in.diagnostics)) {
    weights = numbers_of(in, *table, *weight, *find_unit(Dimension::factor, ""));
  }
  if (!values || !weights) return {};
  double const sum = std::accumulate(weights->begin(), weights->end(), 0.0);
  if (!(sum > 0) || !std::isfinite(sum)) {
    report(in, body, "the column holds no data", "give at least one row with a weight above 0");
    return {};
  }
  for (double& weight : *weights) weight /= sum;
  return law::Discrete{std::move(*values), Weights{std::move(*weights)}};
}

}  // namespace caravan::scenario
