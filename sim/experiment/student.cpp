#include <cmath>

#include "caravan/core/contract.hpp"
#include "caravan/core/portable_math.hpp"
#include "caravan/experiment/estimate.hpp"

namespace caravan::experiment {

namespace {

/// The continued fraction of the incomplete beta function, by Lentz's method with the changes of
/// Thompson and Barnett 1986. It converges fast for x < (a + 1)/(a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  constexpr double kEnough = 1e-16;
  constexpr int kMost = 10'000;
  auto const away_from_zero = [](double value) { return std::fabs(value) < kTiny ? kTiny : value; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int i = 1; i < kMost; ++i) {
    double const m = i;
    double const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    fraction *= d * c;
    double const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    fraction *= d * c;
    if (std::fabs(d * c - 1) < kEnough) break;
  }
  return fraction;
}

/// The regularised incomplete beta function I_x(a, b); `y` is 1 - x, without cancellation. Source:
/// Abramowitz and Stegun 1964, 26.5.8 and 6.6.3.
double incomplete_beta(double a, double b, double x, double y) {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  double const front =
      portable::exp(portable::log_gamma(a + b) - portable::log_gamma(a) - portable::log_gamma(b) +
                    a * portable::log(x) + b * portable::log(y));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
  return 1 - front * beta_fraction(b, a, y) / b;
}

/// The probability that |t| is exceeded on one side, for t >= 0. Source: Abramowitz and Stegun
/// 1964, 26.7.1.
double tail(double t, double degrees) {
  double const whole = degrees + t * t;
  return 0.5 * incomplete_beta(degrees / 2, 0.5, degrees / whole, t * t / whole);
}

}  // namespace

double student_cdf(double t, double degrees) {
  expects(degrees > 0, "Student's t has degrees of freedom");
  return t < 0 ? tail(-t, degrees) : 1 - tail(t, degrees);
}

double student_quantile(double p, double degrees) {
  expects(p > 0 && p < 1 && degrees > 0, "a quantile of Student's t has a share within 0 and 1");
  if (p == 0.5) return 0;
  double const beyond = p < 0.5 ? p : 1 - p;
  double low = 0;
  double high = 1;
  while (tail(high, degrees) > beyond) {
    low = high;
    high *= 2;
  }
  // Halving ends when no double lies between: bits that hang on nothing but + - * / and sqrt.
  for (;;) {
    double const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (tail(middle, degrees) > beyond ? low : high) = middle;
  }
  return p < 0.5 ? -high : high;
}

}  // namespace caravan::experiment
