#include "scenario/section_table.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scenario/document.hpp"
#include "scenario/tree.hpp"
#include "scenario/types.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

std::string const kIdColumn = "id";
constexpr std::size_t kRoomForDefaults = 4;  // so that a row need not move when they come

/// A column of the table: a key of the record, or an item of the one list that has two columns.
struct SectionColumn {
  std::string key;
  std::string unit;  ///< of cells that are bare numbers; may be empty
  std::optional<std::size_t> item;
};

class SectionTable {
 public:
  SectionTable(CsvTable const& table, FieldText const& field, Diagnostics& diagnostics)
      : table_{table}, field_{field}, diagnostics_{diagnostics}, before_{diagnostics.errors()} {}

  /// The map. Rows with faults are left out.
  [[nodiscard]] Node read() {
    Node section;
    section.kind = Kind::map;
    read_header();
    if (!is_sound() || !fits()) return section;
    section.entries.reserve(table_.rows());
    for (std::size_t row = 0; row < table_.rows() && !is_enough(); ++row) {
      section.entries.push_back(read_row(row));
    }
    if (is_sound()) check_ids(section);
    return section;
  }

 private:
  [[nodiscard]] bool is_sound() const { return diagnostics_.errors() == before_; }
  [[nodiscard]] bool is_enough() const { return diagnostics_.errors() >= before_ + kMaxCsvFaults; }

  void read_header() {
    auto known = names();
    for (std::size_t i = 0; i < table_.header.size(); ++i) {
      auto const& head = table_.header[i];
      auto const name = table_.name(i);
      columns_.push_back({name, table_.unit(i), {}});
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        unknown(head, name, known);
      } else if (!table_.column(head.text, table_.mark_of(head), diagnostics_)) {
        return;
      }
      auto const& pair = field_.table->pair;
      auto const item = std::find(pair.begin(), pair.end(), name);
      if (item != pair.end()) {
        columns_.back().key = field_.table->pair_of;
        columns_.back().item = static_cast<std::size_t>(item - pair.begin());
      }
      if (name == kIdColumn) id_ = i;
    }
    if (!id_) {
      diagnostics_.error("csv-column", table_.mark_of(table_.header.front()),
                         "the table has no column `id`",
                         "each row needs the id of " + with_article(field_.inside->name));
    }
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names{kIdColumn};
    for (FieldText const& field : field_.inside->fields) names.push_back(field.key);
    names.insert(names.end(), field_.table->pair.begin(), field_.table->pair.end());
    return names;
  }

  void unknown(CsvCell const& head, std::string const& name,
               std::vector<std::string> const& known) {
    auto const meant = nearest(name, known);
    diagnostics_.error("csv-column", table_.mark_of(head),
                       with_article(field_.inside->name) + " has no key `" + name + "`",
                       meant ? "did you mean `" + *meant + "`?"
                             : "columns are `id` and keys, with their unit if they have one");
  }

  /// Before memory is taken for the map.
  [[nodiscard]] bool fits() {
    auto const most = field_.table->most;
    if (table_.rows() <= most) return true;
    diagnostics_.error(
        "too-many", table_.mark_of(table_.at(most, *id_)),
        std::to_string(table_.rows()) + " rows are more than " + std::to_string(most));
    return false;
  }

  [[nodiscard]] Entry read_row(std::size_t row) {
    CsvCell const& id = table_.at(row, *id_);
    Entry entry{id.text, table_.mark_of(id), {}};
    entry.value.kind = Kind::map;
    entry.value.mark = entry.key_mark;
    if (id.text.empty()) {
      diagnostics_.error("csv-value", entry.key_mark, "the row has no id",
                         "give each row an id of its own");
    }
    entry.value.entries.reserve(columns_.size() + kRoomForDefaults);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      CsvCell const& cell = table_.at(row, i);
      if (i != *id_ && !cell.text.empty()) add(cell, columns_[i], entry.value);
    }
    return entry;
  }

  void add(CsvCell const& cell, SectionColumn const& column, Node& record) {
    Node value = value_of(cell, column);
    Mark const mark = value.mark;
    auto const known =
        std::find_if(record.entries.begin(), record.entries.end(),
                     [&column](Entry const& entry) { return entry.key == column.key; });
    if (!column.item) {
      if (known != record.entries.end()) return given_twice(column, mark);
      record.entries.push_back({column.key, mark, std::move(value)});
    } else if (known == record.entries.end()) {
      Node list;
      list.kind = Kind::list;
      list.mark = mark;
      list.items.push_back(std::move(value));
      record.entries.push_back({column.key, mark, std::move(list)});
    } else if (known->value.is_list() && known->value.items.size() == 1) {
      auto& items = known->value.items;
      items.insert(*column.item == 0 ? items.begin() : items.end(), std::move(value));
    } else {
      given_twice(column, mark);
    }
  }

  void given_twice(SectionColumn const& column, Mark const& mark) {
    diagnostics_.error("csv-value", mark, "the row gives `" + column.key + "` twice",
                       "leave one of the cells blank");
  }

  [[nodiscard]] Node value_of(CsvCell const& cell, SectionColumn const& column) {
    Mark const mark = table_.mark_of(cell);
    if (cell.text.front() != '[' && cell.text.front() != '{') {
      bool const bare = !column.unit.empty() && parse_number(cell.text).has_value();
      return scalar_node(bare ? cell.text + " " + column.unit : cell.text, mark);
    }
    Diagnostics within;
    auto const source =
        std::make_shared<SourceFile const>(SourceFile{table_.file->name, cell.text});
    auto value = read_value(source, within);
    if (!value) {
      diagnostics_.error("csv-value", mark, "the cell is no list or map: " + first_of(within),
                         "write it as behind its key in YAML, e.g. `[kz-customs, kz-gate]`");
      return scalar_node(cell.text, mark);
    }
    put_at(*value, mark);
    return std::move(*value);
  }

  [[nodiscard]] static std::string first_of(Diagnostics const& diagnostics) {
    return diagnostics.all().empty() ? "it is blank" : diagnostics.all().front().text;
  }

  void check_ids(Node const& section) {
    std::vector<Entry const*> entries(section.entries.size());
    std::transform(section.entries.begin(), section.entries.end(), entries.begin(),
                   [](Entry const& entry) { return &entry; });
    std::stable_sort(entries.begin(), entries.end(),
                     [](Entry const* a, Entry const* b) { return a->key < b->key; });
    for (std::size_t i = 1; i < entries.size() && !is_enough(); ++i) {
      if (entries[i]->key != entries[i - 1]->key) continue;
      diagnostics_
          .error("duplicate-key", entries[i]->key_mark,
                 "id `" + entries[i]->key + "` is given to two rows", "keep one of them")
          .notes.push_back({"first given here", entries[i - 1]->key_mark});
    }
  }

  CsvTable const& table_;
  FieldText const& field_;
  Diagnostics& diagnostics_;
  std::size_t before_;
  std::vector<SectionColumn> columns_;
  std::optional<std::size_t> id_;
};

