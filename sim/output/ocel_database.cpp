// The relational form of OCEL 2.0: www.ocel-standard.org, "OCEL 2.0 specification", section 4.

#include <algorithm>

#include "output/ocel.hpp"

namespace caravan::output {

namespace {

constexpr char const* kTables = R"(
CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT, PRIMARY KEY(ocel_type));
CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT, PRIMARY KEY(ocel_type));
CREATE TABLE event (ocel_id TEXT, ocel_type TEXT, PRIMARY KEY(ocel_id),
  FOREIGN KEY(ocel_type) REFERENCES event_map_type(ocel_type)) WITHOUT ROWID;
CREATE TABLE object (ocel_id TEXT, ocel_type TEXT, PRIMARY KEY(ocel_id),
  FOREIGN KEY(ocel_type) REFERENCES object_map_type(ocel_type));
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT,
  PRIMARY KEY(ocel_event_id, ocel_object_id, ocel_qualifier),
  FOREIGN KEY(ocel_event_id) REFERENCES event(ocel_id),
  FOREIGN KEY(ocel_object_id) REFERENCES object(ocel_id)) WITHOUT ROWID;
CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT,
  PRIMARY KEY(ocel_source_id, ocel_target_id, ocel_qualifier),
  FOREIGN KEY(ocel_source_id) REFERENCES object(ocel_id),
  FOREIGN KEY(ocel_target_id) REFERENCES object(ocel_id));
)";

Database with_tables(std::string const& path) {
  Database database{path, Database::Mode::create};
  database.run(kTables);
  return database;
}

std::string id_of(std::int64_t event) {
  constexpr std::size_t kDigits = 10;  // so that texts sort as numbers
  auto const digits = std::to_string(event);
  return 'e' + std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// `waiting for a crane` becomes `WaitingForACrane`.
std::string in_capitals(std::string_view type) {
  std::string name;
  bool begins = true;
  for (char const c : type) {
    bool const letter = is_letter(c);
    if (letter || (c >= '0' && c <= '9')) {
      name += letter && begins && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
      begins = false;
    } else {
      begins = true;
    }
  }
  return name;
}

std::string small(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace

OcelDatabase::OcelDatabase(std::string const& path)
    : database_{with_tables(path)},
      events_{database_, "INSERT INTO event VALUES (?, ?)"},
      parts_{database_, "INSERT INTO event_object VALUES (?, ?, ?)"},
      objects_{database_, "INSERT INTO object VALUES (?, ?)"},
      relations_{database_, "INSERT INTO object_object VALUES (?, ?, ?)"},
      // Tables of objects and of events share their common tables' beginnings.
      names_{"map_type", "object"} {}

/// SQLite takes names for equal that differ in capitals only.
std::string OcelDatabase::table_name(std::string_view type) {
  auto name = in_capitals(type);
  if (name.empty() || !names_.insert(small(name)).second) {
    name += std::to_string(names_.size());
    names_.insert(small(name));
  }
  return name;
}

void OcelDatabase::object(OcelObject const& object) {
  auto const* const type = output::name_of(object.type);
  auto found = of_objects_.find(object.type);
  if (found == of_objects_.end()) {
    auto const name = in_capitals(type);
    Statement{database_, "INSERT INTO object_map_type VALUES (?, ?)"}
        .bind(std::string_view{type})
        .bind(std::string_view{name})
        .insert();
    std::string columns;
    std::string values = "?, ?, ?";
    for (auto const& attribute : attributes_of(object.type)) {
      columns += ", " + quoted_name(attribute) + " TEXT";
      values += ", ?";
    }
    auto const table = quoted_name("object_" + name);
    database_.run("CREATE TABLE " + table +
                  " (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT" + columns +
                  ", FOREIGN KEY(ocel_id) REFERENCES object(ocel_id))");
    found = of_objects_
                .emplace(object.type,
                         Statement{database_, "INSERT INTO " + table + " VALUES (" + values + ')'})
                .first;
  }
  objects_.bind(std::string_view{object.id}).bind(std::string_view{type}).insert();
  auto& row = found->second;
  row.bind(std::string_view{object.id}).bind(std::string_view{"1970-01-01 00:00:00"}).bind_null();
  for (auto const& value : object.attributes) row.bind(std::string_view{value});
  row.insert();
}

Statement& OcelDatabase::table_of(std::string const& type) {
  auto const found = of_events_.find(type);
  if (found != of_events_.end()) return found->second;
  auto const name = table_name(type);
  Statement{database_, "INSERT INTO event_map_type VALUES (?, ?)"}
      .bind(std::string_view{type})
      .bind(std::string_view{name})
      .insert();
  auto const table = quoted_name("event_" + name);
  database_.run("CREATE TABLE " + table +
                " (ocel_id TEXT, ocel_time TIMESTAMP, place TEXT, link TEXT, PRIMARY KEY(ocel_id), "
                "FOREIGN KEY(ocel_id) REFERENCES event(ocel_id)) WITHOUT ROWID");
  return of_events_
      .emplace(type, Statement{database_, "INSERT INTO " + table + " VALUES (?, ?, ?, ?)"})
      .first->second;
}

void OcelDatabase::event(OcelEvent const& event) {
  auto& row = table_of(event.type);
  auto const id = id_of(event.number);
  std::string_view const key = id;
  events_.bind(key).bind(std::string_view{event.type}).insert();
  row.bind(key).bind(std::string_view{event.time});
  for (auto const* const text : {&event.place, &event.link}) {
    text->empty() ? row.bind_null() : row.bind(std::string_view{*text});
  }
  row.insert();
  for (auto const& part : event.parts) {
    parts_.bind(key).bind(std::string_view{part.object}).bind(part.qualifier).insert();
  }
}

void OcelDatabase::relation(std::string const& source, std::string const& target,
                            std::string_view qualifier) {
  relations_.bind(std::string_view{source}).bind(std::string_view{target}).bind(qualifier).insert();
}

void OcelDatabase::finish() {
  database_.run("COMMIT");
  of_events_.clear();
  of_objects_.clear();
  for (auto* const statement : {&events_, &parts_, &objects_, &relations_}) statement->finish();
  auto const path = database_.path();
  database_.close();
  sync_file(path);
}

}  // namespace caravan::output
