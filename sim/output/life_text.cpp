#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/contract.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/output/life.hpp"
#include "caravan/output/text.hpp"

#include "output/life_causes.hpp"

namespace caravan::output {

namespace {

using scenario::PlaceId;
using scenario::Scenario;
using Kind = model::Stage::Kind;

constexpr std::string_view kWaiting = "waiting ";

// A duration as people say it: milliseconds tell nothing about a train.
std::string said(Duration d) {
  auto const unit = d < Duration::minutes(10) ? Duration::seconds(1) : Duration::minutes(1);
  if (d < unit) return duration_text(d);
  auto const rounded = (d.count() + unit.count() / 2) / unit.count();
  return duration_text(unit * rounded);
}

// Walks through a life and writes a line for each thing that happened.
class Narrator {
 public:
  Narrator(Scenario const& scenario, model::RunResult const& result, Life const& life,
           std::optional<Life> const& undisturbed)
      : scenario_{scenario}, result_{result}, life_{life}, undisturbed_{undisturbed} {
    auto const end = life.ended ? life.ended->at : result.ended_at;
    for (std::size_t i = 0; i < life.steps.size(); ++i) {
      until_.push_back(i + 1 < life.steps.size() ? life.steps[i + 1].from : end);
    }
    sums_.resize(result.stages.size());
    backlogs_ = backlogs_of(scenario, result, life);
  }

  std::string told() {
    std::size_t ride = 0;
    auto const tell_rides_until = [&](std::size_t steps) {
      while (ride < life_.rides.size() && life_.rides[ride].steps_before <= steps) {
        tell_ride(ride++);
      }
    };
    for (std::size_t i = 0; i < life_.steps.size(); ++i) {
      move_to(life_.steps[i]);
      if (i == 0) tell(here_, life_.created, "set out");
      tell_rides_until(i);
      if (blame_of(scenario_, result_, life_, i, until_[i]) || has_backlog(i)) tell_pending();
      add_step(life_.steps[i], until_[i]);
      if (pending_ && until_[i] > life_.steps[i].from) pending_->number = i;
    }
    leave_link();
    tell_rides_until(life_.steps.size());
    tell_pending();
    tell_end();
    tell_undisturbed_end();
    return headline() + lines_.text() + sums();
  }

 private:
  static constexpr std::size_t kLabel = 8;  // width of what stands before sums

  // A stretch in one stage, until something else happens.
  struct Pending {
    LifeStep step;
    SimTime until;
    PlaceId here;
    std::size_t number = 0;  // of its last step
  };

  void move_to(LifeStep const& step) {
    if (step.place.valid()) {
      here_ = step.place;
      link_ = {};
    } else if (step.link != link_) {
      leave_link();
      link_ = step.link;
    }
    if (!first_.valid()) first_ = here_;
  }

  // A link that is left without a word about a place was left at its other end.
  void leave_link() {
    if (!link_.valid() || !here_.valid()) return;
    here_ = scenario_.network.other_end(link_, here_);
    link_ = {};
  }

  void tell(PlaceId here, SimTime at, std::string const& text) {
    auto const& places = scenario_.network.places();
    lines_.add({"  " + local_time_text(local_at(here), scenario_.clock.epoch_ms, at),
                here.valid() ? printable(places[here].name) : "", text});
  }

  void tell_ride(std::size_t number) {
    tell_pending();
    auto const& ride = life_.rides[number];
    tell(here_, ride.at, (ride.boards ? "boarded " : "brought by ") + name_of(ride.train));
    if (!undisturbed_) return;
    auto const missed = missed_at(life_, number, *undisturbed_, result_.stages);
    if (!missed) return;
    tell_more("missed " + name_of(missed->train) + ", which left " + clock_text(missed->left) +
              ": undisturbed it would have been ready " + clock_text(missed->undisturbed));
  }

  [[nodiscard]] std::string name_of(model::Tag tag) const {
    return printable(model::text_of(tag, result_.sources));
  }

  [[nodiscard]] LocalClock const& local_at(PlaceId here) const {
    return here.valid() ? scenario_.places[here].local : scenario_.clock.local;
  }

  [[nodiscard]] std::string clock_text(SimTime at) const {
    return local_time_text(local_at(here_), scenario_.clock.epoch_ms, at);
  }

  void tell_more(std::string const& text) { lines_.add({"", "", "  " + text}); }

