/// What libc++ 19 lacks of the C++17 library: `std::from_chars` for `double`. Put in front of every
/// source when the wall builds the program with libc++ (libcxx.sh), and used for nothing else.
///
/// Both this and libstdc++'s give the double nearest to the decimal digits, so that they must agree
/// to the last bit.
#pragma once

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <string>

#include <locale.h>

_LIBCPP_BEGIN_NAMESPACE_STD

/// The longest number in decimal digits at the beginning of the text, without blanks or a plus sign
/// before it, whatever the locale. Contract: ISO C++ [charconv.from.chars].
inline from_chars_result from_chars(char const* first, char const* last, double& value) {
  static locale_t const plain = newlocale(LC_ALL_MASK, "C", nullptr);
  string text(first, last);
  auto const sign = text.find('-') == 0 ? 1U : 0U;
  if (text.find_first_of(".0123456789inIN", sign) != sign) return {first, errc::invalid_argument};
  text.resize(min(text.size(), text.find_first_of("xX")));  // strtod reads hexadecimal digits too
  errno = 0;
  char* end = nullptr;
  double const number = strtod_l(text.c_str(), &end, plain);
  auto const* const stop = first + (end - text.c_str());
  if (stop == first) return {first, errc::invalid_argument};
  if (errno == ERANGE) return {stop, errc::result_out_of_range};
  value = number;
  return {stop, errc{}};
}

_LIBCPP_END_NAMESPACE_STD
