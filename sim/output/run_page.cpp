// The reference page of the run folder, made from the tables themselves.

#include "caravan/output/run_database.hpp"

#include "output/run_schema.hpp"

namespace caravan::output {

namespace {

constexpr char const* kOpening = R"(# The run folder

This page is made from the table of tables that the program writes by; a test holds it.

`caravan run SCENARIO -o FOLDER` writes a folder: a PATH that ends with a slash, names a folder or has no ending is a folder, any other a file.
The folder appears whole or not at all: it is written beside its place under another name, its files are put on the disk, and then it
takes its place in one step. A folder that is there already is replaced only with `--force`, and only if it is a result; what is
interrupted, or finds the disk full, leaves the older one as it was.

| file | what it holds |
|---|---|
| `manifest.json` | what the result is a result of; `caravan repro FOLDER` makes it again and compares |
| `resolved.yaml` | the scenario, one complete file without overlays and defaults |
| `summary.txt` | the answer, as printed |
| `run.sqlite` | all tables below |
| *table*`.csv` | each table, with the same columns; names end with the unit, as `lead_ms`, or it stands in the column beside, as that of `value`. `events.csv` is left out, and the program says so, where it would have more rows than a sheet of a spreadsheet, 1 048 576 |
| `report.json` | what a page of the run shows; `caravan report FOLDER` makes the page of it, without running anything. Of several replications it has the queues of the first; those of ten, for their intervals, with `--report` |
| `report.html` | with `--report report.html`, the page that shows the run; any plain name that ends with `.html` will do |

`--events all` keeps all that was observed, `--events xian-duisburg,almaty-lorries` the events of those services and flows with the trains
that their loads ride. Without it, or with `--events none`, `events` has no rows; `trains`, `units` and `series` are there in any case. Of several
replications `runs` and `measures` hold all, the other tables the first.

Times are whole milliseconds since the start of the run; `runs.start_ms` plus them is UTC. NULL, in CSV an empty cell, stands for
what there is not. A text in a CSV file that a spreadsheet would take for a formula has an apostrophe in front. The same scenario, seed
and program give the same bytes. `PRAGMA application_id` is 1131574894 ("Crvn"), `PRAGMA user_version` the version of the tables: )";

constexpr char const* kViews = R"(
## Views

| view | what it shows |
|---|---|
| `everybody` | trains, units and trucks together: `id`, `name`, `type`, `source` |
| `event_log` | `events` with names in place of numbers, and `utc` |
| `waits` | what was waited for and where, in hours, most first |
)";

char const* type_of(TableColumn::Type type) {
  switch (type) {
    case TableColumn::Type::integer:
      return "INTEGER";
    case TableColumn::Type::real:
      return "REAL";
    case TableColumn::Type::text:
      return "TEXT";
  }
  return "";
}

}  // namespace

std::string run_folder_page() {
  auto page = kOpening + std::to_string(kRunVersion) + ".\n";
  for (auto const& table : run_tables()) {
    page += std::string{"\n## "} + table.name + "\n\n" + table.about +
            "\n\n| column | type | unit | meaning |\n|---|---|---|---|\n";
    for (auto const& column : table.columns) {
      page += std::string{"| `"} + column.name + "` | " + type_of(column.type) + " | " +
              column.unit + " | " + column.about + " |\n";
    }
  }
  return page + kViews;
}

}  // namespace caravan::output
