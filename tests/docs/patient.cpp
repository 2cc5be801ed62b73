// A policy of our own: keep to the way that was planned unless another is half a day quicker.
#include <iostream>

#include <caravan/experiment/run.hpp>
#include <caravan/scenario/load.hpp>

using namespace caravan;

std::size_t patient(model::WayChoice const& choice, engine::Stream&) {
  auto const& planned = choice.ways[choice.drawn];
  auto const best = model::least(choice, [](model::WayOutlook const& way) {
    return static_cast<double>(way.expected().count());
  });
  auto const gain = planned.expected() - choice.ways[best].expected();
  return planned.open && gain < Duration::hours(12) ? choice.drawn : best;
}

int main(int argc, char** argv) {
  scenario::LoadOptions load;
  load.policies.way = {"patient"};  // the loader knows the word
  load.set.assign(argv + 2, argv + argc);
  auto const loaded = scenario::load_scenario(argv[1], load);
  if (!loaded.scenario) {
    std::cerr << render(loaded.diagnostics);
    return 3;
  }
  model::RunOptions options;
  options.policies.way["patient"] = patient;  // the run knows the function
  auto const answer = experiment::run(*loaded.scenario, options);
  for (auto const& relation : answer.result.relations) {
    auto const hours = experiment::percentile(relation.lead_times, 0.9) / 3'600'000;
    std::cout << "p90 of the lead time: " << hours << " h\n";
  }
}
