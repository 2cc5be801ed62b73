/// Reading a run database, which may be anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "output/sqlite.hpp"

namespace caravan::output {

/// A train, unit or truck.
struct Person {
  enum class Kind : std::uint8_t { train, unit, truck };
  Kind kind = Kind::train;
  std::string name;
  std::string source;
  std::string from;
  std::string to;
};

struct StageWords {
  std::string name;
  std::string kind;
  std::string cause;
  std::optional<std::int64_t> activity;
  std::optional<std::int64_t> fleet;
};

struct EventRow {
  std::int64_t at_ms = 0;
  std::int64_t who = 0;
  std::string kind;
  std::optional<std::int64_t> stage;
  std::optional<std::int64_t> place;
  std::optional<std::int64_t> link;
  std::optional<std::int64_t> other;
  std::int64_t part_ms = 0;
};

/// Where a text is read, and how many bytes a run can have written there.
struct TextColumn {
  char const* table = nullptr;
  char const* key = nullptr;  ///< the column that says which row
  char const* column = nullptr;
  std::size_t most = 0;
};

/// A checked database with its vocabulary in memory, which hangs on how many rows it has and not on
/// what they say; no text is longer than a run writes any. Everything by the keys of its tables;
/// people also by number, from 0 in the order of their ids.
class RunReader {
 public:
  /// `run` is the folder of a result, or its database.
  explicit RunReader(std::string const& run);

  /// How far the run came.
  [[nodiscard]] std::int64_t ended_ms() const { return ended_ms_; }
  [[nodiscard]] std::map<std::int64_t, StageWords> const& stages() const { return stages_; }
  [[nodiscard]] std::map<std::int64_t, std::string> const& activities() const {
    return activities_;
  }
  [[nodiscard]] bool is_case_work(std::int64_t activity) const;
  [[nodiscard]] bool is_locomotives(std::int64_t fleet) const;
  /// Cranes by place: the name of the terminal and how many.
  struct Cranes {
    std::string name;
    std::int64_t count = 0;
  };
  [[nodiscard]] Cranes const* cranes_at(std::int64_t place) const;
  [[nodiscard]] std::string const& place(std::int64_t key) const { return find(places_, key); }
  [[nodiscard]] std::string const& link(std::int64_t key) const { return find(links_, key); }
  [[nodiscard]] StageWords const& stage(std::int64_t key) const { return find(stages_, key); }
  [[nodiscard]] std::size_t number_of(std::int64_t id) const;
  [[nodiscard]] Person const& person(std::size_t number) const { return people_[number].person; }
  [[nodiscard]] std::size_t people() const { return people_.size(); }
  /// Calls `act(row)` for every event in order.
  template <class Act>
  void for_each_event(Act act) const {
    Statement rows{database_, kEvents};
    while (rows.step()) act(event(rows));
  }
  /// The instant in UTC, `2024-03-01 12:00:00`, with milliseconds if asked for.
  [[nodiscard]] std::string utc(std::int64_t at_ms, bool milliseconds) const;

 private:
  static constexpr char const* kEvents =
      "SELECT at_ms, who, kind, stage, place, link, other, part_ms FROM events ORDER BY event";
  [[nodiscard]] EventRow event(Statement const& row) const;
  void check() const;
  void check_tables() const;
  [[nodiscard]] std::string text(Statement const& row, int column, TextColumn const& from) const;
  void read_run();
  void read_words();
  void read_people();
  [[noreturn]] void damaged(std::string const& what) const;
  template <class Value>
  [[nodiscard]] Value const& find(std::map<std::int64_t, Value> const& in, std::int64_t key) const {
    auto const found = in.find(key);
    if (found == in.end()) damaged("it names a row that is not there");
    return found->second;
  }

  Database database_;
  std::int64_t start_ms_ = 0;
  std::int64_t ended_ms_ = 0;
  std::map<std::int64_t, std::string> places_;
  std::map<std::int64_t, std::string> links_;
  std::map<std::int64_t, StageWords> stages_;
  std::map<std::int64_t, std::string> activities_;
  std::map<std::int64_t, std::string> sources_;
  std::map<std::int64_t, std::string> kinds_;  // of events
  std::map<std::int64_t, bool> case_work_;
  std::map<std::int64_t, bool> locomotives_;
  std::map<std::int64_t, Cranes> cranes_;
  struct Member {
    std::int64_t id = 0;
    Person person;
  };
  std::vector<Member> people_;  // by id
};

}  // namespace caravan::output
