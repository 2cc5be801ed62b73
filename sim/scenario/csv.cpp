#include "scenario/csv.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "scenario/document_bytes.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {

namespace {

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// `dwell (h)` and `dwell h` are the column `dwell` in `h`. Only known units are split off, so that
/// `red lane` stays one name.
struct Heading {
  std::string_view name;
  std::string_view unit;
};

Heading split_heading(std::string_view text) {
  auto const open = text.rfind('(');
  if (text.ends_with(')') && open != std::string_view::npos && open > 0) {
    return {trimmed(text.substr(0, open)), trimmed(text.substr(open + 1, text.size() - open - 2))};
  }
  auto const blank = text.rfind(' ');
  if (blank == std::string_view::npos) return {text, {}};
  std::string_view const last = text.substr(blank + 1);
  if (!is_unit(last)) return {text, {}};
  return {trimmed(text.substr(0, blank)), last};
}

/// Cuts a text into cells, row by row.
class CsvReader {
 public:
  CsvReader(SourceText& source, Diagnostics& diagnostics)
      : source_{source}, text_{source.text()}, diagnostics_{diagnostics} {}

  /// The next row that is not blank; nothing at the end or after an error.
  [[nodiscard]] std::optional<std::vector<CsvCell>> next_row() {
    while (at_ < text_.size()) {
      std::vector<CsvCell> row;
      if (!read_row(row)) return {};
      if (row.size() > 1 || !row[0].text.empty()) return row;
    }
    return {};
  }

 private:
  [[nodiscard]] bool at_line_end() const {
    return at_ >= text_.size() || text_[at_] == '\n' ||
           (text_[at_] == '\r' && text_.substr(at_ + 1, 1) == "\n");
  }

  [[nodiscard]] bool read_row(std::vector<CsvCell>& row) {
    while (true) {
      if (++cells_ > kMaxCsvCells) {
        diagnostics_.error("size", source_.mark(at_),
                           "the table has more than " + std::to_string(kMaxCsvCells) + " cells",
                           "use a shorter table");
        return false;
      }
      skip_blanks();
      Mark const mark = source_.mark(at_);
      CsvCell cell{{}, mark.line, mark.column};
      bool const sound =
          at_ < text_.size() && text_[at_] == '"' ? read_quoted(cell, mark) : read_plain(cell);
      if (!sound) return false;
      row.push_back(std::move(cell));
      if (at_line_end()) break;
      ++at_;  // the comma
    }
    if (at_ < text_.size()) at_ = text_.find('\n', at_) + 1;
    return true;
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  [[nodiscard]] bool read_plain(CsvCell& cell) {
    auto const end = std::min(text_.find_first_of(",\"\r\n", at_), text_.size());
    cell.text = trimmed(text_.substr(at_, end - at_));
    at_ = end;
    if (at_ < text_.size() && text_[at_] == '"') {
      diagnostics_.error("csv-syntax", source_.mark(at_),
                         "a quote within a cell that is not quoted",
                         "put the whole cell in quotes and write each quote in it twice");
      return false;
    }
    return true;
  }

  [[nodiscard]] bool read_quoted(CsvCell& cell, Mark const& mark) {
    for (++at_;; ++at_) {
      auto const quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        diagnostics_.error("csv-syntax", mark, "the quote that opens here is never closed",
                           "close it, or write it twice if it belongs to the text");
        return false;
      }
      cell.text += text_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (text_.substr(at_, 1) != "\"") break;
      cell.text += '"';
    }
    skip_blanks();
    if (at_line_end() || text_[at_] == ',') return true;
    diagnostics_.error("csv-syntax", source_.mark(at_), "text after a closing quote",
                       "end the cell with a comma after its closing quote");
    return false;
  }

  SourceText& source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::size_t cells_ = 0;
};

/// More than one line a cell is no table; what is known of each line takes memory.
[[nodiscard]] bool has_too_many_lines(std::string_view text) {
  return std::count(text.begin(), text.end(), '\n') > static_cast<std::ptrdiff_t>(kMaxCsvCells);
}

/// At most as many as `text` can hold.
std::size_t room_for_cells(std::string_view text) {
  auto const separators =
      std::count_if(text.begin(), text.end(), [](char c) { return c == ',' || c == '\n'; });
  return std::min(static_cast<std::size_t>(separators) + 1, kMaxCsvCells);
}

bool check_width(CsvTable const& table, std::vector<CsvCell> const& row, Diagnostics& diagnostics) {
  if (row.size() == table.header.size()) return true;
  diagnostics.error("csv-syntax", Mark{table.file, row[0].line, 0, 1},
                    "this row has " + std::to_string(row.size()) +
                        (row.size() == 1 ? " cell" : " cells") + ", the header has " +
                        std::to_string(table.header.size()),
                    "separate cells by commas; put a cell that holds a comma in quotes");
  return false;
}

}  // namespace

