#include "scenario/initial_rows.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "scenario/csv.hpp"

namespace caravan::scenario {
namespace {

constexpr double kMostKm = 100'000;
constexpr int kMostUnits = 4'000;  // a unit's place in its row is below 2^12

constexpr int kMostCounted = 1'000'000;

std::vector<std::string> columns_of(InitialTable table) {
  if (table == InitialTable::stock) return {"fleet", "place", "count"};
  std::vector<std::string> names{"service", "flow", "to", "place", "link", "from", "km", "since"};
  if (table == InitialTable::trains) {
    names.emplace_back("units");
  } else {
    names.insert(names.end(), {"count", "set-out"});
  }
  return names;
}

/// One row, asked by the names of its columns.
class Cells {
 public:
  Cells(CsvTable const& table, std::size_t row, std::map<std::string, std::size_t> const& columns)
      : table_{&table}, row_{row}, columns_{&columns} {}

  /// The cell, if the table has the column and it is not blank.
  [[nodiscard]] std::optional<Node> find(std::string const& column) const {
    auto const found = columns_->find(column);
    if (found == columns_->end()) return std::nullopt;
    Node cell = table_->cell(row_, found->second);
    if (cell.text.empty()) return std::nullopt;
    return cell;
  }
  [[nodiscard]] std::optional<Name> name(std::string const& column) const {
    auto const cell = find(column);
    if (!cell) return std::nullopt;
    return Name{cell->text, cell->mark};
  }
  [[nodiscard]] Mark mark() const { return table_->mark_of(table_->at(row_, 0)); }

