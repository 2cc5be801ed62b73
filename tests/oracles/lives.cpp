#include "tests/oracles/lives.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::oracles {

using model::Tag;

namespace {

bool is_load(Tag tag) {
  return tag.kind == Tag::Kind::unit || tag.kind == Tag::Kind::truck;
}

}  // namespace

Lives::Lives(model::Stages stages, SimTime from, SimTime until)
    : stages_{std::move(stages)}, from_{from}, until_{until} {}

void Lives::observe(model::Observation const& observation) {
  namespace observed = model::observed;
  if (auto const* const begun = std::get_if<observed::Began>(&observation)) {
    began(begun->who, stages_[begun->stage].kind == model::Stage::Kind::waiting, begun->at);
  } else if (auto const* const boarded = std::get_if<observed::Boarded>(&observation)) {
    began(boarded->unit, false, boarded->at);
  } else if (auto const* const born = std::get_if<observed::Created>(&observation)) {
    created(*born);
  } else if (auto const* const gone = std::get_if<observed::Ended>(&observation)) {
    ended(*gone);
  }
}

void Lives::created(model::observed::Created const& event) {
  if (!is_load(event.who)) {
    return;
  }
  auto& open = open_[event.who.packed()];
  open.life.who = event.who;
  open.created = event.at;
  open.since = event.at;
  arrivals_ += event.at >= from_ ? 1 : 0;
  change(+1, event.at);
}

void Lives::began(Tag who, bool waits, SimTime at) {
  if (!is_load(who)) {
    return;
  }
  auto& open = open_.at(who.packed());
  if (open.waits) {
    open.waited_ms += static_cast<double>((at - open.since).count());
  }
  open.waits = waits;
  open.since = at;
}

void Lives::ended(model::observed::Ended const& event) {
  if (!is_load(event.who)) {
    return;
  }
  began(event.who, false, event.at);
  auto const found = open_.find(event.who.packed());
  auto& open = found->second;
  open.life.created = open.created.since_start().in_hours();
  open.life.ended = event.at.since_start().in_hours();
  open.life.waited = Duration::rounded(open.waited_ms).in_hours();
  open.life.turned_away = event.how == model::observed::Ended::How::turned_away;
  if (open.created >= from_) {
    ended_.push_back(open.life);
  }
  open_.erase(found);
  ++served_;
  change(-1, event.at);
}

void Lives::change(int by, SimTime at) {
  auto const counted = (at - std::max(last_change_, from_)).in_hours();
  if (at > from_) {
    area_ += static_cast<double>(present_) * counted;
    empty_ += present_ == 0 ? counted : 0;
  }
  if (present_ == 0) {
    idle_before_ = (at - last_change_).in_hours();
    busy_since_ = at;
    served_ = 0;
  }
  present_ += by;
  last_change_ = at;
  if (present_ == 0) {
    busy_periods_.push_back({(at - busy_since_).in_hours(), idle_before_, served_});
  }
}

double Lives::mean_present() const {
  auto const rest = (until_ - std::max(last_change_, from_)).in_hours();
  return (area_ + static_cast<double>(present_) * rest) / (until_ - from_).in_hours();
}

double Lives::share_empty() const {
  auto const rest = (until_ - std::max(last_change_, from_)).in_hours();
  return (empty_ + (present_ == 0 ? rest : 0)) / (until_ - from_).in_hours();
}

model::ResourceResult const& Replication::resource(std::string_view name) const {
  auto const found = std::find_if(result.resources.begin(), result.resources.end(),
                                  [&](auto const& one) { return one.name == name; });
  expects(found != result.resources.end(), "the resource is there");
  return *found;
}

double Replication::load_hours(std::string_view stage) const {
  double sum = 0;
  for (auto const& row : result.waits) {
    if (result.stages[row.stage].name == stage) {
      sum += Duration::milliseconds(row.load_ms).in_hours();
    }
  }
  return sum;
}

Samples replicate(std::string const& name, std::string const& yaml, std::uint32_t usual,
                  Measure const& measure) {
  Samples samples;
  auto const loaded = scenario::load_text(name + ".yaml", "schema: caravan/1\nname: a\n" + yaml);
  if (!loaded.scenario) {
    ADD_FAILURE() << render(loaded.diagnostics);
    return samples;
  }
  auto const& scenario = *loaded.scenario;
  model::Stages const stages{scenario};
  for (std::uint32_t r = 0; r < oracles::replications(usual); ++r) {
    Lives lives{stages, scenario.clock.warm_up, scenario.clock.horizon};
    model::RunOptions options;
    options.seed = seed_of(name);
    options.replication = r;
    options.observers = {&lives};
    auto const answer = experiment::run(scenario, options);
    auto const& result = answer.result;
    EXPECT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);
    EXPECT_EQ(result.end, model::End::horizon);
    // M1: who came has left, was turned away, or is inside.
    EXPECT_EQ(result.loads_created,
              result.loads_delivered + result.loads_turned_away + result.loads_inside);
    auto const hours = (scenario.clock.horizon - scenario.clock.warm_up).in_hours();
    measure({result, lives, hours}, samples);
  }
  return samples;
}

}  // namespace caravan::oracles
