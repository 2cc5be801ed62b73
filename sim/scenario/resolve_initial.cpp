// What is there at the start: where on its way each train and load is, and whether there is room.

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "scenario/check.hpp"
#include "scenario/initial_rows.hpp"
#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

using network::Leg;
using network::Mode;
using network::Travel;

Demand const& demand_of(InitialRow const& row, Scenario const& scenario) {
  if (row.service.valid()) return scenario.services[row.service];
  return scenario.flows[row.flow];
}

std::string name_of(InitialRow const& row, Scenario const& scenario) {
  return (row.service.valid() ? "service `" : "flow `") + demand_of(row, scenario).name + "`";
}

/// Whether a row is of this carrier: a train, a truck, or a load that waits.
enum class Moves : std::uint8_t { train, truck, waits };

/// The place before travel `stop` of a leg, or its end.
PlaceId place_at(Leg const& leg, std::size_t stop, network::Network const& network) {
  if (stop == 0) return leg.from;
  Travel const& travel = leg.travels[stop - 1];
  network::Link const& link = network.links()[travel.link];
  return travel.forward ? link.b : link.a;
}

/// Where on a leg the row is.
std::optional<std::size_t> stop_on(Leg const& leg, InitialRow const& row, Moves moves,
                                   network::Network const& network) {
  if (moves == Moves::waits) {
    return row.place == leg.from ? std::optional<std::size_t>{0} : std::nullopt;
  }
  if (leg.carrier.mode != (moves == Moves::train ? Mode::rail : Mode::road)) return std::nullopt;
  for (std::size_t stop = 0; stop <= leg.travels.size(); ++stop) {
    if (row.place.valid() && place_at(leg, stop, network) == row.place) return stop;
    if (!row.link.valid() || stop == leg.travels.size()) continue;
    Travel const& travel = leg.travels[stop];
    if (travel.link == row.link && place_at(leg, stop, network) == row.from) return stop;
  }
  return std::nullopt;
}

ConsistId consist_on(InitialRow const& row, Demand const& demand, Position const& position,
                     Scenario const& scenario) {
  if (row.service.valid() && position.leg == 0) return scenario.services[row.service].consist;
  return consist_for(demand.ways[position.way].legs[position.leg], demand.commodity, scenario);
}

/// A point for each way of the demand that passes there.
std::vector<Position> positions_of(InitialRow const& row, Moves moves, Scenario const& scenario) {
  std::vector<Position> positions;
  Demand const& demand = demand_of(row, scenario);
  for (std::size_t way = 0; way < demand.ways.size(); ++way) {
    Way const& candidate = demand.ways[way];
    if (row.to.valid() && candidate.route.to != row.to) continue;
    if (candidate.legs.empty() && moves != Moves::train && row.place == candidate.route.from) {
      positions.push_back({way, 0, 0, std::nullopt, {}});
      continue;
    }
    for (std::size_t leg = 0; leg < candidate.legs.size(); ++leg) {
      auto const stop = stop_on(candidate.legs[leg], row, moves, scenario.network);
      if (!stop) continue;
      Position position{way, leg, *stop, std::nullopt, {}};
      if (row.km) position.run_m = *row.km * 1000;
      if (moves == Moves::train) position.consist = consist_on(row, demand, position, scenario);
      positions.push_back(position);
      break;
    }
  }
  return positions;
}

std::string where_text(InitialRow const& row, Scenario const& scenario) {
  return row.place.valid() ? scenario.network.places()[row.place].name
                           : scenario.network.links()[row.link].name;
}

/// One more of something of which there is only so much: an error at the row that is too many.
class Room {
 public:
  Room(std::string what, std::int64_t size) : what_{std::move(what)}, size_{size} {}
  void take(std::int64_t amount, Mark const& mark, Diagnostics& diagnostics) {
    if (!first_.file) first_ = mark;
    taken_ += amount;
    if (taken_ <= size_ || told_) return;
    told_ = true;
    diagnostics
        .error("initial-room", mark,
               what_ + " has room for " + std::to_string(size_) + ", and with this row " +
                   std::to_string(taken_) + " would be there",
               "correct the rows, or give it more room")
        .notes.push_back({"the first there", first_});
  }

