/// The map: places joined by rail, road, sea and air links.
///
/// A rail link has one track gauge (the distance between the rails): China runs on 1435 mm,
/// Kazakhstan on 1520 mm, Spain on 1668 mm. A train never changes gauge; its load changes trains at
/// a transfer. A network is immutable once built. Distances are metres, speeds metres per second,
/// times milliseconds. Ids follow the alphabetical order of names.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/core/id.hpp"
#include "caravan/core/time.hpp"

namespace caravan::network {

using PlaceId = Id<struct PlaceTag>;
using LinkId = Id<struct LinkTag>;
using TransferId = Id<struct TransferTag>;

/// The distance between the rails, in millimetres.
struct TrackGauge {
  int millimetres = 0;
  friend constexpr auto operator<=>(TrackGauge, TrackGauge) = default;
};

enum class Mode : std::uint8_t { rail, road, sea, air };
[[nodiscard]] char const* name_of(Mode mode);

/// What carries a load: a train on one track gauge, a truck, a ship or an aircraft.
struct Carrier {
  Mode mode = Mode::rail;
  TrackGauge gauge;  ///< rail only; 0 mm otherwise
  friend constexpr auto operator<=>(Carrier, Carrier) = default;
};
/// `1520 mm`, `road`, `sea`, `air`.
[[nodiscard]] std::string text_of(Carrier carrier);

struct Position {
  double latitude = 0;   ///< degrees, north positive
  double longitude = 0;  ///< degrees, east positive
};

/// A station, yard, port or city.
struct Place {
  std::string name;     ///< key in the scenario
  std::string country;  ///< ISO 3166 two letters; empty = not given
  std::optional<Position> position;
  Mark mark;
};

/// A line between two places, usable in both directions.
struct Link {
  std::string name;
  PlaceId a;  ///< first end as written; direction `forward` is a → b
  PlaceId b;
  Carrier carrier;
  double length_m = 0;    ///< may be 0 for sea and air links with a given duration
  Duration running_time;  ///< undisturbed, one direction, at the link's own speed
  Mark mark;
};

/// A way to change carriers at one place, from one carrier to another.
struct Transfer {
  std::string name;  ///< of the terminal that does it
  PlaceId place;
  Carrier from;
  Carrier to;
  Duration time;  ///< typical time of one load unit, for choosing routes
  Mark mark;
  std::vector<std::string> goods = {};  ///< all that it takes; empty = whatever is not bound
};

class Network {
 public:
  Network() = default;
  /// Tables sorted by name (bytes); names of places and of links are unique. Ends and places exist,
  /// times are not negative. `Fault` otherwise: the loader checks first.
  Network(Table<PlaceId, Place> places, Table<LinkId, Link> links,
          Table<TransferId, Transfer> transfers);

  [[nodiscard]] Table<PlaceId, Place> const& places() const { return places_; }
  [[nodiscard]] Table<LinkId, Link> const& links() const { return links_; }
  [[nodiscard]] Table<TransferId, Transfer> const& transfers() const { return transfers_; }
  [[nodiscard]] std::optional<PlaceId> find_place(std::string const& name) const;
  [[nodiscard]] std::optional<LinkId> find_link(std::string const& name) const;
  /// Links that touch `place`, by id.
  [[nodiscard]] std::vector<LinkId> const& links_at(PlaceId place) const;
  /// The other end of `link`.
  [[nodiscard]] PlaceId other_end(LinkId link, PlaceId place) const;

 private:
  Table<PlaceId, Place> places_;
  Table<LinkId, Link> links_;
  Table<TransferId, Transfer> transfers_;
  struct Ends {
    PlaceId a;
    PlaceId b;
  };
  Table<PlaceId, std::vector<LinkId>> links_at_;
  Table<LinkId, Ends> ends_;  ///< all that a train on its way asks of a link, in little memory
};

}  // namespace caravan::network
