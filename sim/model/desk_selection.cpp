// Which pieces of work an activity is done on, in which lane, and for how long.

#include <algorithm>

#include "caravan/engine/sampling.hpp"

#include "model/desks.hpp"

namespace caravan::model {

using scenario::Activity;

/// What each of the parts of a train carries: a unit its own commodity, any other part the one with
/// the greatest share aboard.
std::vector<std::string const*> Desks::commodities_of(Train const& train, Activity const& activity,
                                                      std::size_t parts, Passage passage) const {
  std::vector<std::string const*> commodities;
  for (auto const row : train.loads) {
    auto const& load = world_.loads[row];
    if (concerns_unit(train, load, activity, passage)) {
      commodities.push_back(load.commodity);
    }
  }
  if (activity.per == Activity::Per::unit && commodities.size() == parts) {
    return commodities;
  }
  auto const less = [&](std::string const* a, std::string const* b) {
    return share_of(activity, *a) < share_of(activity, *b);
  };
  auto const riskiest = std::max_element(commodities.begin(), commodities.end(), less);
  auto const* const of_all = riskiest != commodities.end() ? *riskiest : train.commodity;
  return std::vector<std::string const*>(parts, of_all);
}

Desks::Piece Desks::piece_of(Load const& load) {
  return {load.account.tag, 0, false, load.commodity};
}

bool Desks::selected(Desk const& desk, Piece const& piece, engine::Stream& stream) const {
  auto const& activity = *desk.activity;
  auto const usual = activity.risk.given() && piece.commodity != nullptr
                         ? activity.risk.of(*piece.commodity)
                         : activity.share;
  auto const* const regime = world_.closures.of(desk.id).at(world_.engine.now());
  auto const share = regime != nullptr ? regime->share.value_or(usual) : usual;
  if (desk.select == nullptr) {
    // Without a share there is no draw: lanes and times take the first ones.
    auto const sure = activity.share >= 1 && share >= 1 && !activity.risk.given();
    if (sure) {
      return true;
    }
    auto const luck = stream.uniform();
    return luck < share;
  }
  Selection selection;
  selection.share = share;
  selection.number = piece.of_several     ? piece.part + 1
                     : piece.who.part > 0 ? piece.who.part
                                          : piece.who.number;
  selection.commodity = piece.commodity != nullptr ? *piece.commodity : std::string{};
  auto own = world_.stream(piece.who, desk.purpose_selected + piece.part);
  return (*desk.select)(selection, own);
}

/// The time of one item of work, in its lane, or nothing if it is not selected.
std::optional<Desks::Job> Desks::draw(Desk const& desk, Piece const& piece,
                                      engine::Stream& stream) const {
  auto const& activity = *desk.activity;
  if (!selected(desk, piece, stream)) {
    return std::nullopt;
  }
  Job job;
  if (!activity.lanes.empty()) {
    auto luck = stream.uniform();
    while (job.lane + 1 < activity.lanes.size() && luck >= activity.lanes[job.lane].share) {
      luck -= activity.lanes[job.lane].share;
      ++job.lane;
    }
  }
  job.time = draw_time(desk, job.lane, stream);
  return job;
}

}  // namespace caravan::model
