/// The tables of what is there at the start, row by row, before anyone asks whether it can be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/resolver.hpp"

namespace caravan::scenario {

/// A row as written. Names are checked, the rest is not.
struct InitialRow {
  ServiceId service;  ///< one of the two
  FlowId flow;
  PlaceId place;             ///< either this
  LinkId link;               ///< or these three
  PlaceId from;              ///< the end by which it entered
  std::optional<double> km;  ///< from there
  PlaceId to;                ///< or none()
  int units = 0;
  std::optional<SimTime> set_out;
  std::optional<SimTime> since;
  std::size_t number = 0;  ///< from 1
  Mark mark;
};

enum class InitialTable : std::uint8_t { trains, loads, stock };

/// Units of a fleet that stand ready at a place.
struct StockRow {
  FleetId fleet;
  PlaceId place;
  int count = 0;
  Mark mark;
  Mark place_mark;
};

/// The rows of the table of stocks that have no fault; each fleet and place once.
[[nodiscard]] std::vector<StockRow> read_stock(Given<std::string> const& file, Resolving& r);

/// The rows of `table`, of trains or loads, that have no fault.
[[nodiscard]] std::vector<InitialRow> read_initial(Given<std::string> const& file,
                                                   InitialTable table, Resolving& r);

}  // namespace caravan::scenario
