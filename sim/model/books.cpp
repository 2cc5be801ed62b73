#include "model/books.hpp"

#include <algorithm>

#include "model/aftermath.hpp"

namespace caravan::model {

using scenario::LinkId;
using scenario::PlaceId;

namespace {

// Words that mark what happened in the fingerprint; stages count from kFirstStage.
constexpr std::uint64_t kBoarded = 1;
constexpr std::uint64_t kAlighted = 2;
constexpr std::uint64_t kEnded = 3;
constexpr std::uint64_t kFirstStage = 16;

}  // namespace

std::uint32_t Ledger::open() {
  if (free_.empty()) {
    rows_.emplace_back();
    return static_cast<std::uint32_t>(rows_.size() - 1);
  }
  auto const row = free_.back();
  free_.pop_back();
  rows_[row].count = 0;
  rows_[row].further.clear();
  return row;
}

void Ledger::add(std::uint32_t row, StageId stage, std::int64_t time) {
  if (time == 0) {
    return;
  }
  auto& life = rows_[row];
  for (std::size_t number = 0; number < life.count; ++number) {
    if (life.stages[number] == stage) {
      life.sums[number] += time;
      return;
    }
  }
  if (life.count < kNear) {
    life.stages[life.count] = stage;
    life.sums[life.count] = time;
    ++life.count;
    return;
  }
  auto const met = std::find_if(life.further.begin(), life.further.end(),
                                [&](auto const& entry) { return entry.first == stage; });
  if (met != life.further.end()) {
    met->second += time;
  } else {
    life.further.emplace_back(stage, time);
  }
}

std::int64_t Ledger::total(std::uint32_t row) const {
  std::int64_t sum = 0;
  for_each(row, [&](StageId, std::int64_t time) { sum += time; });
  return sum;
}

void Presence::advance(SimTime now) {
  area_ += Wide{inside_} * (now - last_).count();
  last_ = now;
}

void Presence::enter(SimTime now) {
  advance(now);
  ++inside_;
  entries_inside_ += now.count();
}

void Presence::leave(SimTime now, SimTime entered) {
  advance(now);
  --inside_;
  entries_inside_ -= entered.count();
  sojourns_ += (now - entered).count();
}

bool Presence::littles_law_holds(SimTime now) const {
  auto const area = area_ + Wide{inside_} * (now - last_).count();
  auto const still_inside = Wide{inside_} * now.count() - entries_inside_;
  return area == sojourns_ + still_inside;
}

void Level::advance(SimTime now) {
  if (now > last_) {
    area_ += Wide{value_} * (now - last_).count();
    greatest_ = std::max(greatest_, value_);
    last_ = now;
  }
}

void Level::change(std::int64_t by, SimTime now) {
  advance(now);
  value_ += by;
}

std::int64_t Level::greatest(SimTime until) const {
  return until > last_ ? std::max(greatest_, value_) : greatest_;
}

Wide Level::area(SimTime until) const {
  return area_ + (until > last_ ? Wide{value_} * (until - last_).count() : Wide{0});
}

Duration Level::sum(SimTime until) const {
  auto const exact = area(until);
  expects(exact <= Duration::max().count(), "sums of times stay within 64 bits of milliseconds");
  return Duration::milliseconds(static_cast<std::int64_t>(exact));
}

double Level::mean(SimTime until) const {
  if (until <= warm_up_) {
    return 0;
  }
  return static_cast<double>(area(until)) / static_cast<double>((until - warm_up_).count());
}

Books::Books(scenario::Scenario const& scenario, Stages const& stages, Aftermath& aftermath,
             std::vector<Observer*> const& observers)
    : scenario_{scenario},
      stages_{stages},
      aftermath_{aftermath.idle() ? nullptr : &aftermath},
      observers_{observers},
      sums_(scenario.network.places().size() * stages.size()),
      trains_waiting_(scenario.network.places().size(), Level{scenario.clock.warm_up}) {
  for (auto const place : scenario.network.places().ids()) {
    for (auto const stage : stages.all().ids()) {
      auto& sum = sum_at(place, stage);
      sum.place = place;
      sum.stage = stage;
    }
  }
}

PlaceStage& Books::sum_at(PlaceId place, StageId stage) {
  return sums_[std::size_t{place.number()} * stages_.size() + stage.number()];
}

Level const& Books::trains_waiting(PlaceId place) const {
  return trains_waiting_[place.number()];
}

void Books::emit(Observation const& observation) {
  for (auto* const observer : observers_) {
    observer->observe(observation);
  }
}

void Books::write(Tag tag, std::uint64_t what, SimTime now) {
  auto const who = tag.packed() * 31 + what;
  fingerprints_.order.absorb(who);
  fingerprints_.time.absorb(who ^ strew(static_cast<std::uint64_t>(now.count())));
}

void Books::count(PlaceId place, StageId stage, bool train, SimTime from, SimTime until,
                  std::int64_t riders) {
  auto const begin = std::max(from, scenario_.clock.warm_up);
  if (until <= begin) {
    return;
  }
  auto const time = (until - begin).count();
  auto& sum = sum_at(place, stage);
  if (train) {
    add_time(sum.train_ms, time);
    add_time(sum.load_ms, time, riders);
  } else {
    add_time(sum.load_ms, time);
  }
}

void Books::count_unfinished(Account const& account, SimTime now, std::int64_t riders) {
  if (account.stage.valid()) {
    count(account.place, account.stage, account.tag.kind == Tag::Kind::train, account.since, now,
          riders);
  }
}

/// A train that gathers loads waits for nobody, nor do the loads aboard.
void Books::mark_waiting(Account const& account, std::int64_t by, SimTime now) {
  auto const train = account.tag.kind == Tag::Kind::train;
  if ((!train && aftermath_ == nullptr) || account.stage == stages_.forming ||
      stages_[account.stage].kind != Stage::Kind::waiting) {
    return;
  }
  if (train) {
    trains_waiting_[account.place.number()].change(by, now);
  }
  if (aftermath_ != nullptr) {
    aftermath_->waiting(account.place, train, by, now);
  }
}

void Books::settle(Account& account, SimTime now, std::int64_t riders) {
  ledger_.add(account.row, account.stage, (now - account.since).count());
  count(account.place, account.stage, account.tag.kind == Tag::Kind::train, account.since, now,
        riders);
  mark_waiting(account, -1, now);
}

void Books::open(Account& account, Tag tag, StageId stage, PlaceId place, SimTime now,
                 SimTime created) {
  account.tag = tag;
  account.row = ledger_.open();
  account.stage = stage;
  account.place = place;
  account.since = created;
  account.created = created;
  (tag.kind == Tag::Kind::train ? trains_ : loads_).enter(now);
  mark_waiting(account, +1, now);
  write(tag, kFirstStage + stage.number(), now);
  if (observed()) {
    emit(observed::Created{tag, created});
    emit(observed::Began{tag, stage, place, {}, created, {}});
  }
}

void Books::begin(Account& account, StageId stage, PlaceId place, SimTime now, std::int64_t riders,
                  LinkId link, Tag const& holder) {
  settle(account, now, riders);
  account.stage = stage;
  account.place = place;
  account.since = now;
  mark_waiting(account, +1, now);
  write(account.tag, kFirstStage + stage.number(), now);
  if (observed()) {
    emit(observed::Began{account.tag, stage, link.valid() ? PlaceId{} : place, link, now, holder});
  }
}

void Books::reassign(Account& account, StageId stage, Duration part, SimTime now,
                     std::int64_t riders) {
  if (part <= Duration{}) {
    return;
  }
  // The part is moved to the front of the current stage: sums are the same wherever it lay.
  auto const middle = account.since + part;
  ledger_.add(account.row, stage, part.count());
  count(account.place, stage, account.tag.kind == Tag::Kind::train, account.since, middle, riders);
  account.since = middle;
  if (observed()) {
    emit(observed::Reassigned{account.tag, stage, part, now});
  }
}

void Books::board(Account& load, Tag train, SimTime now) {
  settle(load, now, 0);
  load.stage = StageId::none();
  load.since = now;
  write(load.tag, kBoarded, now);
  if (observed()) {
    emit(observed::Boarded{load.tag, train, now});
  }
}

void Books::alight(Account& load, Tag train, std::uint32_t journey, StageId stage, PlaceId place,
                   SimTime now) {
  ledger_.for_each(journey,
                   [&](StageId done, std::int64_t sum) { ledger_.add(load.row, done, sum); });
  load.stage = stage;
  load.place = place;
  load.since = now;
  write(load.tag, kAlighted, now);
  if (observed()) {
    emit(observed::Alighted{load.tag, train, now});
    emit(observed::Began{load.tag, stage, place, {}, now, {}});
  }
}

void Books::finish(Account& account, SimTime now) {
  settle(account, now, 0);
  account.stage = StageId::none();
  if (ledger_.total(account.row) != (now - account.created).count()) {
    ++broken_accounts_;
  }
}

void Books::close(Account& account, observed::Ended::How how, SimTime now,
                  Expenses const* expenses) {
  expects(!account.stage.valid(), "an account is finished before it is closed");
  (account.tag.kind == Tag::Kind::train ? trains_ : loads_)
      .leave(now, std::max(account.created, SimTime::start()));
  write(account.tag, kEnded + static_cast<std::uint64_t>(how), now);
  ledger_.close(account.row);
  if (observed()) {
    emit(observed::Ended{account.tag, how, now, expenses});
  }
}

std::vector<PlaceStage> Books::waits() const {
  std::vector<PlaceStage> rows;
  std::copy_if(sums_.begin(), sums_.end(), std::back_inserter(rows),
               [](PlaceStage const& sum) { return sum.train_ms != 0 || sum.load_ms != 0; });
  return rows;
}

}  // namespace caravan::model
