#include "output/run_reader.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

#include "caravan/core/utf8.hpp"
#include "caravan/output/run_database.hpp"
#include "caravan/scenario/limits.hpp"

#include "output/run_schema.hpp"

namespace caravan::output {

namespace {

namespace fs = std::filesystem;

/// Of what is called by its id.
constexpr std::size_t kId = scenario::kLongestId;
/// Of two ids with what a run puts around them and between: `khorgos>almaty~2#12/3`, `waiting for
/// the laboratory of control`.
constexpr std::size_t kName = 2 * kId + 32;

std::string database_of(std::string const& run) {
  std::error_code error;
  auto path = run;
  if (fs::is_directory(path, error)) path = (fs::path{run} / kRunDatabaseName).string();
  if (!fs::exists(path, error)) throw DatabaseError{"cannot read " + path + ": there is none"};
  if (!fs::is_regular_file(path, error)) {
    throw DatabaseError{"cannot read " + path + ": it is no regular file"};
  }
  return path;
}

/// Sums of a few times that are not far stay in range.
bool is_far(std::int64_t ms) {
  constexpr std::int64_t kFar = 1LL << 58U;
  return ms > kFar || ms < -kFar;
}

void add_padded(std::string& text, std::int64_t value, std::size_t width) {
  auto const digits = std::to_string(value);
  if (width > digits.size()) text.append(width - digits.size(), '0');
  text += digits;
}

std::optional<std::int64_t> key(Statement const& row, int column) {
  if (row.null(column)) return std::nullopt;
  return row.integer(column);
}

}  // namespace

RunReader::RunReader(std::string const& run) : database_{database_of(run), Database::Mode::read} {
  check();
  read_run();
  read_words();
  read_people();
}

void RunReader::damaged(std::string const& what) const {
  throw DatabaseError{database_.path() + " is damaged: " + what + kMakeAgain};
}

/// What it says of itself, then its tables, then whether its pages are sound.
void RunReader::check() const {
  auto const number = [&](char const* pragma) {
    Statement row{database_, pragma};
    return row.step() ? row.integer(0) : 0;
  };
  if (number("PRAGMA application_id") != kRunApplication) {
    throw DatabaseError{database_.path() + " is no database of a run of Caravan" + kMakeAgain};
  }
  if (auto const version = number("PRAGMA user_version"); version != kRunVersion) {
    throw DatabaseError{database_.path() + " has version " + std::to_string(version) +
                        " of the tables, this program reads version " +
                        std::to_string(kRunVersion) + kMakeAgain};
  }
  check_tables();
  Statement sound{database_, "PRAGMA quick_check(1)"};
  if (auto const found = sound.step() ? sound.text(0) : "no answer"; found != "ok") damaged(found);
}

/// They are made by the very same words: what only looks like one of them, as a view that has no
/// end, is not asked for its rows.
void RunReader::check_tables() const {
  for (auto const& table : run_tables()) {
    Statement made{database_, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?"};
    made.bind(std::string_view{table.name});
    if (!made.step()) damaged("it has no table " + quoted_name(table.name));
    if (made.text(0) != sql_of(table)) {
      damaged("its table " + quoted_name(table.name) + " is not as it was made");
    }
  }
}

std::string RunReader::text(Statement const& row, int column, TextColumn const& from) const {
  auto text = row.text(column);
  auto const where = [&] {
    return "column " + quoted_name(from.column) + " of its table " + quoted_name(from.table) +
           ", where " + quoted_name(from.key) + " is " + std::to_string(row.integer(0));
  };
  if (text.size() > from.most) {
    damaged(where() + ", has a text of " + std::to_string(text.size()) + " bytes, a run writes " +
            std::to_string(from.most) + " at most");
  }
  for (std::string_view rest = text; !rest.empty();) {
    auto const character = first_character(rest);
    if (!character.valid) damaged(where() + ", has a text that is no UTF-8");
    rest.remove_prefix(character.bytes);
  }
  return text;
}

void RunReader::read_run() {
  Statement row{database_,
                "SELECT start_ms, recorded IS NOT 'none', ended_ms FROM runs ORDER BY rowid LIMIT "
                "1"};
  bool recorded = false;
  if (row.step()) {
    start_ms_ = row.integer(0);
    recorded = row.integer(1) != 0;
    ended_ms_ = row.integer(2);
  }
  if (is_far(start_ms_) || is_far(ended_ms_)) damaged("a time is out of range");
  if (!recorded) {
    throw DatabaseError{database_.path() + " holds no events: it was made without --events all" +
                        kMakeAgain};
  }
}

void RunReader::read_words() {
  auto const each = [&](char const* sql, auto act) {
    Statement rows{database_, sql};
    while (rows.step()) act(rows);
  };
  auto const named = [&](std::map<std::int64_t, std::string>& into, char const* sql,
                         TextColumn const& from) {
    each(sql, [&](Statement const& row) { into[row.integer(0)] = text(row, 1, from); });
  };
  named(places_, "SELECT place, name FROM places", {"places", "place", "name", kId});
  named(links_, "SELECT link, name FROM links", {"links", "link", "name", kId});
  named(activities_, "SELECT activity, name FROM activities",
        {"activities", "activity", "name", kId});
  named(sources_, "SELECT source, name FROM sources", {"sources", "source", "name", kName});
  named(kinds_, "SELECT kind, name FROM event_kinds", {"event_kinds", "kind", "name", kName});
  each("SELECT activity, case_work FROM activities",
       [&](Statement const& row) { case_work_[row.integer(0)] = row.integer(1) != 0; });
  each("SELECT fleet, kind = 'locomotives' FROM fleets",
       [&](Statement const& row) { locomotives_[row.integer(0)] = row.integer(1) != 0; });
  each(
      "SELECT terminal, name, place, servers FROM terminals WHERE means = 'cranes' ORDER BY "
      "terminal",
      [&](Statement const& row) {
        auto name = text(row, 1, {"terminals", "terminal", "name", kId});
        cranes_.emplace(row.integer(2), Cranes{std::move(name), row.integer(3)});
      });
  each("SELECT stage, name, kind, cause, activity, fleet FROM stages", [&](Statement const& row) {
    auto const word = [&](int column, char const* name) {
      return text(row, column, {"stages", "stage", name, kName});
    };
    stages_[row.integer(0)] = {word(1, "name"), word(2, "kind"), word(3, "cause"), key(row, 4),
                               key(row, 5)};
  });
}

/// After the words, by which they are called.
void RunReader::read_people() {
  auto const word = [&](std::map<std::int64_t, std::string> const& in,
                        std::optional<std::int64_t> of) {
    return of ? find(in, *of) : std::string{};
  };
  auto const each = [&](char const* table, char const* sql, auto kind) {
    Statement rows{database_, sql};
    while (rows.step()) {
      people_.push_back(
          {rows.integer(0),
           {kind(rows), text(rows, 1, {table, "id", "name", kName}), word(sources_, key(rows, 2)),
            word(places_, key(rows, 3)), word(places_, key(rows, 4))}});
    }
  };
  each("trains", "SELECT id, name, source, from_place, to_place FROM trains",
       [](Statement const&) { return Person::Kind::train; });
  each("units", "SELECT id, name, source, from_place, to_place, kind = 'unit' FROM units",
       [](Statement const& row) {
         return row.integer(5) != 0 ? Person::Kind::unit : Person::Kind::truck;
       });
  std::sort(people_.begin(), people_.end(),
            [](Member const& a, Member const& b) { return a.id < b.id; });
  auto const twice =
      std::adjacent_find(people_.begin(), people_.end(),
                         [](Member const& a, Member const& b) { return a.id == b.id; });
  if (twice != people_.end()) damaged("two have the same id");
}

/// Where everybody was kept, ids follow one another without a gap.
std::size_t RunReader::number_of(std::int64_t id) const {
  if (people_.empty()) damaged("an event is of somebody who is not there");
  auto const first = static_cast<std::uint64_t>(people_.front().id);
  auto const guess = static_cast<std::uint64_t>(id) - first;
  if (guess < people_.size() && people_[guess].id == id) return guess;
  auto const found =
      std::lower_bound(people_.begin(), people_.end(), id,
                       [](Member const& one, std::int64_t other) { return one.id < other; });
  if (found == people_.end() || found->id != id) {
    damaged("an event is of somebody who is not there");
  }
  return static_cast<std::size_t>(found - people_.begin());
}

EventRow RunReader::event(Statement const& row) const {
  EventRow const event{row.integer(0), row.integer(1), find(kinds_, row.integer(2)),
                       key(row, 3),    key(row, 4),    key(row, 5),
                       key(row, 6),    row.integer(7)};
  if (is_far(event.at_ms) || is_far(event.part_ms) || event.part_ms < 0) {
    damaged("a time is out of range");
  }
  return event;
}

bool RunReader::is_case_work(std::int64_t activity) const {
  return find(case_work_, activity);
}

bool RunReader::is_locomotives(std::int64_t fleet) const {
  return find(locomotives_, fleet);
}

RunReader::Cranes const* RunReader::cranes_at(std::int64_t place) const {
  auto const found = cranes_.find(place);
  return found == cranes_.end() ? nullptr : &found->second;
}

std::string RunReader::utc(std::int64_t at_ms, bool milliseconds) const {
  using std::chrono::days;
  constexpr std::int64_t kSecond = 1000;
  auto const instant = std::chrono::milliseconds{start_ms_ + at_ms};
  auto const midnight = std::chrono::floor<days>(instant);
  if (midnight.count() < -700'000 || midnight.count() > 2'900'000) {
    damaged("a time is out of the years 1 to 9999");
  }
  std::chrono::year_month_day const date{std::chrono::sys_days{midnight}};
  auto const rest = (instant - midnight).count();
  std::string text;
  add_padded(text, int{date.year()}, 4);
  add_padded(text += '-', unsigned{date.month()}, 2);
  add_padded(text += '-', unsigned{date.day()}, 2);
  add_padded(text += ' ', rest / (3600 * kSecond), 2);
  add_padded(text += ':', rest / (60 * kSecond) % 60, 2);
  add_padded(text += ':', rest / kSecond % 60, 2);
  if (milliseconds) add_padded(text += '.', rest % kSecond, 3);
  return text;
}

}  // namespace caravan::output
