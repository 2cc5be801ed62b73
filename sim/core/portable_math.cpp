#include "caravan/core/portable_math.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace caravan::portable {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts. The first has 33 significant bits, so that its product with an exponent is
// exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;

/// 2 to the power k, for -1022 <= k <= 1023.
double power_of_two(std::int64_t k) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52U);
}

/// c[0] + c[1] x + c[2] x^2 + …, in pairs of terms, then in pairs of pairs: the processor works on
/// all pairs at once, where Horner's rule has it wait for each term before the next. Source: Estrin
/// 1960, "Organization of computer systems: the fixed plus variable structure computer".
template <std::size_t N>
double polynomial(std::array<double, N> const& c, double x) {
  if constexpr (N == 1) {
    return c[0];
  } else {
    std::array<double, (N + 1) / 2> pairs;
    for (std::size_t i = 0; i < N / 2; ++i) pairs[i] = c[2 * i] + c[2 * i + 1] * x;
    if constexpr (N % 2 == 1) pairs.back() = c.back();
    return polynomial(pairs, x * x);
  }
}

struct Split {
  double mantissa;  ///< in [sqrt(1/2), sqrt(2))
  double exponent;
};

/// Splits a finite x > 0 into mantissa * 2^exponent, without a branch on the mantissa, which nobody
/// can foresee.
Split split(double x) {
  constexpr auto kSqrtHalf = std::bit_cast<std::uint64_t>(0x1.6a09e667f3bcdp-1);
  std::int64_t exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // a subnormal: bring it into the normal range
    x *= 0x1p54;
    exponent -= 54;
  }
  auto const bits = std::bit_cast<std::uint64_t>(x);
  auto const halvings = static_cast<std::int64_t>(bits - kSqrtHalf) >> 52;
  auto const mantissa = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(halvings) << 52U));
  return {mantissa, static_cast<double>(exponent + halvings)};
}

}  // namespace

double log(double x) {
  if (std::isnan(x) || x < 0) return kNaN;
  if (x == 0) return -kInfinity;
  if (x == kInfinity) return x;
  auto const [m, k] = split(x);
  // With f = m - 1 and s = f / (2 + f): ln m = 2 artanh s = 2 s + (2/3) s^3 + (2/5) s^5 + …, where
  // |s| < 0.1716, so eleven terms reach 1e-18. Since 2 s = f - s f, and s f = f^2/2 - s f^2/2, the
  // large term f stays exact and only small terms are rounded.
  constexpr std::array kTerms{2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11, 2.0 / 13,
                              2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23};
  double const f = m - 1;
  double const s = f / (2 + f);
  double const z = s * s;
  double const half_square = 0.5 * f * f;
  double const tail = s * (half_square + z * polynomial(kTerms, z));
  return k * kLn2High - ((half_square - (tail + k * kLn2Low)) - f);
}

