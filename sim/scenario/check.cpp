#include "scenario/check.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

constexpr double kMostEntities = 50e6;

double average(StepFunction<double> const& function, SimTime until) {
  auto const& steps = function.steps();
  double sum = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    SimTime const from = i == 0 ? SimTime::start() : steps[i].from;
    SimTime const to = i + 1 < steps.size() ? std::min(steps[i + 1].from, until) : until;
    sum += steps[i].value * static_cast<double>((to - from).count());
  }
  return sum / static_cast<double>(until.count());
}

/// A gap of 0 would be no gap; counted as one millisecond.
constexpr double kLeastGap = 1;

/// Loads a day of a service or flow that end at `place`.
double ending_per_day(Demand const& demand, double units, PlaceId place, Clock const& clock) {
  double share = 0;
  for (Way const& way : demand.ways) {
    if (way.route.to == place) share += way.share;
  }
  return departures_per_day(demand.departures, clock) * units * share;
}

/// What comes back a day.
double returns_per_day(Flow const& flow, Scenario const& scenario) {
  double sum = 0;
  for (ServiceId const id : flow.returns->services) {
    Service const& service = scenario.services[id];
    sum += ending_per_day(service, mean(service.units), flow.from, scenario.clock);
  }
  for (FlowId const id : flow.returns->flows) {
    Flow const& other = scenario.flows[id];
    sum += ending_per_day(other, mean(other.group), flow.from, scenario.clock);
  }
  return sum * flow.returns->share;
}

void add_streams(Stream const& model, std::vector<Way> const& ways, network::Network const& network,
                 std::vector<Stream>& streams) {
  for (Way const& way : ways) {
    Stream stream = model;
    stream.way = &way;
    stream.stops = stops_of(way, network);
    stream.per_day *= way.share;
    stream.truck = way.by_truck;
    if (way.by_truck) {
      stream.per_day *= stream.units;  // each unit of a group is a truck of its own
      stream.units = 1;
    }
    streams.push_back(std::move(stream));
  }
}

}  // namespace

double departures_per_day(Departures const& departures, Clock const& clock) {
  double const days = clock.horizon.since_start().in_days();
  if (auto const* const timetable = std::get_if<Departures::Timetable>(&departures.pattern)) {
    return static_cast<double>(timetable->at.size()) / days;
  }
  auto const& renewal = std::get<Departures::Renewal>(departures.pattern);
  return 86.4e6 / std::max(mean(renewal.gap), kLeastGap) *
         average(departures.season, clock.horizon);
}

std::vector<Stop> stops_of(Way const& way, network::Network const& network) {
  std::vector<Stop> stops;
  Stop stop;
  stop.place = way.route.from;
  for (std::size_t leg = 0; leg < way.legs.size(); ++leg) {
    for (network::Travel const& travel : way.legs[leg].travels) {
      stop.out = travel.link;
      stop.leg_out = leg;
      stop.out_forward = travel.forward;
      stops.push_back(stop);
      network::Link const& link = network.links()[travel.link];
      stop.place = travel.forward ? link.b : link.a;
      stop.in = travel.link;
      stop.leg_in = leg;
      stop.in_forward = travel.forward;
      stop.out = LinkId::none();
    }
  }
  stops.push_back(stop);
  return stops;
}

std::vector<Stream> streams_of(Scenario const& scenario) {
  std::vector<Stream> streams;
  for (ServiceId const id : scenario.services.ids()) {
    Service const& service = scenario.services[id];
    Stream model;
    model.what = "service `" + service.name + "`";
    model.per_day = departures_per_day(service.departures, scenario.clock);
    model.units = mean(service.units);
    model.unit_teu = service.unit_teu;
    model.train = true;
    model.consist = service.consist;
    model.service = id;
    model.consignment_units = service.consignment_units;
    model.commodity = service.commodity;
    model.mark = service.mark;
    add_streams(model, service.ways, scenario.network, streams);
  }
  for (FlowId const id : scenario.flows.ids()) {
    Flow const& flow = scenario.flows[id];
    Stream model;
    model.what = "flow `" + flow.name + "`";
    model.per_day = flow.returns ? returns_per_day(flow, scenario)
                                 : departures_per_day(flow.departures, scenario.clock);
    model.units = mean(flow.group);
    model.unit_teu = flow.unit_teu;
    model.flow = id;
    model.commodity = flow.commodity;
    model.mark = flow.mark;
    add_streams(model, flow.ways, scenario.network, streams);
  }
  return streams;
}

double share_that_takes(Service const& service, Way const& way, std::size_t leg,
                        Scenario const& scenario) {
  if (!service.takes_waiting) return 0;
  if (leg > 0) {
    auto const terminal = terminal_of(way.legs[leg - 1].transfer_after, scenario);
    if (service.loads_at != terminal) return 0;
  }
  double share = 0;
  for (Way const& own : service.ways) {
    bool const same = !own.legs.empty() && own.legs.front() == way.legs[leg];
    if (same) share += own.share;
  }
  return share;
}

bool is_taken(Way const& way, std::size_t leg, Scenario const& scenario) {
  return std::any_of(
      scenario.services.begin(), scenario.services.end(),
      [&](Service const& service) { return share_that_takes(service, way, leg, scenario) > 0; });
}

