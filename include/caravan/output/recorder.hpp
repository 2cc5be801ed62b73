/// All that a run told, in its order: what run databases, exports and reports are made of.
///
/// An observation takes 32 bytes, so that a year of a corridor fits into memory. Nothing is left
/// out and nothing is worked out here: durations, rides and places follow from the order of events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/model/observation.hpp"
#include "caravan/network/network.hpp"

namespace caravan::output {

/// One observation (`model/observation.hpp`), packed.
struct Event {
  /// An end has a kind for each way to end.
  enum class What : std::uint8_t {
    created,
    began,
    reassigned,
    boarded,
    alighted,
    delivered,
    turned_away,
    dissolved,
  };
  static constexpr std::uint16_t kNoStage = 0xffff;
  static constexpr std::uint32_t kNowhere = 0xffff'ffff;

  SimTime at;
  std::uint64_t who = 0;           ///< `model::Tag::packed`
  std::uint64_t other = 0;         ///< began: who holds it up; boarded, alighted: the train;
                                   ///< reassigned: the part in milliseconds; else 0
  std::uint32_t where = kNowhere;  ///< began: number of a place or link
  std::uint16_t stage = kNoStage;  ///< began, reassigned
  What what = What::created;
  bool on_link = false;  ///< `where` is a link

  [[nodiscard]] bool ends() const { return what >= What::delivered; }
  friend bool operator==(Event const&, Event const&) = default;
};

class Recorder final : public model::Observer {
 public:
  void observe(model::Observation const& observation) override;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Event const& operator[](std::size_t number) const {
    return blocks_[number / kBlock][number % kBlock];
  }
  /// Calls `act(event)` for all events in order.
  template <class Act>
  void for_each(Act act) const {
    for (auto const& block : blocks_) {
      for (auto const& event : block) act(event);
    }
  }

 private:
  static constexpr std::size_t kBlock = 65'536;  // growing never copies what is there
  void add(Event const& event);

  std::vector<std::vector<Event>> blocks_;
  std::size_t size_ = 0;
};

/// A train, load unit or truck from its first event to its last.
struct LifeSpan {
  model::Tag who;
  SimTime created;
  SimTime ended = SimTime::never();        ///< never() if it was still there when the run ended
  Event::What how = Event::What::created;  ///< the end, if there was one
  scenario::PlaceId first;                 ///< where it began to be
  scenario::PlaceId last;                  ///< where it was last, or is heading for on a link
  std::uint32_t rides = 0;                 ///< of a load: trains that it boarded
};

/// Everybody, in the order of creation.
[[nodiscard]] std::vector<LifeSpan> life_spans(Recorder const& recorder,
                                               network::Network const& network);

}  // namespace caravan::output