std::optional<CsvTable> read_csv(SourceRef file, Diagnostics& diagnostics) {
  std::size_t const before = diagnostics.errors();
  if (file->text.size() > kMaxCsvBytes) {
    diagnostics.error("size", Mark{file, 0, 0, 1},
                      "the table is longer than " + std::to_string(kMaxCsvBytes) + " bytes",
                      "use a shorter table");
    return {};
  }
  if (has_too_many_lines(file->text)) {
    diagnostics.error("size", Mark{file, 0, 0, 1},
                      "the table has more than " + std::to_string(kMaxCsvCells) + " lines",
                      "use a shorter table");
    return {};
  }
  SourceText source{file};
  if (!check_characters(source, diagnostics)) return {};
  CsvReader reader{source, diagnostics};
  CsvTable table{std::move(file), {}, {}};
  if (auto header = reader.next_row()) {
    table.header = std::move(*header);
  } else if (diagnostics.errors() == before) {
    diagnostics.error("csv-syntax", source.whole_file(), "the table is empty",
                      "begin with a row of column names");
  }
  table.cells.reserve(room_for_cells(table.file->text));
  while (diagnostics.errors() < before + kMaxCsvFaults) {
    auto row = reader.next_row();
    if (!row) break;
    if (!check_width(table, *row, diagnostics)) continue;
    std::move(row->begin(), row->end(), std::back_inserter(table.cells));
  }
  if (diagnostics.errors() > before) return {};
  return table;
}

std::optional<std::size_t> CsvTable::column(std::string_view name, Mark const& named_at,
                                            Diagnostics& diagnostics) const {
  std::vector<std::size_t> exact;
  std::vector<std::size_t> without_unit;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < header.size(); ++i) {
    std::string_view const short_name = split_heading(header[i].text).name;
    if (header[i].text == name) exact.push_back(i);
    if (short_name == name) without_unit.push_back(i);
    names.emplace_back(short_name);
  }
  auto const& found = exact.empty() ? without_unit : exact;
  if (found.size() == 1) return found[0];
  if (found.empty()) {
    auto const near = nearest(name, names);
    Diagnostic& diagnostic = diagnostics.error(
        "csv-column", named_at, "`" + file->name + "` has no column `" + std::string{name} + "`",
        near ? "did you mean `" + *near + "`?" : std::string{});
    if (!header.empty())
      diagnostic.notes.push_back({"its columns are named here", mark_of(header[0])});
    return {};
  }
  Diagnostic& diagnostic = diagnostics.error(
      "csv-column", named_at, "`" + file->name + "` has two columns `" + std::string{name} + "`",
      "name each column once");
  diagnostic.notes.push_back({"the second is here", mark_of(header[found[1]])});
  return {};
}

std::string CsvTable::name(std::size_t column) const {
  return std::string{split_heading(header[column].text).name};
}

std::string CsvTable::unit(std::size_t column) const {
  return std::string{split_heading(header[column].text).unit};
}

Node CsvTable::cell(std::size_t row, std::size_t column) const {
  CsvCell const& found = at(row, column);
  return scalar_node(found.text, mark_of(found));
}

Mark CsvTable::mark_of(CsvCell const& cell) const {
  return Mark{file, cell.line, cell.column,
              std::max(1U, static_cast<std::uint32_t>(cell.text.size()))};
}

std::optional<ColumnRef> read_column_ref(Node const& node, Diagnostics& diagnostics) {
  std::string_view const text = node.text;
  auto const hash = text.rfind('#');
  if (!node.is_scalar() || hash == std::string_view::npos || hash == 0) {
    diagnostics.error("csv-column", node.mark, "a column of a table is wanted here",
                      "write `data/x.csv#column`");
    return {};
  }
  std::string_view const columns = text.substr(hash + 1);
  auto const star = columns.find('*');
  ColumnRef ref{
      std::string{text.substr(0, hash)}, std::string{trimmed(columns.substr(0, star))}, {}};
  if (star != std::string_view::npos) ref.weight = trimmed(columns.substr(star + 1));
  if (ref.column.empty() || (star != std::string_view::npos && ref.weight.empty())) {
    diagnostics.error("csv-column", node.mark, "the name of a column is missing",
                      "write `data/x.csv#column` or `data/x.csv#column*weight`");
    return {};
  }
  return ref;
}

}  // namespace caravan::scenario
