#include <algorithm>
#include <cmath>

#include "scenario/check.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;

template <class T>
bool allows(std::vector<T> const& list, T const& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

/// Share of the run in which `hours` are open.
double open_share(Calendar const& hours, SimTime horizon) {
  if (hours.always_open()) return 1;
  return hours.open_between(SimTime::start(), horizon).in_hours() /
         horizon.since_start().in_hours();
}

/// Share of the time in which a server stands ready.
double availability(std::optional<Breakdowns> const& breakdowns) {
  if (!breakdowns) return 1;
  double const up = mean(breakdowns->up);
  double const down = mean(breakdowns->down);
  return up + down > 0 ? up / (up + down) : 1;
}

/// `10 servers x 12 h/d`: hours of work a day.
struct Hands {
  double hours = 0;
  std::string text;
};
Hands hands_of(int count, std::string const& noun, Calendar const& hours,
               std::optional<Breakdowns> const& breakdowns, SimTime horizon) {
  double const open = 24 * open_share(hours, horizon);
  double const ready = availability(breakdowns);
  Hands hands{count * open * ready, std::to_string(count) + " " + noun + (count == 1 ? "" : "s") +
                                        " x " + figure(open) + " h/d"};
  if (breakdowns) hands.text += " x " + figure(100 * ready) + " % in order";
  return hands;
}

std::string country_of(PlaceId place, Scenario const& scenario) {
  return scenario.network.places()[place].country;
}

/// Whether `activity` is done on the stream at this stop.
bool concerns(Activity const& activity, Stream const& stream, Stop const& stop,
              Scenario const& scenario) {
  network::Network const& network = scenario.network;
  bool const arrives = activity.when == Activity::When::arrival;
  bool const visit = stream.way->legs.empty();
  LinkId const link = arrives ? stop.in : stop.out;
  if (stop.place != activity.place || (!link.valid() && !visit)) return false;
  Activity::Filter const& filter = activity.filter;
  if (link.valid()) {
    Carrier const carrier = network.links()[link].carrier;
    if (filter.mode && *filter.mode != carrier.mode) return false;
    if (filter.gauge && *filter.gauge != carrier.gauge) return false;
  } else if (filter.mode && *filter.mode != (stream.truck ? Mode::road : Mode::rail)) {
    return false;
  }
  std::string from;
  std::string to;
  if (stop.in.valid()) from = country_of(network.other_end(stop.in, stop.place), scenario);
  if (stop.out.valid()) to = country_of(network.other_end(stop.out, stop.place), scenario);
  if (!allows(filter.from_country, from) || !allows(filter.to_country, to)) return false;
  if (!allows(filter.commodities, stream.commodity)) return false;
  network::Route const& route = stream.way->route;
  if (!allows(filter.traffic,
              traffic_of(country_of(route.from, scenario), country_of(route.to, scenario),
                         country_of(stop.place, scenario)))) {
    return false;
  }
  if (filter.services.empty() && filter.flows.empty()) return true;
  return std::find(filter.services.begin(), filter.services.end(), stream.service) !=
             filter.services.end() ||
         std::find(filter.flows.begin(), filter.flows.end(), stream.flow) != filter.flows.end();
}

/// Pieces of work a day, and in words.
struct Pieces {
  double per_day = 0;
  std::string text;
};
Pieces pieces_of(Activity const& activity, Stream const& stream, std::size_t leg,
                 Scenario const& scenario) {
  using Per = Activity::Per;
  double const trains = trains_per_day(stream, leg, scenario);
  double const units = stream.per_day * stream.units;
  switch (activity.per) {
    case Per::truck:
      return {stream.truck ? stream.per_day : 0, a_day(stream.per_day, "truck")};
    case Per::train:
      return {trains, a_day(trains, "train")};
    case Per::wagon: {
      int wagons = 0;
      if (leg == 0 && stream.consist.valid()) wagons = scenario.consists[stream.consist].wagons;
      return {trains * wagons, a_day(trains, "train") + " x " + std::to_string(wagons) + " wagons"};
    }
    case Per::unit:
      return {units, a_day(units, "unit")};
    case Per::consignment: {
      double const size = stream.consignment_units > 0 ? stream.consignment_units : stream.units;
      double const count = size > 0 ? units / size : 0;
      return {count, a_day(count, "consignment")};
    }
  }
  return {};
}

/// Hours of work on one piece that is selected: its lane, and what is done once more.
double hours_of_piece(Activity const& activity) {
  double time = activity.lanes.empty() ? mean(activity.time) : 0;
  for (Activity::Lane const& lane : activity.lanes) time += lane.share * mean(lane.time);
  if (activity.again) {
    double const share = activity.again->share;
    double rounds = 0;
    for (int round = 0; round <= activity.again->at_most; ++round) rounds += std::pow(share, round);
    time *= rounds;
  }
  return time / 3.6e6;
}

/// What one activity asks for in a day, with the arithmetic.
struct Asked {
  std::vector<Share> shares;
  double hours = 0;
  bool met = false;  ///< whether anything that comes to its place concerns it
};
Asked asked_of(Activity const& activity, std::vector<Stream> const& streams,
               Scenario const& scenario) {
  double const hours = hours_of_piece(activity);
  Asked asked;
  for (Stream const& stream : streams) {
    for (Stop const& stop : stream.stops) {
      if (!concerns(activity, stream, stop, scenario)) continue;
      bool const arrives = activity.when == Activity::When::arrival;
      Pieces const pieces =
          pieces_of(activity, stream, arrives ? stop.leg_in : stop.leg_out, scenario);
      asked.met = asked.met || pieces.per_day > 0 || stream.per_day <= 0;
      double const share = share_of(activity, stream.commodity);
      double const amount = pieces.per_day * share * hours * activity.needs / activity.batch;
      if (amount <= 0) continue;
      std::string text = stream.what + ": " + pieces.text;
      if (share < 1) text += " x " + figure(100 * share) + " %";
      text += " x " + figure(hours) + " h";
      if (activity.needs > 1) text += " x " + std::to_string(activity.needs) + " officers";
      if (activity.batch > 1) text += " / " + std::to_string(activity.batch);
      asked.shares.push_back({text, amount, stream.mark});
      asked.hours += amount;
    }
  }
  return asked;
}

/// Servers, cranes or officers that would be busy for at most 90 % of their time.
double enough(double wanted, double hours, int count) {
  return std::ceil(wanted / hours * count / 0.9);
}

void check_activity(Activity const& activity, std::vector<Stream> const& streams,
                    Scenario const& scenario, Diagnostics& diagnostics) {
  Asked const asked = asked_of(activity, streams, scenario);
  if (!asked.met && !streams.empty()) {
    diagnostics.warning("unused", activity.mark,
                        "activity `" + activity.name + "` is never done: nothing that comes to " +
                            scenario.network.places()[activity.place].name +
                            " fits its `per`, `when` and `for`");
  }
  if (activity.servers == 0 || activity.needs > 1) return;  // its staff does it all
  Hands const hands = hands_of(activity.servers, "server", activity.hours, activity.breakdowns,
                               scenario.clock.horizon);
  std::string help;
  if (hands.hours > 0) {
    help = figure(enough(asked.hours, hands.hours, activity.servers)) +
           " servers would be busy for at most 90 % of their time";
  }
  warn_overload("activity `" + activity.name + "`", activity.mark, asked.shares,
                {hands.text, hands.hours, "h/d"}, help, diagnostics);
}

/// Officers do the work of all activities that name them.
void check_staff(StaffId id, std::vector<Stream> const& streams, Scenario const& scenario,
                 Diagnostics& diagnostics) {
  Staff const& staff = scenario.staff[id];
  std::vector<Share> shares;
  double wanted = 0;
  for (Activity const& activity : scenario.activities) {
    if (activity.staff != id) continue;
    Asked const asked = asked_of(activity, streams, scenario);
    for (Share const& share : asked.shares) {
      shares.push_back({"`" + activity.name + "`, " + share.text, share.amount, share.mark});
    }
    wanted += asked.hours;
  }
  if (!staff.place.valid()) {
    diagnostics.warning("unused", staff.mark,
                        "staff `" + staff.name + "` is not used: no activity names it");
  }
  Hands const hands =
      hands_of(staff.count, "officer", staff.hours, staff.breakdowns, scenario.clock.horizon);
  std::string help;
  if (hands.hours > 0) {
    help = figure(enough(wanted, hands.hours, staff.count)) +
           " officers would be busy for at most 90 % of their time";
  }
  warn_overload("staff `" + staff.name + "`", staff.mark, shares, {hands.text, hands.hours, "h/d"},
                help, diagnostics);
}

/// What a terminal does on a stream that ends leg `leg` there.
Pieces pieces_of(Terminal const& terminal, Stream const& stream, std::size_t leg,
                 Scenario const& scenario) {
  using Means = Terminal::Means;
  if (terminal.by == Means::cranes) {
    double const units = stream.per_day * stream.units;
    return {units, a_day(units, "unit") + " x 1 lift (at least)"};
  }
  double const trains = trains_per_day(stream, leg, scenario);
  ConsistId const consist = consist_on(stream, leg, scenario);
  if (terminal.by == Means::variable_gauge || !consist.valid()) {
    return {trains, a_day(trains, "train")};
  }
  int const wagons = scenario.consists[consist].wagons;
  return {trains * wagons, a_day(trains, "train") + " x " + std::to_string(wagons) + " wagons"};
}

char const* noun_of(Terminal::Means means) {
  using Means = Terminal::Means;
  switch (means) {
    case Means::cranes:
      return "crane";
    case Means::bogies:
      return "bay";
    case Means::variable_gauge:
      return "gauge changer";
    case Means::shunting:
      return "shunting engine";
  }
  return "";
}

void check_terminal(Terminal const& terminal, std::vector<Stream> const& streams,
                    Scenario const& scenario, Diagnostics& diagnostics) {
  double const hours = mean(terminal.time) / 3.6e6;
  std::vector<Share> shares;
  double wanted = 0;
  for (Stream const& stream : streams) {
    for (std::size_t leg = 0; leg < stream.way->legs.size(); ++leg) {
      auto const& transfers = terminal.transfers;
      if (std::find(transfers.begin(), transfers.end(), stream.way->legs[leg].transfer_after) ==
          transfers.end()) {
        continue;
      }
      Pieces const pieces = pieces_of(terminal, stream, leg, scenario);
      double const amount = pieces.per_day * hours;
      shares.push_back({stream.what + ": " + pieces.text + " x " + figure(hours * 60) + " min",
                        amount, stream.mark});
      wanted += amount;
    }
  }
  std::string const noun = noun_of(terminal.by);
  Hands const hands =
      hands_of(terminal.servers, noun, terminal.hours, terminal.breakdowns, scenario.clock.horizon);
  std::string help;
  if (hands.hours > 0) {
    help = "at least " + figure(enough(wanted, hands.hours, terminal.servers)) + " " + noun +
           "s are needed" +
           (terminal.by == Terminal::Means::cranes ? ", more where units go by the yard" : "");
  }
  warn_overload("terminal `" + terminal.name + "`", terminal.mark, shares,
                {hands.text, hands.hours, "h/d"}, help, diagnostics);
}

}  // namespace

void check_activities(Scenario const& scenario, Diagnostics& diagnostics) {
  auto const streams = streams_of(scenario);
  for (Activity const& activity : scenario.activities) {
    check_activity(activity, streams, scenario, diagnostics);
  }
  for (StaffId const id : scenario.staff.ids()) check_staff(id, streams, scenario, diagnostics);
}

void check_cranes(Scenario const& scenario, Diagnostics& diagnostics) {
  auto const streams = streams_of(scenario);
  for (Terminal const& terminal : scenario.terminals) {
    check_terminal(terminal, streams, scenario, diagnostics);
  }
}

}  // namespace caravan::scenario
