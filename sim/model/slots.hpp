/// The slots that trucks book for a desk: an electronic queue.
///
/// Slots begin at equal intervals, counted from the start of the run, while the desk is open. Each
/// is for one truck; what is booked and not used is lost.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/model/entity.hpp"
#include "caravan/model/policy.hpp"
#include "caravan/scenario/work.hpp"

namespace caravan::model {

class Slots {
 public:
  /// All are borrowed; `policy` is none for the earliest.
  Slots(scenario::Activity::Slots const& rules, Calendar const& hours, SlotPolicy const* policy);

  /// `who` books a slot for when it is `ready`; `SimTime::never()` if the desk never opens again.
  SimTime book(Tag who, SimTime now, SimTime ready, engine::Stream stream);
  /// The slot that `who` has booked, or nothing.
  [[nodiscard]] SimTime const* booked(Tag who) const;
  void forget(Tag who) { bookings_.erase(who); }
  [[nodiscard]] scenario::Activity::Slots const& rules() const { return rules_; }

 private:
  [[nodiscard]] std::size_t number_of(SimTime begin) const;
  [[nodiscard]] bool is_taken(std::size_t number) const {
    return number < taken_.size() && taken_[number];
  }
  /// The first free slot at or after `from`; never() if the desk never opens again.
  [[nodiscard]] SimTime first_free(SimTime from) const;

  scenario::Activity::Slots const& rules_;
  Calendar const& hours_;
  SlotPolicy const* policy_;
  std::vector<bool> taken_;  // by number
  std::map<Tag, SimTime> bookings_;
};

}  // namespace caravan::model
