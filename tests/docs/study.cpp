// How do lead times fall with cranes? Five replications for each number of cranes.
#include <iostream>
#include <string>

#include <caravan/experiment/run.hpp>
#include <caravan/scenario/load.hpp>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: study SCENARIO TERMINAL\n";
    return 2;
  }
  for (int cranes = 1; cranes <= 4; ++cranes) {
    auto const change = "terminals." + std::string{argv[2]} + ".cranes=" + std::to_string(cranes);
    auto const loaded = caravan::scenario::load_scenario(argv[1], {.set = {change}, .seed = {}});
    if (!loaded.scenario) {
      std::cerr << caravan::render(loaded.diagnostics);
      return 3;
    }
    std::cout << cranes << (cranes == 1 ? " crane, " : " cranes,") << " p90 in hours:";
    caravan::model::RunOptions options;
    for (options.replication = 0; options.replication < 5; ++options.replication) {
      auto const answer = caravan::experiment::run(*loaded.scenario, options);
      for (auto const& relation : answer.result.relations) {
        auto const p90 = caravan::experiment::percentile(relation.lead_times, 0.9);
        std::cout << ' ' << p90 / 3'600'000 << '.' << p90 / 360'000 % 10;
      }
    }
    std::cout << '\n';
  }
}
