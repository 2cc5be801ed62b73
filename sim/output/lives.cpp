#include "output/lives.hpp"

#include <algorithm>

#include "caravan/core/contract.hpp"

namespace caravan::output {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

scenario::PlaceId place_or_none(std::uint32_t number) {
  return number == Event::kNowhere ? scenario::PlaceId{} : scenario::PlaceId{number};
}

}  // namespace

Lives::Lives(network::Network const& network, std::size_t stages)
    : network_{network}, stages_{stages} {}

void Lives::read(std::span<NumberedEvent const> events) {
  for (auto const& seen : events) take(seen);
}

void Lives::take(NumberedEvent const& seen) {
  auto const& event = seen.event;
  if (event.what == Event::What::created) {
    expects(seen.who == lives_.size() + 1, "numbers are given in the order of creation");
    create(event);
    return;
  }
  auto& life = lives_[seen.who - 1];
  if (event.what == Event::What::reassigned) {
    auto const middle = life.since + static_cast<std::int64_t>(event.other);
    add(life, event.stage, life.since, middle);
    life.since = middle;
    return;
  }
  settle(life, event.at.count());
  life.stage = event.stage;  // none but of `began`
  if (event.what == Event::What::began) {
    life.where = event.where;
    life.on_link = event.on_link;
    come_to(life, event);
  } else if (event.ends()) {
    if (life.train != 0) life.last = lives_[life.train - 1].last;
    life.ended = event.at;
    life.how = event.what;
  } else {
    ride(life, seen);
  }
}

void Lives::create(Event const& event) {
  auto& life = lives_.emplace_back();
  life.who = event.who;
  life.created = event.at;
  life.is_train = model::Tag::unpacked(event.who).kind == model::Tag::Kind::train;
}

/// On a link it heads for the other end; there may be nothing to tell of its arrival.
void Lives::come_to(Life& life, Event const& event) const {
  if (event.where == Event::kNowhere) return;
  if (!event.on_link) {
    life.last = event.where;
    life.link = Event::kNowhere;
  } else if (life.link != event.where) {
    auto const& link = network_.links()[scenario::LinkId{event.where}];
    auto const a = link.a.number();
    auto const b = link.b.number();
    if (life.last == Event::kNowhere) life.last = a;
    life.last = life.last == a ? b : a;
    if (life.first == Event::kNowhere) life.first = life.last == a ? b : a;
    life.link = event.where;
  }
  if (life.first == Event::kNowhere) life.first = life.last;
}

void Lives::ride(Life& life, NumberedEvent const& seen) {
  expects(seen.other != 0, "a train is there before it is boarded");
  auto& train = lives_[seen.other - 1];
  if (seen.event.what == Event::What::boarded) {
    ++life.rides;
    life.train = seen.other;
    ++train.riders;
  } else {
    life.train = 0;
    life.last = train.last;
    --train.riders;
  }
}

void Lives::end(SimTime now) {
  for (auto& life : lives_) settle(life, now.count());
}

void Lives::settle(Life& life, std::int64_t now) {
  if (life.stage != Event::kNoStage) add(life, life.stage, life.since, now);
  life.since = now;
}

void Lives::add(Life const& life, std::uint16_t stage, std::int64_t from, std::int64_t until) {
  if (life.where == Event::kNowhere) return;
  auto& sums = sums_[life.on_link ? 1 : 0];
  auto const slot = std::size_t{life.where} * stages_ + stage;
  if (sums.size() <= slot) sums.resize(slot + stages_);
  auto& days = sums[slot];
  for (auto begin = std::max<std::int64_t>(from, 0); begin < until;) {
    auto const day = begin / kDayMs;
    auto const part = std::min(until, (day + 1) * kDayMs) - begin;
    auto const number = static_cast<std::size_t>(day);
    if (days.size() <= number) days.resize(number + 1);
    if (life.is_train) {
      days[number].train_ms += part;
      days[number].load_ms += part * life.riders;
    } else {
      days[number].load_ms += part;
    }
    begin += part;
  }
}

LifeSpan Lives::span(std::size_t number) const {
  auto const& life = lives_[number - 1];
  return {
      model::Tag::unpacked(life.who), life.created, life.ended, life.how, place_or_none(life.first),
      place_or_none(life.last),       life.rides};
}

std::vector<Daily> Lives::days() const {
  std::vector<Daily> all;
  for (bool const on_link : {false, true}) {
    auto const& sums = sums_[on_link ? 1 : 0];
    for (std::size_t slot = 0; slot < sums.size(); ++slot) {
      add_rows(all, sums[slot], on_link, slot);
    }
  }
  return all;
}

void Lives::add_rows(std::vector<Daily>& all, ByDay const& days, bool on_link,
                     std::size_t slot) const {
  for (std::size_t day = 0; day < days.size(); ++day) {
    auto const& times = days[day];
    if (times.train_ms == 0 && times.load_ms == 0) continue;
    all.push_back({static_cast<std::int64_t>(day), static_cast<std::uint32_t>(slot / stages_),
                   on_link, static_cast<std::uint16_t>(slot % stages_), times.train_ms,
                   times.load_ms});
  }
}

}  // namespace caravan::output
