#include "tests/oracles/known.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <numeric>
#include <sstream>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"

#include "tests/support/paths.hpp"

namespace caravan::oracles {

namespace {

constexpr double kQuantile = 5.22;  // t(99), two-sided, 1e-6

}  // namespace

double known(std::string_view oracle, std::string_view quantity) {
  std::ifstream file{source_folder() + "/tests/oracles/known.csv"};
  auto const key = std::string{oracle} + ',' + std::string{quantity} + ',';
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key)) {
      double value = 0;
      auto const* const first = line.data() + key.size();
      auto const read = std::from_chars(first, line.data() + line.size(), value);
      expects(read.ec == std::errc{} && *read.ptr == ',', "known.csv holds numbers");
      return value;
    }
  }
  expects(false, "the oracle is in known.csv");
  return 0;
}

namespace {

/// A number in the environment, or `otherwise`.
std::uint64_t from_environment(char const* name, std::uint64_t otherwise) {
  auto const* const text = std::getenv(name);
  if (text == nullptr) {
    return otherwise;
  }
  std::string_view const word{text};
  auto number = otherwise;
  auto const read = std::from_chars(word.data(), word.data() + word.size(), number);
  expects(read.ec == std::errc{} && read.ptr == word.data() + word.size() && number > 0,
          "what the environment says about the oracles is a whole number");
  return number;
}

}  // namespace

std::uint64_t seed_of(std::string_view name) {
  return scatter(hash_of(name) + from_environment("CARAVAN_ORACLES_SEED", 0));
}

std::uint32_t replications(std::uint32_t usual) {
  return usual * static_cast<std::uint32_t>(from_environment("CARAVAN_ORACLES_TIMES", 1));
}

double Sample::mean() const {
  return std::accumulate(values_.begin(), values_.end(), 0.0) / static_cast<double>(size());
}

double Sample::products(Sample const& other) const {
  expects(size() == other.size(), "both come from the same replications");
  auto const here = mean();
  auto const there = other.mean();
  double sum = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    sum += (values_[i] - here) * (other.values_[i] - there);
  }
  return sum;
}

double Sample::standard_error() const {
  auto const variance = products(*this) / static_cast<double>(size() - 1 - fitted_);
  return std::sqrt(variance / static_cast<double>(size()));
}

void Sample::take_out(Sample const& control, double mean) {
  auto const slope = products(control) / control.products(control);
  for (std::size_t i = 0; i < size(); ++i) {
    values_[i] -= slope * (control.values_[i] - mean);
  }
}

Sample Sample::adjusted(std::vector<Control> const& controls) const {
  auto rest = *this;
  std::vector<Sample> ready;
  for (auto const& control : controls) {
    // Gram and Schmidt: each control less what those before it explain.
    auto next = *control.sample;
    auto const negligible = 1e-12 * static_cast<double>(size()) * control.mean * control.mean;
    for (auto const& before : ready) {
      next.take_out(before, 0);
    }
    for (auto& value : next.values_) {
      value -= control.mean;
    }
    if (next.products(next) > negligible) {
      ready.push_back(std::move(next));
    }
  }
  for (auto const& control : ready) {
    rest.take_out(control, 0);
    ++rest.fitted_;
  }
  return rest;
}

void expect_agreement(std::string const& oracle, std::string const& quantity, double exact,
                      Sample const& sample, double precision) {
  ASSERT_GE(sample.size(), kReplications) << oracle << ' ' << quantity;
  auto const s = sample.standard_error();
  auto const off = sample.mean() - exact;
  std::ostringstream row;
  row << std::left << std::setw(8) << oracle << std::setw(31) << quantity << std::setprecision(6)
      << std::setw(12) << exact << std::setw(12) << sample.mean() << std::setprecision(2)
      << std::setw(10) << (exact != 0 ? s / exact * 100 : 0) << "z " << (s > 0 ? off / s : 0);
  std::cout << "| " << row.str() << '\n';
  EXPECT_LE(std::abs(off), kQuantile * s) << row.str();
  EXPECT_LE(s, precision * std::abs(exact)) << row.str();
}

void expect_known(std::string const& oracle, std::string const& quantity, Sample const& sample,
                  double precision) {
  expect_agreement(oracle, quantity, known(oracle, quantity), sample, precision);
}

}  // namespace caravan::oracles