ConsistId consist_on(Stream const& stream, std::size_t leg, Scenario const& scenario) {
  auto const& legs = stream.way->legs;
  if (legs.empty() || legs[leg].carrier.mode != network::Mode::rail) return ConsistId::none();
  if (leg == 0 && stream.train) return stream.consist;
  if (leg > 0 && goes_on(legs[leg - 1], scenario)) {
    return consist_on(stream, leg - 1, scenario).valid()
               ? consist_for(legs[leg], stream.commodity, scenario)
               : ConsistId::none();
  }
  if (is_taken(*stream.way, leg, scenario)) return ConsistId::none();
  return consist_for(legs[leg], stream.commodity, scenario);
}

double trains_per_day(Stream const& stream, std::size_t leg, Scenario const& scenario) {
  if (stream.way->legs.empty()) return 0;
  network::Leg const& part = stream.way->legs[leg];
  if (part.carrier.mode != network::Mode::rail) return 0;
  if (leg == 0 && stream.train) return stream.per_day;
  if (leg > 0 && goes_on(stream.way->legs[leg - 1], scenario)) {
    return trains_per_day(stream, leg - 1, scenario);
  }
  if (is_taken(*stream.way, leg, scenario)) return 0;
  ConsistId const consist = consist_for(part, stream.commodity, scenario);
  if (!consist.valid()) return 0;
  return stream.per_day * stream.units * stream.unit_teu / scenario.consists[consist].capacity_teu;
}

std::string figure(double value) {
  std::array<char, 64> text{};
  double const size = std::abs(value);
  int const digits = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  auto const end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits)
          .ptr;
  std::string out{text.data(), end};
  if (out.find('.') == std::string::npos) return out;
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

std::string a_day(double count, std::string const& noun) {
  std::string const number = figure(count);
  return number + " " + noun + (number == "1" ? "" : "s") + "/d";
}

namespace {

/// Shares of one service or flow, to several destinations, as one; those with a sum of their own
/// stay as they are.
std::vector<Share> with_each_once(std::vector<Share> const& shares) {
  std::vector<Share> merged;
  for (Share const& share : shares) {
    auto const same = std::find_if(merged.begin(), merged.end(), [&](Share const& one) {
      return one.text == share.text && one.text.find(':') == std::string::npos;
    });
    if (same == merged.end()) {
      merged.push_back(share);
    } else {
      same->amount += share.amount;
    }
  }
  return merged;
}

/// Who asks for how much: all, or the largest and what the others ask for together.
void note_shares(std::vector<Share> const& all, std::string const& unit, Diagnostic& fault) {
  constexpr std::size_t kMostTold = 8;
  auto shares = with_each_once(all);
  auto told = shares.size();
  if (told > kMostTold) {
    std::stable_sort(shares.begin(), shares.end(),
                     [](Share const& a, Share const& b) { return a.amount > b.amount; });
    told = kMostTold;
  }
  double others = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (i < told) {
      fault.notes.push_back(
          {shares[i].text + " = " + figure(shares[i].amount) + " " + unit, shares[i].mark});
    } else {
      others += shares[i].amount;
    }
  }
  if (told < shares.size()) {
    fault.notes.push_back(
        {std::to_string(shares.size() - told) + " others = " + figure(others) + " " + unit, {}});
  }
}

}  // namespace

void warn_overload(std::string const& what, Mark const& mark, std::vector<Share> const& shares,
                   Capacity const& capacity, std::string const& help, Diagnostics& diagnostics) {
  double wanted = 0;
  for (Share const& share : shares) wanted += share.amount;
  // Without any capacity the hours never come: `never-open` says so.
  if (capacity.amount <= 0 || wanted <= capacity.amount * (1 + 1e-9)) return;
  std::string const percent = figure(100 * wanted / capacity.amount) + " %";
  Diagnostic& fault = diagnostics.warning(
      "overload", mark, what + ": " + percent + " of what it can do is asked of it", help);
  note_shares(shares, capacity.unit, fault);
  fault.notes.push_back({"it can do " + capacity.text + " = " + figure(capacity.amount) + " " +
                             capacity.unit + ", so the queue grows for as long as the run lasts",
                         {}});
}

void check_size(Scenario const& scenario, Diagnostics& diagnostics) {
  double const days = scenario.clock.horizon.since_start().in_days();
  double total = 0;
  double most = 0;
  Stream const* largest = nullptr;
  auto const streams = streams_of(scenario);
  for (Stream const& stream : streams) {
    double const entities = stream.per_day * days * (1 + stream.units);
    total += entities;
    if (entities > most) {
      most = entities;
      largest = &stream;
    }
  }
  if (total <= kMostEntities || largest == nullptr) return;
  diagnostics.error("too-much", largest->mark,
                    "about " + figure(total / 1e6) +
                        " million trains, trucks and loads would set out; at most 50 million can",
                    largest->what + " has most of them: " + figure(most / 1e6) +
                        " million; lower its rate or shorten the run");
}

void check_feasibility(Scenario const& scenario, ScenarioDraft const& draft,
                       Diagnostics& diagnostics) {
  check_trains(scenario, diagnostics);
  check_hours_and_departures(scenario, draft, diagnostics);
  check_size(scenario, diagnostics);
  check_turns(scenario, diagnostics);
  check_unused(scenario, draft, diagnostics);
  check_tracks(scenario, diagnostics);
  check_activities(scenario, diagnostics);
  check_cranes(scenario, diagnostics);
  check_lines(scenario, diagnostics);
  check_trains_for_flows(scenario, diagnostics);
  check_goods(scenario, diagnostics);
  check_fleets(scenario, diagnostics);
  check_through_trains(scenario, diagnostics);
}

}  // namespace caravan::scenario
