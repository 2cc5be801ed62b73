/// Everybody in a run, followed through its events.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "caravan/model/entity.hpp"
#include "caravan/network/network.hpp"
#include "caravan/output/recorder.hpp"

namespace caravan::output {

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

/// Time by day, place or link, and stage: how many there were, where, over time.
struct Daily {
  std::int64_t day = 0;  ///< whole days since the start of the run, from 0
  std::uint32_t where = Event::kNowhere;
  bool on_link = false;
  std::uint16_t stage = 0;
  std::int64_t train_ms = 0;
  std::int64_t load_ms = 0;  ///< of loads by themselves and aboard trains
};

/// All are in tables by number, for there are millions of events.
class Lives final : public EventReader {
 public:
  Lives(network::Network const& network, std::size_t stages);
  void read(std::span<NumberedEvent const> events) override;
  /// The run has ended: stages under way count so far.
  void end(SimTime now);

  [[nodiscard]] std::size_t size() const { return lives_.size(); }
  /// Of him with this number, from 1 in the order of creation.
  [[nodiscard]] LifeSpan span(std::size_t number) const;
  /// Places before links, by stage and day. What was before the start of the run is left out.
  [[nodiscard]] std::vector<Daily> days() const;

 private:
  /// One line of the processor's cache.
  struct Life {
    std::uint64_t who = 0;
    SimTime created;
    SimTime ended = SimTime::never();
    std::int64_t since = 0;  ///< when the present stage began
    std::uint32_t first = Event::kNowhere;
    std::uint32_t last = Event::kNowhere;
    std::uint32_t link = Event::kNowhere;   ///< on which it is under way
    std::uint32_t where = Event::kNowhere;  ///< of the present stage
    std::uint32_t train = 0;                ///< number of the train that it rides; 0: none
    std::uint32_t riders = 0;               ///< of a train
    std::uint16_t rides = 0;
    std::uint16_t stage = Event::kNoStage;
    Event::What how = Event::What::created;
    bool on_link = false;
    bool is_train = false;
  };
  struct Times {
    std::int64_t train_ms = 0;
    std::int64_t load_ms = 0;
  };
  using ByDay = std::vector<Times>;

  void take(NumberedEvent const& seen);
  void create(Event const& event);
  void come_to(Life& life, Event const& event) const;
  void ride(Life& life, NumberedEvent const& seen);
  void settle(Life& life, std::int64_t now);
  void add(Life const& life, std::uint16_t stage, std::int64_t from, std::int64_t until);
  void add_rows(std::vector<Daily>& all, ByDay const& days, bool on_link, std::size_t slot) const;

  network::Network const& network_;
  std::size_t stages_;
  std::deque<Life> lives_;                  // by number less 1
  std::array<std::vector<ByDay>, 2> sums_;  // of places, of links; by number and stage
};

}  // namespace caravan::output
