#include "caravan/engine/sampling.hpp"

#include <algorithm>
#include <cmath>

#include "caravan/core/portable_math.hpp"

namespace caravan::engine {

namespace {

double exponential(double mean, double u) {
  return -mean * portable::log(1 - u);
}

/// The value at which a standard normal cut to a range reaches probability u. Probabilities are
/// taken in the lower tail, where they are exact.
double cut_normal(law::Normal::Cut const& cut, double u) {
  if (cut.mirrored) u = 1 - u;
  double const p = cut.below + u * cut.between;
  // So far out that a double holds no probability: the nearest edge.
  double const z = p > 0 ? std::clamp(portable::normal_quantile(p), cut.low, cut.high) : cut.high;
  return cut.mirrored ? -z : z;
}

/// Source: Marsaglia and Tsang, ACM TOMS 26 (2000), section 2; for shape < 1 section 6.
double standard_gamma(double shape, Stream& stream) {
  if (shape < 1) {
    double const larger = standard_gamma(shape + 1, stream);
    return larger * portable::pow(stream.uniform(), 1 / shape);
  }
  double const d = shape - 1.0 / 3;
  double const c = 1 / std::sqrt(9 * d);
  while (true) {
    double const x = portable::normal_quantile(stream.uniform());
    double const root = 1 + c * x;
    if (root <= 0) continue;
    double const v = root * root * root;
    double const u = stream.uniform();
    if (portable::log(u) < 0.5 * x * x + d - d * v + d * portable::log(v)) return d * v;
  }
}

struct Sampler {
  Stream& stream;

  double operator()(law::Constant const& l) const { return l.value; }
  double operator()(law::Exponential const& l) const {
    return exponential(l.mean, stream.uniform());
  }
  double operator()(law::Uniform const& l) const {
    return l.least + (l.greatest - l.least) * stream.uniform();
  }
  double operator()(law::Triangular const& l) const {
    double const u = stream.uniform();
    double const width = l.greatest - l.least;
    double const rise = l.mode - l.least;
    if (u * width < rise) return l.least + std::sqrt(u * width * rise);
    return l.greatest - std::sqrt((1 - u) * width * (width - rise));
  }
  double operator()(law::Normal const& l) const {
    double const u = stream.uniform();
    double const least = std::max(0.0, l.least);
    double const greatest = l.greatest == 0 ? INFINITY : l.greatest;
    if (l.sd == 0) return std::clamp(l.mean, least, greatest);
    return std::clamp(l.mean + l.sd * cut_normal(l.cut, u), least, greatest);
  }
  double operator()(law::Lognormal const& l) const {
    return portable::exp(l.log_mean + l.log_sd * portable::normal_quantile(stream.uniform()));
  }
  double operator()(law::Gamma const& l) const { return l.scale * standard_gamma(l.shape, stream); }
  double operator()(law::Erlang const& l) const {
    return l.scale * standard_gamma(l.shape, stream);
  }
  double operator()(law::Weibull const& l) const {
    return l.scale * portable::pow(exponential(1, stream.uniform()), 1 / l.shape);
  }
  double operator()(law::BetaPert const& l) const {
    double const width = l.greatest - l.least;
    if (width == 0) return l.least;
    double const rise = standard_gamma(1 + l.weight * (l.mode - l.least) / width, stream);
    double const fall = standard_gamma(1 + l.weight * (l.greatest - l.mode) / width, stream);
    return l.least + width * (rise / (rise + fall));
  }
  double operator()(law::Hyperexponential const& l) const {
    auto const which = l.weights.choose(stream.uniform());
    return exponential(l.means[which], stream.uniform());
  }
  double operator()(law::Discrete const& l) const {
    return l.values[l.weights.choose(stream.uniform())];
  }
};

}  // namespace

double detail::sample_by_luck(Law const& law, Stream& stream) {
  return std::visit(Sampler{stream}, law);
}

void Durations::draw() {
  std::visit(
      [this](auto const& law) {
        Sampler const sampler{stream_};
        for (auto& drawn : drawn_) drawn = Duration::rounded(std::max(0.0, sampler(law)));
      },
      *law_);
  given_ = 0;
}

}  // namespace caravan::engine
