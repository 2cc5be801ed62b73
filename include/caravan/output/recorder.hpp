/// All that a run told, in its order: what run databases, exports and reports are made of.
///
/// A recorder packs what it observes into 32 bytes and hands it on in blocks to its readers, which
/// work in a thread of their own while the run goes on. Nothing is left out, and the order is that
/// of the run: what readers make of it does not depend on threads. A reader that falls behind by
/// more than a few megabytes holds the run up, so that memory stays bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/model/observation.hpp"

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

/// An event with the numbers of those whom it concerns: from 1 in the order of creation.
struct NumberedEvent {
  Event event;
  std::uint32_t who = 0;
  std::uint32_t other = 0;  ///< 0: nobody, or nobody who was created, as a crane
};

class EventReader {
 public:
  EventReader() = default;
  EventReader(EventReader const&) = delete;
  EventReader& operator=(EventReader const&) = delete;
  virtual ~EventReader() = default;
  /// The next events of the run.
  virtual void read(std::span<NumberedEvent const> events) = 0;
};

class Recorder final : public model::Observer {
 public:
  /// Readers are borrowed, and read in this order.
  explicit Recorder(std::vector<EventReader*> readers);
  ~Recorder() override;
  void observe(model::Observation const& observation) override;
  /// The run is over. Returns when all has been read; throws what a reader has thrown. Before that,
  /// what readers have made is not to be looked at.
  void finish();

 private:
  class Reading;
  void add(Event const& event);

  std::vector<Event> block_;
  std::unique_ptr<Reading> reading_;
};

}  // namespace caravan::output