 private:
  CsvTable const* table_;
  std::size_t row_;
  std::map<std::string, std::size_t> const* columns_;
};

/// A column of another name would be lost without a word.
std::map<std::string, std::size_t> columns_in(CsvTable const& table, InitialTable kind,
                                              Mark const& named_at, Diagnostics& diagnostics) {
  auto const known = columns_of(kind);
  std::map<std::string, std::size_t> columns;
  for (CsvCell const& head : table.header) {
    if (std::find(known.begin(), known.end(), head.text) == known.end()) {
      auto const meant = nearest(head.text, known);
      diagnostics.error("csv-column", table.mark_of(head),
                        "a table of this kind has no column `" + head.text + "`",
                        meant ? "did you mean `" + *meant + "`?" : std::string{});
      continue;
    }
    auto const column = table.column(head.text, named_at, diagnostics);
    if (column) columns.emplace(head.text, *column);
  }
  return columns;
}

void fault(Mark const& mark, std::string const& text, std::string const& help, Resolving& r) {
  r.diagnostics.error("initial", mark, text, help);
}

template <class ThingId, class Drafts>
ThingId id_in(Drafts const& drafts, std::optional<Name> const& name, char const* noun,
              Resolving& r) {
  return name ? id_of<ThingId>(drafts, *name, noun, r.diagnostics) : ThingId::none();
}

void read_who(Cells const& cells, InitialRow& row, Resolving& r) {
  auto const service = cells.name("service");
  auto const flow = cells.name("flow");
  if (service.has_value() == flow.has_value()) {
    fault(row.mark, service ? "the row names a service and a flow" : "the row names nobody",
          "fill either `service` or `flow`", r);
  }
  row.service = id_in<ServiceId>(r.draft.services, service, "service", r);
  row.flow = id_in<FlowId>(r.draft.flows, flow, "flow", r);
  row.to = id_in<PlaceId>(r.draft.places, cells.name("to"), "place", r);
}

void read_where(Cells const& cells, InitialRow& row, Resolving& r) {
  row.place = id_in<PlaceId>(r.draft.places, cells.name("place"), "place", r);
  row.link = id_in<LinkId>(r.draft.links, cells.name("link"), "link", r);
  row.from = id_in<PlaceId>(r.draft.places, cells.name("from"), "place", r);
  auto const km = cells.find("km");
  if (km) row.km = read_number(*km, {0, kMostKm}, r.diagnostics);
  auto const on_link = cells.find("link").has_value();
  auto const complete = on_link && cells.find("from") && km;
  auto const any = on_link || cells.find("from") || km;
  if (cells.find("place").has_value() == any || (any && !complete)) {
    fault(row.mark, "the row does not say where it is, or says it twice",
          "fill `place` alone, or `link`, `from` and `km`", r);
    return;
  }
  if (!row.link.valid() || !row.from.valid() || !row.km) return;
  auto const& link = r.scenario.network.links()[row.link];
  if (row.from != link.a && row.from != link.b) {
    fault(cells.find("from")->mark, "link `" + link.name + "` does not end there",
          "give the end by which it entered", r);
  } else if (*row.km * 1000 >= link.length_m) {
    fault(cells.find("km")->mark,
          "link `" + link.name + "` is only " + number_text(link.length_m / 1000) + " km long",
          "who has come to its end is at the place there", r);
  }
}

/// A local time in the zone of the clock, not after the start of the run.
std::optional<SimTime> read_instant(Cells const& cells, std::string const& column, Resolving& r) {
  auto const cell = cells.find(column);
  if (!cell) return std::nullopt;
  auto const local = read_date_time(*cell, r.diagnostics);
  if (!local) return std::nullopt;
  auto const at = instant_of({*local, cell->mark}, r.draft.clock.zone.value, r);
  if (at && *at > SimTime::start()) {
    fault(cell->mark, "`" + column + "` is after the start of the run",
          "what sets out later is a departure of a service or flow", r);
    return std::nullopt;
  }
  return at;
}

InitialRow read_row(Cells const& cells, InitialTable table, Resolving& r) {
  InitialRow row;
  row.mark = cells.mark();
  read_who(cells, row, r);
  read_where(cells, row, r);
  row.since = read_instant(cells, "since", r);
  row.set_out = table == InitialTable::trains ? row.since : read_instant(cells, "set-out", r);
  if (row.since && row.set_out && *row.since < *row.set_out) {
    fault(cells.find("since")->mark, "it waits here since before it set out",
          "`set-out` comes first", r);
  }
  auto const* const column = table == InitialTable::trains ? "units" : "count";
  auto const units = cells.find(column);
  if (!units) {
    fault(row.mark, "the row does not say how many", std::string{"fill `"} + column + "`", r);
  } else {
    auto const least = table == InitialTable::trains ? 0 : 1;
    auto const count = read_count(*units, least, kMostUnits, r.diagnostics);
    row.units = static_cast<int>(count.value_or(0));
  }
  return row;
}

StockRow read_stock_row(Cells const& cells, Resolving& r) {
  StockRow row;
  row.mark = cells.mark();
  row.fleet = id_in<FleetId>(r.draft.fleets, cells.name("fleet"), "fleet", r);
  row.place = id_in<PlaceId>(r.draft.places, cells.name("place"), "place", r);
  auto const count = cells.find("count");
  if (!cells.find("fleet") || !cells.find("place") || !count) {
    fault(row.mark, "the row does not say how many units of which fleet stand where",
          "fill `fleet`, `place` and `count`", r);
    return row;
  }
  row.place_mark = cells.find("place")->mark;
  row.count = static_cast<int>(read_count(*count, 0, kMostCounted, r.diagnostics).value_or(0));
  return row;
}

/// The rows of a table, each read by `read(cells, number)`, that have no fault.
template <class Row, class Read>
std::vector<Row> rows_of(Given<std::string> const& file, InitialTable table, Resolving& r,
                         Read read) {
  std::vector<Row> rows;
  auto const data = r.files.read_table(file.value, file.mark, r.diagnostics);
  if (!data) return rows;
  auto const errors = r.diagnostics.errors();
  auto const columns = columns_in(*data, table, file.mark, r.diagnostics);
  if (r.diagnostics.errors() > errors) return rows;
  for (std::size_t number = 0; number < data->rows(); ++number) {
    auto const before = r.diagnostics.errors();
    auto row = read(Cells{*data, number, columns}, number + 1);
    if (r.diagnostics.errors() == before) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<InitialRow> read_initial(Given<std::string> const& file, InitialTable table,
                                     Resolving& r) {
  return rows_of<InitialRow>(file, table, r, [&](Cells const& cells, std::size_t number) {
    auto row = read_row(cells, table, r);
    row.number = number;
    return row;
  });
}

std::vector<StockRow> read_stock(Given<std::string> const& file, Resolving& r) {
  std::map<std::pair<FleetId, PlaceId>, Mark> seen;
  return rows_of<StockRow>(file, InitialTable::stock, r, [&](Cells const& cells, std::size_t) {
    auto const row = read_stock_row(cells, r);
    auto const [first, is_new] = seen.try_emplace({row.fleet, row.place}, row.mark);
    if (!is_new && row.fleet.valid() && row.place.valid()) {
      r.diagnostics
          .error("initial", row.mark, "this fleet and place stand in the table twice",
                 "give one row for both")
          .notes.push_back({"the first", first->second});
    }
    return row;
  });
}

}  // namespace caravan::scenario
