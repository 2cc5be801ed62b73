/// Tables of data beside a scenario: comma-separated values with a header row (RFC 4180).
///
/// Cells may be quoted, `""` in a quoted cell is one quote. Blanks around an unquoted cell are
/// dropped. Every row has as many cells as the header. A header may carry the unit of its column:
/// `dwell h` and `dwell (h)` are both the column `dwell` in hours.
///
/// No file makes the reader take more than a fixed multiple of its size: too many lines or cells
/// are refused before they are stored.
///
/// Codes: `size`, `csv-syntax`, `csv-column`, `csv-value`; `encoding`, `control-character` as for
/// YAML.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"

#include "node.hpp"

namespace caravan::scenario {

inline constexpr std::size_t kMaxCsvBytes = 64'000'000;
inline constexpr std::size_t kMaxCsvCells = 2'000'000;  ///< and lines
inline constexpr std::size_t kMaxCsvFaults = 20;        ///< then the rest of a table is not read

struct CsvCell {
  std::string text;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct CsvTable {
  SourceRef file;
  std::vector<CsvCell> header;
  std::vector<CsvCell> cells;  ///< of all rows, one after the other, each as wide as the header

  [[nodiscard]] std::size_t rows() const { return cells.size() / header.size(); }
  [[nodiscard]] CsvCell const& at(std::size_t row, std::size_t column) const {
    return cells[row * header.size() + column];
  }

  /// The number of the column that is headed `name`, with or without its unit. An error at
  /// `named_at` if there is none, or more than one.
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name, Mark const& named_at,
                                                  Diagnostics& diagnostics) const;
  /// The heading of `column` without its unit.
  [[nodiscard]] std::string name(std::size_t column) const;
  /// The unit in the header of `column`; empty if it names none.
  [[nodiscard]] std::string unit(std::size_t column) const;
  /// A cell as a scalar, for the readers of `values.hpp`.
  [[nodiscard]] Node cell(std::size_t row, std::size_t column) const;
  [[nodiscard]] Mark mark_of(CsvCell const& cell) const;
};

/// The table in `file`. Nothing if it has an error.
[[nodiscard]] std::optional<CsvTable> read_csv(SourceRef file, Diagnostics& diagnostics);

/// `data/x.csv#column` or `data/x.csv#column*weight`.
struct ColumnRef {
  std::string path;
  std::string column;
  std::string weight;  ///< empty: every row counts once
};
[[nodiscard]] std::optional<ColumnRef> read_column_ref(Node const& node, Diagnostics& diagnostics);

}  // namespace caravan::scenario
