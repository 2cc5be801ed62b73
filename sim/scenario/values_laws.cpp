#include "scenario/values_laws.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "caravan/core/portable_math.hpp"

#include "scenario/values_words.hpp"

namespace caravan::scenario {

namespace {

constexpr Range kAny{};  // from 0

std::optional<double> value_of(LawContext const& in, Node const& node, Range range = kAny) {
  return read_quantity(node, in.dimension, range, in.diagnostics, in.example);
}

/// The named parameters of one form. Every key of the map must be asked for.
class Parameters {
 public:
  Parameters(LawContext const& in, Node const& body, std::vector<std::string> names)
      : in_{in}, body_{body} {
    if (!body.is_map()) {
      report(in, body, "the parameters of a distribution are a map", "its keys: " + join(names));
      sound_ = false;
      return;
    }
    for (Entry const& entry : body.entries) {
      if (std::find(names.begin(), names.end(), entry.key) != names.end()) continue;
      auto const near = nearest(entry.key, names);
      in.diagnostics.error(
          "distribution", entry.key_mark, "no parameter is called " + in_quotes(entry.key),
          near ? "did you mean " + in_quotes(*near) + "?" : "there are: " + join(names));
      sound_ = false;
    }
  }

  [[nodiscard]] bool has(std::string_view name) const { return body_.find(name) != nullptr; }
  /// A parameter in the unit of the law.
  double value(std::string_view name, Range range = kPositive) {
    return keep(needed(name), [&](Node const& node) { return value_of(in_, node, range); });
  }
  /// A parameter without dimension.
  double factor(std::string_view name, Range range = kPositive) {
    return keep(needed(name), [&](Node const& node) {
      return read_quantity(node, Dimension::factor, range, in_.diagnostics);
    });
  }
  double count(std::string_view name, std::int64_t most) {
    return keep(needed(name), [&](Node const& node) -> std::optional<double> {
      auto const number = read_count(node, 1, most, in_.diagnostics);
      return number ? std::optional{static_cast<double>(*number)} : std::nullopt;
    });
  }
  /// True if all that was asked for was there and right.
  [[nodiscard]] bool sound() const { return sound_; }

 private:
  static std::string join(std::vector<std::string> const& names) {
    std::string list;
    for (std::string const& name : names) list += (list.empty() ? "" : ", ") + name;
    return list;
  }

  Node const* needed(std::string_view name) {
    if (!body_.is_map()) return nullptr;
    Node const* const node = body_.find(name);
    if (node == nullptr && sound_) {
      report(in_, body_, "the parameter " + in_quotes(name) + " is missing", "add it");
    }
    sound_ = sound_ && node != nullptr;
    return node;
  }

  template <class Read>
  double keep(Node const* node, Read read) {
    std::optional<double> const value = node != nullptr ? read(*node) : std::nullopt;
    sound_ = sound_ && value.has_value();
    return value.value_or(1);
  }

