#include "caravan/network/network.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "caravan/core/contract.hpp"

namespace caravan::network {

namespace {

template <class Key, class Row>
std::optional<Key> find_by_name(Table<Key, Row> const& table, std::string const& name) {
  auto const found = std::ranges::lower_bound(table, name, {}, &Row::name);
  if (found == table.end() || found->name != name) {
    return std::nullopt;
  }
  return Key{static_cast<std::size_t>(found - table.begin())};
}

template <class Rows>
bool strictly_sorted(Rows const& rows) {
  return std::adjacent_find(rows.begin(), rows.end(), [](auto const& a, auto const& b) {
           return a.name >= b.name;
         }) == rows.end();
}

}  // namespace

char const* name_of(Mode mode) {
  switch (mode) {
    case Mode::rail:
      return "rail";
    case Mode::road:
      return "road";
    case Mode::sea:
      return "sea";
    case Mode::air:
      return "air";
  }
  expects(false, "a mode is one of the four");
  return "";
}

std::string text_of(Carrier carrier) {
  if (carrier.mode == Mode::rail) {
    return std::to_string(carrier.gauge.millimetres) + " mm";
  }
  return name_of(carrier.mode);
}

Network::Network(Table<PlaceId, Place> places, Table<LinkId, Link> links,
                 Table<TransferId, Transfer> transfers)
    : places_{std::move(places)},
      links_{std::move(links)},
      transfers_{std::move(transfers)},
      links_at_{places_.size()},
      ends_{links_.size()} {
  expects(strictly_sorted(places_), "places are sorted by name, each name once");
  expects(strictly_sorted(links_), "links are sorted by name, each name once");
  expects(std::ranges::is_sorted(transfers_, {}, &Transfer::name), "transfers are sorted by name");
  for (auto const id : links_.ids()) {
    auto const& link = links_[id];
    expects(link.running_time >= Duration{}, "the running time of a link is not negative");
    ends_[id] = {link.a, link.b};
    links_at_[link.a].push_back(id);
    expects(places_.contains(link.b), "both ends of a link are places");
    if (link.b != link.a) {
      links_at_[link.b].push_back(id);
    }
  }
  for (auto const& transfer : transfers_) {
    expects(places_.contains(transfer.place), "a transfer is at a place");
    expects(transfer.time >= Duration{}, "the time of a transfer is not negative");
  }
}

std::optional<PlaceId> Network::find_place(std::string const& name) const {
  return find_by_name(places_, name);
}

std::optional<LinkId> Network::find_link(std::string const& name) const {
  return find_by_name(links_, name);
}

std::vector<LinkId> const& Network::links_at(PlaceId place) const {
  return links_at_[place];
}

PlaceId Network::other_end(LinkId link, PlaceId place) const {
  auto const& ends = ends_[link];
  expects(place == ends.a || place == ends.b, "the place is an end of the link");
  return place == ends.a ? ends.b : ends.a;
}

}  // namespace caravan::network
