#include "caravan/output/recorder.hpp"

#include <utility>
#include <variant>

#include "caravan/core/contract.hpp"

#include "output/roll.hpp"

namespace caravan::output {

namespace {

namespace observed = model::observed;
using What = Event::What;

std::uint16_t narrow(model::StageId stage) {
  expects(stage.number() < Event::kNoStage, "a scenario has fewer than 65535 stages");
  return static_cast<std::uint16_t>(stage.number());
}

Event packed(observed::Created const& seen) {
  return {seen.at, seen.who.packed()};
}

Event packed(observed::Began const& seen) {
  bool const on_link = seen.link.valid();
  return {seen.at,
          seen.who.packed(),
          seen.holder.packed(),
          on_link ? seen.link.number() : seen.place.number(),
          narrow(seen.stage),
          What::began,
          on_link};
}

Event packed(observed::Reassigned const& seen) {
  auto const part = static_cast<std::uint64_t>(seen.part.count());
  return {seen.at, seen.who.packed(), part, Event::kNowhere, narrow(seen.stage), What::reassigned};
}

Event ride(model::Tag unit, model::Tag train, SimTime at, What what) {
  return {at, unit.packed(), train.packed(), Event::kNowhere, Event::kNoStage, what};
}

Event packed(observed::Boarded const& seen) {
  return ride(seen.unit, seen.train, seen.at, What::boarded);
}

Event packed(observed::Alighted const& seen) {
  return ride(seen.unit, seen.train, seen.at, What::alighted);
}

What end_of(observed::Ended::How how) {
  switch (how) {
    case observed::Ended::How::delivered:
      return What::delivered;
    case observed::Ended::How::turned_away:
      return What::turned_away;
    case observed::Ended::How::dissolved:
      return What::dissolved;
  }
  return What::dissolved;
}

Event packed(observed::Ended const& seen) {
  return ride(seen.who, {}, seen.at, end_of(seen.how));
}

/// Follows everybody through the events.
class Spans {
 public:
  explicit Spans(network::Network const& network) : network_{network} {}

  void take(Event const& event) {
    if (event.what == What::created) {
      roll_.enter(event.who);
      auto& span = spans_.emplace_back();
      span.who = model::Tag::unpacked(event.who);
      span.created = event.at;
      under_way_.emplace_back();
      return;
    }
    auto const number = number_of(event.who);
    auto& span = spans_[number];
    if (event.what == What::began) {
      came_to(span, under_way_[number], event);
    } else if (event.what == What::boarded) {
      ++span.rides;
      under_way_[number].train = event.other;
    } else if (event.what == What::alighted) {
      under_way_[number].train = 0;
      came_with(span, event.other);
    } else if (event.ends()) {
      if (auto const train = under_way_[number].train; train != 0) came_with(span, train);
      span.ended = event.at;
      span.how = event.what;
    }
  }
  [[nodiscard]] std::vector<LifeSpan> take_all() { return std::move(spans_); }

 private:
  struct UnderWay {
    scenario::LinkId link;
    std::uint64_t train = 0;
  };
  [[nodiscard]] std::size_t number_of(std::uint64_t who) const {
    auto const found = roll_.find(who);
    expects(found.has_value(), "whoever does something was created");
    return *found;
  }
  /// On a link it heads for the other end; there may be nothing to tell of its arrival.
  void came_to(LifeSpan& span, UnderWay& way, Event const& event) const {
    if (event.where == Event::kNowhere) return;
    if (!event.on_link) {
      span.last = scenario::PlaceId{event.where};
      way.link = {};
    } else if (auto const id = scenario::LinkId{event.where}; way.link != id) {
      auto const& link = network_.links()[id];
      if (!span.last.valid()) span.last = link.a;
      span.last = span.last == link.a ? link.b : link.a;
      if (!span.first.valid()) span.first = span.last == link.a ? link.b : link.a;
      way.link = id;
    }
    if (!span.first.valid()) span.first = span.last;
  }
  void came_with(LifeSpan& span, std::uint64_t train) const {
    if (auto const found = roll_.find(train)) span.last = spans_[*found].last;
  }

  network::Network const& network_;
  Roll roll_;
  std::vector<LifeSpan> spans_;
  std::vector<UnderWay> under_way_;  // by number, as spans_
};

}  // namespace

void Recorder::observe(model::Observation const& observation) {
  std::visit([&](auto const& seen) { add(packed(seen)); }, observation);
}

void Recorder::add(Event const& event) {
  if (size_ % kBlock == 0) {
    blocks_.emplace_back().reserve(kBlock);
  }
  blocks_.back().push_back(event);
  ++size_;
}

std::vector<LifeSpan> life_spans(Recorder const& recorder, network::Network const& network) {
  Spans spans{network};
  recorder.for_each([&](Event const& event) { spans.take(event); });
  return spans.take_all();
}

}  // namespace caravan::output
