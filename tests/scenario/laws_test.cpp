#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/document.hpp"
#include "sim/scenario/files.hpp"
#include "sim/scenario/values.hpp"

namespace caravan::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kHour = 3'600'000;

class Laws : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::path{testing::TempDir()} /
        ("laws-" + std::string{testing::UnitTest::GetInstance()->current_test_info()->name()});
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(std::string const& name, std::string const& text) const {
    std::ofstream{folder_ / name, std::ios::binary} << text;
  }

  std::optional<Law> read(std::string text, Dimension dimension = Dimension::duration) {
    auto const file = std::make_shared<SourceFile const>(SourceFile{"test.yaml", std::move(text)});
    FileReader files{folder_};
    auto const node = read_value(file, diagnostics_);
    return node ? read_law(*node, dimension, files, diagnostics_) : std::nullopt;
  }

  template <class Kind>
  Kind law(std::string text, Dimension dimension = Dimension::duration) {
    auto const found = read(text, dimension);
    EXPECT_TRUE(found) << render(diagnostics_);
    bool const right_kind = found && std::holds_alternative<Kind>(*found);
    EXPECT_TRUE(right_kind) << text;
    return right_kind ? std::get<Kind>(*found) : Kind{};
  }

  /// `line:column code: text` of the one fault.
  std::string fault(std::string text, Dimension dimension = Dimension::duration) {
    diagnostics_ = {};
    EXPECT_FALSE(read(std::move(text), dimension));
    EXPECT_EQ(diagnostics_.errors(), 1U) << render(diagnostics_);
    if (diagnostics_.all().empty()) return {};
    Diagnostic const& first = diagnostics_.all()[0];
    return first.at.text() + " " + first.code + ": " + first.text + " | " + first.help;
  }

  std::filesystem::path folder_;
  Diagnostics diagnostics_;
};

