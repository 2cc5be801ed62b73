#include "output/run_words.hpp"

namespace caravan::output {

char const* word_of(model::Stage::Kind kind) {
  switch (kind) {
    case model::Stage::Kind::moving:
      return "moving";
    case model::Stage::Kind::working:
      return "working";
    case model::Stage::Kind::waiting:
      return "waiting";
  }
  return "";
}

char const* word_of(model::Source::Kind kind) {
  switch (kind) {
    case model::Source::Kind::service:
      return "service";
    case model::Source::Kind::flow:
      return "flow";
    case model::Source::Kind::onward:
      return "onward";
    case model::Source::Kind::terminal:
      return "terminal";
    case model::Source::Kind::empties:
      return "empties";
  }
  return "";
}

char const* word_of(scenario::Terminal::Means means) {
  switch (means) {
    case scenario::Terminal::Means::cranes:
      return "cranes";
    case scenario::Terminal::Means::bogies:
      return "bays";
    case scenario::Terminal::Means::variable_gauge:
      return "gauge changers";
    case scenario::Terminal::Means::shunting:
      return "shunting engines";
  }
  return "";
}

char const* word_of(scenario::Fleet::Kind kind) {
  switch (kind) {
    case scenario::Fleet::Kind::wagons:
      return "wagons";
    case scenario::Fleet::Kind::locomotives:
      return "locomotives";
    case scenario::Fleet::Kind::crews:
      return "crews";
  }
  return "";
}

char const* word_of(experiment::Measure::Better better) {
  switch (better) {
    case experiment::Measure::Better::less:
      return "less";
    case experiment::Measure::Better::more:
      return "more";
    case experiment::Measure::Better::neither:
      return "neither";
  }
  return "";
}

}  // namespace caravan::output
