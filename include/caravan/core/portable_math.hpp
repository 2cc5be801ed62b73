/// Elementary functions that give the same bits on every machine.
///
/// The C library picks a variant of `log` and `exp` by the processor it finds (with or without
/// fused multiply-add), and the variants differ in the last bit. What decides the time of an event
/// must not hang on that. These use only + - * / and sqrt, which IEEE 754 rounds exactly; they are
/// compiled with -ffp-contract=off. `log` and `exp` err by less than 2 units in the last place
/// (tested against long double); the others state their error.
#pragma once

#include <cstdint>

namespace caravan::portable {

/// The nearest whole number, of two that are as near the one further from 0, for |x| < 2^63. Where
/// the processor has no instruction for it, the C library's takes as long as a random draw.
[[nodiscard]] inline std::int64_t nearest(double x) {
  auto const towards_zero = static_cast<std::int64_t>(x);
  double const rest = x - static_cast<double>(towards_zero);  // exact
  return towards_zero + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0);
}

/// Natural logarithm. log(0) = -infinity; a negative or NaN argument gives NaN.
[[nodiscard]] double log(double x);
/// e to the power x. Overflows to infinity, underflows to 0.
[[nodiscard]] double exp(double x);
/// x to the power y for x >= 0, as exp(y log x); pow(0, y) = 0 for y > 0. Relative error about
/// 1e-16 times (1 + |y log x|).
[[nodiscard]] double pow(double x, double y);
/// The value below which a standard normal falls with probability p, 0 < p < 1.
/// Source: Wichura 1988, algorithm AS 241 (PPND16), relative error about 1e-16.
[[nodiscard]] double normal_quantile(double p);
/// The probability that a standard normal falls below x. Absolute error below 1e-15. For moments
/// and reports.
[[nodiscard]] double normal_cdf(double x);
/// The natural logarithm of the gamma function for x > 0. Absolute error below 1e-13 up to x = 100.
/// For moments and reports.
[[nodiscard]] double log_gamma(double x);

}  // namespace caravan::portable
