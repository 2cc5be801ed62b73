#include <algorithm>
#include <cmath>

#include "caravan/core/portable_math.hpp"

#include "scenario/values_laws.hpp"

namespace caravan::scenario {

namespace {

/// Uniform draws have 53 bits, so no draw is rarer than this: -log(2^-53) is 36.7.
constexpr double kRarest = 37;
/// A normal exceeds its mean by this many standard deviations with probability 2^-53.
constexpr double kRarestNormal = 8.3;

struct Reach {
  double operator()(law::Constant const& law) const { return law.value; }
  double operator()(law::Exponential const& law) const { return law.mean * kRarest; }
  double operator()(law::Uniform const& law) const { return law.greatest; }
  double operator()(law::Triangular const& law) const { return law.greatest; }
  double operator()(law::BetaPert const& law) const { return law.greatest; }
  double operator()(law::Normal const& law) const {
    return law.greatest > 0 ? law.greatest : law.mean + kRarestNormal * law.sd;
  }
  double operator()(law::Lognormal const& law) const {
    return portable::exp(law.log_mean + kRarestNormal * law.log_sd);
  }
  // Sub-gamma tail, Boucheron, Lugosi, Massart 2013, section 2.4: X > shape + sqrt(2 shape t) + t
  // has probability at most exp(-t).
  double operator()(law::Gamma const& law) const {
    return law.scale * (law.shape + std::sqrt(2 * law.shape * kRarest) + kRarest);
  }
  double operator()(law::Erlang const& law) const {
    return (*this)(law::Gamma{static_cast<double>(law.shape), law.scale});
  }
  double operator()(law::Weibull const& law) const {
    return law.scale * portable::pow(kRarest, 1 / law.shape);
  }
  double operator()(law::Hyperexponential const& law) const {
    return *std::max_element(law.means.begin(), law.means.end()) * kRarest;
  }
  double operator()(law::Discrete const& law) const {
    return *std::max_element(law.values.begin(), law.values.end());
  }
};

}  // namespace

std::optional<double> greatest_of(Law const& law) {
  auto const* const normal = std::get_if<law::Normal>(&law);
  bool const ends =
      std::holds_alternative<law::Constant>(law) || std::holds_alternative<law::Uniform>(law) ||
      std::holds_alternative<law::Triangular>(law) || std::holds_alternative<law::BetaPert>(law) ||
      std::holds_alternative<law::Discrete>(law) || (normal != nullptr && normal->greatest > 0);
  return ends ? std::optional{reach_of(law)} : std::nullopt;
}

double reach_of(Law const& law) {
  return std::visit(Reach{}, law);
}

}  // namespace caravan::scenario