bool names_table(Node const& node) {
  return node.is_scalar() && is_table_path(node.text);
}

/// Whether `node` itself has at most so many entries.
bool holds_at_most(Node const& node, std::size_t most, Diagnostics& diagnostics) {
  if (node.entries.size() <= most) return true;
  diagnostics.error(
      "too-many", node.mark,
      std::to_string(node.entries.size()) + " entries are more than " + std::to_string(most));
  return false;
}

bool is_small(Node const& node, std::size_t most, Diagnostics& diagnostics) {
  return holds_at_most(node, most, diagnostics) &&
         std::all_of(node.entries.begin(), node.entries.end(), [&](Entry const& entry) {
           return is_small(entry.value, kMostThings, diagnostics);
         });
}

}  // namespace

void open_tables(Node& tree, RecordText const& language, FileReader& files,
                 Diagnostics& diagnostics) {
  for (FieldText const& field : language.fields) {
    if (!field.table) continue;
    auto const named = std::find_if(tree.entries.begin(), tree.entries.end(),
                                    [&](Entry const& entry) { return entry.key == field.key; });
    if (named == tree.entries.end() || !names_table(named->value)) continue;
    auto const table = files.read_table(named->value.text, named->value.mark, diagnostics);
    if (!table) continue;
    Node section = SectionTable{*table, field, diagnostics}.read();
    section.mark = named->value.mark;
    named->value = std::move(section);
  }
}

bool are_few_enough(Node const& tree, RecordText const& language, Diagnostics& diagnostics) {
  if (!holds_at_most(tree, kMostThings, diagnostics)) return false;
  return std::all_of(tree.entries.begin(), tree.entries.end(), [&](Entry const& entry) {
    auto const field = std::find_if(language.fields.begin(), language.fields.end(),
                                    [&](FieldText const& known) { return known.key == entry.key; });
    bool const large = field != language.fields.end() && field->table;
    return is_small(entry.value, large ? field->table->most : kMostThings, diagnostics);
  });
}

}  // namespace caravan::scenario