TEST_F(Laws, AreConstantsWhenPlain) {
  EXPECT_EQ(law<law::Constant>("3 h").value, 3 * kHour);
  EXPECT_EQ(law<law::Constant>("{constant: 90 s}").value, 90'000);
  EXPECT_EQ(law<law::Constant>("41", Dimension::count).value, 41);
  EXPECT_EQ(law<law::Constant>("1.1", Dimension::factor).value, 1.1);
}

TEST_F(Laws, AreReadInEveryForm) {
  EXPECT_EQ(law<law::Exponential>("{exponential: 9 d}").mean, 9 * 24 * kHour);
  EXPECT_EQ(law<law::Exponential>("{exponential: {mean: 9 h}}").mean, 9 * kHour);
  auto const uniform = law<law::Uniform>("{uniform: [1 h, 3 h]}");
  EXPECT_EQ(uniform.least, kHour);
  EXPECT_EQ(uniform.greatest, 3 * kHour);
  auto const triangular = law<law::Triangular>("{triangular: [2 h, 3 h, 6 h]}");
  EXPECT_EQ(triangular.least, 2 * kHour);
  EXPECT_EQ(triangular.mode, 3 * kHour);
  EXPECT_EQ(triangular.greatest, 6 * kHour);
  auto const pert = law<law::BetaPert>("{beta-pert: [60 min, 2 h, 6 h]}");
  EXPECT_EQ(pert.least, kHour);
  EXPECT_EQ(pert.mode, 2 * kHour);
  EXPECT_EQ(pert.greatest, 6 * kHour);
  EXPECT_EQ(pert.weight, 4);
  auto const erlang = law<law::Erlang>("{erlang: {shape: 3, mean: 1 h}}");
  EXPECT_EQ(erlang.shape, 3);
  EXPECT_EQ(erlang.scale, kHour / 3);
  auto const weibull = law<law::Weibull>("{weibull: {shape: 2, scale: 1 h}}");
  EXPECT_EQ(weibull.shape, 2);
  EXPECT_EQ(weibull.scale, kHour);
}

TEST_F(Laws, OfTheNormalKindKeepTheirBounds) {
  auto const plain = law<law::Normal>("{normal: {mean: 3 h, sd: 1 h}}");
  EXPECT_EQ(plain.mean, 3 * kHour);
  EXPECT_EQ(plain.sd, kHour);
  EXPECT_EQ(plain.least, 0);
  EXPECT_EQ(plain.greatest, 0);
  auto const bounded =
      law<law::Normal>("{normal: {mean: 3 h, sd: 1 h, at-least: 1 h, at-most: 8 h}}");
  EXPECT_EQ(bounded.least, kHour);
  EXPECT_EQ(bounded.greatest, 8 * kHour);
}

TEST_F(Laws, OfTheLognormalKindHaveTheGivenMoments) {
  // The 95th percentile of a standard normal is 1.644853627.
  auto const by_p95 = law<law::Lognormal>("{lognormal: {median: 3 h, p95: 10 h}}");
  EXPECT_NEAR(by_p95.log_mean, std::log(3 * kHour), 1e-12);
  EXPECT_NEAR(std::exp(by_p95.log_mean + 1.6448536269514722 * by_p95.log_sd), 10 * kHour, 1e-3);
  auto const by_sd = law<law::Lognormal>("{lognormal: {mean: 3 h, sd: 1.5 h}}");
  EXPECT_NEAR(mean(by_sd), 3 * kHour, 1e-3);
  EXPECT_NEAR(std::sqrt(variance(by_sd)), 1.5 * kHour, 1e-3);
  auto const by_cv = law<law::Lognormal>("{lognormal: {mean: 3 h, cv: 0.5}}");
  EXPECT_NEAR(by_cv.log_mean, by_sd.log_mean, 1e-12);
  EXPECT_NEAR(by_cv.log_sd, by_sd.log_sd, 1e-12);
  auto const by_median = law<law::Lognormal>("{lognormal: {median: 3 h, cv: 50 %}}");
  EXPECT_NEAR(by_median.log_mean, std::log(3 * kHour), 1e-12);
  EXPECT_NEAR(by_median.log_sd, by_cv.log_sd, 1e-12);
}

TEST_F(Laws, OfTheGammaKindHaveTheGivenMoments) {
  auto const by_cv = law<law::Gamma>("{gamma: {mean: 3 h, cv: 0.5}}");
  EXPECT_NEAR(by_cv.shape, 4, 1e-12);
  EXPECT_NEAR(by_cv.scale, 0.75 * kHour, 1e-6);
  EXPECT_NEAR(law<law::Gamma>("{gamma: {mean: 3 h, sd: 1.5 h}}").shape, 4, 1e-12);
  auto const direct = law<law::Gamma>("{gamma: {shape: 2.5, scale: 1 h}}");
  EXPECT_EQ(direct.shape, 2.5);
  EXPECT_EQ(direct.scale, kHour);
}

TEST_F(Laws, MixByShares) {
  auto const two = law<law::Hyperexponential>("{hyperexponential: [[0.9, 33 min], [10 %, 5 h]]}");
  EXPECT_THAT(two.weights.each(), ElementsAre(0.9, 0.1));
  EXPECT_THAT(two.means, ElementsAre(33 * 60'000, 5 * kHour));
  auto const discrete = law<law::Discrete>("{discrete: [[0.7, 1], [0.3, 2]]}", Dimension::count);
  EXPECT_THAT(discrete.values, ElementsAre(1, 2));
  EXPECT_THAT(discrete.weights.each(), ElementsAre(0.7, 0.3));
}

TEST_F(Laws, TakeDataFromAColumnInItsUnit) {
  write("x.csv", "day,dwell (h),box min,hours,times\n1,2,30,5,3\n2,4,90,7,1\n");
  auto const hours = law<law::Discrete>("{empirical: 'x.csv#dwell'}");
  EXPECT_THAT(hours.values, ElementsAre(2 * kHour, 4 * kHour));
  EXPECT_THAT(hours.weights.each(), ElementsAre(0.5, 0.5));
  EXPECT_THAT(law<law::Discrete>("{empirical: 'x.csv#box'}").values,
              ElementsAre(0.5 * kHour, 1.5 * kHour));
  EXPECT_THAT(law<law::Discrete>("{empirical: x.csv#hours}").values,
              ElementsAre(5 * kHour, 7 * kHour));
  EXPECT_THAT(law<law::Discrete>("{empirical: x.csv#dwell*times}").weights.each(),
              ElementsAre(0.75, 0.25));
  EXPECT_THAT(law<law::Discrete>("{empirical: x.csv#times}", Dimension::count).values,
              ElementsAre(3, 1));
}

TEST_F(Laws, FromAColumnWithFaultsNameTheCell) {
  write("x.csv", "dwell h,plain,none h\n1,2,0\n,-1,0\n");
  EXPECT_THAT(fault("{empirical: x.csv#dwell}"),
              HasSubstr("x.csv:3:1 csv-value: `` is not a number"));
  EXPECT_THAT(fault("{empirical: x.csv#plain}"),
              HasSubstr("x.csv:1:9 csv-column: this column names no unit"));
  EXPECT_THAT(fault("{empirical: x.csv#plain}", Dimension::factor),
              HasSubstr("x.csv:3:2 csv-value: `-1`"));
  EXPECT_THAT(fault("{empirical: x.csv#dwell}", Dimension::length),
              HasSubstr("`h` is not a unit of length"));
  EXPECT_THAT(
      fault("{empirical: x.csv#dwel}"),
      HasSubstr("test.yaml:1:13 csv-column: `x.csv` has no column `dwel` | did you mean `dwell`?"));
  EXPECT_THAT(fault("{empirical: x.csv}"), HasSubstr("write `data/x.csv#column`"));
  EXPECT_THAT(fault("{empirical: none.csv#x}"), HasSubstr("file-not-found"));
  write("empty.csv", "dwell h,count\n");
  EXPECT_THAT(fault("{empirical: empty.csv#dwell}"), HasSubstr("holds no data"));
  write("zero.csv", "dwell h,count\n1,0\n");
  EXPECT_THAT(fault("{empirical: zero.csv#dwell*count}"), HasSubstr("holds no data"));
}

TEST_F(Laws, OfUnknownNameAreRefusedWithTheNearest) {
  EXPECT_EQ(fault("{triangluar: [1 h, 2 h, 3 h]}"),
            "test.yaml:1:2 distribution: `triangluar` is not a distribution | did you mean "
            "`triangular`?");
  EXPECT_THAT(fault("{zipf: 2}"), HasSubstr("there are: constant, exponential,"));
  EXPECT_THAT(fault("{exponential: 1 h, uniform: 2 h}"), HasSubstr("a map with one key"));
  EXPECT_THAT(fault("[1 h, 2 h]"), HasSubstr("a map with one key"));
}

TEST_F(Laws, NeedTheirParameters) {
  EXPECT_THAT(fault("{lognormal: {median: 3 h}}"), HasSubstr("has two parameters"));
  EXPECT_THAT(fault("{lognormal: {median: 3 h, p59: 10 h}}"),
              HasSubstr("1:27 distribution: no parameter is called `p59` | did you mean `p95`?"));
  EXPECT_THAT(fault("{lognormal: {mean: 3 h, median: 10 h}}"), HasSubstr("`cv` is missing"));
  EXPECT_THAT(fault("{lognormal: 3 h}"), HasSubstr("are a map"));
  EXPECT_THAT(fault("{weibull: {shape: 2}}"), HasSubstr("`scale` is missing"));
  EXPECT_THAT(fault("{gamma: {mean: 2 h, cv: 1, sd: 2 h}}"), HasSubstr("has two parameters"));
  EXPECT_THAT(fault("{uniform: [1 h]}"), HasSubstr("a list of 2 values"));
  EXPECT_THAT(fault("{triangular: [1 h, 2 h]}"), HasSubstr("a list of 3 values"));
  EXPECT_THAT(fault("{discrete: [0.5, 0.5]}"), HasSubstr("a list of pairs"));
  EXPECT_THAT(fault("{exponential: 9}"), HasSubstr("a duration needs a unit"));
}

TEST_F(Laws, RefuseParametersThatMakeNoLaw) {
  EXPECT_THAT(fault("{exponential: 0 h}"), HasSubstr("greater than 0 h"));
  EXPECT_THAT(fault("{uniform: [3 h, 1 h]}"), HasSubstr("do not rise"));
  EXPECT_THAT(fault("{triangular: [2 h, 7 h, 6 h]}"), HasSubstr("do not rise"));
  EXPECT_THAT(fault("{beta-pert: [2 h, 2 h, 2 h]}"), HasSubstr("do not rise"));
  EXPECT_THAT(fault("{lognormal: {median: 3 h, p95: 3 h}}"),
              HasSubstr("does not lie above the median"));
  EXPECT_THAT(fault("{erlang: {shape: 2.5, mean: 1 h}}"), HasSubstr("not a whole number"));
  EXPECT_THAT(fault("{erlang: {shape: 0, mean: 1 h}}"), HasSubstr("at least 1"));
  EXPECT_THAT(fault("{discrete: [[0.7, 1 h], [0.2, 2 h]]}"), HasSubstr("they must sum to 1"));
  EXPECT_THAT(fault("{normal: {mean: 3 h, sd: 0 h}}"), HasSubstr("greater than 0 h"));
  EXPECT_THAT(fault("{normal: {mean: 3 h, sd: 1 min, at-least: 9 h}}"),
              HasSubstr("between its bounds"));
  EXPECT_THAT(fault("{normal: {mean: 3 h, sd: 1 h, at-least: 5 h, at-most: 4 h}}"),
              HasSubstr("between its bounds"));
  EXPECT_THAT(fault("-1 h"), HasSubstr("at least 0 h"));
}

TEST_F(Laws, RefuseSpreadsThatNoClockCanHold) {
  EXPECT_THAT(fault("{lognormal: {median: 1 h, p95: 900 d}}"),
              HasSubstr("range: this distribution can draw values without any sense"));
  EXPECT_THAT(fault("{weibull: {shape: 0.1, scale: 1 h}}"), HasSubstr("without any sense"));
  EXPECT_THAT(fault("{gamma: {mean: 900 d, cv: 10000}}"), HasSubstr("without any sense"));
  EXPECT_TRUE(read("{lognormal: {median: 1 h, p95: 24 h}}"));
  EXPECT_TRUE(read("{weibull: {shape: 0.5, scale: 1 d}}"));
}

TEST_F(Laws, ShowExamplesThatCanBeRead) {
  write("x.csv", "dwell h\n1\n");
  std::filesystem::create_directories(folder_ / "data");
  write("data/x.csv", "dwell h\n1\n");
  EXPECT_EQ(law_forms().size(), std::variant_size_v<Law> + 1)
      << "each law has a form, and empirical is one more";
  for (LawForm const& form : law_forms()) {
    diagnostics_ = {};
    EXPECT_TRUE(read(std::string{form.example})) << form.example << "\n" << render(diagnostics_);
    EXPECT_THAT(std::string{form.example}, testing::StartsWith("{" + std::string{form.name} + ":"));
  }
}

}  // namespace
}  // namespace caravan::scenario
