/// Many faults in one program, of which at most one is on: that of the number in CARAVAN_FAULT.
/// switches.py writes these words in place of tokens; each means the token as long as its fault is
/// off. The file CARAVAN_REACHED gets a byte of 1 for each fault that a run has come to.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <type_traits>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace caravan::switches {

constexpr int kMost = 1 << 14;

inline int chosen = 0;
inline unsigned char unused[kMost];
inline unsigned char* reached = unused;

/// The bytes are shared with the file: those of a run that dies are there too.
inline bool begin() {
  if (auto const* const number = std::getenv("CARAVAN_FAULT")) chosen = std::atoi(number);
  if (auto const* const path = std::getenv("CARAVAN_REACHED")) {
    int const file = open(path, O_RDWR | O_CREAT, 0600);
    if (file < 0 || ftruncate(file, kMost) != 0) std::abort();
    void* const bytes = mmap(nullptr, kMost, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED) std::abort();
    close(file);
    reached = static_cast<unsigned char*>(bytes);
  }
  return true;
}
inline bool const begun = begin();

/// What is computed by the compiler is never faulty, and never reached.
constexpr bool on(int number) {
  if (std::is_constant_evaluated()) return false;
  reached[number] = 1;
  return chosen == number;
}

/// `a < b` is written `a < Less{7} < b`: same precedence, and who comes first takes the left side.
template <class Sound, class Faulty>
struct Between {
  int number;
};
template <class Sound, class Faulty, class A>
struct Left {
  int number;
  A&& a;
  template <class B>
  constexpr decltype(auto) with(B&& b) const {
    using Result = decltype(Sound{}(std::forward<A>(a), std::forward<B>(b)));
    static_assert(
        std::is_same_v<Result, decltype(Faulty{}(std::forward<A>(a), std::forward<B>(b)))>);
    return on(number) ? static_cast<Result>(Faulty{}(std::forward<A>(a), std::forward<B>(b)))
                      : static_cast<Result>(Sound{}(std::forward<A>(a), std::forward<B>(b)));
  }
};

template <class S, class F, class A>
constexpr Left<S, F, A> operator<(A&& a, Between<S, F> by) {
  return {by.number, std::forward<A>(a)};
}
template <class S, class F, class A, class B>
constexpr decltype(auto) operator<(Left<S, F, A> left, B&& b) {
  return left.with(std::forward<B>(b));
}
template <class S, class F, class A>
constexpr Left<S, F, A> operator==(A&& a, Between<S, F> by) {
  return {by.number, std::forward<A>(a)};
}
template <class S, class F, class A, class B>
constexpr decltype(auto) operator==(Left<S, F, A> left, B&& b) {
  return left.with(std::forward<B>(b));
}
template <class S, class F, class A>
constexpr Left<S, F, A> operator+(A&& a, Between<S, F> by) {
  return {by.number, std::forward<A>(a)};
}
template <class S, class F, class A, class B>
constexpr decltype(auto) operator+(Left<S, F, A> left, B&& b) {
  return left.with(std::forward<B>(b));
}
template <class S, class F, class A>
constexpr Left<S, F, A> operator*(A&& a, Between<S, F> by) {
  return {by.number, std::forward<A>(a)};
}
template <class S, class F, class A, class B>
constexpr decltype(auto) operator*(Left<S, F, A> left, B&& b) {
  return left.with(std::forward<B>(b));
}

using Less = Between<std::less<>, std::less_equal<>>;
using LessEqual = Between<std::less_equal<>, std::less<>>;
using Greater = Between<std::greater<>, std::greater_equal<>>;
using GreaterEqual = Between<std::greater_equal<>, std::greater<>>;
using Equal = Between<std::equal_to<>, std::not_equal_to<>>;
using NotEqual = Between<std::not_equal_to<>, std::equal_to<>>;
using Plus = Between<std::plus<>, std::minus<>>;
using Minus = Between<std::minus<>, std::plus<>>;
using Times = Between<std::multiplies<>, std::divides<>>;
using Over = Between<std::divides<>, std::multiplies<>>;
using Rest = Between<std::modulus<>, std::divides<>>;

/// `a += b` is written `a += Add{7} += b`: assignments begin on the right.
template <bool kAdds>
struct Changed {
  int number;
};
using Add = Changed<true>;
using Subtract = Changed<false>;
template <bool kAdds, class B>
struct Right {
  int number;
  B&& b;
};
template <bool kAdds, class B>
constexpr Right<kAdds, B> operator+=(Changed<kAdds> by, B&& b) {
  return {by.number, std::forward<B>(b)};
}
template <class A, bool kAdds, class B>
constexpr A& operator+=(A& a, Right<kAdds, B> right) {
  if (on(right.number) != kAdds) {
    a += std::forward<B>(right.b);
  } else {
    a -= std::forward<B>(right.b);
  }
  return a;
}

/// `a && b` is written `a && first(7, true) || second(7, true) && b`, and so is `a || b`, with
/// false: the right side is looked at only where it was before, whatever stands around.
inline thread_local bool held[kMost];
inline bool first(int number, bool both) {
  if (on(number) == both) return true;
  held[number] = true;
  return false;
}
inline bool second(int number, bool both) {
  return on(number) == both || std::exchange(held[number], false);
}

/// `!a` is written `Not{7} * a`; of what becomes a truth only where one is asked for, not at all.
struct Not {
  int number;
};
template <class A>
  requires std::is_convertible_v<A, bool>
constexpr bool operator*(Not by, A&& a) {
  return on(by.number) == static_cast<bool>(a);
}

/// `++a` is written `Up{7} * a`.
struct Up {
  int number;
};
struct Down {
  int number;
};
template <class A>
constexpr A& operator*(Up by, A& a) {
  return on(by.number) ? --a : ++a;
}
template <class A>
constexpr A& operator*(Down by, A& a) {
  return on(by.number) ? ++a : --a;
}

template <int kNumber, bool kLeast>
struct Extreme {
  template <class T>
  static constexpr T const& of(T const& a, T const& b) {
    return on(kNumber) != kLeast ? std::min(a, b) : std::max(a, b);
  }
  template <class T, class Order>
  static constexpr T const& of(T const& a, T const& b, Order order) {
    return on(kNumber) != kLeast ? std::min(a, b, order) : std::max(a, b, order);
  }
  template <class T>
  static constexpr T of(std::initializer_list<T> all) {
    return on(kNumber) != kLeast ? std::min(all) : std::max(all);
  }
};
template <int kNumber>
using Least = Extreme<kNumber, true>;
template <int kNumber>
using Most = Extreme<kNumber, false>;

}  // namespace caravan::switches
