#include "tests/oracles/known.hpp"

#include <charconv>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"

#include "tests/support/paths.hpp"

namespace caravan::oracles {

namespace {

constexpr double kQuantile = 5.22;  // t(99), two-sided, 1e-6
constexpr std::size_t kFewest = 100;

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

void Sample::add(double value) {
  ++size_;
  auto const off = value - mean_;
  mean_ += off / static_cast<double>(size_);
  squares_ += off * (value - mean_);
}

double Sample::variance() const {
  return squares_ / static_cast<double>(size_ - 1);
}

double Sample::standard_error() const {
  return std::sqrt(variance() / static_cast<double>(size_));
}

void expect_agreement(std::string const& oracle, std::string const& quantity, double exact,
                      Sample const& sample, double precision) {
  ASSERT_GE(sample.size(), kFewest) << oracle << ' ' << quantity;
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
