#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/output/life.hpp"

namespace caravan::output {

namespace {

using model::Tag;

bool lives(Tag tag) {
  return tag.kind == Tag::Kind::train || tag.kind == Tag::Kind::unit ||
         tag.kind == Tag::Kind::truck;
}

std::uint32_t number_in(std::string_view text) {
  std::uint32_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

// The steps that `train` lived through in [from, until), the one under way at `from` cut to it.
void append_steps(std::vector<LifeStep>& steps, Life const& train, SimTime from, SimTime until) {
  for (std::size_t i = 0; i < train.steps.size(); ++i) {
    auto step = train.steps[i];
    auto const next = i + 1 < train.steps.size() ? train.steps[i + 1].from : SimTime::never();
    if (step.from >= until || next <= from) continue;
    step.from = std::max(step.from, from);
    steps.push_back(step);
  }
}

/// The wait that took most of [from, until) in the life of `who`, cut to it.
std::optional<LifeHolder> longest_wait(Life const& who, SimTime from, SimTime until,
                                       model::RunResult const& result) {
  std::vector<LifeStep> steps;
  append_steps(steps, who, from, until);
  std::optional<LifeHolder> longest;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    auto const ends = std::min(until, i + 1 < steps.size() ? steps[i + 1].from
                                      : who.ended          ? who.ended->at
                                                           : result.ended_at);
    auto const waits = result.stages[steps[i].stage].kind == model::Stage::Kind::waiting;
    if (!waits || ends <= steps[i].from) continue;
    if (!longest || ends - steps[i].from > longest->until - longest->step.from) {
      longest = LifeHolder{who.who, steps[i], ends};
    }
  }
  return longest;
}

}  // namespace

LifeRecorder::LifeRecorder(std::string name, model::StageId running)
    : name_{std::move(name)}, running_{running} {
  auto const hash = name_.rfind('#');
  if (hash == std::string::npos) return;
  auto const rest = std::string_view{name_}.substr(hash + 1);
  auto const slash = rest.find('/');
  number_ = number_in(rest.substr(0, slash));
  if (slash != std::string_view::npos) part_ = number_in(rest.substr(slash + 1));
}

// The names of sources are known only after the run: until then the numbers must do.
bool LifeRecorder::may_be_meant(Tag tag) const {
  return number_ != 0 && tag.number == number_ && tag.part == part_;
}

void LifeRecorder::created(model::observed::Created const& event) {
  if (!lives(event.who)) return;
  auto& greatest = greatest_[{event.who.source.number(), event.who.part > 0}];
  greatest = std::max(greatest, {event.who.number, event.who.part});
  bool const meant = may_be_meant(event.who);
  if (!meant && event.who.kind != Tag::Kind::train) return;
  records_[event.who.packed()] =
      Record{.life = {event.who, event.at, {}, {}, {}, {}, {}}, .keep = meant};
}

void LifeRecorder::began(model::observed::Began const& event) {
  auto const found = records_.find(event.who.packed());
  if (found == records_.end()) return;
  auto& record = found->second;
  record.life.steps.push_back(
      {event.at, event.stage, event.place, event.link, event.holder, {}, {}});
  if (event.who.kind == Tag::Kind::train && event.stage == running_ && !record.left) {
    record.left = true;
    departures_[event.who.source].push_back({event.at, event.who.number});
  }
  if (record.keep) keep(event.holder);
}

// Keeps the life of `who`, of the train that holds him up, and so on.
void LifeRecorder::keep(Tag who) {
  for (auto found = records_.find(who.packed()); found != records_.end() && !found->second.keep;
       found = records_.find(who.packed())) {
    found->second.keep = true;
    if (found->second.life.steps.empty()) return;
    who = found->second.life.steps.back().holder;
  }
}

void LifeRecorder::reassigned(model::observed::Reassigned const& event) {
  auto const found = records_.find(event.who.packed());
  if (found == records_.end()) return;
  auto& step = found->second.life.steps.back();
  expects(!step.other.valid(), "a stage gives a part of its time to one other at most");
  step.other = event.stage;
  step.other_part = event.part;
}

void LifeRecorder::ended(model::observed::Ended const& event) {
  auto const found = records_.find(event.who.packed());
  if (found == records_.end()) return;
  auto& life = found->second.life;
  life.ended = event;
  life.ended->expenses = nullptr;  // it is gone after this
  if (event.expenses != nullptr) life.expenses = *event.expenses;
  if (!found->second.keep) records_.erase(found);
}

void LifeRecorder::ride(Tag unit, Tag train, SimTime at, bool boards) {
  auto const found = records_.find(unit.packed());
  if (found == records_.end()) return;
  auto& life = found->second.life;
  life.rides.push_back({at, train, boards, life.steps.size()});
  keep(train);
}

void LifeRecorder::observe(model::Observation const& observation) {
  if (auto const* created_now = std::get_if<model::observed::Created>(&observation)) {
    created(*created_now);
  } else if (auto const* began_now = std::get_if<model::observed::Began>(&observation)) {
    began(*began_now);
  } else if (auto const* moved = std::get_if<model::observed::Reassigned>(&observation)) {
    reassigned(*moved);
  } else if (auto const* boarded = std::get_if<model::observed::Boarded>(&observation)) {
    ride(boarded->unit, boarded->train, boarded->at, true);
  } else if (auto const* alighted = std::get_if<model::observed::Alighted>(&observation)) {
    ride(alighted->unit, alighted->train, alighted->at, false);
  } else if (auto const* ended_now = std::get_if<model::observed::Ended>(&observation)) {
    ended(*ended_now);
  }
}

std::optional<Life> LifeRecorder::life(model::RunResult const& result) const {
  auto const meant = std::find_if(records_.begin(), records_.end(), [&](auto const& entry) {
    auto const& who = entry.second.life.who;
    return may_be_meant(who) && model::text_of(who, result.sources) == name_;
  });
  if (meant == records_.end()) return std::nullopt;
  Life const& own = meant->second.life;
  Life whole{own.who, own.created, {}, {}, own.ended, {}, {}, own.expenses};
  std::size_t next_own = 0;
  auto const take_own_until = [&](std::size_t count) {
    while (next_own < count) whole.steps.push_back(own.steps[next_own++]);
  };
  for (std::size_t i = 0; i < own.rides.size(); ++i) {
    auto const& ride = own.rides[i];
    take_own_until(ride.steps_before);
    whole.rides.push_back({ride.at, ride.train, ride.boards, whole.steps.size()});
    auto const train = records_.find(ride.train.packed());
    if (!ride.boards || train == records_.end()) continue;
    // A stage of its own ends the ride as surely as stepping down does.
    auto until = i + 1 < own.rides.size() ? own.rides[i + 1].at
                 : own.ended              ? own.ended->at
                                          : SimTime::never();
    if (next_own < own.steps.size()) until = std::min(until, own.steps[next_own].from);
    append_steps(whole.steps, train->second.life, ride.at, until);
  }
  take_own_until(own.steps.size());
  add_holders(whole, result);
  for (auto const& ride : whole.rides) {
    auto const of_source = departures_.find(ride.train.source);
    if (of_source != departures_.end()) whole.departures.insert(*of_source);
  }
  return whole;
}

// Follows each wait from who held it up to who held him up, as long as somebody can be named.
void LifeRecorder::add_holders(Life& life, model::RunResult const& result) const {
  constexpr std::size_t kMostHolders = 8;
  auto const end = life.ended ? life.ended->at : result.ended_at;
  for (std::size_t number = 0; number < life.steps.size(); ++number) {
    auto const& step = life.steps[number];
    auto const until = number + 1 < life.steps.size() ? life.steps[number + 1].from : end;
    std::vector<LifeHolder> chain;
    LifeHolder last{life.who, step, until};
    while (chain.size() < kMostHolders && last.step.holder.kind == Tag::Kind::train) {
      auto const holder = records_.find(last.step.holder.packed());
      if (holder == records_.end()) break;
      auto const next = longest_wait(holder->second.life, last.step.from, last.until, result);
      if (!next) break;
      chain.push_back(*next);
      last = *next;
    }
    if (!chain.empty()) life.behind.emplace(number, std::move(chain));
  }
}

std::vector<std::string> LifeRecorder::who_lived(model::RunResult const& result) const {
  std::vector<std::string> all;
  for (auto const& [source, greatest] : greatest_) {
    auto const& name = result.sources[model::SourceId{source.first}].name;
    auto text = name + "#1" + (source.second ? "/1" : "");
    if (auto const [number, part] = greatest; number > 1 || part > 1) {
      text += " to #" + std::to_string(number) + (source.second ? "/" + std::to_string(part) : "");
    }
    all.push_back(std::move(text));
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace caravan::output