  // Of step `number`: the closure behind it, and the trains between.
  void tell_blame(std::size_t number) {
    auto const until = until_[number];
    auto const blame = blame_of(scenario_, result_, life_, number, until);
    if (!blame) return;
    auto const chain = life_.behind.find(number);
    if (chain != life_.behind.end() && !blame_of(scenario_, result_, life_.steps[number], until)) {
      for (auto const& holder : chain->second) {
        tell_more(name_of(holder.who) + ' ' + sentence(holder.step, holder.until));
      }
    }
    tell_more(closure_text(scenario_, local_at(here_), *blame->closure));
  }

  [[nodiscard]] bool has_backlog(std::size_t number) const {
    return std::any_of(backlogs_.begin(), backlogs_.end(),
                       [number](Backlog const& one) { return one.step == number; });
  }

  // Of step `number`: closures that were over, or elsewhere, and left the queue in which it waited.
  void tell_backlogs(std::size_t number) {
    for (auto const& [step, closure] : backlogs_) {
      if (step != number) continue;
      auto const lasted = closure->recovered == SimTime::never()
                              ? " had not gone when the run ended"
                              : " lasted until " + clock_text(closure->recovered);
      tell_more(closure_text(scenario_, local_at(here_), *closure) + ": the queue for it" + lasted);
    }
  }

  // A train over many sections of one line runs once, as people see it.
  void add_step(LifeStep const& step, SimTime until) {
    auto const spent = until - step.from;
    expects(spent >= Duration{}, "the stages of a life follow each other in time");
    sums_[step.stage.number()] += spent - step.other_part;
    if (step.other.valid()) sums_[step.other.number()] += step.other_part;
    if (spent == Duration{}) return;
    bool const goes_on = pending_ && pending_->step.stage == step.stage &&
                         pending_->step.link == step.link && pending_->step.place == step.place &&
                         pending_->step.holder == step.holder && !pending_->step.other.valid() &&
                         !step.other.valid();
    if (goes_on) {
      pending_->until = until;
    } else {
      tell_pending();
      pending_ = Pending{step, until, here_, 0};
    }
  }

  void tell_pending() {
    if (!pending_) return;
    auto const& step = pending_->step;
    tell(pending_->here, step.from, sentence(step, pending_->until));
    auto const number = pending_->number;
    pending_.reset();
    tell_blame(number);
    tell_backlogs(number);
  }

  // `, of which 3 h 00 min waiting for customs to open`
  [[nodiscard]] std::string other_text(LifeStep const& step) const {
    if (!step.other.valid()) return {};
    return ", of which " + said(step.other_part) + ' ' + printable(result_.stages[step.other].name);
  }

  [[nodiscard]] std::string sentence(LifeStep const& step, SimTime until) const {
    auto const spent = until - step.from;
    auto const& stage = result_.stages[step.stage];
    auto const name = printable(stage.name);
    auto const length = said(spent);
    if (stage.kind == Kind::working) return name + ' ' + length;
    auto const line =
        step.link.valid() ? printable(scenario_.network.links()[step.link].name) : std::string{};
    if (stage.kind == Kind::moving) {
      return "ran " + length + (line.empty() ? "" : " over " + line) + other_text(step);
    }
    auto text = "waited " + length;
    if (!line.empty()) text += " on " + line;
    text += name.starts_with(kWaiting) ? ' ' + name.substr(kWaiting.size()) : ": " + name;
    text += other_text(step);
    if (step.holder.kind != model::Tag::Kind::none) {
      text += ", held by " + printable(model::text_of(step.holder, result_.sources));
    }
    return text;
  }

  void tell_end() {
    using How = model::observed::Ended::How;
    if (!life_.ended) {
      tell(here_, result_.ended_at, "still inside when the run ended");
      return;
    }
    bool const train = life_.who.kind == model::Tag::Kind::train;
    switch (life_.ended->how) {
      case How::delivered:
        return tell(here_, life_.ended->at, train ? "arrived" : "delivered");
      case How::turned_away:
        return tell(here_, life_.ended->at, "turned away");
      case How::dissolved:
        return tell(here_, life_.ended->at, "gave up its load and was dissolved");
    }
  }

  void tell_undisturbed_end() {
    if (!undisturbed_ || !undisturbed_->ended || !life_.ended) return;
    auto const would = undisturbed_->ended->at;
    if (would == life_.ended->at) return;
    auto const earlier = would < life_.ended->at;
    tell_more("undisturbed " + clock_text(would) + ", " +
              said(earlier ? life_.ended->at - would : would - life_.ended->at) +
              (earlier ? " earlier" : " later"));
  }

