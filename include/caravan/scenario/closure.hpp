/// Disruptions: what is closed, or does less for a time, by date or by chance.
///
/// Times are milliseconds since the start of the run. Of several closures of one thing at one time
/// the least share of capacity and the greatest share of work count; factors multiply.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/core/distribution.hpp"
#include "caravan/network/route.hpp"
#include "caravan/scenario/ids.hpp"

namespace caravan::scenario {

/// What can be closed: a place takes in no train and no truck, a link no vehicle; an activity,
/// staff and the cranes of a terminal do not work; a service or flow does not set out; units of a
/// fleet are not to be had.
using Closable =
    std::variant<PlaceId, LinkId, ActivityId, StaffId, TerminalId, ServiceId, FlowId, FleetId>;

/// A closure that comes by chance, again and again.
struct Chance {
  Law gap;    ///< milliseconds from the end of one (or `Closure::when.from`) to the next begin
  Law lasts;  ///< milliseconds
  StepFunction<double> season{1.0};  ///< 1 in the months in which it begins, 0 in others: the gap
                                     ///< counts these months only
};

struct Closure {
  /// An embargo closes nothing: it holds back who sets out, or is under way too.
  enum class Holds : std::uint8_t { nobody, departures, trains };
  std::string name;
  std::vector<Closable> of;  ///< all of them at the same time
  PlaceId towards;           ///< of an embargo: those whose way passes here; none = those of `of`
  std::vector<LinkId> coming_by;  ///< of these, those who come over one of these links; sorted;
                                  ///< empty = over any
  Holds holds = Holds::nobody;
  Interval when;                 ///< when it lasts; with `chance`, when it may begin
  std::optional<Chance> chance;  ///< absent = by date
  double left = 0;               ///< share of the capacity; 0 = closed
  double time = 1;               ///< factor on the time of work, lift or running begun meanwhile
  std::optional<double> share;   ///< of an activity: its share for what comes meanwhile
  Mark mark;
};

/// Whether `travel` ends at the place towards which `embargo` lets nothing go, over a line that it
/// names, if it names any.
[[nodiscard]] bool comes_to_embargoed_place(Closure const& embargo, network::Travel travel,
                                            network::Network const& network);

}  // namespace caravan::scenario