 private:
  std::string what_;
  std::int64_t size_;
  std::int64_t taken_ = 0;
  bool told_ = false;
  Mark first_;
};

/// Room on tracks, lines and in yards at the start.
class Rooms {
 public:
  explicit Rooms(Resolving& r) : r_{&r}, s_{&r.scenario} {}

  void take_train(Present const& train, Leg const& leg) {
    Position const& at = train.positions.front();
    if (!at.run_m) {
      take_track(place_at(leg, at.stop, s_->network), leg.carrier.gauge, train.mark);
      return;
    }
    take_line(leg.travels[at.stop], train.mark);
    if (s_->links[leg.travels[at.stop].link].single_track) take_section(at, leg, train.mark);
  }
  void take_line(Travel const& travel, Mark const& mark) {
    auto const room = s_->links[travel.link].room;
    if (room == 0) return;
    auto const& link = s_->network.links()[travel.link];
    auto const& end = s_->network.places()[travel.forward ? link.a : link.b].name;
    room_of("link `" + link.name + "` from " + end, room).take(1, mark, r_->diagnostics);
  }
  void take_yard(Present const& loads, Way const& way, int teu) {
    Position const& at = loads.positions.front();
    if (at.leg == 0 || way.legs[at.leg].carrier.mode == Mode::road) return;
    auto const transfer = way.legs[at.leg - 1].transfer_after;
    for (Terminal const& terminal : s_->terminals) {
      auto const& does = terminal.transfers;
      if (!terminal.yard_teu || std::find(does.begin(), does.end(), transfer) == does.end()) {
        continue;
      }
      room_of("the yard of terminal `" + terminal.name + "` (TEU)", *terminal.yard_teu)
          .take(std::int64_t{loads.units} * teu, loads.mark, r_->diagnostics);
    }
  }

 private:
  Room& room_of(std::string const& what, std::int64_t size) {
    return rooms_.try_emplace(what, what, size).first->second;
  }
  void take_track(PlaceId place, network::TrackGauge gauge, Mark const& mark) {
    for (PlaceTracks const& tracks : s_->places[place].tracks) {
      if (tracks.gauge != gauge) continue;
      room_of("place `" + s_->network.places()[place].name + "` on tracks of " +
                  std::to_string(gauge.millimetres) + " mm",
              tracks.count)
          .take(1, mark, r_->diagnostics);
    }
  }
  /// A train in a section has it for itself, and a track at its end.
  void take_section(Position const& at, Leg const& leg, Mark const& mark) {
    Travel const& travel = leg.travels[at.stop];
    auto const& link = s_->network.links()[travel.link];
    auto const& sections = s_->links[travel.link].sections_m;
    double const from_a = travel.forward ? *at.run_m : link.length_m - *at.run_m;
    std::size_t number = 0;
    for (double end = sections[0]; number + 1 < sections.size(); end += sections[++number]) {
      if (from_a < end || (!travel.forward && from_a <= end)) break;
    }
    room_of("section " + std::to_string(number + 1) + " of link `" + link.name + "`", 1)
        .take(1, mark, r_->diagnostics);
    if (number == (travel.forward ? sections.size() - 1 : 0)) {
      take_track(travel.forward ? link.b : link.a, leg.carrier.gauge, mark);
    }
  }

  Resolving* r_;
  Scenario const* s_;
  std::map<std::string, Room> rooms_;
};

/// The row as something that can be there; nothing, with an error, if it cannot.
std::optional<Present> present_of(InitialRow const& row, Moves moves, Resolving& r) {
  Scenario const& scenario = r.scenario;
  Present present{row.service, row.flow, row.number, positions_of(row, moves, scenario),
                  row.units,   {},       {},         row.mark};
  present.since = row.since.value_or(row.set_out.value_or(SimTime::start()));
  present.set_out = row.set_out.value_or(present.since);
  if (!present.positions.empty()) return present;
  std::string const does = moves == Moves::waits   ? " changes carriers or begins at "
                           : moves == Moves::train ? " runs by train over "
                                                   : " drives over ";
  auto& fault = r.diagnostics.error(
      "initial", row.mark,
      "nothing of " + name_of(row, scenario) + does + where_text(row, scenario) +
          (row.to.valid() ? " on its way to " + scenario.network.places()[row.to].name : ""),
      moves == Moves::waits ? "a load that rides belongs to a train: name it there" : "");
  auto const& ways = demand_of(row, scenario).ways;
  if (!ways.empty()) {
    fault.notes.push_back({"one of its ways: " + text_of(scenario.network, ways.front().route),
                           demand_of(row, scenario).mark});
  }
  return std::nullopt;
}