  [[nodiscard]] Duration lead_time() const {
    return (life_.ended ? life_.ended->at : result_.ended_at) - life_.created;
  }

  [[nodiscard]] Duration sum_of(Kind kind) const {
    Duration sum;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      if (result_.stages[model::StageId{i}].kind == kind) sum += sums_[i];
    }
    return sum;
  }

  [[nodiscard]] std::string headline() const {
    constexpr std::array kKinds{"nobody", "train", "load unit", "truck", "crane", "helper"};
    auto text = printable(model::text_of(life_.who, result_.sources)) + ": " +
                kKinds.at(static_cast<std::size_t>(life_.who.kind));
    auto const& places = scenario_.network.places();
    if (first_.valid()) text += ", " + printable(places[first_].name);
    if (first_.valid() && here_ != first_) text += " → " + printable(places[here_].name);
    return text + ", " + said(lead_time()) + ", of which " + said(sum_of(Kind::waiting)) +
           " waiting; local times\n";
  }

  // `waited   crane 3 h 05 min · onward train 1 d 02 h 00 min · in all ...`
  [[nodiscard]] std::string sums_line(std::string_view label, Kind kind) const {
    struct Part {
      std::string name;
      Duration time;
    };
    std::vector<Part> parts;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      auto const& stage = result_.stages[model::StageId{i}];
      if (stage.kind != kind || sums_[i] == Duration{}) continue;
      parts.push_back({kind == Kind::waiting ? stage.cause : stage.name, sums_[i]});
    }
    if (parts.empty()) return {};
    std::sort(parts.begin(), parts.end(), [](auto const& a, auto const& b) {
      return std::tie(b.time, a.name) < std::tie(a.time, b.name);
    });
    auto text = left(label, kLabel);
    for (auto const& part : parts) {
      text += printable(part.name) + ' ' + said(part.time);
      if (parts.size() > 1) text += " · ";
    }
    if (parts.size() > 1) return text + "in all " + said(sum_of(kind)) + '\n';
    return text + '\n';
  }

  [[nodiscard]] std::string sums() const {
    auto const sum = sum_of(Kind::waiting) + sum_of(Kind::working) + sum_of(Kind::moving);
    expects(sum == lead_time(), "the stages of a life add up to its lead time");
    return sums_line("waited", Kind::waiting) + sums_line("worked", Kind::working) +
           sums_line("moved", Kind::moving) + "sum     " + said(sum) +
           (life_.ended ? " = lead time\n" : " so far\n") + costs_line() + energy_line();
  }

  // `cost    1043.20 USD: carriage 900.00 · lifts 70.00 · storage 6.00 · waiting 67.20`
  [[nodiscard]] std::string costs_line() const {
    if (!life_.expenses || !scenario_.costs) return {};
    auto const& of = *life_.expenses;
    return left("cost", kLabel) + fixed(of.total(), 2) + ' ' + scenario_.costs->currency +
           ": carriage " + fixed(of.carriage, 2) + kDot + "lifts " + fixed(of.lifts, 2) + kDot +
           "storage " + fixed(of.storage, 2) + kDot + "waiting " + fixed(of.waiting, 2) + '\n';
  }

  [[nodiscard]] std::string energy_line() const {
    if (!life_.expenses || !scenario_.energy) return {};
    auto text = left("energy", kLabel) + fixed(life_.expenses->energy_kwh, 1) + " kWh";
    if (scenario_.energy->emits()) text += kDot + fixed(life_.expenses->co2e_kg, 1) + " kg CO2e";
    return text + '\n';
  }

  Scenario const& scenario_;
  model::RunResult const& result_;
  Life const& life_;
  std::optional<Life> const& undisturbed_;
  std::vector<SimTime> until_;
  std::vector<Duration> sums_;
  std::vector<Backlog> backlogs_;
  PlaceId first_;
  PlaceId here_;
  scenario::LinkId link_;  // on which it is; none at a place
  std::optional<Pending> pending_;
  Columns lines_{{Columns::Align::left, Columns::Align::left, Columns::Align::left}};
};

}  // namespace

std::string life_text(Scenario const& scenario, model::RunResult const& result, Life const& life,
                      std::optional<Life> const& undisturbed) {
  return Narrator{scenario, result, life, undisturbed}.told();
}

}  // namespace caravan::output
