#include "output/ocel.hpp"

#include <array>
#include <optional>

#include "caravan/output/run_export.hpp"

#include "output/run_reader.hpp"

namespace caravan::output {

namespace {

/// Makes events and objects of the rows of a run.
class Ocel {
 public:
  Ocel(RunReader const& run, OcelSink& sink) : run_{run}, sink_{sink}, people_(run.people()) {}

  void take(EventRow const& row) {
    if (row.kind == "reassigned") return;  // a matter of the wait before it, not an event
    auto& life = meet(row.who);
    OcelEvent event{++number_, row.kind, run_.utc(row.at_ms, false), {}, {}, {}};
    event.parts.push_back({life.id, role(row.who)});
    if (row.place) event.place = run_.place(*row.place);
    if (row.link) event.link = run_.link(*row.link);
    if (row.kind == "began" && row.stage) {
      begin(row, life, event);
    } else if (row.other) {
      ride(row, life, event);
    }
    sink_.event(event);
  }

 private:
  struct Life {
    std::string id;  // empty: not met yet
    std::string locomotive;
    std::string wagons;
    std::string customs_case;
    std::int64_t turns = 0;
    std::int64_t cases = 0;
    std::int64_t activity = -1;  // of the case in hand
  };

  [[nodiscard]] Person const& person(std::int64_t who) const {
    return run_.person(run_.number_of(who));
  }
  [[nodiscard]] std::string_view role(std::int64_t who) const {
    switch (person(who).kind) {
      case Person::Kind::train:
        return "train";
      case Person::Kind::unit:
        return "load";
      case Person::Kind::truck:
        return "truck";
    }
    return "";
  }

  Life& meet(std::int64_t who) {
    auto const number = run_.number_of(who);
    auto& life = people_[number];
    if (!life.id.empty()) return life;
    auto const& one = run_.person(number);
    bool const train = one.kind == Person::Kind::train;
    auto const type = train                            ? OcelType::train
                      : one.kind == Person::Kind::unit ? OcelType::load_unit
                                                       : OcelType::truck;
    life.id = std::string{role(who)} + ' ' + one.name;
    sink_.object({life.id, type, {one.source, one.from, one.to}});
    if (train) {
      life.wagons = "wagons of " + one.name;
      sink_.object({life.wagons, OcelType::wagon_set, {one.name}});
      sink_.relation(life.id, life.wagons, "is made of");
    }
    return life;
  }

  void take_locomotive(Life& life, Person const& train) {
    auto const turn = std::to_string(++life.turns);
    life.locomotive = "locomotive " + turn + " of " + train.name;
    sink_.object({life.locomotive, OcelType::locomotive, {train.name, turn}});
    sink_.relation(life.id, life.locomotive, "is hauled by");
  }

  void begin(EventRow const& row, Life& life, OcelEvent& event) {
    auto const& stage = run_.stage(*row.stage);
    event.type = stage.name;
    bool const working = stage.kind == "working";
    bool const locomotives = stage.fleet && run_.is_locomotives(*stage.fleet);
    if (!life.wagons.empty()) {
      bool const changed = working && locomotives;
      if (stage.kind == "moving" || changed) {
        if (changed || life.turns == 0) take_locomotive(life, person(row.who));
        event.parts.push_back({life.locomotive, "locomotive"});
      }
      event.parts.push_back({life.wagons, "wagons"});
    }
    open_case(row, stage, life, event);
    bool const lift =
        !stage.activity && !stage.fleet && (stage.cause == "crane" || stage.cause == "lift");
    if (auto const* const cranes = lift && row.place ? run_.cranes_at(*row.place) : nullptr) {
      event.parts.push_back({meet(*cranes, event.place), "cranes"});
    }
    if (row.other && *row.other != row.who) {
      event.parts.push_back({meet(*row.other).id, "holder"});
    }
  }

  /// One case from when its wait begins until something else does.
  void open_case(EventRow const& row, StageWords const& stage, Life& life, OcelEvent& event) {
    if (!stage.activity || !run_.is_case_work(*stage.activity)) {
      life.activity = -1;
      return;
    }
    if (life.activity != *stage.activity) {
      life.activity = *stage.activity;
      life.customs_case = "case " + std::to_string(++life.cases) + " of " + life.id;
      sink_.object({life.customs_case,
                    OcelType::customs_case,
                    {run_.activities().at(life.activity), person(row.who).name}});
      sink_.relation(life.customs_case, life.id, "is about");
    }
    event.parts.push_back({life.customs_case, "case"});
  }

  void ride(EventRow const& row, Life const& life, OcelEvent& event) {
    auto const id = life.id;
    auto const& train = meet(*row.other);
    event.parts.push_back({train.id, "train"});
    if (!train.wagons.empty()) event.parts.push_back({train.wagons, "wagons"});
    if (row.kind == "boarded" && ridden_.emplace(row.who, *row.other).second) {
      sink_.relation(id, train.id, "rides");
    }
  }

  std::string meet(RunReader::Cranes const& cranes, std::string const& place) {
    auto id = "cranes of " + cranes.name;
    if (cranes_.insert(id).second) {
      sink_.object({id, OcelType::cranes, {place, std::to_string(cranes.count)}});
    }
    return id;
  }

  RunReader const& run_;
  OcelSink& sink_;
  std::vector<Life> people_;  // by number
  std::set<std::pair<std::int64_t, std::int64_t>> ridden_;
  std::set<std::string> cranes_;
  std::int64_t number_ = 0;
};

void write_to(RunReader const& run, OcelSink& sink) {
  Ocel ocel{run, sink};
  run.for_each_event([&](EventRow const& row) { ocel.take(row); });
  sink.finish();
}

}  // namespace

char const* name_of(OcelType type) {
  constexpr std::array kNames{"load unit",  "truck",  "train",       "wagon set",
                              "locomotive", "cranes", "customs case"};
  return kNames.at(static_cast<std::size_t>(type));
}

std::vector<std::string> attributes_of(OcelType type) {
  switch (type) {
    case OcelType::load_unit:
    case OcelType::truck:
    case OcelType::train:
      return {"source", "origin", "destination"};
    case OcelType::wagon_set:
      return {"train"};
    case OcelType::locomotive:
      return {"train", "turn"};
    case OcelType::cranes:
      return {"place", "count"};
    case OcelType::customs_case:
      return {"activity", "of"};
  }
  return {};
}

void write_ocel(std::string const& run, OcelForm form, std::string const& path) {
  RunReader const reader{run};
  if (form == OcelForm::sqlite) {
    OcelDatabase database{path};
    write_to(reader, database);
  } else {
    OcelJson json{path};
    write_to(reader, json);
  }
}

}  // namespace caravan::output
