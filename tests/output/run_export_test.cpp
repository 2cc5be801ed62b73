#include "caravan/output/run_export.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "output/run_schema.hpp"
#include "tests/output/recorded_run.hpp"

namespace caravan::output {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

// What OCEL 2.0 asks of the relational form ("OCEL 2.0 specification", section 4, and the minimal
// keys of its schema), as selections that must be empty. `type` tables are those of single types.
struct Constraint {
  char const* what;
  std::string sql;
};

std::string without_table(char const* name) {
  return "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = "
         "'" +
         std::string{name} + "')";
}

std::string wrong_key(char const* table, char const* columns) {
  return "SELECT 1 WHERE (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('" +
         std::string{table} + "') WHERE pk > 0 ORDER BY pk)) IS NOT '" + columns + "'";
}

std::string without_reference(char const* table, char const* column, char const* to) {
  return "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list('" + std::string{table} +
         "') WHERE \"from\" = '" + column + "' AND \"table\" = '" + to + "')";
}

/// Type tables, `m.name`, for which `condition` does not hold.
std::string in_type_tables(std::string const& kind, std::string const& condition) {
  return "SELECT m.name FROM (SELECT '" + kind + "_' || ocel_type_map AS name FROM " + kind +
         "_map_type) m WHERE NOT (" + condition + ")";
}

std::vector<Constraint> constraints() {
  auto const common = [](std::string const& kind) {
    return "SELECT 1 WHERE (SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name LIKE "
           "'" +
           kind + "_%') <> (SELECT count(*) + 2 FROM " + kind + "_map_type)";
  };
  auto const exists =
      "EXISTS (SELECT 1 FROM sqlite_master s WHERE s.type = 'table' AND s.name = m.name)";
  auto const timestamp =
      "EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'ocel_time' AND c.type = "
      "'TIMESTAMP')";
  auto const refers = [](std::string const& to) {
    return "EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) f WHERE f.\"from\" = 'ocel_id' "
           "AND f.\"table\" = '" +
           to + "')";
  };
  return {
      {"1 event", without_table("event")},
      {"2 object", without_table("object")},
      {"3 event_object", without_table("event_object")},
      {"4 object_object", without_table("object_object")},
      {"5 event_map_type", without_table("event_map_type")},
      {"6 object_map_type", without_table("object_map_type")},
      {"7 types of events are mapped",
       "SELECT ocel_type FROM event EXCEPT SELECT ocel_type FROM event_map_type"},
      {"8 types of objects are mapped",
       "SELECT ocel_type FROM object EXCEPT SELECT ocel_type FROM object_map_type"},
      {"9 each type of events has its table", in_type_tables("event", exists)},
      {"10 each type of objects has its table", in_type_tables("object", exists)},
      {"11 no other table is called so", common("event") + " UNION ALL " + common("object")},
      {"12 time of events", in_type_tables("event", timestamp)},
      {"13 time of objects", in_type_tables("object", timestamp)},
      {"14 key of event", wrong_key("event", "ocel_id")},
      {"15 key of object", wrong_key("object", "ocel_id")},
      {"16 key of event_object",
       wrong_key("event_object", "ocel_event_id,ocel_object_id,ocel_qualifier")},
      {"17 key of object_object",
       wrong_key("object_object", "ocel_source_id,ocel_target_id,ocel_qualifier")},
      {"18 keys of the maps", wrong_key("event_map_type", "ocel_type") + " UNION ALL " +
                                  wrong_key("object_map_type", "ocel_type")},
      {"19 keys of types of events",
       in_type_tables("event",
                      "(SELECT group_concat(name) FROM pragma_table_info(m.name) WHERE pk > 0) = "
                      "'ocel_id'")},
      {"20 events and objects refer to their types",
       without_reference("event", "ocel_type", "event_map_type") + " UNION ALL " +
           without_reference("object", "ocel_type", "object_map_type")},
      {"21 parts refer to events and objects",
       without_reference("event_object", "ocel_event_id", "event") + " UNION ALL " +
           without_reference("event_object", "ocel_object_id", "object")},
      {"22 relations refer to objects",
       without_reference("object_object", "ocel_source_id", "object") + " UNION ALL " +
           without_reference("object_object", "ocel_target_id", "object")},
      {"23 types of events refer to event", in_type_tables("event", refers("event"))},
      {"24 types of objects refer to object", in_type_tables("object", refers("object"))},
      {"all references lead somewhere", "SELECT \"table\" FROM pragma_foreign_key_check"},
      {"every event concerns an object",
       "SELECT ocel_id FROM event EXCEPT SELECT ocel_event_id FROM event_object"},
      {"every object takes part in an event",
       "SELECT ocel_id FROM object EXCEPT SELECT ocel_object_id FROM event_object"},
      {"the file is sound", "SELECT 1 FROM pragma_integrity_check WHERE integrity_check <> 'ok'"},
  };
}

class Ocel : public RecordedRun {
 protected:
  void expect_valid() {
    for (auto const& constraint : constraints()) {
      EXPECT_THAT(select(constraint.sql), IsEmpty()) << constraint.what;
    }
    // Each event stands once, in the table of its type, at a time that can be read.
    std::int64_t events = 0;
    for (auto const& type : select("SELECT ocel_type_map FROM event_map_type")) {
      auto const table = quoted_name("event_" + type);
      events += count("SELECT count(*) FROM " + table);
      EXPECT_EQ(count("SELECT count(*) FROM " + table +
                      " t LEFT JOIN event e USING (ocel_id) LEFT "
                      "JOIN event_map_type m USING (ocel_type) WHERE m.ocel_type_map IS NOT '" +
                      type + "' OR ocel_time IS NOT strftime('%Y-%m-%d %H:%M:%S', ocel_time)"),
                0)
          << type;
    }
    EXPECT_EQ(events, count("SELECT count(*) FROM event"));
    EXPECT_GT(events, 0);
  }
  void export_to(char const* file) {
    write_ocel(folder.string(), OcelForm::sqlite, (folder / file).string());
    name = file;
  }
};

TEST_F(Ocel, of_a_month_of_the_corridor_passes_all_constraints) {
  run(scenario::load_scenario(source_folder() + "/scenarios/china-europe-2024.yaml",
                              {{"clock.run=31 d", "clock.warm-up=0 d"}, {}}));
  export_to("ocel.sqlite");
  expect_valid();
  EXPECT_THAT(select("SELECT ocel_type FROM object_map_type"),
              IsSupersetOf({"load unit", "truck", "train", "wagon set", "locomotive", "cranes",
                            "customs case"}));
  EXPECT_THAT(
      select("SELECT DISTINCT ocel_qualifier FROM event_object ORDER BY 1"),
      ElementsAre("case", "cranes", "holder", "load", "locomotive", "train", "truck", "wagons"));
}

// The events of the run are those of the log, but for what is no event of its own.
TEST_F(Ocel, tells_each_event_once_of_those_whom_it_concerns) {
  run_hub();
  auto const reassigned = count("SELECT count(*) FROM event_log WHERE kind = 'reassigned'");
  auto const all = count("SELECT count(*) FROM events");
  auto const units = count("SELECT count(*) FROM units WHERE kind = 'unit'");
  auto const boardings = count("SELECT count(*) FROM event_log WHERE kind = 'boarded'");
  auto const runs =
      count("SELECT count(*) FROM event_log WHERE stage = 'running' AND type = 'train'");
  export_to("ocel.sqlite");
  expect_valid();
  EXPECT_EQ(count("SELECT count(*) FROM event"), all - reassigned);
  EXPECT_EQ(count("SELECT count(*) FROM object WHERE ocel_type = 'load unit'"), units);
  EXPECT_EQ(count("SELECT count(*) FROM event_boarded"), boardings);
  EXPECT_EQ(count("SELECT count(*) FROM event_object JOIN event_boarded ON ocel_id = ocel_event_id "
                  "WHERE ocel_qualifier IN ('load', 'train')"),
            2 * boardings);
  EXPECT_EQ(count("SELECT count(*) FROM event_object JOIN event_Running ON ocel_id = ocel_event_id "
                  "WHERE ocel_qualifier = 'locomotive'"),
            runs);
}

TEST_F(Ocel, as_json_has_the_same_events_and_objects) {
  run_hub();
  export_to("ocel.sqlite");
  write_ocel(folder.string(), OcelForm::json, (folder / "ocel.json").string());
  auto const json = content(folder / "ocel.json");
  auto const times = [&](std::string const& word) {
    std::int64_t found = 0;
    for (auto at = json.find(word); at != std::string::npos; at = json.find(word, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(times("{\"id\": \"e"), count("SELECT count(*) FROM event"));
  EXPECT_EQ(times("{\"id\": "),
            count("SELECT count(*) FROM event") + count("SELECT count(*) FROM object"));
  EXPECT_EQ(times("\"objectId\": "), count("SELECT count(*) FROM event_object") +
                                         count("SELECT count(*) FROM object_object"));
}

class EventLogFile : public RecordedRun {
 protected:
  struct Line {
    std::string who;
    std::string activity;
    std::int64_t start = 0;
    std::int64_t end = 0;
  };
  /// Milliseconds since the start of the run.
  std::int64_t instant(std::string const& utc) const {
    Database const none{":memory:", Database::Mode::change};
    Statement row{none, "SELECT CAST(round((julianday(?) - 2440587.5) * 86400000) AS INTEGER)"};
    row.bind(std::string_view{utc});
    return row.step() ? row.integer(0) - loaded.scenario->clock.epoch_ms : -1;
  }
  std::vector<std::vector<std::string>> lines(Cases cases) {
    auto const path = (folder / "log.csv").string();
    fs::remove(path);
    write_event_log(folder.string(), cases, path);
    std::ifstream file{path};
    std::vector<std::vector<std::string>> all;
    for (std::string line; std::getline(file, line);) {
      std::stringstream cells{line};
      auto& row = all.emplace_back();
      for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    }
    EXPECT_THAT(all.front(), ElementsAre("case_id", "activity", "start", "end", "resource", "kind",
                                         "place", "link"));
    all.erase(all.begin());
    return all;
  }
};

// The stages of a load, those of its trains among them, are its lead time to the millisecond.
TEST_F(EventLogFile, has_lines_that_add_up_to_the_lead_time_of_each_load) {
  run_hub();
  std::map<std::string, std::int64_t> lead;
  for (auto const& row :
       select("SELECT name || '=' || lead_ms FROM units WHERE kind = 'unit' AND lead_ms > 0")) {
    lead[row.substr(0, row.find('='))] = std::stoll(row.substr(row.find('=') + 1));
  }
  ASSERT_GT(lead.size(), 100U);
  std::map<std::string, std::string> until;
  std::map<std::string, std::string> since;
  for (auto const& row : lines(Cases::units)) {
    auto const& who = row.at(0);
    if (until.contains(who)) {
      ASSERT_EQ(until[who], row.at(2)) << who << ": a gap before " << row.at(1);
    }
    since.emplace(who, row.at(2));
    until[who] = row.at(3);
  }
  std::size_t checked = 0;
  for (auto const& [who, time] : lead) {
    if (++checked % 20 != 0) continue;
    EXPECT_EQ(instant(until[who]) - instant(since[who]), time) << who;
  }
}

TEST_F(EventLogFile, has_trains_or_trucks_as_cases_too) {
  run_hub();
  auto const names = [](auto const& rows) {
    std::set<std::string> all;
    for (auto const& row : rows) all.insert(row.front());
    return static_cast<std::int64_t>(all.size());
  };
  EXPECT_EQ(names(lines(Cases::trains)), count("SELECT count(*) FROM trains"));
  EXPECT_EQ(names(lines(Cases::trucks)), count("SELECT count(*) FROM units WHERE kind = 'truck'"));
}

class Damaged : public RecordedRun {
 protected:
  std::string error() const {
    fs::remove(folder / "log.csv");
    try {
      write_event_log(folder.string(), Cases::units, (folder / "log.csv").string());
    } catch (DatabaseError const& found) {
      return found.what();
    }
    return "none";
  }
  /// What is said after each of the changes to a sound database.
  std::vector<std::string> errors_after(std::vector<std::string> const& changes) const {
    auto const whole = content(folder / "run.sqlite");
    std::vector<std::string> found;
    for (auto const& sql : changes) {
      change(sql);
      found.push_back(error());
      std::ofstream{folder / "run.sqlite", std::ios::binary} << whole;
    }
    return found;
  }
};

TEST_F(Damaged, or_foreign_databases_are_refused_by_name_and_reason) {
  EXPECT_THAT(error(), HasSubstr("run.sqlite: there is none"));
  std::ofstream{folder / "run.sqlite"} << "this is no database at all, only a text";
  EXPECT_THAT(error(), HasSubstr("run.sqlite: file is not a database; make it again"));
  fs::remove(folder / "run.sqlite");
  std::ofstream{folder / "run.sqlite"};
  EXPECT_THAT(error(), HasSubstr("is no database of a run of Caravan"));
  fs::remove(folder / "run.sqlite");
  fs::create_directory(folder / "run.sqlite");
  EXPECT_THAT(error(), HasSubstr("run.sqlite: it is no regular file"));
}

TEST_F(Damaged, or_of_another_version_is_refused_by_name_and_reason) {
  run_hub();
  change("PRAGMA user_version = 7");
  EXPECT_THAT(error(), HasSubstr("run.sqlite has version 7 of the tables, this program reads "));
  change("PRAGMA user_version = " + std::to_string(kRunVersion) + "; DROP TABLE fleets");
  EXPECT_THAT(error(), HasSubstr("run.sqlite is damaged: it has no table \"fleets\""));
}

TEST_F(Damaged, or_without_events_is_refused_by_name_and_reason) {
  run_hub({KeptEvents::Which::none, {}});
  EXPECT_THAT(error(), HasSubstr("holds no events: it was made without --events all"));
}

TEST_F(Damaged, or_contradicting_itself_is_refused_by_name_and_reason) {
  run_hub();
  EXPECT_THAT(errors_after({"UPDATE events SET stage = 9999 WHERE stage IS NOT NULL",
                            "UPDATE events SET kind = 99 WHERE event = 50",
                            "UPDATE trains SET source = 9999", "UPDATE units SET to_place = 9999"}),
              Each(HasSubstr("run.sqlite is damaged: it names a row that is not there; make it")));
  EXPECT_THAT(errors_after({"UPDATE events SET who = 77777777 WHERE event = 50",
                            "UPDATE events SET who = -1 WHERE event = 50",
                            "DELETE FROM trains; DELETE FROM units"}),
              Each(HasSubstr("is damaged: an event is of somebody who is not there; make it")));
}

// Times are added to one another, and turned into dates.
TEST_F(Damaged, in_a_time_that_none_can_be_is_refused) {
  run_hub();
  std::string const far = std::to_string(1LL << 59U);
  EXPECT_THAT(
      errors_after({"UPDATE runs SET start_ms = " + far, "UPDATE runs SET start_ms = -" + far,
                    "UPDATE runs SET ended_ms = " + far,
                    "UPDATE events SET at_ms = " + far + " WHERE event = 50",
                    "UPDATE events SET part_ms = " + far + " WHERE event = 50",
                    "UPDATE events SET part_ms = -1 WHERE event = 50"}),
      Each(HasSubstr("run.sqlite is damaged: a time is out of range; make it again")));
  constexpr std::int64_t kDay = 86'400'000;
  EXPECT_THAT(errors_after({"UPDATE runs SET start_ms = " + std::to_string(-720'000 * kDay),
                            "UPDATE runs SET start_ms = " + std::to_string(2'933'000 * kDay)}),
              Each(HasSubstr("is damaged: a time is out of the years 1 to 9999; make it again")));
}

// What a run writes nowhere is not read into memory either.
TEST_F(Damaged, in_a_value_of_many_megabytes_is_refused_before_it_is_read) {
  run_hub();
  change("UPDATE places SET name = CAST(zeroblob(17000000) AS TEXT) WHERE place = 1");
  EXPECT_THAT(error(), HasSubstr("run.sqlite: string or blob too big; make it again with"));
}

// Each row is sound, and would be read: two have only traded places on their page.
TEST_F(Damaged, in_the_order_of_its_rows_is_refused) {
  run_hub();
  auto bytes = content(folder / "run.sqlite");
  constexpr std::size_t kPage = 8192;
  constexpr std::size_t kCells = 8;  // where their list begins, two bytes each
  constexpr char kRows = 0x0d;       // "The Database File Format", section 1.6
  auto const page = bytes.size() / kPage / 2 * kPage;
  ASSERT_EQ(bytes.at(page), kRows);
  auto const first = bytes.begin() + static_cast<std::ptrdiff_t>(page + kCells);
  std::swap_ranges(first, first + 2, first + 2);
  std::ofstream{folder / "run.sqlite", std::ios::binary} << bytes;
  EXPECT_THAT(error(),
              AllOf(HasSubstr("run.sqlite is damaged: "), HasSubstr("out of order; make")));
}

TEST_F(Damaged, in_its_schema_runs_no_functions_that_a_stranger_wrote_there) {
  run_hub();
  EXPECT_EQ(count("PRAGMA trusted_schema"), 0);
}

// Memory hangs on how many there are: this one's number would ask for hundreds of gigabytes.
TEST_F(Damaged, in_an_id_that_is_far_off_takes_no_memory_for_those_in_between) {
  run_hub();
  change("UPDATE units SET id = 2147483647 WHERE id = (SELECT max(id) FROM units)");
  EXPECT_THAT(error(), HasSubstr("is damaged: an event is of somebody who is not there"));
  change("UPDATE events SET who = 2147483647 WHERE who NOT IN (SELECT id FROM everybody)");
  EXPECT_EQ(error(), "none");
  change("UPDATE units SET id = (SELECT min(id) FROM trains) WHERE id = 2147483647");
  EXPECT_THAT(error(), HasSubstr("is damaged: two have the same id"));
}

TEST_F(Damaged, in_its_tables_is_refused_before_they_are_asked_for_rows) {
  run_hub();
  change("ALTER TABLE links ADD COLUMN more INTEGER");
  EXPECT_THAT(error(), HasSubstr("is damaged: its table \"links\" is not as it was made"));
  change(
      "DROP TABLE links; CREATE VIEW links AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
      "SELECT i + 1 FROM n) SELECT i AS link, 'x' AS name FROM n");
  EXPECT_THAT(error(), HasSubstr("is damaged: it has no table \"links\""));
}

TEST_F(Damaged, in_a_name_that_is_no_text_is_refused) {
  run_hub();
  change("UPDATE places SET name = CAST(x'ff' AS TEXT) WHERE place = 1");
  EXPECT_THAT(error(), HasSubstr("is damaged: column \"name\" of its table \"places\", where "
                                 "\"place\" is 1, has a text that is "
                                 "no UTF-8; make it again"));
}

// Wherever a page is overwritten or the file is cut off: an error that names the file, or a
// log.
// It keeps no checksum of values, so a value that was hit may pass; never is there a crash.
TEST_F(Damaged, anywhere_is_seen_or_does_no_harm) {
  run_hub();
  EXPECT_EQ(error(), "none");
  auto const whole = content(folder / "run.sqlite");
  std::size_t seen = 0;
  constexpr std::size_t kTimes = 24;
  for (std::size_t i = 0; i < kTimes; ++i) {
    auto bytes = whole;
    auto const at = whole.size() / kTimes * i;
    if (i % 2 == 0) {
      bytes.resize(at + 100);
    } else {
      std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), 64, '\xa5');
    }
    std::ofstream{folder / "run.sqlite", std::ios::binary} << bytes;
    auto const found = error();
    if (found == "none") {
      continue;  // sqlite keeps no checksum of values: what was hit was one
    }
    ++seen;
    EXPECT_THAT(found, HasSubstr("run.sqlite")) << at;
    EXPECT_THAT(found, HasSubstr("make it again")) << at;
  }
  EXPECT_THAT(seen, Ge(kTimes / 2));
}

}  // namespace
}  // namespace caravan::output