double exp(double x) {
  if (std::isnan(x)) return x;
  if (x > 709.79) return kInfinity;
  if (x < -745.14) return 0;
  constexpr double kOneOverLn2 = 0x1.71547652b82fep+0;
  // The nearest whole number of halvings; the rest r is at most ln(2)/2 = 0.347.
  auto const k = static_cast<std::int64_t>(x * kOneOverLn2 + (x < 0 ? -0.5 : 0.5));
  auto const whole = static_cast<double>(k);
  double const r = (x - whole * kLn2High) - whole * kLn2Low;
  // Taylor's series of e^r from the term r^2/2! on; the first left out is r^14/14! < 5e-18.
  constexpr std::array kTerms{1.0 / 2,       1.0 / 6,        1.0 / 24,        1.0 / 120,
                              1.0 / 720,     1.0 / 5040,     1.0 / 40320,     1.0 / 362880,
                              1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
  double const value = 1 + (r + r * r * polynomial(kTerms, r));
  auto const half = k / 2;  // in two steps: 2^k itself may lie outside the range
  return value * power_of_two(half) * power_of_two(k - half);
}

double pow(double x, double y) {
  if (y == 0) return 1;
  if (x == 0) return y > 0 ? 0 : kInfinity;
  return exp(y * log(x));
}

double normal_quantile(double p) {
  if (!(p > 0 && p < 1)) {
    return p == 0 ? -kInfinity : p == 1 ? kInfinity : kNaN;
  }
  // Coefficients of PPND16: Wichura, Applied Statistics 37 (1988), pages 477-484.
  constexpr std::array kA{3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                          1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                          3.3430575583588128105e4, 2.5090809287301226727e3};
  constexpr std::array kB{1.0,
                          4.2313330701600911252e1,
                          6.8718700749205790830e2,
                          5.3941960214247511077e3,
                          2.1213794301586595867e4,
                          3.9307895800092710610e4,
                          2.8729085735721942674e4,
                          5.2264952788528545610e3};
  constexpr std::array kC{1.42343711074968357734e0,  4.63033784615654529590e0,
                          5.76949722146069140550e0,  3.64784832476320460504e0,
                          1.27045825245236838258e0,  2.41780725177450611770e-1,
                          2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr std::array kD{1.0,
                          2.05319162663775882187e0,
                          1.67638483018380384940e0,
                          6.89767334985100004550e-1,
                          1.48103976427480074590e-1,
                          1.51986665636164571966e-2,
                          5.47593808499534494600e-4,
                          1.05075007164441684324e-9};
  constexpr std::array kE{6.65790464350110377720e0,  5.46378491116411436990e0,
                          1.78482653991729133580e0,  2.96560571828504891230e-1,
                          2.65321895265761230930e-2, 1.24266094738807843860e-3,
                          2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr std::array kF{1.0,
                          5.99832206555887937690e-1,
                          1.36929880922735805310e-1,
                          1.48753612908506148525e-2,
                          7.86869131145613259100e-4,
                          1.84631831751005468180e-5,
                          1.42151175831644588870e-7,
                          2.04426310338993978564e-15};
  double const q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    double const r = 0.180625 - q * q;
    return q * polynomial(kA, r) / polynomial(kB, r);
  }
  double const r = std::sqrt(-log(q < 0 ? p : 1 - p));
  double const value = r <= 5 ? polynomial(kC, r - 1.6) / polynomial(kD, r - 1.6)
                              : polynomial(kE, r - 5) / polynomial(kF, r - 5);
  return q < 0 ? -value : value;
}

double normal_cdf(double x) {
  if (std::isnan(x)) return x;
  constexpr double kOneOverSqrtTwoPi = 0x1.9884533d43651p-2;
  double const distance = std::fabs(x);
  if (distance > 38.5) return x < 0 ? 0 : 1;
  double const density = kOneOverSqrtTwoPi * exp(-0.5 * x * x);
  if (distance < 3) {
    // Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + …): Marsaglia, J. Stat. Software 11 (2004).
    double term = x;
    double sum = x;
    for (int i = 3; i < 120; i += 2) {
      term *= x * x / i;
      if (sum + term == sum) break;  // all later terms are smaller still
      sum += term;
    }
    return 0.5 + density * sum;
  }
  // Laplace's continued fraction of the tail: phi(x) / (x + 1/(x + 2/(x + 3/(x + …)))). The farther
  // out, the fewer terms are enough: with these the rest is below 1e-26 of the fraction, from 3 on.
  int const terms = 12 + static_cast<int>(1200 / (distance * distance));
  double fraction = distance;
  for (int i = terms; i > 0; --i) {
    fraction = distance + i / fraction;
  }
  double const tail = density / fraction;
  return x < 0 ? tail : 1 - tail;
}

double log_gamma(double x) {
  if (!(x > 0)) return kNaN;
  // ln Gamma(x) = ln Gamma(x + n) - ln(x (x + 1) … (x + n - 1)), so that Stirling's series is used
  // from 16 on, where its seven terms reach 1e-17.
  double product = 1;
  while (x < 16) {
    product *= x;
    x += 1;
  }
  constexpr std::array kStirling{1.0 / 12,   -1.0 / 360,       1.0 / 1260, -1.0 / 1680,
                                 1.0 / 1188, -691.0 / 360'360, 1.0 / 156};
  constexpr double kHalfLogTwoPi = 0x1.d67f1c864beb5p-1;
  double const series = polynomial(kStirling, 1 / (x * x)) / x;
  return (x - 0.5) * log(x) - x + kHalfLogTwoPi + series - log(product);
}

}  // namespace caravan::portable
