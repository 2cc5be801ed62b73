#include "output/bars.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "caravan/experiment/run.hpp"

namespace caravan::output {

namespace {

constexpr int kEighths = 8;
// Block elements of Unicode, U+2588 to U+258F and U+2581 to U+2588, from nothing to full.
constexpr std::array<char const*, kEighths + 1> kAcross{" ", "▏", "▎", "▍", "▌",
                                                        "▋", "▊", "▉", "█"};
constexpr std::array<char const*, kEighths + 1> kUp{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

}  // namespace

std::string bar(double share, std::size_t width) {
  auto const whole = static_cast<double>(width * kEighths);
  auto left = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * whole));
  std::string text;
  for (std::size_t i = 0; i < width; ++i) {
    auto const here = std::min<std::size_t>(left, kEighths);
    text += kAcross[here];
    left -= here;
  }
  return text;
}

std::string sparkline(std::vector<std::int64_t> const& values, std::size_t width) {
  if (values.empty()) return {};
  auto const least = values.front();
  auto const most = experiment::percentile(values, 0.99);
  if (least == most) return {};
  std::vector<std::size_t> counts(width, 0);
  for (auto const value : values) {
    if (value > most) break;
    auto const share = static_cast<double>(value - least) / static_cast<double>(most - least);
    auto const part = static_cast<std::size_t>(share * static_cast<double>(width));
    ++counts[std::min(part, width - 1)];
  }
  auto const greatest = *std::max_element(counts.begin(), counts.end());
  std::string text;
  for (auto const count : counts) {
    text += kUp[(count * kEighths + greatest - 1) / greatest];
  }
  return text;
}

}  // namespace caravan::output