  LawContext const& in_;
  Node const& body_;
  bool sound_ = true;
};

/// A list of `size` values in rising order, the first less than the last.
std::optional<std::vector<double>> rising(LawContext const& in, Node const& body,
                                          std::size_t size) {
  if (!body.is_list() || body.items.size() != size) {
    report(in, body, "a list of " + std::to_string(size) + " values is wanted here",
           size == 2 ? "write [least, greatest]" : "write [least, most likely, greatest]");
    return {};
  }
  std::vector<double> values;
  for (Node const& item : body.items) {
    if (auto const value = value_of(in, item)) values.push_back(*value);
  }
  if (values.size() < size) return {};
  if (!std::is_sorted(values.begin(), values.end()) || values.front() == values.back()) {
    report(in, body, "these values do not rise",
           size == 2 ? "write [least, greatest]" : "write [least, most likely, greatest]");
    return {};
  }
  return values;
}

struct Weighted {
  std::vector<double> weights;
  std::vector<double> values;
};

/// A list of pairs [share, value]; the shares sum to 1.
std::optional<Weighted> weighted(LawContext const& in, Node const& body, Range range) {
  auto const is_pair = [](Node const& item) { return item.is_list() && item.items.size() == 2; };
  if (!body.is_list() || body.items.empty() ||
      !std::all_of(body.items.begin(), body.items.end(), is_pair)) {
    report(in, body, "a list of pairs is wanted here", "write [[share, value], [share, value]]");
    return {};
  }
  Weighted list;
  for (Node const& pair : body.items) {
    auto const share = read_share(pair.items[0], in.diagnostics);
    auto const value = value_of(in, pair.items[1], range);
    if (!share || !value) continue;
    list.weights.push_back(*share);
    list.values.push_back(*value);
  }
  if (list.values.size() < body.items.size()) return {};
  double const sum = std::accumulate(list.weights.begin(), list.weights.end(), 0.0);
  if (std::abs(sum - 1) > kShareTolerance) {
    report(in, body, "the shares sum to " + number_text(sum), "they must sum to 1");
    return {};
  }
  return list;
}

std::optional<Law> constant(LawContext const& in, Node const& body) {
  auto const value = value_of(in, body);
  if (!value) return {};
  return law::Constant{*value};
}

std::optional<Law> exponential(LawContext const& in, Node const& body) {
  if (body.is_map()) {
    Parameters given{in, body, {"mean"}};
    double const mean = given.value("mean");
    return given.sound() ? std::optional<Law>{law::Exponential{mean}} : std::nullopt;
  }
  auto const mean = value_of(in, body, kPositive);
  if (!mean) return {};
  return law::Exponential{*mean};
}

std::optional<Law> uniform(LawContext const& in, Node const& body) {
  auto const values = rising(in, body, 2);
  if (!values) return {};
  return law::Uniform{values->at(0), values->at(1)};
}

std::optional<Law> triangular(LawContext const& in, Node const& body) {
  auto const values = rising(in, body, 3);
  if (!values) return {};
  return law::Triangular{values->at(0), values->at(1), values->at(2)};
}

std::optional<Law> beta_pert(LawContext const& in, Node const& body) {
  auto const values = rising(in, body, 3);
  if (!values) return {};
  law::BetaPert pert;
  pert.least = values->at(0);
  pert.mode = values->at(1);
  pert.greatest = values->at(2);
  return pert;
}

/// The sampler draws again until a value lies within the bounds: too small a window would take
/// long.
constexpr double kLeastWindow = 1e-3;

std::optional<Law> normal(LawContext const& in, Node const& body) {
  Parameters given{in, body, {"mean", "sd", "at-least", "at-most"}};
  double const mean = given.value("mean", kAny);
  double const sd = given.value("sd");
  double const least = given.has("at-least") ? given.value("at-least", kAny) : 0;
  double const greatest = given.has("at-most") ? given.value("at-most") : 0;
  if (!given.sound()) return {};
  double const below = portable::normal_cdf((least - mean) / sd);
  double const above = given.has("at-most") ? portable::normal_cdf((greatest - mean) / sd) : 1;
  if (above - below < kLeastWindow) {
    report(in, body, "almost nothing of this normal lies between its bounds",
           "choose bounds around the mean; values below 0 are never drawn");
    return {};
  }
  return law::Normal{mean, sd, least, greatest};
}

std::optional<Law> lognormal(LawContext const& in, Node const& body) {
  Parameters given{in, body, {"median", "p95", "mean", "sd", "cv"}};
  bool const by_median = given.has("median") && !given.has("mean");
  bool const by_p95 = by_median && given.has("p95");
  bool const by_sd = !by_median && given.has("sd");
  if (body.is_map() && body.entries.size() != 2 && given.sound()) {
    report(in, body, "a lognormal has two parameters",
           "give median and p95, median and cv, or mean and sd");
    return {};
  }
  double const centre = given.value(by_median ? "median" : "mean");
  double const spread = by_p95  ? given.value("p95")
                        : by_sd ? given.value("sd")
                                : given.factor("cv");
  if (!given.sound()) return {};
  if (by_p95 && spread <= centre) {
    report(in, *body.find("p95"), "the 95th percentile does not lie above the median",
           "give a greater p95, or a plain constant");
    return {};
  }
  if (by_p95) return lognormal_from_median_p95(centre, spread);
  if (by_median) return lognormal_from_median_cv(centre, spread);
  return lognormal_from_mean_sd(centre, by_sd ? spread : centre * spread);
}

std::optional<Law> gamma(LawContext const& in, Node const& body) {
  Parameters given{in, body, {"mean", "cv", "sd", "shape", "scale"}};
  if (given.has("shape") || given.has("scale")) {
    double const shape = given.factor("shape");
    double const scale = given.value("scale");
    if (given.sound() && body.entries.size() == 2) return law::Gamma{shape, scale};
  } else {
    double const mean = given.value("mean");
    bool const by_sd = given.has("sd");
    double const spread = by_sd ? given.value("sd") : given.factor("cv");
    if (given.sound() && body.entries.size() == 2) {
      return gamma_from_mean_cv(mean, by_sd ? spread / mean : spread);
    }
  }
  if (given.sound()) {
    report(in, body, "a gamma has two parameters",
           "give mean and cv, mean and sd, or shape and scale");
  }
  return {};
}

constexpr std::int64_t kMostStages = 10'000;

std::optional<Law> erlang(LawContext const& in, Node const& body) {
  Parameters given{in, body, {"shape", "mean"}};
  double const shape = given.count("shape", kMostStages);
  double const mean = given.value("mean");
  if (!given.sound()) return {};
  return law::Erlang{static_cast<int>(shape), mean / shape};
}

std::optional<Law> weibull(LawContext const& in, Node const& body) {
  Parameters given{in, body, {"shape", "scale"}};
  double const shape = given.factor("shape");
  double const scale = given.value("scale");
  if (!given.sound()) return {};
  return law::Weibull{shape, scale};
}

std::optional<Law> hyperexponential(LawContext const& in, Node const& body) {
  auto list = weighted(in, body, kPositive);
  if (!list) return {};
  return law::Hyperexponential{Weights{std::move(list->weights)}, std::move(list->values)};
}

std::optional<Law> discrete(LawContext const& in, Node const& body) {
  auto list = weighted(in, body, kAny);
  if (!list) return {};
  return law::Discrete{std::move(list->values), Weights{std::move(list->weights)}};
}

struct Form {
  LawForm words;
  std::optional<Law> (*read)(LawContext const&, Node const&);
};

constexpr std::array kForms{
    Form{{"constant", "{constant: 3 h}", "always the same; the value alone means the same"},
         constant},
    Form{{"exponential", "{exponential: 9 d}", "the given mean, no memory"}, exponential},
    Form{{"uniform", "{uniform: [1 h, 3 h]}", "any value between two, equally likely"}, uniform},
    Form{{"triangular", "{triangular: [2 h, 3 h, 6 h]}", "least, most likely, greatest"},
         triangular},
    Form{{"beta-pert", "{beta-pert: [1 h, 2 h, 6 h]}",
          "least, most likely, greatest, with thinner ends than a triangle"},
         beta_pert},
    Form{{"normal", "{normal: {mean: 3 h, sd: 1 h, at-least: 1 h, at-most: 8 h}}",
          "drawn again while outside its bounds; at-least is 0 unless given"},
         normal},
    Form{{"lognormal", "{lognormal: {median: 3 h, p95: 10 h}}",
          "a long tail; also by median and cv, by mean and sd, or by mean and cv"},
         lognormal},
    Form{{"gamma", "{gamma: {mean: 3 h, cv: 0.5}}", "also by mean and sd, or by shape and scale"},
         gamma},
    Form{{"erlang", "{erlang: {shape: 3, mean: 1 h}}", "the sum of `shape` equal exponentials"},
         erlang},
    Form{{"weibull", "{weibull: {shape: 2, scale: 1 h}}", "times to failure"}, weibull},
    Form{{"hyperexponential", "{hyperexponential: [[0.9, 33 min], [0.1, 5 h]]}",
          "exponentials of several means, each with its share"},
         hyperexponential},
    Form{{"discrete", "{discrete: [[0.7, 1 h], [0.3, 2 h]]}", "single values, each with its share"},
         discrete},
    Form{{"empirical", "{empirical: data/x.csv#dwell}",
          "the values of a column, as often as they stand there; `#dwell*count` weighs them"},
         read_empirical}};

/// A draw beyond this is no whole number of base units any more (2^53 ms are 285 000 years).
constexpr double kFarthest = 9e15;

std::optional<Law> within_reach(LawContext const& in, Node const& node, std::optional<Law> law) {
  if (!law || reach_of(*law) <= kFarthest) return law;
  in.diagnostics.error("range", node.mark, "this distribution can draw values without any sense",
                       "its spread is too wide: check its parameters");
  return {};
}

}  // namespace

std::optional<Law> read_law(Node const& node, Dimension dimension, FileReader& files,
                            Diagnostics& diagnostics, std::string_view example) {
  LawContext const in{dimension, files, diagnostics, example};
  if (node.is_scalar()) return constant(in, node);
  if (!node.is_map() || node.entries.size() != 1) {
    report(in, node, "a distribution is a map with one key, its name",
           "write for example {triangular: [2 h, 3 h, 6 h]}");
    return {};
  }
  Entry const& entry = node.entries[0];
  std::vector<std::string> names;
  for (Form const& form : kForms) {
    if (form.words.name == entry.key) {
      return within_reach(in, entry.value, form.read(in, entry.value));
    }
    names.emplace_back(form.words.name);
  }
  auto const near = nearest(entry.key, names);
  std::string list;
  for (std::string const& name : names) list += (list.empty() ? "" : ", ") + name;
  diagnostics.error("distribution", entry.key_mark, in_quotes(entry.key) + " is not a distribution",
                    near ? "did you mean " + in_quotes(*near) + "?" : "there are: " + list);
  return {};
}

std::vector<LawForm> law_forms() {
  std::vector<LawForm> words;
  for (Form const& form : kForms) words.push_back(form.words);
  return words;
}

}  // namespace caravan::scenario
