#include "cli/progress.hpp"

#include <cmath>
#include <cstdint>

#include "caravan/core/calendar.hpp"
#include "caravan/output/text.hpp"

namespace caravan::cli {

namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr char const* kWipe = "\r\x1b[K";

}  // namespace

Progress::Progress(Console const& console, SimTime horizon)
    : console_{console}, horizon_{horizon} {}

Progress::~Progress() {
  if (visible_) console_.say(kWipe);
}

void Progress::at(SimTime now) {
  auto const instant = Clock::now();
  if (instant - drawn_ < kRedraw || !console_.watched()) return;
  drawn_ = instant;
  visible_ = true;
  console_.say(kWipe + progress_text(now, horizon_, seconds()));
}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

ExperimentProgress::~ExperimentProgress() {
  if (visible_) console_.say(kWipe);
}

void ExperimentProgress::at(experiment::FarmProgress progress) {
  auto const instant = Clock::now();
  if (instant - drawn_ < kRedraw || !console_.watched()) return;
  drawn_ = instant;
  visible_ = true;
  console_.say(kWipe + progress_text(progress, seconds()));
}

double ExperimentProgress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

std::string progress_text(experiment::FarmProgress progress, double seconds) {
  auto text = output::grouped(static_cast<std::int64_t>(progress.done)) + " of " +
              output::grouped(static_cast<std::int64_t>(progress.planned)) + " runs";
  if (progress.done > 0) {
    auto const rest = static_cast<double>(progress.planned - progress.done);
    auto const each = seconds / static_cast<double>(progress.done);
    text += "  " +
            duration_text(Duration::seconds(static_cast<std::int64_t>(std::ceil(each * rest)))) +
            " to go";
  }
  return text;
}

std::string progress_text(SimTime now, SimTime horizon, double seconds) {
  auto const done = now.since_start().in_days() / horizon.since_start().in_days();
  auto text = output::percent(done) + "  day " + output::fixed(now.since_start().in_days(), 0) +
              " of " + output::fixed(horizon.since_start().in_days(), 0);
  if (done > 0) {
    auto const rest = static_cast<std::int64_t>(std::ceil(seconds * (1 - done) / done));
    text += "  " + duration_text(Duration::seconds(rest)) + " to go";
  }
  return text;
}

}  // namespace caravan::cli
