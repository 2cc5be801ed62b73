// The flat event log: one line a stage, for tools that know one kind of case.

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "caravan/output/run_export.hpp"

#include "output/run_reader.hpp"
#include "output/table_sink.hpp"

namespace caravan::output {

namespace {

/// Where somebody is and since when.
struct Stay {
  std::int64_t stage = -1;  // none: nothing to be told
  std::int64_t since = 0;
  std::optional<std::int64_t> place;
  std::optional<std::int64_t> link;
  std::int64_t other = -1;  // to which the first part of its time belongs
  std::int64_t other_ms = 0;
};

class EventLog {
 public:
  EventLog(RunReader const& run, Cases cases, std::string const& path)
      : run_{run},
        cases_{cases},
        file_{path},
        stays_(run.people()),
        riders_(run.people()),
        trains_(run.people(), kNobody) {
    file_.text() += "case_id,activity,start,end,resource,kind,place,link\n";
  }

  void take(EventRow const& row) {
    auto const who = run_.number_of(row.who);
    if (row.kind == "began" && row.stage) {
      began(row, who);
    } else if (row.kind == "reassigned" && row.stage) {
      reassigned(row, who);
    } else if (row.kind == "boarded" && row.other) {
      boarded(row, who);
    } else if (row.kind != "created") {  // alighted, or ended
      close(who, row.at_ms);
      leave(who);
    }
  }
  /// What is under way lasts until the end of the run.
  void finish() {
    for (std::size_t who = 0; who < stays_.size(); ++who) {
      if (stays_[who].stage >= 0) close(who, run_.ended_ms());
    }
    file_.close();
  }

 private:
  void began(EventRow const& row, std::size_t who) {
    Stay const next{*row.stage, row.at_ms, row.place, row.link};
    enter(who, next);
    for (auto const rider : riders_[who]) enter(rider, next);
  }
  void enter(std::size_t who, Stay const& next) {
    close(who, next.since);
    stays_[who] = next;
  }
  /// Of the time since the present stage began, the first part belongs to another.
  void reassigned(EventRow const& row, std::size_t who) {
    auto const set = [&](std::size_t whose) {
      auto& stay = stays_[whose];
      stay.other = *row.stage;
      stay.other_ms = row.part_ms - std::max<std::int64_t>(0, stay.since - stays_[who].since);
    };
    for (auto const rider : riders_[who]) set(rider);
    set(who);
  }
  void boarded(EventRow const& row, std::size_t who) {
    auto const train = run_.number_of(*row.other);
    close(who, row.at_ms);
    get_off(who);
    stays_[who] = stays_[train];
    stays_[who].since = row.at_ms;
    stays_[who].other = -1;
    riders_[train].push_back(who);
    trains_[who] = train;
  }
  void leave(std::size_t who) {
    stays_[who].stage = -1;
    get_off(who);
  }
  void get_off(std::size_t who) {
    if (trains_[who] == kNobody) return;
    std::erase(riders_[trains_[who]], who);
    trains_[who] = kNobody;
  }

  [[nodiscard]] bool wanted(Person::Kind kind) const {
    switch (cases_) {
      case Cases::trains:
        return kind == Person::Kind::train;
      case Cases::units:
        return kind == Person::Kind::unit;
      case Cases::trucks:
        return kind == Person::Kind::truck;
    }
    return false;
  }
  /// What begins and ends at one instant is no line.
  void close(std::size_t who, std::int64_t now) {
    auto const& stay = stays_[who];
    auto const& person = run_.person(who);
    if (stay.stage < 0 || !wanted(person.kind)) return;
    auto middle = stay.since;
    if (stay.other >= 0 && stay.other_ms > 0) {
      middle = std::min(now, stay.since + stay.other_ms);
      line(who, person, stay, stay.other, stay.since, middle);
    }
    line(who, person, stay, stay.stage, middle, now);
  }
  void line(std::size_t who, Person const& person, Stay const& stay, std::int64_t stage,
            std::int64_t from, std::int64_t until) {
    if (from >= until) return;
    auto const& words = run_.stage(stage);
    auto const train = trains_[who];
    auto const& resource = train != kNobody ? run_.person(train).name : words.cause;
    auto const start = run_.utc(from, true);
    auto const end = run_.utc(until, true);
    std::string_view const place = stay.place ? run_.place(*stay.place) : std::string_view{};
    std::string_view const link = stay.link ? run_.link(*stay.link) : std::string_view{};
    auto& text = file_.text();
    char const* separator = "";
    for (std::string_view const cell :
         {std::string_view{person.name}, std::string_view{words.name}, std::string_view{start},
          std::string_view{end}, std::string_view{resource}, std::string_view{words.kind}, place,
          link}) {
      text += separator;
      add_csv(text, Cell{cell});
      separator = ",";
    }
    text += '\n';
    file_.write_if_much();
  }

  static constexpr auto kNobody = std::numeric_limits<std::size_t>::max();

  RunReader const& run_;
  Cases cases_;
  GrowingFile file_;
  std::vector<Stay> stays_;                       // by number, as what follows
  std::vector<std::vector<std::size_t>> riders_;  // of trains
  std::vector<std::size_t> trains_;               // of those aboard
};

}  // namespace

void write_event_log(std::string const& run, Cases cases, std::string const& path) {
  RunReader const reader{run};
  EventLog log{reader, cases, path};
  reader.for_each_event([&](EventRow const& row) { log.take(row); });
  log.finish();
}

}  // namespace caravan::output
