#include "tests/cases/timeline.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <tuple>

namespace caravan::test {

using model::Observation;
using model::Tag;
namespace observed = model::observed;

namespace {

struct Line {
  SimTime at;
  std::size_t order = 0;
  Tag who;
  std::string what;
  std::string where;
};

char const* kind_of(Tag tag) {
  switch (tag.kind) {
    case Tag::Kind::train:
      return "trains";
    case Tag::Kind::unit:
      return "units";
    case Tag::Kind::truck:
      return "trucks";
    default:
      return "others";
  }
}

SimTime time_of(Observation const& observation) {
  return std::visit([](auto const& event) { return event.at; }, observation);
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

class Writer {
 public:
  Writer(scenario::Scenario const& scenario, model::RunResult const& result)
      : scenario_{scenario}, result_{result} {}

  void operator()(observed::Created const&) {}
  void operator()(observed::Began const& event) {
    auto where = event.link.valid() ? "on " + scenario_.network.links()[event.link].name
                                    : "at " + scenario_.network.places()[event.place].name;
    if (event.holder.kind != Tag::Kind::none) {
      where += ", held by " + text_of(event.holder, result_.sources);
    }
    begin(event.who, {event.at, next_++, event.who, result_.stages[event.stage].name, where});
  }
  void operator()(observed::Reassigned const&) {}
  void operator()(observed::Boarded const& event) {
    end(event.unit, event.at);
    lines_.push_back(
        {event.at, next_++, event.unit, "rides", text_of(event.train, result_.sources)});
  }
  void operator()(observed::Alighted const& event) {
    lines_.push_back(
        {event.at, next_++, event.unit, "leaves", text_of(event.train, result_.sources)});
  }
  void operator()(observed::Ended const& event) {
    static constexpr char const* kHow[] = {"delivered", "turned away", "ends"};
    end(event.who, event.at);
    lines_.push_back({event.at, next_++, event.who, kHow[static_cast<int>(event.how)], ""});
  }

  std::vector<Line> lines() {
    for (auto const& [who, line] : open_) {
      lines_.push_back(line);
    }
    std::sort(lines_.begin(), lines_.end(), [](Line const& a, Line const& b) {
      return std::tie(a.at, a.order) < std::tie(b.at, b.order);
    });
    return lines_;
  }

 private:
  void begin(Tag who, Line line) {
    end(who, line.at);
    open_[who] = std::move(line);
  }
  /// The stage of `who` is over; one that lasted no time leaves no line.
  void end(Tag who, SimTime at) {
    auto const found = open_.find(who);
    if (found == open_.end()) {
      return;
    }
    if (found->second.at < at) {
      lines_.push_back(found->second);
    }
    open_.erase(found);
  }

  scenario::Scenario const& scenario_;
  model::RunResult const& result_;
  std::map<Tag, Line> open_;
  std::vector<Line> lines_;
  std::size_t next_ = 0;
};

}  // namespace

std::string clock_text(SimTime t) {
  auto const ms = t.count();
  if (ms < 0) {
    return '-' + clock_text(SimTime::at(Duration::milliseconds(-ms)));
  }
  auto const day = ms / 86'400'000;
  char buffer[64];
  auto const second = ms / 1000 % 60;
  auto const length =
      std::snprintf(buffer, sizeof buffer, "%02d:%02d:%02d", static_cast<int>(ms / 3'600'000 % 24),
                    static_cast<int>(ms / 60'000 % 60), static_cast<int>(second));
  std::string text(buffer, static_cast<std::size_t>(length));
  if (ms % 1000 != 0) {
    std::snprintf(buffer, sizeof buffer, ".%03d", static_cast<int>(ms % 1000));
    text += buffer;
  }
  return day == 0 ? text : std::to_string(day) + ' ' + text;
}

void Timeline::observe(Observation const& observation) {
  all_.push_back(observation);
}

std::string Timeline::text(scenario::Scenario const& scenario, model::RunResult const& result,
                           std::string const& kinds) const {
  Writer writer{scenario, result};
  for (auto const& observation : all_) {
    if (time_of(observation) < scenario.clock.horizon) {
      std::visit(writer, observation);
    }
  }
  std::string text;
  for (auto const& line : writer.lines()) {
    if (kinds.find(kind_of(line.who)) == std::string::npos) {
      continue;
    }
    auto one = padded(clock_text(line.at), 10) + "  " +
               padded(text_of(line.who, result.sources), 10) + "  " + padded(line.what, 26) + "  " +
               line.where;
    one.erase(one.find_last_not_of(' ') + 1);
    text += one + '\n';
  }
  return text;
}

}  // namespace caravan::test
