#include "model/slots.hpp"

#include "caravan/core/contract.hpp"

namespace caravan::model {

Slots::Slots(scenario::Activity::Slots const& rules, Calendar const& hours,
             SlotPolicy const* policy)
    : rules_{rules}, hours_{hours}, policy_{policy} {}

std::size_t Slots::number_of(SimTime begin) const {
  return static_cast<std::size_t>(begin.count() / rules_.apart.count());
}

SimTime Slots::first_free(SimTime from) const {
  auto const apart = rules_.apart.count();
  for (;;) {
    auto const open = hours_.next_open(from);
    if (open == SimTime::never()) {
      return open;
    }
    auto const number = (open.count() + apart - 1) / apart;
    auto const begin = SimTime::at(Duration::milliseconds(number * apart));
    auto const is_open = hours_.is_open(begin);
    if (is_open && !is_taken(static_cast<std::size_t>(number))) {
      return begin;
    }
    from = is_open ? begin + rules_.apart : begin;
  }
}

SimTime Slots::book(Tag who, SimTime now, SimTime ready, engine::Stream stream) {
  auto slot = first_free(ready);
  if (policy_ != nullptr && slot < SimTime::never()) {
    SlotChoice choice{now, ready, {}};
    auto const last = slot + Duration::days(1);
    for (auto free = slot; free < last; free = first_free(free + rules_.apart)) {
      choice.free.push_back(free);
    }
    auto const chosen = (*policy_)(choice, stream);
    expects(chosen < choice.free.size(), "a policy answers with the number of a slot that is free");
    slot = choice.free[chosen];
  }
  if (slot < SimTime::never()) {
    auto const number = number_of(slot);
    if (number >= taken_.size()) {
      taken_.resize(number + 1);
    }
    taken_[number] = true;
  }
  bookings_[who] = slot;
  return slot;
}

SimTime const* Slots::booked(Tag who) const {
  auto const found = bookings_.find(who);
  return found == bookings_.end() ? nullptr : &found->second;
}

}  // namespace caravan::model