/// Whether the units of a train fit on it.
void check_units(Present const& train, Demand const& demand, Resolving& r) {
  for (Position const& position : train.positions) {
    if (!position.consist.valid()) {
      r.diagnostics.error("initial", train.mark,
                          "there is no consist for the train of `" + demand.name + "` here",
                          "a flow whose loads ride on the trains of a service is named there");
      return;
    }
    Consist const& consist = r.scenario.consists[position.consist];
    if (train.units * demand.unit_teu <= consist.capacity_teu) continue;
    r.diagnostics
        .error("initial", train.mark,
               "the train carries " + std::to_string(train.units) + " units of " +
                   std::to_string(demand.unit_teu) + " TEU, but takes " +
                   std::to_string(consist.capacity_teu) + " TEU",
               "at most " + std::to_string(consist.capacity_teu / demand.unit_teu) + " units fit")
        .notes.push_back({"its consist", consist.mark});
    return;
  }
}

void add_trains(InitialDraft const& draft, Rooms& rooms, Initial& initial, Resolving& r) {
  if (!draft.trains) return;
  for (InitialRow const& row : read_initial(*draft.trains, InitialTable::trains, r)) {
    auto present = present_of(row, Moves::train, r);
    if (!present) continue;
    Demand const& demand = demand_of(row, r.scenario);
    check_units(*present, demand, r);
    Position const& first = present->positions.front();
    rooms.take_train(*present, demand.ways[first.way].legs[first.leg]);
    initial.trains.push_back(std::move(*present));
  }
}

void add_loads(InitialDraft const& draft, Rooms& rooms, Initial& initial, Resolving& r) {
  if (!draft.loads) return;
  for (InitialRow const& row : read_initial(*draft.loads, InitialTable::loads, r)) {
    bool const truck = row.flow.valid() && some_by_truck(r.scenario.flows[row.flow]);
    if (truck && !all_by_truck(r.scenario.flows[row.flow])) {
      r.diagnostics.error("initial", row.mark,
                          "it is not known whether this load of flow `" +
                              r.scenario.flows[row.flow].name + "` is on rail or on a truck",
                          "give what is there at the start to a flow that goes by one of them");
      continue;
    }
    if (!truck && row.link.valid()) {
      r.diagnostics.error("initial", row.mark, "only trucks are on a link by themselves",
                          "a load that rides belongs to a train: name it there");
      continue;
    }
    auto present = present_of(row, truck ? Moves::truck : Moves::waits, r);
    if (!present) continue;
    Demand const& demand = demand_of(row, r.scenario);
    Position const& first = present->positions.front();
    Way const& way = demand.ways[first.way];
    if (truck && first.run_m) {
      for (int unit = 0; unit < present->units; ++unit) {
        rooms.take_line(way.legs[first.leg].travels[first.stop], present->mark);
      }
    }
    if (!truck) rooms.take_yard(*present, way, demand.unit_teu);
    initial.loads.push_back(std::move(*present));
  }
  std::stable_sort(initial.loads.begin(), initial.loads.end(),
                   [](Present const& a, Present const& b) { return a.since < b.since; });
}

}  // namespace

void resolve_initial(Resolving& r) {
  if (!r.draft.initial) return;
  InitialDraft const& draft = r.draft.initial->value;
  Initial initial;
  initial.counted = draft.counted;
  Rooms rooms{r};
  add_trains(draft, rooms, initial, r);
  add_loads(draft, rooms, initial, r);
  r.scenario.initial = std::move(initial);
}

}  // namespace caravan::scenario
